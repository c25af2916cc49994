//! What each change makes of a row, as far as the row alone decides.

use chrono::DateTime;
use entity::{account::Tier, id::AccountId};
use uuid::Uuid;

use super::*;

fn prospect() -> Model {
    Model {
        id: AccountId(Uuid::nil()),
        code: "ACME".into(),
        code_key: "acme".into(),
        name: "Acme".into(),
        name_key: "acme".into(),
        industry: Some("Robotics".into()),
        industry_key: Some("robotics".into()),
        region_id: RegionId(Uuid::nil()),
        time_zone: "Europe/Zurich".into(),
        status: AccountStatus::Prospect,
        status_reason: None,
        tier: Some(Tier::A),
        tier_reason: Some("size".into()),
        stage: RelationshipStage::Exploratory,
        stage_reason: None,
        win_back_on: None,
        executive_sponsor_id: None,
        watch_reason: None,
        watch_review_on: None,
        version: 1,
        event_version: 1,
        created_at: DateTime::UNIX_EPOCH,
        updated_at: DateTime::UNIX_EPOCH,
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn facts_that_are_left_out_stay_and_the_changed_ones_are_named() {
    let before = prospect();
    let none = with_facts(&before, &ChangeFacts::default());
    assert_eq!(changed_fields(&before, &none), Vec::<String>::new());
    let facts = ChangeFacts {
        code: Some(Some("ＡＣＭＥ-2".into())),
        industry: Some(None),
        time_zone: Some(Some("Asia/Tokyo".into())),
        ..ChangeFacts::default()
    };
    let after = with_facts(&before, &facts);
    assert_eq!(changed_fields(&before, &after), ["code", "industry", "timeZone"]);
    assert_eq!((after.code_key.as_str(), after.industry_key), ("acme-2", None));
    assert_eq!(after.name, before.name);
}

#[test]
fn each_fact_asks_for_its_own_right() {
    use Action::{ChangeCommercialFacts, ChangeDeliveryFacts, GovernAccount, ReadAccount};
    let text = || Some(Some("x".to_owned()));
    for (facts, expected) in [
        (ChangeFacts::default(), vec![ReadAccount]),
        (ChangeFacts { name: text(), ..Default::default() }, vec![ChangeCommercialFacts]),
        (ChangeFacts { industry: Some(None), ..Default::default() }, vec![ChangeCommercialFacts]),
        (ChangeFacts { time_zone: text(), ..Default::default() }, vec![ChangeDeliveryFacts]),
        (ChangeFacts { code: text(), ..Default::default() }, vec![GovernAccount]),
        (
            ChangeFacts { region: Some(Some(RegionId(Uuid::nil()))), ..Default::default() },
            vec![GovernAccount],
        ),
        (
            ChangeFacts { name: text(), time_zone: text(), code: text(), ..Default::default() },
            vec![ChangeCommercialFacts, ChangeDeliveryFacts, GovernAccount],
        ),
    ] {
        assert_eq!(Change::Facts(facts.clone()).actions(), expected, "{facts:?}");
    }
}

#[test]
fn a_step_that_does_not_follow_names_those_that_do() {
    let ended = ChangeStatus { to: AccountStatus::Ended, reason: Some("sold".into()) };
    let active = Model { status: AccountStatus::Active, ..prospect() };
    let Err(AccountError::IllegalTransition { from, to, allowed }) = with_status(&active, &ended) else {
        panic!("an active account cannot end");
    };
    assert_eq!((from.as_str(), to.as_str(), allowed), ("ACTIVE", "ENDED", vec!["SCALED_DOWN".to_owned()]));

    let stage = ChangeStage { to: RelationshipStage::Strategic, reason: "r".into(), win_back_on: None };
    let Err(AccountError::IllegalTransition { allowed, .. }) = with_stage(&active, &stage) else {
        panic!("a stage cannot be skipped");
    };
    assert_eq!(allowed, ["COOPERATIVE", "ENDED"]);
}

#[test]
fn only_a_prospect_is_watched_and_a_review_is_not_past() {
    let watch = |review_on| Watch { reason: "promising".into(), review_on: day(review_on) };
    let today = day("2026-03-02");
    assert!(with_watch(&prospect(), &watch("2026-03-02"), today).is_ok());
    let past = with_watch(&prospect(), &watch("2026-03-01"), today);
    assert!(matches!(past, Err(AccountError::Fault(Fault::Invalid(_)))));
    let active = Model { status: AccountStatus::Active, ..prospect() };
    assert!(matches!(with_watch(&active, &watch("2026-03-02"), today), Err(AccountError::NotAProspect)));
}

#[test]
fn an_account_that_becomes_active_leaves_the_watch_list() {
    let watched = Model {
        watch_reason: Some("promising".into()),
        watch_review_on: Some(day("2026-03-02")),
        ..prospect()
    };
    let active = ChangeStatus { to: AccountStatus::Active, reason: None };
    let after = with_status(&watched, &active).unwrap();
    assert_eq!(changed_fields(&watched, &after), ["status", "watch"]);
}
