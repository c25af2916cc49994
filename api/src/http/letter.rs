//! `/letters/{id}.pdf`: a letter of commitment as pages, for whoever may see it in the schema, with the same sign-in.

use axum::{
    extract::{Extension, Path, Request, State},
    http::{Method, request::Parts},
    response::Response,
};
use entity::id::LetterId;

use super::{
    negotiation::Format,
    printed::{is_known, printed, refused, unchanged, unset},
    refusal::Refusal,
    request_id::RequestId,
    state::Server,
};
use crate::domain::{access::Viewer, fault::Fault};

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
        return Ok(unchanged(&tag));
    }
    let pdf = letters.print(&edition).await.map_err(unset)?;
    Ok(printed(pdf, "application/pdf", &tag, &edition.file_name()))
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

#[cfg(test)]
mod tests {
    use super::*;

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
