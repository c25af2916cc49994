//! Who may take which place, row by row.

use chrono::DateTime;
use entity::id::{AccountId, AssignmentId, UserId};
use proptest::prelude::{Just, Strategy, prop_assert, prop_assert_eq, prop_oneof, proptest};
use uuid::Uuid;

use super::{
    Function::{Delivery, Other, Sales, Technical},
    Position::{Deputy, Extended, Member, Primary},
    *,
};

fn row((seat, position): (Option<Seat>, Position)) -> Model {
    Model {
        id: AssignmentId(Uuid::nil()),
        account_id: AccountId(Uuid::nil()),
        user_id: UserId(Uuid::nil()),
        seat,
        position,
        expertise: None,
        exception_reason: None,
        started_at: DateTime::UNIX_EPOCH,
        started_by: UserId(Uuid::nil()),
        ended_at: None,
        ended_by: None,
        end_reason: None,
    }
}

/// `Ok(true)`: the person steps up. `Err`: the code of the refusal.
fn outcome(
    place: (Option<Seat>, Position),
    function: Function,
    running: &[(Option<Seat>, Position)],
    excepted: bool,
) -> Result<bool, &'static str> {
    let running: Vec<Model> = running.iter().copied().map(row).collect();
    let place = Place { seat: place.0, position: place.1 };
    let candidate = Candidate { function, status: UserStatus::Active, running: &running, excepted };
    let admitted = admit(place, candidate).map(|ended| ended.is_some());
    admitted.map_err(|error| error.code().map_or("", |(code, _)| code))
}

const S: Option<Seat> = Some(Seat::Sales);
const T: Option<Seat> = Some(Seat::Technical);
const D: Option<Seat> = Some(Seat::Delivery);

#[test]
fn who_may_take_which_place() {
    for (place, function, running, excepted, expected) in [
        // The function matches the seat, or an exception is stated.
        ((S, Primary), Sales, &[][..], false, Ok(false)),
        ((T, Deputy), Technical, &[], false, Ok(false)),
        ((D, Member), Delivery, &[], false, Ok(false)),
        ((S, Primary), Technical, &[], false, Err("FUNCTION_MISMATCH")),
        ((S, Member), Other, &[], false, Err("FUNCTION_MISMATCH")),
        ((S, Primary), Technical, &[], true, Ok(false)),
        ((D, Member), Other, &[], true, Ok(false)),
        // One role a seat: only upwards.
        ((S, Primary), Sales, &[(S, Primary)], false, Err("ALREADY_IN_SEAT")),
        ((S, Deputy), Sales, &[(S, Primary)], false, Err("ALREADY_IN_SEAT")),
        ((S, Member), Sales, &[(S, Deputy)], true, Err("ALREADY_IN_SEAT")),
        ((S, Member), Sales, &[(S, Member)], true, Err("ALREADY_IN_SEAT")),
        ((S, Primary), Sales, &[(S, Deputy)], false, Ok(true)),
        ((S, Primary), Sales, &[(S, Member)], false, Ok(true)),
        ((S, Deputy), Sales, &[(S, Member)], false, Ok(true)),
        // Two seats with an exception, never three.
        ((S, Primary), Sales, &[(T, Member)], false, Err("SECOND_SEAT")),
        ((S, Primary), Sales, &[(T, Member)], true, Ok(false)),
        ((T, Primary), Sales, &[(S, Primary)], false, Err("FUNCTION_MISMATCH")),
        ((T, Primary), Sales, &[(S, Primary)], true, Ok(false)),
        ((D, Member), Delivery, &[(S, Member), (T, Member)], true, Err("THIRD_SEAT")),
        ((S, Primary), Sales, &[(S, Member), (T, Member)], true, Ok(true)),
        // Extended members hold no seat.
        ((None, Extended), Other, &[], false, Ok(false)),
        ((None, Extended), Sales, &[], false, Ok(false)),
        ((None, Extended), Other, &[(None, Extended)], false, Err("ALREADY_ON_TEAM")),
        ((None, Extended), Sales, &[(S, Member)], false, Err("ALREADY_ON_TEAM")),
        ((S, Member), Sales, &[(None, Extended)], true, Err("ALREADY_ON_TEAM")),
    ] {
        let actual = outcome(place, function, running, excepted);
        assert_eq!(actual, expected, "{place:?} for {function:?} who is {running:?}, excepted: {excepted}");
    }
}

#[test]
fn a_disabled_person_takes_no_place() {
    for place in [(S, Primary), (None, Extended)] {
        let place = Place { seat: place.0, position: place.1 };
        let candidate =
            Candidate { function: Sales, status: UserStatus::Disabled, running: &[], excepted: true };
        assert!(matches!(admit(place, candidate), Err(TriangleError::PersonDisabled)));
    }
}

#[test]
fn a_triangle_is_complete_with_three_primaries() {
    let team = |rows: &[(Option<Seat>, Position)]| {
        let rows: Vec<Model> = rows.iter().copied().map(row).collect();
        Triangle::of(rows.iter())
    };
    assert_eq!(team(&[]).vacant(), [Seat::Sales, Seat::Technical, Seat::Delivery]);
    assert_eq!(team(&[(S, Primary), (T, Deputy), (D, Primary)]).vacant(), [Seat::Technical]);
    assert!(team(&[(S, Primary), (T, Primary), (D, Primary)]).is_complete());
}

fn places() -> impl Strategy<Value = (Option<Seat>, Position)> {
    let seat = prop_oneof![Just(S), Just(T), Just(D)];
    let position = prop_oneof![Just(Primary), Just(Deputy), Just(Member)];
    prop_oneof![8 => (seat, position), 1 => Just((None, Extended))]
}

proptest! {
    /// However places are given out and stepped up to, a person has one role a seat, serves two seats at most, and is not
    /// both in a seat and extended.
    #[test]
    fn a_person_never_serves_too_much(wanted in proptest::collection::vec(places(), 0..12)) {
        let mut running: Vec<Model> = Vec::new();
        for (seat, position) in wanted {
            let place = Place { seat, position };
            let candidate =
                Candidate { function: Sales, status: UserStatus::Active, running: &running, excepted: true };
            let Ok(ended) = admit(place, candidate) else { continue };
            let ended = ended.map(|row| (row.seat, row.position));
            running.retain(|row| Some((row.seat, row.position)) != ended);
            running.push(row((seat, position)));
        }
        let seats: Vec<_> = running.iter().map(|row| row.seat).collect();
        let distinct: std::collections::BTreeSet<_> = seats.iter().collect();
        prop_assert_eq!(seats.len(), distinct.len());
        prop_assert!(seats.len() <= 2);
        prop_assert!(!seats.contains(&None) || seats.len() == 1);
    }
}
