//! What becomes of promises, and of a letter by them.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use entity::{
    commitment::{
        CommitmentState::{self, *},
        Model,
    },
    letter::LetterState,
};

use crate::domain::{calendar::end_of_day, letter::error::LetterError};

/// Whether the day of a promise that is to be kept has passed.
pub fn is_overdue(promise: &Model, zone: Tz, now: DateTime<Utc>) -> bool {
    promise.state == Open && now >= end_of_day(promise.due_on, zone)
}

/// What is recorded of a promise.
///
/// # Errors
/// Something was recorded before, or the letter has had its end, or it would keep no promise at all.
pub fn record(
    letter: LetterState,
    promise: &Model,
    others: &[Model],
    outcome: CommitmentState,
) -> Result<(), LetterError> {
    let tracked = matches!(letter, LetterState::Sent | LetterState::Accepted | LetterState::InProgress);
    if !tracked || promise.state != Open || outcome == Open {
        return Err(LetterError::CommitmentSettled);
    }
    let stays = |other: &Model| other.id != promise.id && other.state != Cancelled;
    if outcome == Cancelled && !others.iter().any(stays) {
        return Err(LetterError::LastCommitment);
    }
    Ok(())
}

/// The customer verifies a promise that is said to have been kept, whole or in part.
///
/// # Errors
/// Nothing such is said of it, or it was verified before.
pub fn verify(promise: &Model) -> Result<(), LetterError> {
    if !matches!(promise.state, Kept | Partial) || promise.verified_at.is_some() {
        return Err(LetterError::NothingToVerify);
    }
    Ok(())
}

fn is_settled(promise: &Model) -> bool {
    match promise.state {
        Open => false,
        Kept | Partial => promise.verified_at.is_some(),
        Broken | Cancelled => true,
    }
}

/// Where a letter stands that is with the customer, by whether it was accepted and by its promises.
pub fn progress(accepted: bool, promises: &[Model]) -> LetterState {
    if !accepted {
        return LetterState::Sent;
    }
    match promises {
        promises if promises.iter().all(is_settled) => LetterState::Verified,
        promises if promises.iter().any(|promise| promise.state != Open) => LetterState::InProgress,
        _ => LetterState::Accepted,
    }
}

/// How a letter ends whose promises are verified: broken by any promise that was broken.
pub fn conclusion(promises: &[Model]) -> LetterState {
    let broken = promises.iter().any(|promise| promise.state == Broken);
    if broken { LetterState::Breached } else { LetterState::Fulfilled }
}

/// How much of what was promised was kept, in halves: 2 for a promise that was kept, 1 for one kept in part, and of how
/// many halves; promises that no longer count are left out. `None`: not every promise has its outcome.
pub fn credit(promises: &[Model]) -> Option<(u32, u32)> {
    let counted: Vec<_> = promises.iter().filter(|promise| promise.state != Cancelled).collect();
    if counted.is_empty() || counted.iter().any(|promise| promise.state == Open) {
        return None;
    }
    let halves = counted.iter().map(|promise| match promise.state {
        Kept => 2,
        Partial => 1,
        _ => 0,
    });
    Some((halves.sum(), 2 * u32::try_from(counted.len()).unwrap_or(u32::MAX / 2)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{NaiveDate, TimeZone};
    use entity::id::{CommitmentId, IncidentId, LetterId, UserId};
    use uuid::Uuid;

    fn promise(place: i32, state: CommitmentState, verified: bool) -> Model {
        let at = Utc.with_ymd_and_hms(2026, 3, 2, 9, 0, 0).unwrap();
        Model {
            id: CommitmentId(Uuid::from_u128(place.unsigned_abs().into())),
            letter_id: LetterId(Uuid::nil()),
            number: 1,
            place,
            incident_id: IncidentId(Uuid::nil()),
            action: "A second gateway".into(),
            owner_id: UserId(Uuid::nil()),
            due_on: NaiveDate::from_ymd_opt(2026, 3, 28).unwrap(),
            measure: "It takes over".into(),
            verifier: "Ms Sato".into(),
            preventive: true,
            state,
            evidence: None,
            recorded_at: None,
            recorded_by: None,
            verified_at: verified.then_some(at),
            verified_by: None,
            overdue_at: None,
            version: 1,
            updated_at: at,
        }
    }

    #[test]
    fn a_day_ends_at_midnight_of_its_zone_whatever_the_clocks_do() {
        let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
        for (day, zone, expected) in [
            (day(3, 20), Tz::Europe__Berlin, "2026-03-20T23:00:00+00:00"),
            // The night in which Berlin loses an hour, and the day after it.
            (day(3, 28), Tz::Europe__Berlin, "2026-03-28T23:00:00+00:00"),
            (day(3, 29), Tz::Europe__Berlin, "2026-03-29T22:00:00+00:00"),
            (day(3, 20), Tz::Asia__Shanghai, "2026-03-20T16:00:00+00:00"),
            (day(3, 20), Tz::Pacific__Honolulu, "2026-03-21T10:00:00+00:00"),
            // Beirut goes forward at midnight: 29 March begins at one.
            (day(3, 28), Tz::Asia__Beirut, "2026-03-28T22:00:00+00:00"),
        ] {
            assert_eq!(end_of_day(day, zone).to_rfc3339(), expected, "{day} {zone}");
        }
        let end = end_of_day(day(3, 28), Tz::Europe__Berlin);
        let open = promise(1, Open, false);
        assert!(!is_overdue(&open, Tz::Europe__Berlin, end - chrono::TimeDelta::seconds(1)));
        assert!(is_overdue(&open, Tz::Europe__Berlin, end));
        assert!(!is_overdue(&promise(1, Kept, false), Tz::Europe__Berlin, end));
    }

    #[test]
    fn a_letter_stands_where_its_promises_stand() {
        use LetterState::{Accepted, InProgress, Sent, Verified};
        let table: [(&[(CommitmentState, bool)], LetterState); 6] = [
            (&[(Open, false), (Open, false)], Accepted),
            (&[(Kept, false), (Open, false)], InProgress),
            (&[(Kept, true), (Open, false)], InProgress),
            (&[(Kept, true), (Partial, false)], InProgress),
            (&[(Kept, true), (Partial, true)], Verified),
            (&[(Broken, false), (Cancelled, false)], Verified),
        ];
        for (promises, expected) in table {
            let rows: Vec<Model> =
                promises.iter().map(|(state, verified)| promise(1, *state, *verified)).collect();
            assert_eq!(progress(true, &rows), expected, "{promises:?}");
            assert_eq!(progress(false, &rows), Sent);
        }
    }

    #[test]
    fn what_was_kept_counts_one_in_part_a_half_and_broken_nothing() {
        let of = |states: &[CommitmentState]| {
            let rows: Vec<Model> = states.iter().map(|state| promise(1, *state, true)).collect();
            (credit(&rows), conclusion(&rows))
        };
        assert_eq!(of(&[Kept, Kept]), (Some((4, 4)), LetterState::Fulfilled));
        assert_eq!(of(&[Kept, Partial]), (Some((3, 4)), LetterState::Fulfilled));
        assert_eq!(of(&[Kept, Partial, Broken]), (Some((3, 6)), LetterState::Breached));
        assert_eq!(of(&[Kept, Cancelled]), (Some((2, 2)), LetterState::Fulfilled));
        assert_eq!(of(&[Kept, Open]).0, None);
    }

    #[test]
    fn an_outcome_is_recorded_once_and_one_promise_stays() {
        let rows = [promise(1, Open, false), promise(2, Cancelled, false)];
        for outcome in [Kept, Partial, Broken] {
            assert!(record(LetterState::Accepted, &rows[0], &rows, outcome).is_ok());
        }
        let code = |result: Result<(), LetterError>| result.unwrap_err().code();
        assert_eq!(code(record(LetterState::Accepted, &rows[0], &rows, Cancelled)), "LAST_COMMITMENT");
        assert_eq!(code(record(LetterState::Accepted, &rows[1], &rows, Kept)), "COMMITMENT_SETTLED");
        assert_eq!(code(record(LetterState::Fulfilled, &rows[0], &rows, Kept)), "COMMITMENT_SETTLED");
        assert_eq!(code(verify(&rows[0])), "NOTHING_TO_VERIFY");
        assert_eq!(code(verify(&promise(1, Kept, true))), "NOTHING_TO_VERIFY");
        assert!(verify(&promise(1, Partial, false)).is_ok());
    }
}
