//! What a use case's failure becomes: user errors inside a payload for what the domain expects, errors beside the data for
//! everything else. The one mapping.

#![expect(clippy::duplicated_attributes, reason = "two fields of the interface have the same type")]

use async_graphql::{Enum, Interface, SimpleObject};

use super::error::{Error, ErrorCode};
use crate::{
    domain::fault::{Fault, Violation},
    platform::{
        db::ran_out_of_time,
        log::CursorFault,
        page::{MAX_SIZE, PageFault},
    },
};

/// Something that the client can put right. The mutation changed nothing. Expect unknown members.
#[derive(Clone, Debug, Interface)]
#[graphql(
    field(name = "message", ty = "&String", desc = "What to do, for people."),
    field(name = "code", ty = "&String", desc = "Stable, for programs."),
    field(
        name = "path",
        ty = "&Vec<String>",
        desc = "Where in the input; empty if it concerns the whole request."
    )
)]
pub enum UserError {
    /// The input breaks a rule that holds whatever the state.
    InputInvalid(InputInvalid),
    /// Somebody changed the thing meanwhile.
    VersionConflict(VersionConflict),
    /// The thing's state does not allow the step.
    IllegalTransition(IllegalTransition),
    /// A rule of the business refuses it in the present state.
    RuleViolation(RuleViolation),
    /// Somebody else holds the seat.
    SeatTaken(SeatTaken),
}

/// The input breaks a rule that holds whatever the state, such as a length.
#[derive(Clone, Debug, SimpleObject)]
pub struct InputInvalid {
    /// What to do, for people.
    pub message: String,
    /// Stable, for programs: `REQUIRED`, `TOO_LONG`, ...
    pub code: String,
    /// Where in the input.
    pub path: Vec<String>,
}

/// Somebody changed the thing since the client read it. Read it again, and repeat with the version that it has now.
#[derive(Clone, Debug, SimpleObject)]
pub struct VersionConflict {
    /// What to do, for people.
    pub message: String,
    /// `VERSION_CONFLICT`.
    pub code: String,
    /// `expectedVersion`.
    pub path: Vec<String>,
    /// The version that the thing has now.
    pub current_version: i32,
}

/// The thing's state does not allow the step.
#[derive(Clone, Debug, SimpleObject)]
pub struct IllegalTransition {
    /// What to do, for people.
    pub message: String,
    /// `ILLEGAL_TRANSITION`.
    pub code: String,
    /// Empty.
    pub path: Vec<String>,
    /// The present state.
    pub from: String,
    /// The state that was asked for.
    pub to: String,
    /// The states that can be entered from the present one.
    pub allowed: Vec<String>,
}

/// A rule of the business refuses it in the present state.
#[derive(Clone, Debug, SimpleObject)]
pub struct RuleViolation {
    /// What to do, for people.
    pub message: String,
    /// Stable, for programs; listed at the mutation.
    pub code: String,
    /// Where in the input; empty if it concerns the whole request.
    pub path: Vec<String>,
}

/// Somebody else holds the seat.
#[derive(Clone, Debug, SimpleObject)]
pub struct SeatTaken {
    /// What to do, for people.
    pub message: String,
    /// `SEAT_TAKEN`.
    pub code: String,
    /// `seat`; `assignmentId`, where the assignment that was named has ended.
    pub path: Vec<String>,
    /// The assignment that holds it.
    pub assignment_id: async_graphql::ID,
}

/// How exact a count is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum CountPrecision {
    /// There are exactly so many.
    Exact,
    /// Counting stopped there; there are more.
    AtLeast,
}

/// A failed use case on its way to the client.
#[derive(Debug)]
pub(super) enum Failure {
    /// In the payload.
    Told(Vec<UserError>),
    /// Beside the data.
    Error(Error),
}

impl Failure {
    /// A refusal by a rule of the business.
    pub(super) fn rule(code: &'static str, message: impl Into<String>, path: &[&str]) -> Self {
        Self::Told(vec![UserError::RuleViolation(RuleViolation {
            message: message.into(),
            code: code.to_owned(),
            path: path.iter().map(|part| (*part).to_owned()).collect(),
        })])
    }

    /// A step that the state does not allow.
    pub(super) fn transition(from: &str, to: &str, allowed: Vec<String>) -> Self {
        let next = if allowed.is_empty() {
            "nothing can follow".into()
        } else {
            format!("possible: {}", allowed.join(", "))
        };
        Self::illegal(format!("{from} cannot become {to}; {next}"), (from, to), allowed)
    }

    /// A step that the state does not allow, told by what is done and not by where it leads: another step may lead there.
    pub(super) fn step(
        thing: &str,
        (refused, possible): (&str, &[&str]),
        (from, to): (&str, &str),
        allowed: Vec<String>,
    ) -> Self {
        let instead = match possible {
            [] => "nothing can follow".to_owned(),
            some => format!("it can be {}", some.join(" or ")),
        };
        Self::illegal(format!("{thing} that is {from} cannot be {refused}; {instead}"), (from, to), allowed)
    }

    fn illegal(message: String, (from, to): (&str, &str), allowed: Vec<String>) -> Self {
        Self::Told(vec![UserError::IllegalTransition(IllegalTransition {
            message,
            code: "ILLEGAL_TRANSITION".into(),
            path: Vec::new(),
            from: from.to_owned(),
            to: to.to_owned(),
            allowed,
        })])
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Invalid(violations) => Self::Told(violations.into_iter().map(invalid).collect()),
            Fault::VersionConflict { current } => {
                Self::Told(vec![UserError::VersionConflict(VersionConflict {
                    message: fault.to_string(),
                    code: "VERSION_CONFLICT".into(),
                    path: vec!["expectedVersion".into()],
                    current_version: current,
                })])
            }
            other => Self::Error(other.into()),
        }
    }
}

fn invalid(violation: Violation) -> UserError {
    UserError::InputInvalid(InputInvalid {
        message: violation.message,
        code: violation.code.to_owned(),
        path: violation.path.split('.').map(str::to_owned).collect(),
    })
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        let message = fault.to_string();
        match fault {
            Fault::Unauthenticated => Self::unauthenticated(),
            Fault::NotFound => Self::not_found(),
            Fault::Forbidden(_) => Self::new(ErrorCode::Forbidden, message),
            Fault::Invalid(violations) => {
                let texts: Vec<_> =
                    violations.iter().map(|it| format!("{}: {}", it.path, it.message)).collect();
                Self::new(ErrorCode::BadUserInput, texts.join("; "))
            }
            Fault::VersionConflict { .. } => Self::new(ErrorCode::BadUserInput, message),
            Fault::IdempotencyKeyReused => Self::new(ErrorCode::IdempotencyKeyReused, message),
            Fault::IdempotencyInProgress => Self::new(ErrorCode::IdempotencyInProgress, message),
            Fault::Page(fault) => fault.into(),
            Fault::Database(error) if ran_out_of_time(&error) => Self::deadline_exceeded(),
            Fault::Database(error) => Self::internal(error),
        }
    }
}

impl From<PageFault> for Error {
    fn from(fault: PageFault) -> Self {
        match fault {
            PageFault::Arguments(text) => Self::new(ErrorCode::BadUserInput, text),
            PageFault::TooLarge(size) => {
                Self::limit("pageSize", usize::try_from(size).unwrap_or(usize::MAX), MAX_SIZE as usize)
            }
            PageFault::CursorInvalid => Self::new(ErrorCode::CursorInvalid, fault.to_string()),
            PageFault::Database(error) if ran_out_of_time(&error) => Self::deadline_exceeded(),
            PageFault::Database(error) => Self::internal(error),
        }
    }
}

impl From<CursorFault> for Error {
    fn from(fault: CursorFault) -> Self {
        match fault {
            CursorFault::Diverged => Self::new(ErrorCode::CursorDiverged, fault.to_string()),
            CursorFault::Expired { oldest } => Self::cursor_expired(oldest.to_string()),
            CursorFault::Database(error) if ran_out_of_time(&error) => Self::deadline_exceeded(),
            CursorFault::Database(error) => Self::internal(error),
        }
    }
}
