//! What belongs to a request: seats, answers, hops, timing.

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{request_answer, request_hop, request_role};

use super::vocabulary::CustomerRequestAnswerKind;
use crate::{
    domain::request::timing,
    graphql::{
        error::Nullable,
        identity::user::{User, load_user},
        scalar::Markdown,
        vocabulary::Seat,
    },
};

/// A seat that must answer a request in one of its rounds, or no longer must.
pub struct CustomerRequestSeat(pub(super) request_role::Model);

/// A seat that must answer a request in one of its rounds, or no longer must.
#[Object]
impl CustomerRequestSeat {
    /// Which seat.
    async fn seat(&self) -> Seat {
        self.0.seat.into()
    }

    /// In which of the request's rounds, from 1.
    async fn round(&self) -> i32 {
        self.0.round
    }

    /// From when on an answer of the seat counts: the beginning of the round, or when the request was handed to it.
    async fn asked_at(&self) -> DateTime<Utc> {
        self.0.asked_at
    }

    /// Its first substantive answer since then; null: it has to answer, unless it was removed.
    async fn answered_at(&self) -> Option<DateTime<Utc>> {
        self.0.answered_at
    }

    /// When it was marked as needed.
    async fn added_at(&self) -> DateTime<Utc> {
        self.0.added_at
    }

    /// Who marked it.
    async fn added_by(&self, ctx: &Context<'_>) -> Nullable<User> {
        load_user(ctx, self.0.added_by).await
    }

    /// Why, where that was later than the round began.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// When it was found not to be needed; null: it is needed.
    async fn removed_at(&self) -> Option<DateTime<Utc>> {
        self.0.removed_at
    }

    /// Who found that.
    async fn removed_by(&self, ctx: &Context<'_>) -> Nullable<User> {
        load_user(ctx, self.0.removed_by?).await
    }

    /// Why.
    async fn removal_reason(&self) -> Option<&str> {
        self.0.removal_reason.as_deref()
    }
}

/// What a seat told the customer. It never changes.
pub struct CustomerRequestAnswer(pub(super) request_answer::Model);

/// What a seat told the customer. It never changes.
#[Object]
impl CustomerRequestAnswer {
    /// Identity.
    async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// By which seat.
    async fn seat(&self) -> Seat {
        self.0.seat.into()
    }

    /// In which of the request's rounds, from 1.
    async fn round(&self) -> i32 {
        self.0.round
    }

    /// What it is worth.
    async fn kind(&self) -> CustomerRequestAnswerKind {
        self.0.kind.into()
    }

    /// What was told; null: only that something was.
    async fn body(&self) -> Option<Markdown> {
        self.0.body.clone().map(Markdown)
    }

    /// Who answered.
    async fn answered_by(&self, ctx: &Context<'_>) -> Nullable<User> {
        load_user(ctx, self.0.answered_by).await
    }

    /// When the customer got it.
    async fn answered_at(&self) -> DateTime<Utc> {
        self.0.answered_at
    }

    /// When it was recorded.
    async fn recorded_at(&self) -> DateTime<Utc> {
        self.0.recorded_at
    }
}

/// A step of a request from seat to seat. It never changes.
pub struct CustomerRequestHop(pub(super) request_hop::Model);

/// A step of a request from seat to seat. It never changes.
#[Object]
impl CustomerRequestHop {
    /// Identity.
    async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// In which of the request's rounds, from 1.
    async fn round(&self) -> i32 {
        self.0.round
    }

    /// The seat that it left; null: nobody held it.
    async fn from(&self) -> Option<Seat> {
        self.0.from_seat.map(Into::into)
    }

    /// The seat that it went to; null: nobody has to move any more.
    async fn to(&self) -> Option<Seat> {
        self.0.to_seat.map(Into::into)
    }

    /// When.
    async fn occurred_at(&self) -> DateTime<Utc> {
        self.0.occurred_at
    }

    /// When it was recorded.
    async fn recorded_at(&self) -> DateTime<Utc> {
        self.0.recorded_at
    }

    /// Who caused it.
    async fn moved_by(&self, ctx: &Context<'_>) -> Nullable<User> {
        load_user(ctx, self.0.moved_by).await
    }

    /// What the next seat should know.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }
}

/// A length of time.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct ResponseLength {
    /// By the clock on the wall, in seconds.
    wall_seconds: i64,
    /// In business hours, in seconds: as much of it as the calendar of the account's region was open, by the policy and the time
    /// zone of the moment at which the request was logged.
    business_seconds: i64,
}

/// How long a request was with a seat.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct CustomerRequestHopTime {
    /// Which seat.
    seat: Seat,
    /// How long, in the first round, all its times together.
    time: ResponseLength,
}

/// How fast a request was answered, in its first round, as of now.
#[derive(Clone, Debug, SimpleObject)]
pub struct CustomerRequestTiming {
    /// From when the customer asked to the first substantive answer of any seat. Null: there is none.
    first_response: Option<ResponseLength>,
    /// From when the customer asked until every needed seat had answered. Null: not all have. A seat to which the request was handed
    /// back after its answer answers again.
    joint_response: Option<ResponseLength>,
    /// How long the request was with each seat that it was with; with a seat that holds it, until now.
    hop_times: Vec<CustomerRequestHopTime>,
}

impl From<timing::Length> for ResponseLength {
    fn from(it: timing::Length) -> Self {
        Self { wall_seconds: it.wall.num_seconds(), business_seconds: it.business.num_seconds() }
    }
}

impl From<timing::Timing> for CustomerRequestTiming {
    fn from(it: timing::Timing) -> Self {
        let held = it.held.into_iter();
        Self {
            first_response: it.first.map(Into::into),
            joint_response: it.joint.map(Into::into),
            hop_times: held
                .map(|(seat, time)| CustomerRequestHopTime { seat: seat.into(), time: time.into() })
                .collect(),
        }
    }
}
