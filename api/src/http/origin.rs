//! Cross-origin rules: a browser page may use the API if its origin is on the list, or is this server's own.

use axum::{
    extract::{Extension, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header},
    middleware::Next,
    response::Response,
};

use super::{
    negotiation::{self, Format},
    refusal::Refusal,
    request_id::{self, RequestId},
    state::Server,
};
use crate::graphql::error::{Error, ErrorCode};

const ALLOWED_METHODS: &str = "GET, HEAD, POST";
const ALLOWED_HEADERS: &str = "authorization, content-type, if-none-match, last-event-id, \
    x-request-id, graphql-require-preflight, apollo-require-preflight";
const EXPOSED_HEADERS: &str = "content-disposition, etag, retry-after, www-authenticate, x-request-id";
const PREFLIGHT_SECONDS: &str = "600";

/// Refuses foreign origins, answers preflights and marks answers as readable for the origin.
pub(super) async fn layer(
    State(server): State<Server>,
    Extension(id): Extension<RequestId>,
    request: Request,
    next: Next,
) -> Response {
    let Some(origin) = request.headers().get(header::ORIGIN).cloned() else { return next.run(request).await };
    if !is_allowed(&origin, &request, &server.app.config().allowed_origins) {
        let format = negotiation::accepted(request.headers()).unwrap_or(Format::Json);
        let error = Error::new(ErrorCode::Forbidden, "Pages of this origin may not use the API.");
        return Refusal::new(StatusCode::FORBIDDEN, error).into_response(format, &server.report(id));
    }
    let is_preflight = request.method() == Method::OPTIONS
        && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = if is_preflight { preflight() } else { next.run(request).await };
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    set(headers, header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED_HEADERS);
    response
}

fn preflight() -> Response {
    let mut response = Response::default();
    *response.status_mut() = StatusCode::NO_CONTENT;
    let headers = response.headers_mut();
    set(headers, header::ACCESS_CONTROL_ALLOW_METHODS, ALLOWED_METHODS);
    set(headers, header::ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED_HEADERS);
    set(headers, header::ACCESS_CONTROL_MAX_AGE, PREFLIGHT_SECONDS);
    set(headers, header::VARY, "origin, access-control-request-method, access-control-request-headers");
    response
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.insert(name, HeaderValue::from_static(value));
}

fn is_allowed(origin: &HeaderValue, request: &Request, list: &[String]) -> bool {
    let Ok(origin) = origin.to_str() else { return false };
    let listed = list.iter().any(|allowed| allowed.trim_end_matches('/').eq_ignore_ascii_case(origin));
    listed || is_own(origin, request)
}

/// Whether the page came from this server. The scheme is left out: a proxy may have taken the TLS away.
fn is_own(origin: &str, request: &Request) -> bool {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let Some(host) = host.or_else(|| request.uri().authority().map(|authority| authority.as_str())) else {
        return false;
    };
    let Ok(origin) = origin.parse::<Uri>() else { return false };
    origin.authority().is_some_and(|authority| authority.as_str().eq_ignore_ascii_case(host))
}

/// The header that carries the request's id, for the list above.
const _: () = assert!(matches!(request_id::HEADER.as_bytes(), b"x-request-id"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listed_and_own_origins_are_allowed() {
        let request =
            Request::builder().header(header::HOST, "api.example:8080").body(axum::body::Body::empty());
        let request = request.expect("a request");
        let list = ["https://app.example".to_owned(), "http://localhost:5173/".to_owned()];
        for (origin, expected) in [
            ("https://app.example", true),
            ("http://localhost:5173", true),
            ("http://api.example:8080", true),
            ("https://API.example:8080", true),
            ("https://api.example", false),
            ("https://app.example.evil.example", false),
            ("http://app.example", false),
            ("null", false),
            ("", false),
        ] {
            let value = HeaderValue::from_static(origin);
            assert_eq!(is_allowed(&value, &request, &list), expected, "{origin}");
        }
    }
}
