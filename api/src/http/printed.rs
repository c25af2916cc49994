//! Documents that are fetched and kept: what is said of them in headers, and how they are refused.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::refusal::Refusal;
use crate::{
    domain::fault::Fault,
    graphql::error::{Error, ErrorCode},
    limits::PDF_CHARACTERS,
    platform::typeset::TypesetError,
};

/// What a document that cannot be set is answered with.
pub(super) fn unset(error: TypesetError) -> Refusal {
    match error {
        TypesetError::Busy => Refusal::unavailable(),
        TypesetError::TooLong(length) => {
            let error = Error::limit("pdfCharacters", length, PDF_CHARACTERS);
            Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, error)
        }
        TypesetError::Failed(_) => refusal(Error::internal(error)),
    }
}

/// What a document that is not given is answered with.
pub(super) fn refused(fault: Fault) -> Refusal {
    refusal(fault.into())
}

fn refusal(error: Error) -> Refusal {
    match error.code() {
        ErrorCode::NotFound => Refusal::new(StatusCode::NOT_FOUND, error),
        ErrorCode::Unauthenticated => Refusal::unauthorized(error),
        ErrorCode::Forbidden => Refusal::new(StatusCode::FORBIDDEN, error),
        ErrorCode::Unavailable | ErrorCode::DeadlineExceeded => Refusal::unavailable(),
        _ => Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, error),
    }
}

/// Whether the client says that it has these pages (RFC 9110, 13.1.2).
pub(super) fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let values = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let mut tags = values.flat_map(|value| value.split(',')).map(str::trim);
    tags.any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}

/// A document, to be kept under that name.
pub(super) fn printed(body: impl Into<Body>, content_type: &'static str, tag: &str, name: &str) -> Response {
    let mut response = described(StatusCode::OK, body.into(), tag);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    set(headers, header::CONTENT_DISPOSITION, &disposition(name));
    response
}

/// That the client has the document already.
pub(super) fn unchanged(tag: &str) -> Response {
    described(StatusCode::NOT_MODIFIED, Body::empty(), tag)
}

fn described(status: StatusCode, body: Body, tag: &str) -> Response {
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CACHE_CONTROL, "private, no-cache"),
        (header::VARY, "authorization, origin"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::ETAG, tag),
    ] {
        set(headers, name, value);
    }
    response
}

/// Sets a header to a value that is ASCII: all that are written here are.
fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// To be kept under that name (RFC 6266), which may be of any script (RFC 8187).
fn disposition(name: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.' | '_');
    let plain: String = name.chars().map(|letter| if is_plain(letter) { letter } else { '_' }).collect();
    if plain == name {
        return format!("attachment; filename=\"{plain}\"");
    }
    let encode = |byte: u8| match char::from(byte) {
        letter if is_plain(letter) => letter.to_string(),
        _ => format!("%{byte:02X}"),
    };
    let encoded: String = name.bytes().map(encode).collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_of_any_script_arrives() {
        for (name, expected) in [
            ("RC-3-HARBOR-v1.pdf", "attachment; filename=\"RC-3-HARBOR-v1.pdf\""),
            (
                "RC-3-远航-v1.pdf",
                "attachment; filename=\"RC-3-__-v1.pdf\"; filename*=UTF-8''RC-3-%E8%BF%9C%E8%88%AA-v1.pdf",
            ),
        ] {
            assert_eq!(disposition(name), expected);
        }
    }

    #[test]
    fn a_client_is_taken_at_its_word_about_what_it_has() {
        for (given, expected) in [
            ("\"a\"", true),
            ("W/\"a\"", true),
            ("\"b\", \"a\"", true),
            ("*", true),
            ("a", false),
            ("\"b\"", false),
            ("", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::IF_NONE_MATCH, HeaderValue::from_static(given));
            assert_eq!(is_known(&headers, "\"a\""), expected, "{given}");
        }
        assert!(!is_known(&HeaderMap::new(), "\"a\""));
    }
}
