//! The outermost rules for every request: none is taken while the server stops, and a panic in a handler is answered.

use std::panic::AssertUnwindSafe;

use axum::{
    extract::{Extension, Request, State},
    http::StatusCode,
    middleware::Next,
    response::Response,
};
use futures_util::FutureExt;

use super::{
    negotiation::{self, Format},
    refusal::Refusal,
    request_id::RequestId,
    state::Server,
};
use crate::graphql::{error::Error, shield::panic_text};

/// Turns a panic into 500 with `INTERNAL`.
pub(super) async fn panics(
    State(server): State<Server>,
    Extension(id): Extension<RequestId>,
    request: Request,
    next: Next,
) -> Response {
    let format = negotiation::accepted(request.headers()).unwrap_or(Format::Json);
    match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) => response,
        Err(panic) => Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, Error::internal(panic_text(&*panic)))
            .into_response(format, &server.report(id)),
    }
}

/// Refuses new requests with 503 once shutdown has begun. Health checks are outside of it.
pub(super) async fn stopping(
    State(server): State<Server>,
    Extension(id): Extension<RequestId>,
    request: Request,
    next: Next,
) -> Response {
    if server.app.stopping().now_or_never().is_none() {
        return next.run(request).await;
    }
    let format = negotiation::accepted(request.headers()).unwrap_or(Format::Json);
    Refusal::unavailable().into_response(format, &server.report(id))
}
