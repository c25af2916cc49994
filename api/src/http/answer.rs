//! The body of a GraphQL answer: `data` only if execution began, every error with its code and the request's id, at
//! most so many errors. The same for HTTP, SSE and sockets.

use async_graphql::{Response, ServerError, Value};
use serde::Serialize;

use super::request_id::RequestId;
use crate::graphql::error::{Error, ErrorCode};

/// A finished answer.
#[derive(Debug, Serialize)]
pub(super) struct Answer {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ServerError>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Value>,
}

/// What every answer of one request has in common.
#[derive(Debug, Clone)]
pub(super) struct Report {
    /// Goes into every error.
    pub(super) request_id: RequestId,
    /// How many errors an answer lists.
    pub(super) max_errors: usize,
}

impl Report {
    /// The answer of the executor.
    pub(super) fn answer(&self, response: Response) -> Answer {
        let began = response.data != Value::Null
            || response.errors.is_empty()
            || response.errors.iter().any(|error| !error.path.is_empty());
        self.finish(began.then_some(response.data), response.errors)
    }

    /// The answer to a request that was not executed.
    pub(super) fn refusal(&self, error: Error) -> Answer {
        self.finish(None, vec![error.into_server_error()])
    }

    /// The answer to a request whose execution came to nothing.
    pub(super) fn failure(&self, error: Error) -> Answer {
        self.finish(Some(Value::Null), vec![error.into_server_error()])
    }

    fn finish(&self, data: Option<Value>, mut errors: Vec<ServerError>) -> Answer {
        errors.truncate(self.max_errors);
        for error in &mut errors {
            self.complete(error);
        }
        Answer { errors, data }
    }

    fn complete(&self, error: &mut ServerError) {
        if code_of(error).is_none() {
            self.classify(error);
        }
        if let Some(cause) = error.source::<Error>().and_then(Error::cause) {
            tracing::error!(request_id = self.request_id.as_str(), path = ?error.path, cause, "a request failed");
        }
        error.extensions.get_or_insert_default().set("requestId", self.request_id.as_str());
    }

    /// Gives a code to an error of the library itself. Before execution it found the document or the variables at
    /// fault; during execution, the value of an argument. Anything else is a foreign error whose text must not leave.
    fn classify(&self, error: &mut ServerError) {
        let code = match (error.path.is_empty(), error.source.is_some()) {
            (_, true) => ErrorCode::Internal,
            (true, false) if error.message.starts_with("Invalid value for argument") => {
                ErrorCode::BadUserInput
            }
            (true, false) => ErrorCode::GraphqlValidationFailed,
            (false, false) => ErrorCode::BadUserInput,
        };
        let message = std::mem::take(&mut error.message);
        let ours = match code {
            ErrorCode::Internal => Error::internal(message),
            code => Error::new(code, message),
        };
        let classified = ours.into_server_error();
        error.message = classified.message;
        error.source = classified.source;
        let extensions = error.extensions.get_or_insert_default();
        extensions.set("code", code.as_str());
        extensions.set("retryable", code.is_retryable());
    }
}

impl Answer {
    /// Whether execution began.
    pub(super) fn is_executed(&self) -> bool {
        self.data.is_some()
    }

    /// Whether there is something besides errors.
    pub(super) fn has_data(&self) -> bool {
        self.data.as_ref().is_some_and(|data| *data != Value::Null)
    }

    /// Whether nothing was given because the viewer is not signed in.
    pub(super) fn wants_sign_in(&self) -> bool {
        let nothing = match &self.data {
            Some(Value::Object(fields)) => fields.values().all(|field| *field == Value::Null),
            data => data.as_ref().is_none_or(|data| *data == Value::Null),
        };
        let unauthenticated = ErrorCode::Unauthenticated.as_str();
        nothing
            && !self.errors.is_empty()
            && self.errors.iter().all(|error| code_of(error).as_deref() == Some(unauthenticated))
    }

    /// Whether nothing was given because the viewer may not have it, or may not know of it.
    pub(super) fn denies(&self) -> bool {
        let codes =
            [ErrorCode::NotFound, ErrorCode::Forbidden, ErrorCode::Unauthenticated].map(ErrorCode::as_str);
        let denied = |error| code_of(error).is_some_and(|code| codes.contains(&code.as_str()));
        !self.has_data() && self.errors.first().is_some_and(denied)
    }

    /// Takes back that execution began.
    pub(super) fn without_data(mut self) -> Self {
        self.data = None;
        self
    }

    /// Whether the feed behind a subscription is gone; see [`Error::stream_lost`].
    pub(super) fn is_stream_lost(&self) -> bool {
        self.errors.iter().any(|error| error.source::<Error>().is_some_and(Error::is_stream_lost))
    }

    /// The position of the event in this answer: the `cursor` of the object under the single root field.
    pub(super) fn cursor(&self) -> Option<&str> {
        let Some(Value::Object(roots)) = &self.data else { return None };
        let Some(Value::Object(item)) = roots.values().next() else { return None };
        let Some(Value::String(cursor)) = item.get("cursor") else { return None };
        // A line break would let the text write its own SSE fields.
        cursor.bytes().all(|byte| byte.is_ascii_graphic()).then_some(cursor)
    }

    /// The errors alone.
    pub(super) fn errors(&self) -> &[ServerError] {
        &self.errors
    }

    /// The text on the wire.
    pub(super) fn to_json(&self) -> String {
        json_text(self)
    }
}

/// The JSON of a value that is always representable in it.
pub(super) fn json_text(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("answers have string keys and finite numbers only")
}

fn code_of(error: &ServerError) -> Option<String> {
    match error.extensions.as_ref()?.get("code")? {
        Value::String(code) => Some(code.clone()),
        _ => None,
    }
}

#[cfg(test)]
#[path = "answer_tests.rs"]
mod tests;
