//! The red channel in the schema.

pub mod author;
pub mod clock;
pub mod cost;
pub mod facts;
pub mod list;
pub mod loader;
pub mod mutation;
pub mod object;
pub mod query;
pub mod timeline;
pub mod viewer_can;

pub use mutation::IncidentMutation;
pub use object::Incident;
pub use query::IncidentQuery;

use async_graphql::resolver_utils::enum_value;
use entity::incident::IncidentState as State;

use super::{failure::Failure, vocabulary::IncidentState};
use crate::domain::incident::{
    IncidentError,
    rules::{Verb, following},
};

impl From<IncidentError> for Failure {
    fn from(error: IncidentError) -> Self {
        match error {
            IncidentError::Fault(fault) => fault.into(),
            IncidentError::IllegalTransition { verb, from } => illegal(verb, from),
            other => Self::rule(other.code(), other.to_string(), other.field().as_slice()),
        }
    }
}

fn illegal(verb: Verb, from: State) -> Failure {
    let possible: Vec<&str> =
        Verb::ALL.into_iter().filter(|verb| verb.starts_from(from)).map(participle).collect();
    let allowed = following(from).into_iter().map(name).collect();
    Failure::step("an incident", (participle(verb), &possible), (&name(from), &name(verb.to())), allowed)
}

/// A state as the API calls it.
fn name(state: State) -> String {
    match enum_value(IncidentState::from(state)) {
        async_graphql::Value::Enum(name) => name.to_string(),
        _ => String::new(),
    }
}

fn participle(verb: Verb) -> &'static str {
    match verb {
        Verb::Triage => "triaged",
        Verb::Decline => "declined",
        Verb::Activate => "activated",
        Verb::Acknowledge => "acknowledged",
        Verb::Mobilise => "mobilised",
        Verb::ArriveOnSite => "attended on site",
        Verb::AcceptRemote => "helped from afar",
        Verb::Contain => "contained",
        Verb::Resolve => "resolved",
        Verb::IssueCommitment => "answered with a letter of commitment",
        Verb::Close => "closed",
        Verb::Reopen => "reopened",
        Verb::Cancel => "cancelled",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graphql::failure::UserError;

    #[test]
    fn an_illegal_transition_says_what_is_possible() {
        let failure = illegal(Verb::Acknowledge, State::Resolved);
        let Failure::Told(errors) = failure else { panic!("it is for the payload") };
        let UserError::IllegalTransition(told) = &errors[0] else { panic!("of its own kind") };
        assert_eq!(
            told.message,
            "an incident that is RESOLVED cannot be acknowledged; it can be answered with a letter of commitment or closed or reopened"
        );
        assert_eq!((told.from.as_str(), told.to.as_str()), ("RESOLVED", "ACKNOWLEDGED"));
        assert_eq!(told.allowed, ["COMMITMENT_ISSUED", "CLOSED", "ACKNOWLEDGED"]);
    }
}
