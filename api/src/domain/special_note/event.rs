//! What others learn of special notes: that there is one, never what it says.

use chrono::{DateTime, Utc};
use entity::{
    id::SpecialNoteId,
    special_note::{Model, SpecialNoteKind, SpecialNoteSeverity},
};
use serde::{Deserialize, Serialize};

use crate::domain::journal::EventBody;

/// Something that happened to a special note of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpecialNoteEvent {
    /// What happened.
    pub kind: SpecialNoteEventKind,
    /// The note after the change.
    pub note: SpecialNoteSnapshot,
    /// The fields that changed, in the API's names.
    pub changed: Vec<String>,
}

/// A special note after a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpecialNoteSnapshot {
    /// Which.
    pub id: SpecialNoteId,
    /// What it asks of its reader.
    pub kind: SpecialNoteKind,
    /// How bad it is not to heed it.
    pub severity: SpecialNoteSeverity,
    /// Since when it holds.
    pub effective_from: DateTime<Utc>,
    /// Until when; `None`: until it is revoked.
    pub expires_at: Option<DateTime<Utc>>,
    /// What clients edit against.
    pub version: i32,
}

impl From<&Model> for SpecialNoteSnapshot {
    fn from(row: &Model) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            severity: row.severity,
            effective_from: row.effective_from,
            expires_at: row.expires_at,
            version: row.version,
        }
    }
}

/// What can happen to a special note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SpecialNoteEventKind {
    /// It was posted.
    Posted,
    /// It says something else, or holds at another time.
    Revised,
    /// It was taken back.
    Revoked,
}

impl EventBody for SpecialNoteEvent {
    fn kind(&self) -> &'static str {
        match self.kind {
            SpecialNoteEventKind::Posted => "special_note.posted",
            SpecialNoteEventKind::Revised => "special_note.revised",
            SpecialNoteEventKind::Revoked => "special_note.revoked",
        }
    }
}
