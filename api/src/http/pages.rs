//! Two pages for people: where they are, and GraphiQL.

use axum::response::{Html, IntoResponse, Response};

/// `/`
pub(super) async fn start() -> Response {
    Html(include_str!("pages/start.html")).into_response()
}

/// `/graphiql`
pub(super) async fn graphiql() -> Response {
    Html(include_str!("pages/graphiql.html")).into_response()
}
