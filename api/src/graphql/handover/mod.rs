//! Handovers of seats in the schema.

pub mod line;
pub mod loader;
pub mod mutation;
pub mod object;
pub mod pack;
pub mod query;
pub mod vocabulary;

pub use mutation::HandoverMutation;
pub use object::Handover;
pub use query::HandoverQuery;

use async_graphql::resolver_utils::enum_value;
use entity::handover::HandoverState as State;

use self::vocabulary::HandoverState;
use super::failure::Failure;
use crate::domain::handover::{HandoverError, rules::following};

impl From<HandoverError> for Failure {
    fn from(error: HandoverError) -> Self {
        match error {
            HandoverError::Fault(fault) => fault.into(),
            HandoverError::Incident(error) => error.into(),
            HandoverError::Letter(error) => error.into(),
            HandoverError::IllegalTransition { verb, from, emergency } => {
                let allowed = following(from, emergency).into_iter().map(name).collect();
                Self::transition(&name(from), &name(verb.to(from)), allowed)
            }
            other => {
                let (code, path) = other.code();
                Self::rule(code, other.to_string(), path)
            }
        }
    }
}

/// A state as the API calls it.
fn name(state: State) -> String {
    match enum_value(HandoverState::from(state)) {
        async_graphql::Value::Enum(name) => name.to_string(),
        _ => String::new(),
    }
}
