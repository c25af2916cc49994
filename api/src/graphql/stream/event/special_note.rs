//! Events of special notes. They belong to the family of accounts.

use async_graphql::{Enum, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};

use super::{Arrived, EventAccount, EventActor, account, actor, version};
use crate::{
    domain::{special_note::event::SpecialNoteSnapshot, stream::Body},
    graphql::{
        scalar::EventCursor,
        special_note::object::{SpecialNoteKind, SpecialNoteSeverity},
    },
};

/// What can happen to a special note. That it begins or ends by its time is no event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::domain::special_note::event::SpecialNoteEventKind")]
pub enum SpecialNoteEventKind {
    /// It was posted.
    Posted,
    /// It says something else, or holds at another time.
    Revised,
    /// It was taken back.
    Revoked,
}

/// Something that happened to a special note of an account.
pub struct SpecialNoteEvent(pub(super) Arrived);

impl SpecialNoteEvent {
    fn body(&self) -> Option<&crate::domain::special_note::event::SpecialNoteEvent> {
        match &self.0.event.body {
            Body::SpecialNote(body) => Some(body),
            _ => None,
        }
    }
}

/// Something that happened to a special note of an account. Received by whoever may see the note at the moment of sending;
/// without its text.
#[Object]
impl SpecialNoteEvent {
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

    /// The account that the note is pinned to.
    pub(super) async fn account(&self) -> Option<EventAccount> {
        account(&self.0, true)
    }

    /// Counts the events of the account, as a whole number in a string: drop an event whose number is not above the last
    /// one you have seen.
    pub(super) async fn account_version(&self) -> Option<String> {
        version(&self.0)
    }

    /// What happened.
    async fn kind(&self) -> Option<SpecialNoteEventKind> {
        self.body().map(|body| body.kind.into())
    }

    /// The note after the change, without its text.
    async fn note(&self) -> Option<EventSpecialNote> {
        self.body().map(|body| (&body.note).into())
    }

    /// The fields that changed, in this API's names.
    async fn changed(&self) -> Option<&[String]> {
        self.body().map(|body| body.changed.as_slice())
    }
}

/// A special note after a change, without its text.
#[derive(Clone, Debug, SimpleObject)]
pub struct EventSpecialNote {
    /// The note's id.
    id: ID,
    /// What it asks of its reader.
    kind: SpecialNoteKind,
    /// How bad it is not to heed it.
    severity: SpecialNoteSeverity,
    /// Since when it holds.
    effective_from: DateTime<Utc>,
    /// Until when; null: until it is revoked.
    expires_at: Option<DateTime<Utc>>,
    /// What clients edit against.
    version: i32,
}

impl From<&SpecialNoteSnapshot> for EventSpecialNote {
    fn from(snapshot: &SpecialNoteSnapshot) -> Self {
        Self {
            id: ID(snapshot.id.to_string()),
            kind: snapshot.kind.into(),
            severity: snapshot.severity.into(),
            effective_from: snapshot.effective_from,
            expires_at: snapshot.expires_at,
            version: snapshot.version,
        }
    }
}
