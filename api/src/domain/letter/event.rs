//! What others learn of letters.

use chrono::NaiveDate;
use entity::{
    commitment,
    commitment::CommitmentState,
    id::{CommitmentId, LetterId, UserId},
    letter,
    letter::{LetterLanguage, LetterState},
};
use serde::{Deserialize, Serialize};

use crate::domain::{account::event::PersonLabel, incident::event::IncidentSnapshot, journal::EventBody};

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
    /// The promise that the event is about.
    pub commitment: Option<CommitmentSnapshot>,
    /// Who must be told.
    pub concerned: Vec<PersonLabel>,
}

/// A promise after a change, without its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommitmentSnapshot {
    /// Which.
    pub id: CommitmentId,
    /// Which of the letter's promises, from 1.
    pub place: i32,
    /// Who answers for it.
    pub owner: UserId,
    /// By the end of which day, as the account's zone has it.
    pub due_on: NaiveDate,
    /// What became of it.
    pub state: CommitmentState,
    /// Whether the customer verified it.
    pub verified: bool,
    /// What clients edit against.
    pub version: i32,
}

impl From<&commitment::Model> for CommitmentSnapshot {
    fn from(row: &commitment::Model) -> Self {
        Self {
            id: row.id,
            place: row.place,
            owner: row.owner_id,
            due_on: row.due_on,
            state: row.state,
            verified: row.verified_at.is_some(),
            version: row.version,
        }
    }
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
    /// What became of a promise was recorded.
    CommitmentRecorded,
    /// The customer verified a promise.
    CommitmentVerified,
    /// The day of a promise passed.
    PromiseOverdue,
    /// A successor on the account answers for a promise now.
    CommitmentHandedOver,
    /// It ended.
    Concluded,
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
            LetterEventKind::CommitmentRecorded => "letter.commitment_recorded",
            LetterEventKind::CommitmentVerified => "letter.commitment_verified",
            LetterEventKind::PromiseOverdue => "letter.promise_overdue",
            LetterEventKind::CommitmentHandedOver => "letter.commitment_handed_over",
            LetterEventKind::Concluded => "letter.concluded",
        }
    }
}
