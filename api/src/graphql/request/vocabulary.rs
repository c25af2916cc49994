//! The enums of customers' requests.

use async_graphql::Enum;

/// What sort of demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::customer_request::RequestKind")]
pub enum CustomerRequestKind {
    /// Something that the customer wants to know.
    Question,
    /// A price or an offer.
    Quotation,
    /// A technical matter: a fault, a design, a test.
    Technical,
    /// When and how something is delivered.
    Delivery,
    /// The customer is not content.
    Complaint,
    /// Something that was agreed shall be otherwise.
    Change,
    /// Whatever else.
    Other,
}

/// How a customer came to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::customer_request::RequestChannel")]
pub enum CustomerRequestChannel {
    /// By telephone.
    Phone,
    /// By e-mail.
    Email,
    /// Face to face or by video.
    Meeting,
    /// By short messages.
    Chat,
    /// Through a portal of theirs or ours.
    Portal,
    /// On paper.
    Letter,
    /// Otherwise.
    Other,
}

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::customer_request::RequestState")]
pub enum CustomerRequestState {
    /// Somebody has to answer, or to say that it is answered.
    Open,
    /// It was answered.
    Closed,
    /// Nobody needs an answer any more.
    Withdrawn,
}

/// What an answer is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::request_answer::AnswerKind")]
pub enum CustomerRequestAnswerKind {
    /// It answers, whole or in part: the only kind that counts.
    Substantive,
    /// It says only that an answer will come.
    Holding,
    /// A machine sent it, such as an absence note.
    Automatic,
}

/// Whether the first answer of a request comes in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::domain::request::rules::Due")]
pub enum CustomerRequestDue {
    /// It has no target, or it was withdrawn before the target passed.
    NoTarget,
    /// It can still come in time.
    Waiting,
    /// It came in time.
    Met,
    /// It did not come in time, or has not.
    Late,
}

/// The order of a list of requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::domain::request::RequestOrder")]
pub enum CustomerRequestOrder {
    /// What was asked last first.
    Latest,
    /// What is due first first, what has no target last; of the same what was asked first.
    Urgent,
}

/// What can happen to a customer's request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::domain::request::event::RequestEventKind")]
pub enum CustomerRequestEventKind {
    /// It was logged.
    Logged,
    /// A seat answered; `answer` says what that is worth.
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
    /// It was opened again: the next round begins.
    Reopened,
    /// Who asked was erased.
    ContactForgotten,
    /// Its first answer was due, and nobody has given one. Time alone makes it, once.
    Late,
}
