//! Why a special note is refused.

use sea_orm::DbErr;

use super::rules::MOST_NOTES;
use crate::{domain::fault::Fault, platform::db::WriteError};

/// Why a special note is refused.
#[derive(Debug, thiserror::Error)]
pub enum SpecialNoteError {
    /// A refusal or failure that every domain shares.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// It has expired, or was revoked.
    #[error("the note is over and is changed no more; post another one")]
    NoteOver,
    /// An account has only so many.
    #[error("the account has {MOST_NOTES} notes that are not over; revoke one before you post another")]
    TooManyNotes,
}

impl SpecialNoteError {
    /// The stable code of a refusal by a rule; `None` for what is told in another way.
    pub fn code(&self) -> Option<&'static str> {
        match self {
            Self::Fault(_) => None,
            Self::NoteOver => Some("NOTE_OVER"),
            Self::TooManyNotes => Some("TOO_MANY_NOTES"),
        }
    }
}

impl From<DbErr> for SpecialNoteError {
    fn from(error: DbErr) -> Self {
        Self::Fault(error.into())
    }
}

impl WriteError for SpecialNoteError {
    fn database(&self) -> Option<&DbErr> {
        match self {
            Self::Fault(fault) => fault.database(),
            _ => None,
        }
    }
}
