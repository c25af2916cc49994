//! Why a use case of customers' requests was refused.

use chrono::{DateTime, Utc};
use entity::{assignment::Seat, customer_request::RequestState};
use sea_orm::DbErr;

use super::rules::Verb;
use crate::{domain::fault::Fault, platform::db::WriteError};

/// Why a use case of customers' requests was refused.
#[derive(Debug, thiserror::Error)]
pub enum RequestError {
    /// The state does not allow the step.
    #[error("the request's state does not allow this step")]
    IllegalTransition {
        /// What was asked for.
        verb: Verb,
        /// The present state.
        from: RequestState,
    },
    /// It is closed or withdrawn.
    #[error("the request is not open: reopen it first")]
    NotOpen,
    /// The account has ended.
    #[error("the account has ended: it takes no new requests")]
    AccountEnded,
    /// The account has ended, and the request is over.
    #[error("the account has ended: its requests stay closed")]
    StaysClosed,
    /// No seat was named.
    #[error("name at least one seat that must answer")]
    SeatRequired,
    /// The seat that shall hold it need not answer.
    #[error("the seat that moves first must be one of those that must answer")]
    HolderNotNeeded,
    /// The person holds several seats and did not say which one answers.
    #[error("you hold several seats of this account: say for which one you answer")]
    SeatAmbiguous,
    /// The person does not hold the seat.
    #[error("you are neither primary nor deputy of this seat")]
    NotYourSeat,
    /// The request is with this seat.
    #[error("the request is with this seat already")]
    SameSeat,
    /// The seat must answer already.
    #[error("this seat must answer already")]
    SeatNeeded,
    /// The seat need not answer.
    #[error("this seat need not answer")]
    SeatNotNeeded,
    /// The seat has answered.
    #[error("this seat has answered: that stays")]
    SeatAnswered,
    /// It is the last seat that must answer.
    #[error("this is the only seat that must answer: withdraw the request if nobody must")]
    LastSeat,
    /// Somebody has still to answer.
    #[error("a request is closed when every needed seat has answered; not yet: {}", names(.waiting))]
    SeatsWaiting {
        /// Who.
        waiting: Vec<Seat>,
    },
    /// There is no contact to be forgotten.
    #[error("no contact is kept with this request")]
    NoContact,
    /// It lies in the future.
    #[error("this lies in the future")]
    OccurredInFuture {
        /// The field that says when it was, in the API's names.
        field: &'static str,
    },
    /// It lies before what must come before it.
    #[error("this cannot have been before {}", .not_before.to_rfc3339())]
    OccurredTooEarly {
        /// The field that says when it was, in the API's names.
        field: &'static str,
        /// The earliest instant.
        not_before: DateTime<Utc>,
    },
    /// What can go wrong everywhere.
    #[error(transparent)]
    Fault(#[from] Fault),
}

fn names(seats: &[Seat]) -> String {
    let name = |seat: &Seat| match seat {
        Seat::Sales => "sales",
        Seat::Technical => "technical",
        Seat::Delivery => "delivery",
    };
    seats.iter().map(name).collect::<Vec<_>>().join(", ")
}

impl RequestError {
    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::IllegalTransition { .. } => "ILLEGAL_TRANSITION",
            Self::NotOpen => "NOT_OPEN",
            Self::AccountEnded | Self::StaysClosed => "ACCOUNT_ENDED",
            Self::SeatRequired => "SEAT_REQUIRED",
            Self::HolderNotNeeded => "HOLDER_NOT_NEEDED",
            Self::SeatAmbiguous => "SEAT_AMBIGUOUS",
            Self::NotYourSeat => "NOT_YOUR_SEAT",
            Self::SameSeat => "SAME_SEAT",
            Self::SeatNeeded => "SEAT_NEEDED",
            Self::SeatNotNeeded => "SEAT_NOT_NEEDED",
            Self::SeatAnswered => "SEAT_ANSWERED",
            Self::LastSeat => "LAST_SEAT",
            Self::SeatsWaiting { .. } => "SEATS_WAITING",
            Self::NoContact => "NO_CONTACT",
            Self::OccurredInFuture { .. } => "OCCURRED_IN_FUTURE",
            Self::OccurredTooEarly { .. } => "OCCURRED_TOO_EARLY",
            Self::Fault(_) => "FAULT",
        }
    }

    /// Which field of the input it concerns, in the API's names; `None`: the whole request.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::AccountEnded => Some("accountId"),
            Self::SeatRequired => Some("seats"),
            Self::HolderNotNeeded => Some("holder"),
            Self::SeatAmbiguous
            | Self::SeatNeeded
            | Self::SeatNotNeeded
            | Self::SeatAnswered
            | Self::LastSeat => Some("seat"),
            Self::SameSeat => Some("to"),
            Self::OccurredInFuture { field } | Self::OccurredTooEarly { field, .. } => Some(field),
            _ => None,
        }
    }
}

impl From<DbErr> for RequestError {
    fn from(error: DbErr) -> Self {
        Self::Fault(error.into())
    }
}

impl WriteError for RequestError {
    fn database(&self) -> Option<&DbErr> {
        match self {
            Self::Fault(fault) => fault.database(),
            _ => None,
        }
    }
}
