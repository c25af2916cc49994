//! Tests of how fast a request was answered.

use entity::id::{RequestHopId, RequestId, UserId};
use proptest::{collection, prelude::*, sample};
use uuid::Uuid;

use super::*;
use crate::domain::{
    calendar::{Calendar, Opening, Week},
    request::rules::SEATS,
};

use Seat::{Delivery, Sales, Technical};

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn request(occurred_at: DateTime<Utc>, first_answered_at: Option<DateTime<Utc>>) -> Course {
    Course { occurred_at, first_answered_at, closed_at: None, due_at: None }
}

fn role(seat: Seat, round: i32, answered_at: Option<DateTime<Utc>>) -> request_role::Model {
    request_role::Model {
        request_id: RequestId(Uuid::nil()),
        round,
        seat,
        asked_at: DateTime::UNIX_EPOCH,
        answered_at,
        added_at: DateTime::UNIX_EPOCH,
        added_by: UserId(Uuid::nil()),
        reason: None,
        removed_at: None,
        removed_by: None,
        removal_reason: None,
    }
}

fn hop(round: i32, to_seat: Option<Seat>, occurred_at: DateTime<Utc>) -> request_hop::Model {
    request_hop::Model {
        id: RequestHopId(Uuid::nil()),
        request_id: RequestId(Uuid::nil()),
        round,
        place: 1,
        from_seat: None,
        to_seat,
        occurred_at,
        recorded_at: occurred_at,
        moved_by: UserId(Uuid::nil()),
        note: None,
    }
}

/// All days from nine to five in Berlin.
fn berlin() -> Hours {
    use chrono::Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
    let days = [Mon, Tue, Wed, Thu, Fri, Sat, Sun];
    let openings: Vec<Opening> =
        days.into_iter().map(|day| Opening { day, from: 9 * 60, to: 17 * 60 }).collect();
    let zone = "Europe/Berlin".parse().unwrap();
    Hours::Business(Calendar::new(zone, Week::of(&openings), Default::default()).unwrap())
}

fn hours(wall: i64, business: i64) -> Length {
    Length { wall: TimeDelta::hours(wall), business: TimeDelta::hours(business) }
}

#[test]
fn a_length_over_a_change_of_the_clocks_counts_the_hours_that_there_were() {
    // On Sunday, March 29, 2026 the clocks of Berlin go from two to three.
    for (asked, answered, expected) in [
        ("2026-03-28T16:00:00+01:00", "2026-03-29T10:00:00+02:00", hours(17, 2)),
        ("2026-03-27T16:00:00+01:00", "2026-03-28T10:00:00+01:00", hours(18, 2)),
        // And back on October 25.
        ("2026-10-24T16:00:00+02:00", "2026-10-25T10:00:00+01:00", hours(19, 2)),
        ("2026-10-24T18:00:00+02:00", "2026-10-25T08:00:00+01:00", hours(15, 0)),
    ] {
        let request = request(instant(asked), Some(instant(answered)));
        let timing = timing(&request, &[], &[], &berlin(), instant(answered));
        assert_eq!(timing.first, Some(expected), "{asked}");
    }
}

#[test]
fn the_joint_response_is_there_when_the_last_needed_seat_has_answered() {
    let began = instant("2026-03-02T09:00:00Z");
    let after = |hours| Some(began + TimeDelta::hours(hours));
    let joint = |roles: &[request_role::Model]| {
        timing(&request(began, after(1)), roles, &[], &Hours::All, began).joint.map(|it| it.wall.num_hours())
    };
    let removed = request_role::Model { removed_at: Some(began), ..role(Delivery, 1, None) };
    assert_eq!(joint(&[role(Sales, 1, after(1)), role(Technical, 1, None)]), None);
    assert_eq!(joint(&[role(Sales, 1, after(1)), role(Technical, 1, after(5))]), Some(5));
    assert_eq!(joint(&[role(Sales, 1, after(3)), removed]), Some(3));
    // What happens after a reopening is another matter.
    assert_eq!(joint(&[role(Sales, 1, after(2)), role(Sales, 2, None)]), Some(2));
}

#[test]
fn each_seat_is_told_how_long_the_request_was_with_it() {
    let began = instant("2026-03-02T08:00:00Z");
    let after = |hours| began + TimeDelta::hours(hours);
    let hops = [
        hop(1, Some(Sales), began),
        hop(1, Some(Technical), after(2)),
        hop(1, Some(Sales), after(5)),
        hop(1, None, after(6)),
        hop(2, Some(Delivery), after(20)),
    ];
    let whole = timing(&request(began, None), &[], &hops, &berlin(), after(48));
    assert_eq!(whole.held, BTreeMap::from([(Sales, hours(3, 3)), (Technical, hours(3, 3))]));
    let still = timing(&request(began, None), &[], &hops[..2], &berlin(), after(26));
    assert_eq!(still.held, BTreeMap::from([(Sales, hours(2, 2)), (Technical, hours(24, 8))]));
}

proptest! {
    #[test]
    fn hop_times_add_up_to_the_whole_time(
        steps in collection::vec((sample::select(SEATS.to_vec()), 1..5_000i64), 1..12),
        rest in 0..5_000i64,
    ) {
        let began = instant("2026-03-20T08:00:00Z");
        let (mut at, mut hops) = (began, Vec::new());
        for (seat, minutes) in steps {
            hops.push(hop(1, Some(seat), at));
            at += TimeDelta::minutes(minutes);
        }
        let as_of = at + TimeDelta::minutes(rest);
        let held = timing(&request(began, None), &[], &hops, &berlin(), as_of).held;
        let whole = Length::between(&berlin(), began, as_of);
        prop_assert_eq!(held.values().map(|it| it.wall).sum::<TimeDelta>(), whole.wall);
        prop_assert_eq!(held.values().map(|it| it.business).sum::<TimeDelta>(), whole.business);
        prop_assert!(held.values().all(|it| it.business <= it.wall));
    }

    #[test]
    fn the_joint_response_is_never_before_the_first(answers in collection::vec(0..10_000i64, 1..=3)) {
        let began = instant("2026-03-20T08:00:00Z");
        let after = |minutes: &i64| began + TimeDelta::minutes(*minutes);
        let roles: Vec<_> =
            SEATS.into_iter().zip(&answers).map(|(seat, it)| role(seat, 1, Some(after(it)))).collect();
        let first = answers.iter().map(after).min();
        let timing = timing(&request(began, first), &roles, &[], &berlin(), began);
        let (first, joint) = (timing.first.unwrap(), timing.joint.unwrap());
        prop_assert!(first.wall <= joint.wall && first.business <= joint.business);
    }
}
