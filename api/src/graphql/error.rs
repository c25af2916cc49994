//! The only error type of resolvers and of the protocol, and how it becomes a GraphQL error.
//!
//! It deliberately has no `Display`: async-graphql turns every `Display` type into an error with its text shown to
//! the client, and then the code would be lost.

use std::{borrow::Cow, fmt, sync::Arc, time::Duration};

use async_graphql::{ErrorExtensionValues, Pos, ServerError, Value};

pub use super::code::ErrorCode;

/// What resolvers return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The type of a nullable field that can fail. A failure of `Result<Option<T>>` would null the *parent* of the field;
/// a failure of this one nulls only the field.
pub type Nullable<T> = Option<Result<T, Error>>;

/// An edge to something that the viewer may have lost sight of: that is no error.
pub(super) fn absent_is_null<T>(found: Nullable<T>) -> Nullable<T> {
    found.filter(|found| !matches!(found, Err(error) if error.code() == ErrorCode::NotFound))
}

/// A failure that a client may see.
#[derive(Debug, Clone)]
pub struct Error(Box<Parts>);

#[derive(Debug, Clone)]
struct Parts {
    code: ErrorCode,
    message: Cow<'static, str>,
    details: Vec<(&'static str, Value)>,
    locations: Vec<Pos>,
    cause: Option<Arc<str>>,
    ends_stream: bool,
}

impl Error {
    /// An error with a message that is safe to show to a person.
    pub fn new(code: ErrorCode, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Parts {
            code,
            message: message.into(),
            details: Vec::new(),
            locations: Vec::new(),
            cause: None,
            ends_stream: false,
        }))
    }

    /// Adds a machine-readable fact beside the code, for example `oldest` or `retryAfterMs`.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.0.details.push((name, value.into()));
        self
    }

    /// Says where in the document the fault is.
    #[must_use]
    pub fn at(mut self, positions: impl IntoIterator<Item = Pos>) -> Self {
        self.0.locations.extend(positions);
        self
    }

    /// The thing does not exist or is invisible to the viewer; the client cannot tell which.
    pub fn not_found() -> Self {
        Self::new(ErrorCode::NotFound, "There is no such thing, or you may not see it.")
    }

    /// The viewer is not signed in.
    pub fn unauthenticated() -> Self {
        Self::new(ErrorCode::Unauthenticated, "Sign in first.")
    }

    /// The viewer may know of the thing and may not do this.
    pub fn forbidden() -> Self {
        Self::new(ErrorCode::Forbidden, "You may not do this.")
    }

    /// A limit of the contract was passed. `limit` is its name in [`Limits`](crate::limits::Limits), camel case.
    pub fn limit(limit: &'static str, actual: usize, max: usize) -> Self {
        Self::new(ErrorCode::LimitExceeded, format!("The limit {limit} is {max}; this request has {actual}."))
            .with("limit", limit)
            .with("actual", Value::from(actual as u64))
            .with("max", Value::from(max as u64))
    }

    /// The events after the cursor are gone; `oldest` is the oldest cursor that still works.
    pub fn cursor_expired(oldest: impl Into<String>) -> Self {
        Self::new(ErrorCode::CursorExpired, "The events after this cursor are no longer kept.")
            .with("oldest", oldest.into())
    }

    /// The client sends too much and may come back after `wait`.
    pub fn rate_limited(wait: Duration) -> Self {
        Self::new(ErrorCode::RateLimited, "Too many requests.").retry_after(wait)
    }

    /// The server cannot answer now; what it waits for is temporary.
    pub fn unavailable() -> Self {
        Self::new(ErrorCode::Unavailable, "The server cannot answer now. Try again soon.")
    }

    /// A defect. The cause goes to the log with the request id, never to the client.
    pub fn internal(cause: impl fmt::Display) -> Self {
        let mut error = Self::new(ErrorCode::Internal, "Something went wrong on our side.");
        error.0.cause = Some(Arc::from(cause.to_string()));
        error
    }

    /// The answer, or a part of it, was not ready in time.
    pub fn deadline_exceeded() -> Self {
        Self::new(ErrorCode::DeadlineExceeded, "This took too long.")
    }

    /// The feed behind a subscription is gone, so the stream cannot go on and has not ended either. A socket is closed
    /// with 1013 and an SSE answer ends without `complete`; the client resumes from its cursor on another connection.
    pub fn stream_lost() -> Self {
        let mut error = Self::unavailable();
        error.0.ends_stream = true;
        error
    }

    /// Tells the client how long to wait.
    #[must_use]
    pub fn retry_after(self, wait: Duration) -> Self {
        let millis = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
        self.with("retryAfterMs", Value::from(millis))
    }

    /// The code on the wire.
    pub fn code(&self) -> ErrorCode {
        self.0.code
    }

    /// The text for people.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// What the log should say of a defect.
    pub fn cause(&self) -> Option<&str> {
        self.0.cause.as_deref()
    }

    /// Whether this is [`Error::stream_lost`].
    pub fn is_stream_lost(&self) -> bool {
        self.0.ends_stream
    }

    /// A fact given by [`Error::with`].
    pub fn detail(&self, name: &str) -> Option<&Value> {
        self.0.details.iter().find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    fn extensions(&self) -> ErrorExtensionValues {
        let mut values = ErrorExtensionValues::default();
        values.set("code", self.0.code.as_str());
        values.set("retryable", self.0.code.is_retryable());
        for (name, value) in &self.0.details {
            values.set(name, value.clone());
        }
        values
    }

    /// The GraphQL error without a path, as it stands in an answer to a request that was not executed.
    pub fn into_server_error(self) -> ServerError {
        let mut error = ServerError::new(self.0.message.clone(), None);
        error.locations.clone_from(&self.0.locations);
        error.extensions = Some(self.extensions());
        error.source = Some(Arc::new(self));
        error
    }
}

#[expect(clippy::disallowed_types, reason = "this is the one place where our errors become the library's")]
impl From<Error> for async_graphql::Error {
    fn from(error: Error) -> Self {
        let mut outside = Self::new(error.0.message.clone());
        outside.extensions = Some(error.extensions());
        outside.source = Some(Arc::new(error));
        outside
    }
}

#[cfg(test)]
#[path = "error_tests.rs"]
mod tests;
