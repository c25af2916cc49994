//! Customers' requests in the schema.

pub mod list;
pub mod loader;
pub mod mutation;
pub mod object;
pub mod part;
pub mod query;
pub mod vocabulary;

pub use mutation::RequestMutation;
pub use object::CustomerRequest;
pub use query::RequestQuery;

use async_graphql::resolver_utils::enum_value;
use entity::customer_request::RequestState as State;

use self::vocabulary::CustomerRequestState;
use super::failure::Failure;
use crate::domain::request::{RequestError, rules::following};

impl From<RequestError> for Failure {
    fn from(error: RequestError) -> Self {
        match error {
            RequestError::Fault(fault) => fault.into(),
            RequestError::IllegalTransition { verb, from } => Self::transition(
                &name(from),
                &name(verb.to()),
                following(from).into_iter().map(name).collect(),
            ),
            other => Self::rule(other.code(), other.to_string(), other.field().as_slice()),
        }
    }
}

/// A state as the API calls it.
fn name(state: State) -> String {
    match enum_value(CustomerRequestState::from(state)) {
        async_graphql::Value::Enum(name) => name.to_string(),
        _ => String::new(),
    }
}
