//! Events of accounts and triangles.

use async_graphql::{ID, Object, SimpleObject};
use chrono::{DateTime, Utc};

use super::{Arrived, EventAccount, EventActor, EventPerson, account, actor, version};
use crate::{
    domain::{
        account::event::{AccountSnapshot, AssignmentSnapshot},
        stream::Body,
    },
    graphql::{
        scalar::EventCursor,
        vocabulary::{AccountEventKind, AccountStatus, Position, RelationshipStage, Seat, Tier},
    },
};

/// Something that happened to an account or its triangle.
pub struct AccountEvent(pub(super) Arrived);

impl AccountEvent {
    fn body(&self) -> Option<&crate::domain::account::event::AccountEvent> {
        match &self.0.event.body {
            Body::Account(body) => Some(body),
            _ => None,
        }
    }
}

/// Something that happened to an account or its triangle. Received by whoever may see the account at the moment of sending.
#[Object]
impl AccountEvent {
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
    async fn kind(&self) -> Option<AccountEventKind> {
        self.body().map(|body| body.kind.into())
    }

    /// The account after the change.
    async fn snapshot(&self) -> Option<EventAccountSnapshot> {
        self.body().map(|body| (&body.snapshot).into())
    }

    /// The fields that changed, in this API's names.
    async fn changed(&self) -> Option<&[String]> {
        self.body().map(|body| body.changed.as_slice())
    }

    /// The assignment that began or ended, for the events of the triangle.
    async fn assignment(&self) -> Option<EventAssignment> {
        self.body()?.assignment.as_ref().map(Into::into)
    }

    /// The assignment that a swap ended.
    async fn previous_assignment(&self) -> Option<EventAssignment> {
        self.body()?.previous.as_ref().map(Into::into)
    }
}

/// An account after a change.
#[derive(Clone, Debug, SimpleObject)]
pub struct EventAccountSnapshot {
    /// The account's id.
    id: ID,
    /// Its code.
    code: String,
    /// Its name.
    name: String,
    /// Where the business with it stands.
    status: AccountStatus,
    /// How important it is; null: unrated.
    tier: Option<Tier>,
    /// How close the relationship is.
    stage: RelationshipStage,
    /// What clients edit against.
    version: i32,
}

impl From<&AccountSnapshot> for EventAccountSnapshot {
    fn from(snapshot: &AccountSnapshot) -> Self {
        Self {
            id: ID(snapshot.id.to_string()),
            code: snapshot.code.clone(),
            name: snapshot.name.clone(),
            status: snapshot.status.into(),
            tier: snapshot.tier.map(Into::into),
            stage: snapshot.stage.into(),
            version: snapshot.version,
        }
    }
}

/// An assignment that began or ended.
#[derive(Clone, Debug, SimpleObject)]
pub struct EventAssignment {
    /// The assignment's id.
    id: ID,
    /// Who.
    person: EventPerson,
    /// In which seat; null: extended member.
    seat: Option<Seat>,
    /// As what.
    position: Position,
}

impl From<&AssignmentSnapshot> for EventAssignment {
    fn from(snapshot: &AssignmentSnapshot) -> Self {
        Self {
            id: ID(snapshot.id.to_string()),
            person: (&snapshot.person).into(),
            seat: snapshot.seat.map(Into::into),
            position: snapshot.position.into(),
        }
    }
}
