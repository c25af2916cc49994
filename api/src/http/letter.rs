//! `/letters/{id}.pdf`: a letter of commitment as pages, for whoever may see it in the schema, with the same sign-in.

use axum::{
    body::Body,
    extract::{Extension, Path, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use entity::id::LetterId;

use super::{negotiation::Format, refusal::Refusal, request_id::RequestId, state::Server};
use crate::{
    domain::{access::Viewer, fault::Fault, letter::Edition},
    graphql::error::{Error, ErrorCode},
    platform::typeset::TypesetError,
};

/// The endpoint.
pub(super) async fn endpoint(
    State(server): State<Server>,
    Extension(id): Extension<RequestId>,
    Path(file): Path<String>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let answered = answer(&server, &file, &parts).await;
    answered.unwrap_or_else(|refusal| refusal.into_response(Format::Json, &server.report(id)))
}

async fn answer(server: &Server, file: &str, parts: &Parts) -> Result<Response, Refusal> {
    if !matches!(parts.method, Method::GET | Method::HEAD) {
        return Err(Refusal::method("GET, HEAD", "A letter is fetched with GET."));
    }
    let viewer = server.viewer(&parts.headers).await?;
    let number = version(parts.uri.query().unwrap_or_default())?;
    // What is no letter's id is answered like an id that no letter has.
    let id = file.strip_suffix(".pdf").and_then(|id| id.parse::<LetterId>().ok());
    let letters = server.app.services().letters();
    let edition = match id {
        Some(id) => letters.edition(&viewer, id, number).await,
        None if matches!(viewer, Viewer::Anonymous) => Err(Fault::Unauthenticated),
        None => Err(Fault::NotFound),
    };
    let edition = edition.map_err(refused)?;
    let tag = format!("\"{}\"", edition.tag());
    if is_known(&parts.headers, &tag) {
        return Ok(described(StatusCode::NOT_MODIFIED, Body::empty(), &tag, &edition));
    }
    let pdf = letters.print(&edition).await.map_err(unset)?;
    let mut response = described(StatusCode::OK, Body::from(pdf), &tag, &edition);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    Ok(response)
}

/// `version=2`; `None`: the present one.
fn version(query: &str) -> Result<Option<i32>, Refusal> {
    let mut given = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == "version");
    match (given.next(), given.next()) {
        (None, _) => Ok(None),
        (Some((_, text)), None) if text.parse::<i32>().is_ok_and(|number| number > 0) => {
            Ok(text.parse().ok())
        }
        _ => Err(Refusal::bad_request("The parameter version is one number from 1.")),
    }
}

fn unset(error: TypesetError) -> Refusal {
    match error {
        TypesetError::Busy => Refusal::unavailable(),
        TypesetError::Failed(_) => refusal(Error::internal(error)),
    }
}

fn refused(fault: Fault) -> Refusal {
    refusal(fault.into())
}

fn refusal(error: Error) -> Refusal {
    match error.code() {
        ErrorCode::NotFound => Refusal::new(StatusCode::NOT_FOUND, error),
        ErrorCode::Unauthenticated => Refusal::unauthorized(error),
        ErrorCode::Unavailable => Refusal::unavailable(),
        _ => Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, error),
    }
}

/// Whether the client says that it has these pages (RFC 9110, 13.1.2).
fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let values = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let mut tags = values.flat_map(|value| value.split(',')).map(str::trim);
    tags.any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}

fn described(status: StatusCode, body: Body, tag: &str, edition: &Edition) -> Response {
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CACHE_CONTROL, "private, no-cache"),
        (header::VARY, "authorization, origin"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::ETAG, tag),
        (header::CONTENT_DISPOSITION, &disposition(&edition.file_name())),
    ] {
        // All of them are written in ASCII above and below.
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    }
    response
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

    #[test]
    fn a_version_is_one_number() {
        for (query, expected) in [("", Some(None)), ("version=2", Some(Some(2))), ("a=1", Some(None))] {
            assert_eq!(version(query).ok(), expected, "{query}");
        }
        for query in ["version=0", "version=-1", "version=x", "version=", "version=1&version=2"] {
            assert!(version(query).is_err(), "{query}");
        }
    }
}
