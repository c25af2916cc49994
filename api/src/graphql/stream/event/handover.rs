//! Events of handovers of seats. They belong to the family of accounts.

use async_graphql::{ID, Object, SimpleObject};
use chrono::{DateTime, Utc};

use super::{Arrived, EventAccount, EventActor, EventPerson, account, actor, version};
use crate::{
    domain::{handover::event::HandoverSnapshot, stream::Body},
    graphql::{
        handover::vocabulary::{HandoverEventKind, HandoverPackPart, HandoverState},
        scalar::EventCursor,
        vocabulary::Seat,
    },
};

/// Something that happened to a handover of a seat.
pub struct HandoverEvent(pub(super) Arrived);

impl HandoverEvent {
    fn body(&self) -> Option<&crate::domain::handover::event::HandoverEvent> {
        match &self.0.event.body {
            Body::Handover(body) => Some(body),
            _ => None,
        }
    }
}

/// Something that happened to a handover of a seat. Received by whoever may see the handover at the moment of sending; without
/// anything that was written.
#[Object]
impl HandoverEvent {
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
    async fn kind(&self) -> Option<HandoverEventKind> {
        self.body().map(|body| body.kind.into())
    }

    /// The handover after the change.
    async fn handover(&self) -> Option<EventHandover> {
        self.body().map(|body| (&body.handover).into())
    }

    /// The state before, where the state changed.
    async fn previous_state(&self) -> Option<HandoverState> {
        self.body()?.previous_state.map(Into::into)
    }

    /// The part of the pack that was written, or to which what was acknowledged belongs.
    async fn part(&self) -> Option<HandoverPackPart> {
        self.body()?.part.map(Into::into)
    }

    /// The place in the pack of what was acknowledged.
    async fn item(&self) -> Option<i32> {
        self.body()?.item
    }
}

/// A handover after a change, without anything that was written.
#[derive(Clone, Debug, SimpleObject)]
pub struct EventHandover {
    /// The handover's id.
    id: ID,
    /// Of which seat.
    seat: Seat,
    /// Where it stands.
    state: HandoverState,
    /// Whether the outgoing primary is gone.
    emergency: bool,
    /// Who hands over.
    outgoing: EventPerson,
    /// Who takes over.
    receiver: EventPerson,
    /// From when on the seat can be moved.
    transfer_from: Option<DateTime<Utc>>,
    /// Until when the former holder reads on.
    grace_until: Option<DateTime<Utc>>,
    /// What clients edit against.
    version: i32,
}

impl From<&HandoverSnapshot> for EventHandover {
    fn from(snapshot: &HandoverSnapshot) -> Self {
        Self {
            id: ID(snapshot.id.to_string()),
            seat: snapshot.seat.into(),
            state: snapshot.state.into(),
            emergency: snapshot.emergency,
            outgoing: (&snapshot.outgoing).into(),
            receiver: (&snapshot.receiver).into(),
            transfer_from: snapshot.transfer_from,
            grace_until: snapshot.grace_until,
            version: snapshot.version,
        }
    }
}
