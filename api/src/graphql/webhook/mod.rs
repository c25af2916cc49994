//! Outgoing webhooks in the schema: for administrators.

mod document;
mod inbox;
mod mutation;
mod object;
mod query;

pub use inbox::InboxMutation;
pub use mutation::WebhookMutation;
pub use query::WebhookQuery;

use super::{error::Error, failure::Failure};
use crate::domain::webhook::WebhookError;

impl From<WebhookError> for Failure {
    fn from(error: WebhookError) -> Self {
        let message = error.to_string();
        let code = error.code();
        match error {
            WebhookError::Fault(fault) => fault.into(),
            WebhookError::IllegalTransition { from, to, allowed } => Self::transition(&from, &to, allowed),
            other => match code {
                Some(code) => Self::rule(code, message, path(&other)),
                None => Error::internal(message).into(),
            },
        }
    }
}

/// Where in the input the reason of a refusal is.
fn path(error: &WebhookError) -> &'static [&'static str] {
    match error {
        WebhookError::Address(_) | WebhookError::NoAddress => &["url"],
        WebhookError::Disabled => &["endpointId"],
        WebhookError::KeyEnded | WebhookError::KeyOfAnother => &["apiKeyId"],
        WebhookError::ScopeMissing(_) | WebhookError::StreamNotForBots => &["document"],
        WebhookError::Fault(_) | WebhookError::IllegalTransition { .. } => &[],
    }
}
