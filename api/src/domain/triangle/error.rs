//! Why a triangle refuses something.

use entity::{
    assignment::{Position, Seat},
    id::{AccountId, AssignmentId},
};
use sea_orm::DbErr;

use crate::{domain::fault::Fault, platform::db::WriteError};

/// Why a triangle refuses something.
#[derive(Debug, thiserror::Error)]
pub enum TriangleError {
    /// A refusal or failure that every domain shares.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The account is over.
    #[error("the account has ended and takes no new assignments")]
    AccountEnded,
    /// There is no such person.
    #[error("there is no such person")]
    PersonUnknown,
    /// The person may not come in.
    #[error("this person is disabled")]
    PersonDisabled,
    /// Another person is primary or deputy there.
    #[error("somebody holds this place already; swap them, naming their assignment")]
    SeatTaken {
        /// By which assignment.
        holder: AssignmentId,
    },
    /// The assignment that was to be swapped has ended, and somebody else holds the place.
    #[error(
        "the assignment that you name has ended, and somebody else holds the place by now; look who it is, and swap them, naming their assignment"
    )]
    Replaced {
        /// By which assignment.
        holder: AssignmentId,
    },
    /// Somebody holds the place: found by the index of the table and not by us.
    #[error("somebody took this place at the same moment")]
    SeatTakenMeanwhile {
        /// On which account.
        account: AccountId,
        /// Which seat.
        seat: Option<Seat>,
        /// As what.
        position: Position,
    },
    /// The person serves the seat already, in this position or a higher one.
    #[error("this person serves the seat already, in this position or a higher one")]
    AlreadyInSeat,
    /// The person is on the team already.
    #[error("this person is on the account's team already; end that assignment first")]
    AlreadyOnTeam,
    /// The craft is another one.
    #[error("this person's function does not match the seat; state an exception reason")]
    FunctionMismatch,
    /// The person serves another seat.
    #[error("this person serves another seat of the account; state an exception reason")]
    SecondSeat,
    /// The person serves two.
    #[error("this person serves two seats of the account already; nobody serves three")]
    ThirdSeat,
    /// There is nothing to end.
    #[error("this assignment has ended")]
    AssignmentEnded,
    /// Members and extended members are released, not vacated or swapped.
    #[error("this is not the assignment of a primary or deputy; release the member instead")]
    NotASeat,
    /// Primaries and deputies are vacated or swapped, not released.
    #[error("this is the assignment of a primary or deputy; vacate or swap the seat instead")]
    NotAMember,
}

impl TriangleError {
    /// The stable code of a refusal by a rule, and where in the input it lies; `None` for what is told in another way.
    pub fn code(&self) -> Option<(&'static str, &'static [&'static str])> {
        Some(match self {
            Self::AccountEnded => ("ACCOUNT_ENDED", &[]),
            Self::PersonUnknown => ("PERSON_UNKNOWN", &["userId"]),
            Self::PersonDisabled => ("PERSON_DISABLED", &["userId"]),
            Self::AlreadyInSeat => ("ALREADY_IN_SEAT", &["userId"]),
            Self::AlreadyOnTeam => ("ALREADY_ON_TEAM", &["userId"]),
            Self::FunctionMismatch => ("FUNCTION_MISMATCH", &["exceptionReason"]),
            Self::SecondSeat => ("SECOND_SEAT", &["exceptionReason"]),
            Self::ThirdSeat => ("THIRD_SEAT", &["userId"]),
            Self::AssignmentEnded => ("ASSIGNMENT_ENDED", &["assignmentId"]),
            Self::NotASeat => ("NOT_A_SEAT", &["assignmentId"]),
            Self::NotAMember => ("NOT_A_MEMBER", &["assignmentId"]),
            Self::Fault(_)
            | Self::SeatTaken { .. }
            | Self::Replaced { .. }
            | Self::SeatTakenMeanwhile { .. } => return None,
        })
    }
}

impl From<DbErr> for TriangleError {
    fn from(error: DbErr) -> Self {
        Self::Fault(error.into())
    }
}

impl WriteError for TriangleError {
    fn database(&self) -> Option<&DbErr> {
        match self {
            Self::Fault(fault) => fault.database(),
            _ => None,
        }
    }
}
