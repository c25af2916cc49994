//! For machines that watch or read the server: liveness, readiness, the schema, the public keys.

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::FutureExt;

use super::{answer::json_text, state::Server};
use crate::graphql;

const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");

/// The process runs.
pub(super) async fn alive() -> Response {
    text(StatusCode::OK, "ok\n".to_owned())
}

/// The server can do its work: it is not stopping, and the database and the feed are there.
pub(super) async fn ready(State(server): State<Server>) -> Response {
    if server.app.stopping().now_or_never().is_some() {
        return text(StatusCode::SERVICE_UNAVAILABLE, "stopping\n".to_owned());
    }
    match server.app.ready() {
        Ok(()) => text(StatusCode::OK, "ready\n".to_owned()),
        Err(reason) => text(StatusCode::SERVICE_UNAVAILABLE, format!("{reason}\n")),
    }
}

/// The schema in its own language.
pub(super) async fn schema(State(server): State<Server>) -> Response {
    text(StatusCode::OK, graphql::sdl(server.app.schema()))
}

/// The keys that our tokens are signed with (RFC 7517).
pub(super) async fn jwks(State(server): State<Server>) -> Response {
    let json = HeaderValue::from_static("application/jwk-set+json");
    let cached = HeaderValue::from_static("public, max-age=300");
    let headers = [(header::CONTENT_TYPE, json), (header::CACHE_CONTROL, cached)];
    (headers, json_text(&server.app.jwks())).into_response()
}

fn text(status: StatusCode, body: String) -> Response {
    (status, [(header::CONTENT_TYPE, TEXT)], body).into_response()
}
