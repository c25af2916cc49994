//! Answers that HTTP itself gives: a status, the error in GraphQL's shape, and the headers that belong to the status.

use axum::{
    body::Body,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::Response,
};

use super::{
    answer::{Answer, Report},
    negotiation::Format,
};
use crate::graphql::error::{Error, ErrorCode};

/// A request that is not executed, for a reason that HTTP knows.
#[derive(Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    error: Error,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Refusal {
    pub(super) fn new(status: StatusCode, error: Error) -> Self {
        Self { status, error, headers: Vec::new() }
    }

    /// 400 with `BAD_REQUEST`.
    pub(super) fn bad_request(message: &'static str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, Error::new(ErrorCode::BadRequest, message))
    }

    /// 405 with the methods that would do.
    pub(super) fn method(allow: &'static str, message: &'static str) -> Self {
        let refusal = Self::new(StatusCode::METHOD_NOT_ALLOWED, Error::new(ErrorCode::BadRequest, message));
        refusal.with(header::ALLOW, HeaderValue::from_static(allow))
    }

    /// 401 with the challenge of RFC 6750.
    pub(super) fn unauthorized(error: Error) -> Self {
        let challenge = match error.code() {
            ErrorCode::TokenExpired => {
                r#"Bearer realm="iron-triangle", error="invalid_token", error_description="expired""#
            }
            _ => r#"Bearer realm="iron-triangle", error="invalid_token""#,
        };
        Self::new(StatusCode::UNAUTHORIZED, error)
            .with(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge))
    }

    /// 503: come back soon.
    pub(super) fn unavailable() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, Error::unavailable())
            .with(header::RETRY_AFTER, HeaderValue::from_static("1"))
    }

    /// The same with another status.
    #[must_use]
    pub(super) fn with_status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    #[must_use]
    pub(super) fn with(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    /// The response; an event stream cannot carry a status, so it gets plain JSON.
    pub(super) fn into_response(self, format: Format, report: &Report) -> Response {
        let format = if format == Format::EventStream { Format::Json } else { format };
        let answer = report.refusal(self.error);
        let mut response = json_response(self.status, format, &answer);
        response.headers_mut().extend(self.headers);
        response
    }
}

/// A GraphQL answer as an HTTP response.
pub(super) fn json_response(status: StatusCode, format: Format, answer: &Answer) -> Response {
    let mut response = Response::new(Body::from(answer.to_json()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, format.content_type());
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::VARY, HeaderValue::from_static("accept, origin"));
    response
}
