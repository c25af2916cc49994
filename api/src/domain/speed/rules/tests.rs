//! Tests of the figures of response speed.

use proptest::{collection, prelude::*};
use uuid::Uuid;

use super::*;

use Seat::{Delivery, Sales, Technical};

fn at(hours: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::hours(hours)
}

const DAY: i64 = 24;

fn length(hours: i64) -> Length {
    Length { wall: TimeDelta::hours(3 * hours), business: TimeDelta::hours(hours) }
}

fn account(number: u128) -> AccountId {
    AccountId(Uuid::from_u128(number))
}

/// A request of the account that was first answered after so many hours of business, jointly after twice as many.
fn request(of: u128, asked: i64, first: Option<i64>) -> Measured {
    Measured {
        account: account(of),
        tier: Some(Tier::A),
        kind: RequestKind::Question,
        occurred_at: at(asked),
        timing: Timing {
            first: first.map(length),
            joint: first.map(|first| length(2 * first)),
            held: BTreeMap::from([(Sales, length(1))]),
        },
        due: Due::NoTarget,
        closed: false,
        reopened: false,
    }
}

fn only(requests: &[Measured], completed: &BTreeMap<AccountId, DateTime<Utc>>) -> SpeedFigures {
    let groups = figures(requests, (at(0), at(1_000 * DAY)), completed);
    assert_eq!(groups.len(), 1);
    groups[0].1.clone()
}

#[test]
fn percentiles_are_lengths_that_occurred_in_wall_and_business_time() {
    let hours = |length: Option<TimeDelta>| length.map(|it| it.num_hours());
    for (first, p50, p90) in
        [(vec![7], 7, 7), (vec![9, 1], 1, 9), ((1..=10).rev().collect(), 5, 9), ((1..=11).collect(), 6, 10)]
    {
        let rows: Vec<Measured> = first.iter().map(|hours| request(1, 0, Some(*hours))).collect();
        let told = only(&rows, &BTreeMap::new());
        assert_eq!((hours(told.first.business(50)), hours(told.first.business(90))), (Some(p50), Some(p90)));
        assert_eq!(
            (hours(told.first.wall(50)), hours(told.joint.business(50))),
            (Some(3 * p50), Some(2 * p50))
        );
    }
    let none = only(&[request(1, 0, None)], &BTreeMap::new());
    assert_eq!((none.requests, none.first.count(), none.first.business(50)), (1, 0, None));
    assert_eq!((none.held[&Sales].count(), none.held.get(&Delivery)), (1, None));
}

#[test]
fn what_can_still_be_kept_counts_neither_way() {
    let with = |due| Measured { due, ..request(1, 0, None) };
    let rate = |dues: &[Due]| only(&dues.iter().map(|due| with(*due)).collect::<Vec<_>>(), &BTreeMap::new());
    assert_eq!(rate(&[Due::NoTarget, Due::Waiting]).within_target(), None);
    assert_eq!(rate(&[Due::Late]).within_target(), Some(0.0));
    assert_eq!(rate(&[Due::Met, Due::Late, Due::Met, Due::Waiting, Due::Met]).within_target(), Some(0.75));
}

#[test]
fn what_was_reopened_was_not_right_the_first_time() {
    let with = |closed, reopened| Measured { closed, reopened, ..request(1, 0, None) };
    let told = only(&[with(true, false), with(true, true), with(false, false)], &BTreeMap::new());
    assert_eq!((told.closed, told.right_first_time()), (2, Some(0.5)));
    assert_eq!(only(&[with(false, false)], &BTreeMap::new()).right_first_time(), None);
}

#[test]
fn a_triangle_is_complete_when_three_primaries_serve_at_one_instant() {
    let primary =
        |seat, from: i64, to: Option<i64>| Primary { seat, started_at: at(from), ended_at: to.map(at) };
    let all = [primary(Sales, 1, None), primary(Technical, 5, None), primary(Delivery, 3, None)];
    assert_eq!(completed_at(&all), Some(at(5)));
    assert_eq!(completed_at(&all[..2]), None);
    // Sales left at the instant at which the last seat was filled; who came after them completed it.
    let gap = [primary(Sales, 1, Some(5)), all[1], all[2]];
    assert_eq!(completed_at(&gap), None);
    let after = [gap[0], gap[1], gap[2], primary(Sales, 9, Some(10))];
    assert_eq!(completed_at(&after), Some(at(9)), "it stays the first time, though it is over");
}

#[test]
fn an_improvement_is_told_when_there_is_enough_on_both_sides() {
    let completed = BTreeMap::from([(account(1), at(200 * DAY))]);
    let rows = |before: usize, since: usize| -> Vec<Measured> {
        let before = (0..before).map(|_| request(1, 150 * DAY, Some(8)));
        before.chain((0..since).map(|_| request(1, 250 * DAY, Some(2)))).collect()
    };
    let told = only(&rows(10, 10), &completed);
    assert_eq!(
        (told.first_improvement.percent(), told.joint_improvement.percent()),
        (Some(75.0), Some(75.0))
    );
    for (before, since) in [(9, 10), (10, 9), (0, 30)] {
        let told = only(&rows(before, since), &completed).first_improvement;
        assert_eq!((told.counts(), told.percent()), ((before, since), None));
    }
    // Slower is a negative improvement, and nothing is faster than at once.
    let slower: Vec<Measured> = (0..20)
        .map(|it| if it < 10 { request(1, 150 * DAY, Some(4)) } else { request(1, 250 * DAY, Some(5)) })
        .collect();
    assert_eq!(only(&slower, &completed).first_improvement.percent(), Some(-25.0));
    let timing = request(1, 0, Some(0)).timing;
    let at_once: Vec<Measured> =
        slower.into_iter().map(|it| Measured { timing: timing.clone(), ..it }).collect();
    assert_eq!(only(&at_once, &completed).first_improvement.percent(), None);
}

#[test]
fn the_baseline_is_ninety_days_of_each_account_before_its_own_triangle() {
    let completed = BTreeMap::from([(account(1), at(200 * DAY)), (account(2), at(400 * DAY))]);
    let rows = [
        request(1, 110 * DAY - 1, Some(1)),
        request(1, 110 * DAY, Some(1)),
        request(1, 200 * DAY - 1, Some(1)),
        request(1, 200 * DAY, Some(1)),
        request(2, 309 * DAY, Some(1)),
        request(2, 310 * DAY, Some(1)),
        request(2, 400 * DAY, Some(1)),
        // Never complete: neither side.
        request(3, 300 * DAY, Some(1)),
    ];
    assert_eq!(only(&rows, &completed).first_improvement.counts(), (3, 2));
    // What lies before the span is in the baseline, and nowhere else.
    let groups = figures(&rows, (at(200 * DAY), at(300 * DAY)), &completed);
    assert_eq!((groups[0].1.requests, groups[0].1.first_improvement.counts()), (1, (3, 1)));
}

#[test]
fn groups_go_from_the_best_tier_to_the_unrated() {
    let with = |tier, kind| Measured { tier, kind, ..request(1, 0, None) };
    let rows = [
        with(None, RequestKind::Question),
        with(Some(Tier::C), RequestKind::Other),
        with(Some(Tier::S), RequestKind::Complaint),
        with(Some(Tier::S), RequestKind::Question),
    ];
    let keys: Vec<_> =
        figures(&rows, (at(0), at(1)), &BTreeMap::new()).into_iter().map(|(key, _)| key).collect();
    assert_eq!(
        keys,
        [
            (Some(Tier::S), RequestKind::Question),
            (Some(Tier::S), RequestKind::Complaint),
            (Some(Tier::C), RequestKind::Other),
            (None, RequestKind::Question),
        ]
    );
}

proptest! {
    #[test]
    fn half_of_the_answers_take_no_longer_than_the_median(first in collection::vec(0..500i64, 1..60)) {
        let rows: Vec<Measured> = first.iter().map(|hours| request(1, 0, Some(*hours))).collect();
        let told = only(&rows, &BTreeMap::new());
        let (p50, p90) = (told.first.business(50).unwrap(), told.first.business(90).unwrap());
        let within = |limit: TimeDelta| first.iter().filter(|hours| TimeDelta::hours(**hours) <= limit).count();
        prop_assert!(p50 <= p90);
        prop_assert!(2 * within(p50) >= first.len() && 10 * within(p90) >= 9 * first.len());
        prop_assert!(first.contains(&p50.num_hours()) && first.contains(&p90.num_hours()));
    }
}
