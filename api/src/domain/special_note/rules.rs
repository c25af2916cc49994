//! When a note holds, and what it may say. Pure: the instant is given.

use chrono::{DateTime, Utc};
use entity::special_note::Model;

use super::error::SpecialNoteError;

/// Characters of a note.
pub(super) const LONGEST_TEXT: usize = 1_000;

/// Notes of an account that are not over.
pub const MOST_NOTES: u64 = 20;

/// Where a note stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpecialNoteState {
    /// Its time has not begun.
    Upcoming,
    /// It holds.
    InForce,
    /// Its time has ended.
    Expired,
    /// It was taken back.
    Revoked,
}

impl SpecialNoteState {
    /// Where a note stands at an instant.
    pub fn of(note: &Model, now: DateTime<Utc>) -> Self {
        if note.revoked_at.is_some() {
            return Self::Revoked;
        }
        if note.expires_at.is_some_and(|end| end <= now) {
            return Self::Expired;
        }
        if note.effective_from > now { Self::Upcoming } else { Self::InForce }
    }

    /// Whether it will never hold again.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Expired | Self::Revoked)
    }
}

/// Whether a note may still be changed.
///
/// # Errors
/// [`SpecialNoteError::NoteOver`].
pub fn check_open(note: &Model, now: DateTime<Utc>) -> Result<(), SpecialNoteError> {
    if SpecialNoteState::of(note, now).is_over() { Err(SpecialNoteError::NoteOver) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use chrono::{TimeDelta, TimeZone};
    use entity::{
        id::{AccountId, SpecialNoteId, UserId},
        special_note::{SpecialNoteKind, SpecialNoteSeverity},
    };
    use uuid::Uuid;

    use super::*;

    fn hour(hour: i64) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 3, 2, 9, 0, 0).unwrap() + TimeDelta::hours(hour)
    }

    #[test]
    fn a_note_holds_from_its_first_instant_and_no_longer_at_its_last() {
        let note = Model {
            id: SpecialNoteId(Uuid::nil()),
            account_id: AccountId(Uuid::nil()),
            kind: SpecialNoteKind::Avoid,
            severity: SpecialNoteSeverity::Critical,
            text: "Do not mention the merger".into(),
            effective_from: hour(1),
            expires_at: Some(hour(2)),
            author_id: UserId(Uuid::nil()),
            version: 1,
            created_at: hour(0),
            updated_at: hour(0),
            revoked_at: None,
            revoked_by: None,
            revoke_reason: None,
        };
        let instant = TimeDelta::microseconds(1);
        for (at, expected) in [
            (hour(1) - instant, SpecialNoteState::Upcoming),
            (hour(1), SpecialNoteState::InForce),
            (hour(2) - instant, SpecialNoteState::InForce),
            (hour(2), SpecialNoteState::Expired),
        ] {
            assert_eq!(SpecialNoteState::of(&note, at), expected, "{at}");
            let revoked = Model { revoked_at: Some(hour(0)), ..note.clone() };
            assert_eq!(SpecialNoteState::of(&revoked, at), SpecialNoteState::Revoked, "{at}");
            assert_eq!(check_open(&note, at).is_err(), expected.is_over(), "{at}");
        }
        let endless = Model { expires_at: None, ..note };
        assert_eq!(SpecialNoteState::of(&endless, hour(90_000)), SpecialNoteState::InForce);
    }
}
