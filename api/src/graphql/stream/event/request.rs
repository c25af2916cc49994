//! Events of customers' requests. They belong to the family of accounts, and hold no text.

use async_graphql::{ID, Object, SimpleObject};
use chrono::{DateTime, Utc};

use super::{Arrived, EventAccount, EventActor, account, actor, version};
use crate::{
    domain::{request::event::RequestSnapshot, stream::Body},
    graphql::{
        request::vocabulary::{
            CustomerRequestAnswerKind, CustomerRequestEventKind, CustomerRequestKind, CustomerRequestState,
        },
        scalar::EventCursor,
        vocabulary::Seat,
    },
};

/// Something that happened to a customer's request.
pub struct CustomerRequestEvent(pub(super) Arrived);

impl CustomerRequestEvent {
    fn body(&self) -> Option<&crate::domain::request::event::RequestEvent> {
        match &self.0.event.body {
            Body::Request(body) => Some(body),
            _ => None,
        }
    }
}

/// Something that happened to a customer's request. Received by whoever sees the requests of the account at the moment of sending;
/// without its texts, and without anything about people at the customer.
#[Object]
impl CustomerRequestEvent {
    /// Its position: give it as `after` to go on from here.
    pub(super) async fn cursor(&self) -> EventCursor {
        EventCursor(self.0.record.cursor)
    }

    /// Stable and unique: the idempotency key of whoever acts on the event.
    pub(super) async fn event_id(&self) -> ID {
        ID(self.0.record.id.to_string())
    }

    /// When the change was made. When the thing itself happened is `happenedAt`.
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
    async fn kind(&self) -> Option<CustomerRequestEventKind> {
        self.body().map(|body| body.kind.into())
    }

    /// The request after it.
    async fn request(&self) -> Option<EventCustomerRequest> {
        self.body().map(|body| (&body.request).into())
    }

    /// The seat that answered, got the request, must answer or no longer must.
    async fn seat(&self) -> Option<Seat> {
        self.body()?.seat.map(Into::into)
    }

    /// The seat that held the request before, where another one, or nobody, holds it since.
    async fn previous_holder(&self) -> Option<Seat> {
        self.body()?.previous_holder.map(Into::into)
    }

    /// What the answer is worth, where somebody answered.
    async fn answer(&self) -> Option<CustomerRequestAnswerKind> {
        self.body()?.answer.map(Into::into)
    }

    /// When it happened, where it was entered later than it was.
    async fn happened_at(&self) -> Option<DateTime<Utc>> {
        self.body()?.happened_at
    }
}

/// A customer's request after a change, without its texts.
#[derive(Clone, Debug, SimpleObject)]
pub struct EventCustomerRequest {
    /// The request's id.
    id: ID,
    /// What sort of demand.
    kind: CustomerRequestKind,
    /// Where it stands.
    state: CustomerRequestState,
    /// 1, and one more with each reopening.
    round: i32,
    /// The seat that must move next.
    holder: Option<Seat>,
    /// The seats that have to answer.
    waiting: Vec<Seat>,
    /// When the customer asked.
    asked_at: DateTime<Utc>,
    /// When the first substantive answer was given, in the first round.
    first_answered_at: Option<DateTime<Utc>>,
    /// When that is due; null: it has no target.
    due_at: Option<DateTime<Utc>>,
    /// What clients edit against.
    version: i32,
}

impl From<&RequestSnapshot> for EventCustomerRequest {
    fn from(snapshot: &RequestSnapshot) -> Self {
        Self {
            id: ID(snapshot.id.to_string()),
            kind: snapshot.kind.into(),
            state: snapshot.state.into(),
            round: snapshot.round,
            holder: snapshot.holder.map(Into::into),
            waiting: snapshot.waiting.iter().copied().map(Into::into).collect(),
            asked_at: snapshot.occurred_at,
            first_answered_at: snapshot.first_answered_at,
            due_at: snapshot.due_at,
            version: snapshot.version,
        }
    }
}
