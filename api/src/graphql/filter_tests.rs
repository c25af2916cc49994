//! From the inputs to typed tests, with their limits.

use entity::{account, id::AccountId};
use uuid::Uuid;

use super::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "account::Tier")]
pub enum Tier {
    S,
    A,
    B,
    C,
}

enum_filters! {
    /// Tests of a tier.
    TierFilter: Tier => account::Tier;
}

#[derive(Clone, Debug, PartialEq)]
pub enum RowTest {
    Id(Test<AccountId>),
    Name(TextTest),
    Tier(Test<account::Tier>),
    Open(bool),
}

filter_input! {
    /// Tests of a row.
    RowFilter of RowTest {
        /// Its id.
        id: IdFilter => RowTest::Id,
        /// Its name.
        name: TextFilter => RowTest::Name,
        /// Its tier.
        tier: TierFilter => RowTest::Tier,
        /// Whether it is open.
        open: bool => RowTest::Open,
    }
}

fn open(open: bool) -> RowFilter {
    RowFilter { open: Some(open), ..Default::default() }
}

fn read(input: RowFilter) -> Result<Filter<RowTest>> {
    filter(Some(input), &Limits::default())
}

#[test]
fn fields_and_comparators_must_all_hold() {
    let id = AccountId(Uuid::max());
    let input = RowFilter {
        id: Some(IdFilter { eq: Some(ID(id.to_string())), is_null: Some(false), ..Default::default() }),
        name: Some(TextFilter { contains: Some("a".into()), ..Default::default() }),
        tier: Some(TierFilter { one_of: Some(vec![Tier::S, Tier::A]), ..Default::default() }),
        open: Some(true),
        ..Default::default()
    };
    let expected = [
        RowTest::Id(Test::Eq(id)),
        RowTest::Id(Test::IsNull(false)),
        RowTest::Name(TextTest::Contains("a".into())),
        RowTest::Tier(Test::In(vec![account::Tier::S, account::Tier::A])),
        RowTest::Open(true),
    ];
    assert_eq!(read(input).unwrap(), Filter::All(expected.map(Filter::Test).into()));
}

#[test]
fn groups_nest_three_deep() {
    let two = RowFilter { not: Some(Box::new(open(true))), ..Default::default() };
    let three = RowFilter { or: Some(vec![two.clone(), open(false)]), ..Default::default() };
    assert_eq!(read(three.clone()).unwrap().tests(), 2);
    let four = RowFilter { and: Some(vec![three]), ..Default::default() };
    let error = read(four).unwrap_err();
    assert_eq!(error.code(), ErrorCode::LimitExceeded);
    assert_eq!(error.detail("limit"), Some(&"filterDepth".into()));
}

#[test]
fn a_filter_has_twenty_tests_at_most() {
    let many = |count| RowFilter { or: Some(vec![open(true); count]), ..Default::default() };
    assert_eq!(read(many(20)).unwrap().tests(), 20);
    assert_eq!(read(many(21)).unwrap_err().detail("limit"), Some(&"filterTests".into()));
}

#[test]
fn what_cannot_be_compared_with_is_refused() {
    let id = |text: &str| RowFilter {
        id: Some(IdFilter { one_of: Some(vec![ID(text.into())]), ..Default::default() }),
        ..Default::default()
    };
    assert_eq!(read(id("nonsense")).unwrap_err().code(), ErrorCode::BadUserInput);
    let user = entity::id::UserId(Uuid::nil()).to_string();
    assert_eq!(read(id(&user)).unwrap_err().code(), ErrorCode::IdTypeMismatch);
    let long = TextFilter { contains: Some("长".repeat(201)), ..Default::default() };
    let long = RowFilter { name: Some(long), ..Default::default() };
    assert_eq!(read(long).unwrap_err().code(), ErrorCode::BadUserInput);
}

#[test]
fn an_order_has_three_different_keys_at_most() {
    let by = |field: u8| Sort { field, descending: false };
    let read = |sorts: Vec<Sort<u8>>| super::sorts(Some(sorts), &Limits::default());
    assert_eq!(read(vec![by(1), by(2), by(3)]).unwrap().len(), 3);
    assert_eq!(read(vec![by(1), by(2), by(3), by(4)]).unwrap_err().code(), ErrorCode::LimitExceeded);
    assert_eq!(read(vec![by(1), by(1)]).unwrap_err().code(), ErrorCode::BadUserInput);
}

#[test]
fn blank_is_no_search() {
    assert_eq!(search(None).unwrap(), None);
    assert_eq!(search(Some(" \u{3000}".into())).unwrap(), None);
    assert_eq!(search(Some("华为".into())).unwrap().as_deref(), Some("华为"));
    assert!(search(Some("x".repeat(201))).is_err());
}
