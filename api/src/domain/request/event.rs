//! What others learn of customers' requests: no free text, and nothing about people at the customer.

use chrono::{DateTime, Utc};
use entity::{
    assignment::Seat,
    customer_request::{RequestKind, RequestState},
    id::RequestId,
    request_answer::AnswerKind,
};
use serde::{Deserialize, Serialize};

use super::rules::Case;
use crate::domain::journal::EventBody;

/// Something that happened to a customer's request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestEvent {
    /// What happened.
    pub kind: RequestEventKind,
    /// The request after it.
    pub request: RequestSnapshot,
    /// The seat that answered, got the request, must answer or no longer must.
    pub seat: Option<Seat>,
    /// The seat that held the request before, where another one, or nobody, holds it since.
    pub previous_holder: Option<Seat>,
    /// What the answer is worth, where somebody answered.
    pub answer: Option<AnswerKind>,
    /// When it happened, where it was entered later than it was.
    pub happened_at: Option<DateTime<Utc>>,
}

/// A request after a change, without its texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestSnapshot {
    /// Which.
    pub id: RequestId,
    /// What sort of demand.
    pub kind: RequestKind,
    /// Where it stands.
    pub state: RequestState,
    /// 1, and one more with each reopening.
    pub round: i32,
    /// The seat that must move next.
    pub holder: Option<Seat>,
    /// The seats that have to answer.
    pub waiting: Vec<Seat>,
    /// When the customer asked.
    pub occurred_at: DateTime<Utc>,
    /// When the first substantive answer was given.
    pub first_answered_at: Option<DateTime<Utc>>,
    /// When the first answer is due.
    pub due_at: Option<DateTime<Utc>>,
    /// What clients edit against.
    pub version: i32,
}

impl From<&Case> for RequestSnapshot {
    fn from(case: &Case) -> Self {
        let row = &case.request;
        Self {
            id: row.id,
            kind: row.kind,
            state: row.state,
            round: row.round,
            holder: row.holder,
            waiting: case.waiting(),
            occurred_at: row.occurred_at,
            first_answered_at: row.first_answered_at,
            due_at: row.due_at,
            version: row.version,
        }
    }
}

/// What can happen to a customer's request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RequestEventKind {
    /// It was logged.
    Logged,
    /// A seat answered.
    Answered,
    /// It was handed to another seat.
    HandedOver,
    /// Another seat must answer.
    SeatAdded,
    /// A seat need not answer any more.
    SeatRemoved,
    /// It was answered, and closed.
    Closed,
    /// Nobody needs an answer any more.
    Withdrawn,
    /// It was opened again.
    Reopened,
    /// Who asked was erased.
    ContactForgotten,
    /// Its first answer was due.
    Late,
}

impl EventBody for RequestEvent {
    fn kind(&self) -> &'static str {
        match self.kind {
            RequestEventKind::Logged => "request.logged",
            RequestEventKind::Answered => "request.answered",
            RequestEventKind::HandedOver => "request.handed_over",
            RequestEventKind::SeatAdded => "request.seat_added",
            RequestEventKind::SeatRemoved => "request.seat_removed",
            RequestEventKind::Closed => "request.closed",
            RequestEventKind::Withdrawn => "request.withdrawn",
            RequestEventKind::Reopened => "request.reopened",
            RequestEventKind::ContactForgotten => "request.contact_forgotten",
            RequestEventKind::Late => "request.late",
        }
    }
}
