//! The graph edge by edge, and when a seat can be moved.

use chrono::{TimeDelta, TimeZone};
use entity::{
    assignment::Seat,
    id::{AccountId, AssignmentId, HandoverId, UserId},
};
use proptest::prelude::*;
use sea_orm::Iterable;
use uuid::Uuid;

use super::*;

fn at(hour: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 2, hour, 0, 0).unwrap()
}

fn handover(state: HandoverState, emergency: bool) -> Model {
    Model {
        id: HandoverId(Uuid::nil()),
        account_id: AccountId(Uuid::nil()),
        seat: Seat::Sales,
        assignment_id: AssignmentId(Uuid::nil()),
        outgoing_id: UserId(Uuid::nil()),
        receiver_id: UserId(Uuid::max()),
        initiated_by: UserId(Uuid::nil()),
        emergency,
        reason: "moves on".into(),
        exception_reason: None,
        state,
        return_reason: None,
        end_reason: None,
        informed: None,
        accepted_at: None,
        shadowing_at: None,
        overlap_days: None,
        transfer_from: None,
        introduced_at: None,
        transferred_at: None,
        new_assignment_id: None,
        grace_until: None,
        ended_at: None,
        next_at: None,
        version: 1,
        created_at: at(9),
        updated_at: at(9),
    }
}

#[test]
fn the_rows_stand_in_the_order_of_the_verbs() {
    for (place, verb) in Verb::ALL.into_iter().enumerate() {
        assert_eq!(verb as usize, place, "{verb:?}");
    }
}

#[test]
fn these_states_follow_each_other_and_no_others() {
    let table = [
        (Initiated, vec![Preparing, Refused, Cancelled]),
        (Preparing, vec![PackReady, Refused, Cancelled]),
        (PackReady, vec![Preparing, Accepted, Refused, Cancelled]),
        (Accepted, vec![Shadowing, Cancelled]),
        (Shadowing, vec![Introduced, Cancelled]),
        (Introduced, vec![CoOwned, Cancelled]),
        (CoOwned, vec![Transferred, Cancelled]),
        (Transferred, vec![Closed]),
        (Closed, vec![]),
        (Refused, vec![]),
        (Cancelled, vec![]),
    ];
    for (state, expected) in &table {
        assert_eq!(following(*state, false), *expected, "{state:?}");
    }
    assert_eq!(table.len(), HandoverState::iter().count());
}

#[test]
fn in_an_emergency_nobody_is_shadowed_and_nobody_shares_the_seat() {
    for (state, expected) in [
        (Initiated, vec![Preparing, Refused, Cancelled]),
        (Preparing, vec![PackReady, Refused, Cancelled]),
        (PackReady, vec![Preparing, Accepted, Refused, Cancelled]),
        (Accepted, vec![Introduced, Cancelled]),
        (Shadowing, vec![Introduced, Cancelled]),
        (Introduced, vec![Transferred, Cancelled]),
        (CoOwned, vec![Transferred, Cancelled]),
        (Transferred, vec![Closed]),
        (Closed, vec![]),
        (Refused, vec![]),
        (Cancelled, vec![]),
    ] {
        assert_eq!(following(state, true), expected, "{state:?}");
    }
}

#[test]
fn every_edge_leads_where_it_says_and_every_other_step_is_refused() {
    for (state, emergency) in HandoverState::iter().flat_map(|state| [(state, false), (state, true)]) {
        for verb in Verb::ALL {
            match take(verb, &handover(state, emergency)) {
                Ok(next) => assert_eq!(next.state, verb.to(state)),
                Err(error) => {
                    assert_eq!(error.code().0, "ILLEGAL_TRANSITION");
                    assert!(!verb.starts_from(state, emergency), "{verb:?} from {state:?}");
                }
            }
        }
    }
}

#[test]
fn a_seat_is_moved_after_the_overlap_and_in_an_emergency_at_once() {
    for (emergency, from, now, may) in [
        (false, Some(at(12)), at(11), false),
        (false, Some(at(12)), at(12), true),
        (false, Some(at(12)), at(13), true),
        (true, Some(at(12)), at(11), true),
        (true, None, at(11), true),
    ] {
        let row = Model { transfer_from: from, ..handover(CoOwned, emergency) };
        assert_eq!(require_overlap(&row, now).is_ok(), may, "{emergency} {from:?} {now}");
    }
}

#[test]
fn it_is_told_that_a_seat_can_be_moved_when_state_and_time_allow_it() {
    for (state, emergency, from, expected) in [
        (Introduced, false, Some(at(8)), None),
        (CoOwned, false, Some(at(8)), Some(at(9))),
        (CoOwned, false, Some(at(17)), Some(at(17))),
        (Introduced, true, None, Some(at(9))),
        (CoOwned, true, Some(at(17)), Some(at(9))),
        (Transferred, false, Some(at(8)), None),
    ] {
        let row = Model { transfer_from: from, ..handover(state, emergency) };
        assert_eq!(movable_at(&row, at(9)), expected, "{state:?} {emergency}");
    }
}

proptest! {
    #[test]
    fn no_way_leads_to_the_move_of_a_seat_past_an_accepted_pack_and_a_customer_who_knows(
        steps in prop::collection::vec((0..Verb::ALL.len(), 0..3_i64), 0..60),
    ) {
        let (mut row, mut now) = (handover(Initiated, false), at(9));
        let mut passed = vec![Initiated];
        for (verb, hours) in steps {
            now += TimeDelta::hours(hours);
            let Ok(next) = take(Verb::ALL[verb], &row) else { continue };
            if Verb::ALL[verb] == Verb::Transfer && require_overlap(&row, now).is_err() {
                continue;
            }
            row = Model { emergency: row.emergency || Verb::ALL[verb] == Verb::DeclareEmergency, ..next };
            if row.state == Shadowing && row.transfer_from.is_none() {
                row.transfer_from = Some(now + TimeDelta::hours(5));
            }
            passed.push(row.state);
        }
        if passed.contains(&Transferred) {
            prop_assert!(passed.contains(&Accepted) && passed.contains(&Introduced), "{passed:?}");
            prop_assert!(row.emergency || (passed.contains(&CoOwned) && row.transfer_from.unwrap() <= now));
        }
    }
}
