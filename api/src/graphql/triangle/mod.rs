//! The iron triangle in the schema.

pub mod mutation;
pub mod object;

pub use mutation::TriangleMutation;
pub use object::{Assignment, Triangle};

use async_graphql::ID;
use entity::id::AssignmentId;

use super::{
    error::Error,
    failure::{Failure, SeatTaken, UserError},
};
use crate::domain::triangle::TriangleError;

impl From<TriangleError> for Failure {
    fn from(error: TriangleError) -> Self {
        let message = error.to_string();
        if let Some((code, path)) = error.code() {
            return Self::rule(code, message, path);
        }
        match error {
            TriangleError::Fault(fault) => fault.into(),
            TriangleError::SeatTaken { holder } => taken(message, "seat", holder),
            TriangleError::Replaced { holder } => taken(message, "assignmentId", holder),
            _ => Error::internal(message).into(),
        }
    }
}

/// Somebody else holds the place; `field` of the input asks for it.
fn taken(message: String, field: &str, holder: AssignmentId) -> Failure {
    Failure::Told(vec![UserError::SeatTaken(SeatTaken {
        message,
        code: "SEAT_TAKEN".into(),
        path: vec![field.to_owned()],
        assignment_id: ID(holder.to_string()),
    })])
}
