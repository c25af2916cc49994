//! Why a use case of handovers was refused.

use chrono::{DateTime, SecondsFormat, Utc};
use entity::handover::HandoverState;
use sea_orm::DbErr;

use super::rules::Verb;
use crate::{
    domain::{fault::Fault, incident::IncidentError, letter::LetterError, triangle::TriangleError},
    platform::db::WriteError,
};

/// Why a use case of handovers was refused.
#[derive(Debug, thiserror::Error)]
pub enum HandoverError {
    /// The state does not allow the step.
    #[error("the handover's state does not allow this step")]
    IllegalTransition {
        /// What was asked for.
        verb: Verb,
        /// The present state.
        from: HandoverState,
        /// Whether it is an emergency.
        emergency: bool,
    },
    /// The seat has no primary.
    #[error("the seat has no primary: assign somebody instead of handing it over")]
    SeatVacant,
    /// The outgoing primary may not come in.
    #[error("the seat's primary is disabled and can prepare nothing: make it an emergency")]
    OutgoingDisabled,
    /// There is an open handover of the seat.
    #[error("this seat is being handed over already: cancel that handover first")]
    HandoverOpen,
    /// Somebody swapped or vacated the seat meanwhile.
    #[error(
        "the outgoing primary no longer holds the seat: it was swapped or vacated meanwhile; cancel this handover"
    )]
    SeatChanged,
    /// The pack lacks too much.
    #[error(
        "the pack is {percent} % complete and needs 90 %, three must-knows among it; `missing` of the pack says what it lacks"
    )]
    PackIncomplete {
        /// How far it is.
        percent: u32,
    },
    /// A summary and the next 90 days are always told.
    #[error("this part is always told: an account has a summary and a next quarter")]
    AlwaysTold,
    /// The overlap has not lasted long enough.
    #[error("the overlap is not over: the seat can be moved from {} on", .from.to_rfc3339_opts(SecondsFormat::Secs, true))]
    OverlapNotOver {
        /// From when on it can.
        from: DateTime<Utc>,
    },
    /// There is nothing at that place of the pack.
    #[error("the pack has nothing at this place")]
    ItemUnknown,
    /// Nothing is acknowledged now.
    #[error("what a pack says is acknowledged after it was accepted, until the handover is closed")]
    NotToAcknowledge,
    /// The seat refuses the receiver who is named.
    #[error(transparent)]
    Receiver(TriangleError),
    /// The seat refuses the move.
    #[error(transparent)]
    Triangle(TriangleError),
    /// What was open could not be given to the receiver.
    #[error(transparent)]
    Incident(IncidentError),
    /// What was promised could not be given to the receiver.
    #[error(transparent)]
    Letter(LetterError),
    /// What can go wrong everywhere.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl HandoverError {
    /// Stable, for programs; with where in the input it lies.
    pub fn code(&self) -> (&'static str, &'static [&'static str]) {
        match self {
            Self::IllegalTransition { .. } => ("ILLEGAL_TRANSITION", &[]),
            Self::SeatVacant => ("SEAT_VACANT", &["seat"]),
            Self::OutgoingDisabled => ("OUTGOING_DISABLED", &["emergency"]),
            Self::HandoverOpen => ("HANDOVER_OPEN", &["seat"]),
            Self::SeatChanged => ("SEAT_CHANGED", &[]),
            Self::PackIncomplete { .. } => ("PACK_INCOMPLETE", &[]),
            Self::AlwaysTold => ("ALWAYS_TOLD", &["nothingToTell"]),
            Self::OverlapNotOver { .. } => ("OVERLAP_NOT_OVER", &[]),
            Self::ItemUnknown => ("ITEM_UNKNOWN", &["place"]),
            Self::NotToAcknowledge => ("NOT_TO_ACKNOWLEDGE", &[]),
            Self::Receiver(error) => of_receiver(error),
            Self::Triangle(error) => (error.code().map_or("SEAT_CHANGED", |(code, _)| code), &[]),
            Self::Incident(error) => (error.code(), &[]),
            Self::Letter(error) => (error.code(), &[]),
            Self::Fault(_) => ("FAULT", &[]),
        }
    }
}

/// What a triangle tells of a newcomer, where the input calls them the receiver.
fn of_receiver(error: &TriangleError) -> (&'static str, &'static [&'static str]) {
    match error.code() {
        Some((code, ["userId"])) => (code, &["receiverId"]),
        Some(told) => told,
        None => ("SEAT_CHANGED", &[]),
    }
}

impl HandoverError {
    /// Why the receiver who is named cannot take the seat.
    pub(super) fn receiver(error: TriangleError) -> Self {
        match error.into() {
            Self::Triangle(error) => Self::Receiver(error),
            other => other,
        }
    }
}

impl From<TriangleError> for HandoverError {
    fn from(error: TriangleError) -> Self {
        match error {
            TriangleError::Fault(fault) => Self::Fault(fault),
            TriangleError::AssignmentEnded
            | TriangleError::SeatTaken { .. }
            | TriangleError::Replaced { .. }
            | TriangleError::SeatTakenMeanwhile { .. } => Self::SeatChanged,
            other => Self::Triangle(other),
        }
    }
}

impl From<IncidentError> for HandoverError {
    fn from(error: IncidentError) -> Self {
        match error {
            IncidentError::Fault(fault) => Self::Fault(fault),
            other => Self::Incident(other),
        }
    }
}

impl From<LetterError> for HandoverError {
    fn from(error: LetterError) -> Self {
        match error {
            LetterError::Fault(fault) => Self::Fault(fault),
            other => Self::Letter(other),
        }
    }
}

impl From<DbErr> for HandoverError {
    fn from(error: DbErr) -> Self {
        Self::Fault(error.into())
    }
}

impl WriteError for HandoverError {
    fn database(&self) -> Option<&DbErr> {
        match self {
            Self::Fault(fault) => fault.database(),
            Self::Receiver(error) | Self::Triangle(error) => error.database(),
            Self::Incident(error) => error.database(),
            Self::Letter(error) => error.database(),
            _ => None,
        }
    }
}
