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
use crate::domain::handover::{
    HandoverError,
    rules::{Verb, following},
};

impl From<HandoverError> for Failure {
    fn from(error: HandoverError) -> Self {
        match error {
            HandoverError::Fault(fault) => fault.into(),
            HandoverError::Incident(error) => error.into(),
            HandoverError::Letter(error) => error.into(),
            HandoverError::IllegalTransition { verb, from, emergency } => illegal(verb, from, emergency),
            other => {
                let (code, path) = other.code();
                Self::rule(code, other.to_string(), path)
            }
        }
    }
}

fn illegal(verb: Verb, from: State, emergency: bool) -> Failure {
    let possible: Vec<&str> =
        Verb::ALL.into_iter().filter(|verb| verb.starts_from(from, emergency)).map(participle).collect();
    let allowed = following(from, emergency).into_iter().map(name).collect();
    Failure::step("a handover", (participle(verb), &possible), (&name(from), &name(verb.to(from))), allowed)
}

fn participle(verb: Verb) -> &'static str {
    match verb {
        Verb::Write => "written",
        Verb::Submit => "submitted",
        Verb::Return => "returned",
        Verb::Accept => "accepted",
        Verb::Refuse => "refused",
        Verb::Shadow => "shadowed",
        Verb::Introduce => "introduced",
        Verb::CoOwn => "co-owned",
        Verb::Transfer => "transferred",
        Verb::Close => "closed",
        Verb::Cancel => "cancelled",
        Verb::DeclareEmergency => "declared an emergency",
    }
}

/// A state as the API calls it.
fn name(state: State) -> String {
    match enum_value(HandoverState::from(state)) {
        async_graphql::Value::Enum(name) => name.to_string(),
        _ => String::new(),
    }
}
