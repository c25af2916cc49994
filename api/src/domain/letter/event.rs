//! What others learn of letters.

use entity::{
    id::LetterId,
    letter,
    letter::{LetterLanguage, LetterState},
};
use serde::{Deserialize, Serialize};

use crate::domain::{incident::event::IncidentSnapshot, journal::EventBody};

/// Something that happened to a letter of commitment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterEvent {
    /// What happened.
    pub kind: LetterEventKind,
    /// The incident that the letter is about.
    pub incident: IncidentSnapshot,
    /// The letter after the change.
    pub letter: LetterSnapshot,
    /// The state before, where the state changed.
    pub previous_state: Option<LetterState>,
}

/// A letter after a change, without its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterSnapshot {
    /// Which.
    pub id: LetterId,
    /// Where it stands.
    pub state: LetterState,
    /// The language that it is written in.
    pub language: LetterLanguage,
    /// Number of the present version of its text.
    pub number: i32,
    /// What clients edit against.
    pub version: i32,
}

impl From<&letter::Model> for LetterSnapshot {
    fn from(row: &letter::Model) -> Self {
        Self {
            id: row.id,
            state: row.state,
            language: row.language,
            number: row.number,
            version: row.version,
        }
    }
}

/// What can happen to a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LetterEventKind {
    /// It was begun.
    Drafted,
    /// Its text was changed.
    Revised,
    /// It is complete and waits for its signature.
    Submitted,
    /// It was signed.
    Signed,
    /// It was sent to the customer.
    Sent,
    /// The customer accepted it.
    Accepted,
    /// The customer sent it back.
    Returned,
    /// An executive decided that there is none.
    Waived,
}

impl EventBody for LetterEvent {
    fn kind(&self) -> &'static str {
        match self.kind {
            LetterEventKind::Drafted => "letter.drafted",
            LetterEventKind::Revised => "letter.revised",
            LetterEventKind::Submitted => "letter.submitted",
            LetterEventKind::Signed => "letter.signed",
            LetterEventKind::Sent => "letter.sent",
            LetterEventKind::Accepted => "letter.accepted",
            LetterEventKind::Returned => "letter.returned",
            LetterEventKind::Waived => "letter.waived",
        }
    }
}
