//! The escalation policy in the schema.

pub mod document;
mod mirror;
pub mod mutation;
pub mod object;

pub use mutation::PolicyMutation;
pub use object::PolicyQuery;

use super::failure::Failure;
use crate::domain::policy::PolicyError;

impl From<PolicyError> for Failure {
    fn from(error: PolicyError) -> Self {
        match error {
            PolicyError::Fault(fault) => fault.into(),
            other => Self::rule(other.code(), other.to_string(), other.field().as_slice()),
        }
    }
}
