//! The protocol: HTTP, server-sent events and WebSockets on top of the schema. It knows nothing of the business,
//! except where a letter or a pack is fetched.
//!
//! A request passes, from outside in: its id, the guard against panics, the cross-origin rules, the refusal while
//! stopping, and then its handler.

mod answer;
mod body;
mod client_address;
mod ending;
mod execution;
mod graphql;
mod guard;
mod handover;
mod health;
mod io;
mod letter;
mod negotiation;
mod origin;
mod pages;
mod parameters;
mod presence;
mod printed;
mod refusal;
mod request_id;
mod serve;
mod sse;
mod state;
mod webhook;
mod ws;

use axum::{
    Router,
    extract::{Extension, State},
    http::StatusCode,
    middleware::{from_fn, from_fn_with_state},
    response::Response,
    routing::{any, get},
};

pub use self::serve::serve;
use self::{negotiation::Format, refusal::Refusal, request_id::RequestId, state::Server};
use crate::graphql::error::{Error, ErrorCode};

/// Every route of the server.
fn router(server: Server) -> Router {
    Router::new()
        .route("/graphql", any(graphql::endpoint))
        .route("/letters/{file}", any(letter::endpoint))
        .route("/handovers/{file}", any(handover::endpoint))
        .route("/schema.graphql", get(health::schema))
        .route("/.well-known/jwks.json", get(health::jwks))
        .route("/", get(pages::start))
        .route("/graphiql", get(pages::graphiql))
        .fallback(nothing_here)
        .layer(from_fn_with_state(server.clone(), guard::stopping))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .layer(from_fn_with_state(server.clone(), origin::layer))
        .layer(from_fn_with_state(server.clone(), guard::panics))
        .layer(from_fn(request_id::layer))
        .with_state(server)
}

async fn nothing_here(State(server): State<Server>, Extension(id): Extension<RequestId>) -> Response {
    let error = Error::new(ErrorCode::NotFound, "There is nothing at this path; the API is at /graphql.");
    Refusal::new(StatusCode::NOT_FOUND, error).into_response(Format::Json, &server.report(id))
}
