//! Events of letters of commitment. They belong to the family of incidents.

use async_graphql::{ID, Object, SimpleObject};
use chrono::{DateTime, Utc};

use super::{
    Arrived, EventAccount, EventActor, EventPerson, account, actor, incident::EventIncident, version,
};
use crate::{
    domain::{
        letter::event::{CommitmentSnapshot, LetterSnapshot},
        stream::Body,
    },
    graphql::{
        scalar::{Date, EventCursor},
        vocabulary::{CommitmentState, LetterEventKind, LetterLanguage, LetterState},
    },
};

/// Something that happened to a letter of commitment.
pub struct LetterEvent(pub(super) Arrived);

impl LetterEvent {
    fn body(&self) -> Option<&crate::domain::letter::event::LetterEvent> {
        match &self.0.event.body {
            Body::Letter(body) => Some(body),
            _ => None,
        }
    }
}

/// Something that happened to a letter of commitment. Received by whoever sees the incident whole at the moment of sending;
/// without the text of the letter.
#[Object]
impl LetterEvent {
    /// Its position: give it as `after` to go on from here.
    pub(super) async fn cursor(&self) -> EventCursor {
        EventCursor(self.0.record.cursor)
    }

    /// Stable and unique: the idempotency key of whoever acts on the event.
    pub(super) async fn event_id(&self) -> ID {
        ID(self.0.record.id.to_string())
    }

    /// When the change was made.
    pub(super) async fn occurred_at(&self) -> DateTime<Utc> {
        self.0.record.at
    }

    /// Who made the change.
    pub(super) async fn actor(&self) -> EventActor {
        actor(&self.0)
    }

    /// The account that it concerns.
    pub(super) async fn account(&self) -> Option<EventAccount> {
        account(&self.0, true)
    }

    /// Counts the events of the account, as a whole number in a string: drop an event whose number is not above the last
    /// one you have seen.
    pub(super) async fn account_version(&self) -> Option<String> {
        version(&self.0)
    }

    /// What happened.
    async fn kind(&self) -> Option<LetterEventKind> {
        self.body().map(|body| body.kind.into())
    }

    /// The incident that the letter is about, after the change.
    async fn incident(&self) -> Option<EventIncident> {
        self.body().map(|body| EventIncident::of(&body.incident, true))
    }

    /// The letter after the change.
    async fn letter(&self) -> Option<EventLetter> {
        self.body().map(|body| (&body.letter).into())
    }

    /// The commitment that the event is about.
    async fn commitment(&self) -> Option<EventCommitment> {
        self.body()?.commitment.as_ref().map(Into::into)
    }

    /// Who must be told: of a submitted letter whoever may sign it; of a sent one the owners of its commitments; of an
    /// overdue commitment its owner, the sales lead of the account and who signed it.
    async fn concerned(&self) -> Vec<EventPerson> {
        self.body().map(|body| body.concerned.iter().map(Into::into).collect()).unwrap_or_default()
    }

    /// The state before, where the state changed.
    async fn previous_state(&self) -> Option<LetterState> {
        self.body()?.previous_state.map(Into::into)
    }
}

/// A letter of commitment after a change.
#[derive(Clone, Debug, SimpleObject)]
pub struct EventLetter {
    /// The letter's id.
    id: ID,
    /// Where it stands.
    state: LetterState,
    /// The language that it is written in.
    language: LetterLanguage,
    /// Number of the present version of its text.
    number: i32,
    /// What clients edit against.
    version: i32,
}

impl From<&LetterSnapshot> for EventLetter {
    fn from(snapshot: &LetterSnapshot) -> Self {
        Self {
            id: ID(snapshot.id.to_string()),
            state: snapshot.state.into(),
            language: snapshot.language.into(),
            number: snapshot.number,
            version: snapshot.version,
        }
    }
}

/// A commitment after a change, without its text.
#[derive(Clone, Debug, SimpleObject)]
pub struct EventCommitment {
    /// The commitment's id.
    id: ID,
    /// Which of the letter's commitments, from 1.
    place: i32,
    /// Who answers for it, `usr_...`.
    owner_id: ID,
    /// By the end of which day, as the account's time zone has it.
    due_on: Date,
    /// What became of it.
    state: CommitmentState,
    /// Whether the customer verified it.
    verified: bool,
    /// What clients edit against.
    version: i32,
}

impl From<&CommitmentSnapshot> for EventCommitment {
    fn from(snapshot: &CommitmentSnapshot) -> Self {
        Self {
            id: ID(snapshot.id.to_string()),
            place: snapshot.place,
            owner_id: ID(snapshot.owner.to_string()),
            due_on: Date(snapshot.due_on),
            state: snapshot.state.into(),
            verified: snapshot.verified,
            version: snapshot.version,
        }
    }
}
