//! Letters of commitment in the schema.

pub mod commitment;
pub mod loader;
pub mod mutation;
pub mod object;
pub mod query;
pub mod text;

pub use commitment::{CommitmentMutation, CommitmentQuery};
pub use mutation::LetterMutation;
pub use object::Letter;
pub use query::LetterQuery;

use async_graphql::resolver_utils::enum_value;
use entity::letter::LetterState as State;

use super::{failure::Failure, vocabulary::LetterState};
use crate::domain::letter::{LetterError, rules::following};

impl From<LetterError> for Failure {
    fn from(error: LetterError) -> Self {
        match error {
            LetterError::Fault(fault) => fault.into(),
            LetterError::Incident(error) => error.into(),
            LetterError::IllegalTransition { verb, from } => Self::transition(
                &name(from),
                &name(verb.to()),
                following(from).into_iter().map(name).collect(),
            ),
            other => Self::rule(other.code(), other.to_string(), &[]),
        }
    }
}

/// A state as the API calls it.
fn name(state: State) -> String {
    match enum_value(LetterState::from(state)) {
        async_graphql::Value::Enum(name) => name.to_string(),
        _ => String::new(),
    }
}
