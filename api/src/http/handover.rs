//! `/handovers/{id}.md` and `/handovers/{id}.pdf`: the pack of a handover as a document, for whoever may read it in the schema, with
//! the same sign-in.

use axum::{
    extract::{Extension, Path, Request, State},
    http::{Method, request::Parts},
    response::Response,
};
use entity::id::HandoverId;

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

/// What is asked for: of which handover, and whether as pages.
fn asked(file: &str) -> Option<(HandoverId, bool)> {
    let (id, form) = file.rsplit_once('.')?;
    let pages = match form {
        "md" => false,
        "pdf" => true,
        _ => return None,
    };
    Some((id.parse().ok()?, pages))
}

async fn answer(server: &Server, file: &str, parts: &Parts) -> Result<Response, Refusal> {
    if !matches!(parts.method, Method::GET | Method::HEAD) {
        return Err(Refusal::method("GET, HEAD", "A pack is fetched with GET."));
    }
    let viewer = server.viewer(&parts.headers).await?;
    // What is no handover's id is answered like an id that no handover has.
    let Some((id, pages)) = asked(file) else {
        let anonymous = matches!(viewer, Viewer::Anonymous);
        return Err(refused(if anonymous { Fault::Unauthenticated } else { Fault::NotFound }));
    };
    let handovers = server.app.services().handovers();
    let edition = handovers.edition(&viewer, id).await.map_err(refused)?;
    let form = if pages { "pdf" } else { "md" };
    let (tag, name) = (format!("\"{}-{form}\"", edition.tag()), format!("{}.{form}", edition.name()));
    if is_known(&parts.headers, &tag) {
        return Ok(unchanged(&tag));
    }
    if !pages {
        let text = edition.markdown().to_owned();
        return Ok(printed(text, "text/markdown; charset=utf-8", &tag, &name));
    }
    let pdf = handovers.print(&edition).await.map_err(unset)?;
    Ok(printed(pdf, "application/pdf", &tag, &name))
}
