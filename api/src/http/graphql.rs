//! `/graphql` over POST and GET: transport faults first, then the document, then execution.

use async_graphql::{Request as Operation, parser::types::OperationType};
use axum::{
    body::Body,
    extract::{Extension, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    response::Response,
};

use super::{
    answer::{Answer, Report},
    body, client_address,
    negotiation::{self, Format},
    parameters::Parameters,
    refusal::{Refusal, json_response},
    request_id::RequestId,
    sse,
    state::Server,
    ws,
};
use crate::{
    domain::access::Viewer,
    graphql::{
        client_address::ClientAddress,
        context::RequestContext,
        document::Admitted,
        error::{Error, ErrorCode},
        loader::Loaders,
        resume::ResumeFrom,
    },
};

/// Headers that a page of another origin can send only after a preflight, which the allow-list answers.
pub(super) const PREFLIGHT: [&str; 2] = ["graphql-require-preflight", "apollo-require-preflight"];
const MAX_EVENT_ID: usize = 256;

/// The endpoint.
pub(super) async fn endpoint(
    State(server): State<Server>,
    Extension(id): Extension<RequestId>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    if ws::is_upgrade(&parts) {
        return ws::upgrade(server, id, parts).await;
    }
    let report = server.report(id);
    let format = negotiation::accepted(&parts.headers);
    let answered = answer(&server, &report, format, parts, body).await;
    answered.unwrap_or_else(|refusal| refusal.into_response(format.unwrap_or(Format::Json), &report))
}

/// A request whose transport is in order.
struct Asked {
    format: Format,
    viewer: Viewer,
    by_get: bool,
    resume: Option<ResumeFrom>,
    address: Option<ClientAddress>,
    parameters: Parameters,
}

async fn answer(
    server: &Server,
    report: &Report,
    format: Option<Format>,
    parts: Parts,
    body: Body,
) -> Result<Response, Refusal> {
    let asked = ask(server, format, parts, body).await?;
    let Asked { format, parameters, .. } = &asked;
    let variables = parameters.variables.clone();
    let name = parameters.operation_name.as_deref();
    match server.documents.admit(&parameters.query, name, variables) {
        Ok(admitted) => execute(server, report, asked, admitted).await,
        Err(error) => Ok(refused_document(*format, report, error)),
    }
}

async fn ask(server: &Server, format: Option<Format>, parts: Parts, body: Body) -> Result<Asked, Refusal> {
    let by_get = match parts.method {
        Method::GET => true,
        Method::POST => false,
        _ => return Err(Refusal::method("GET, POST", "GraphQL is served over GET and POST.")),
    };
    let format = format.ok_or_else(not_acceptable)?;
    if by_get && !PREFLIGHT.iter().any(|name| parts.headers.contains_key(*name)) {
        return Err(Refusal::bad_request("A GET request needs the header GraphQL-Require-Preflight: 1."));
    }
    if !by_get && !negotiation::sends_json(&parts.headers) {
        return Err(unsupported_media_type());
    }
    let viewer = server.viewer(&parts.headers).await?;
    let parameters = if by_get {
        Parameters::from_query_string(parts.uri.query().unwrap_or_default())
    } else {
        let bytes = body::read(&parts.headers, body, server.app.clock(), server.limits()).await?;
        Parameters::from_body(&bytes)
    };
    let parameters = parameters.map_err(|error| Refusal::new(StatusCode::BAD_REQUEST, error))?;
    let resume = last_event_id(&parts.headers)?;
    let address = client_address::of(&parts, server.app.config().trust_forwarded_for);
    Ok(Asked { format, viewer, by_get, resume, address, parameters })
}

async fn execute(
    server: &Server,
    report: &Report,
    asked: Asked,
    admitted: Admitted,
) -> Result<Response, Refusal> {
    let Asked { format, viewer, by_get, resume, address, .. } = asked;
    let Admitted { operation, request } = admitted;
    if by_get && operation == OperationType::Mutation {
        return Err(Refusal::method("POST", "Mutations are taken over POST only."));
    }
    if operation == OperationType::Subscription && format != Format::EventStream {
        let message = "Subscriptions need Accept: text/event-stream, or a WebSocket.";
        return Ok(refused_document(format, report, Error::new(ErrorCode::BadRequest, message)));
    }
    let request = with_context(server, &viewer, &report.request_id, request);
    if operation == OperationType::Subscription {
        let request = match resume {
            Some(resume) => request.data(resume),
            None => request,
        };
        return Ok(sse::subscription(server, report, viewer, request));
    }
    let request = match address {
        Some(address) => request.data(address),
        None => request,
    };
    let anonymous = matches!(viewer, Viewer::Anonymous);
    let answer = run(server, report, operation, request).await;
    if anonymous && answer.wants_sign_in() && format != Format::EventStream {
        return Ok(missing_sign_in(format, answer));
    }
    Ok(match format {
        Format::EventStream => sse::single(answer),
        format => json_response(status(format, &answer), format, &answer),
    })
}

/// Runs a query or a mutation.
pub(super) async fn run(
    server: &Server,
    report: &Report,
    operation: OperationType,
    request: Operation,
) -> Answer {
    let runner = server.runner(report.clone());
    match operation {
        OperationType::Mutation => runner.mutation(request, server.presence.clone()).await,
        _ => runner.query(request).await,
    }
}

/// Puts what resolvers read into the request.
pub(super) fn with_context(
    server: &Server,
    viewer: &Viewer,
    id: &RequestId,
    request: Operation,
) -> Operation {
    let context = RequestContext {
        head: server.app.services().feed().head(),
        services: server.app.services().clone(),
        schema: server.app.schema().clone(),
        limits: server.limits().clone(),
        viewer: viewer.clone(),
        request_id: id.as_str().to_owned(),
    };
    let loaders = Loaders::new(server.app.services(), viewer, server.limits());
    request.data(context).data(loaders)
}

fn status(format: Format, answer: &Answer) -> StatusCode {
    match format {
        Format::GraphqlResponse if !answer.is_executed() => StatusCode::BAD_REQUEST,
        _ => StatusCode::OK,
    }
}

fn refused_document(format: Format, report: &Report, error: Error) -> Response {
    let answer = report.refusal(error);
    match format {
        Format::EventStream => sse::single(answer),
        format => json_response(status(format, &answer), format, &answer),
    }
}

/// An anonymous request that got nothing because all of it needs a sign-in.
fn missing_sign_in(format: Format, answer: Answer) -> Response {
    let mut response = json_response(StatusCode::UNAUTHORIZED, format, &answer.without_data());
    let challenge = HeaderValue::from_static(r#"Bearer realm="iron-triangle""#);
    response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    response
}

fn not_acceptable() -> Refusal {
    let message = "Answers are application/graphql-response+json, application/json or text/event-stream.";
    Refusal::new(StatusCode::NOT_ACCEPTABLE, Error::new(ErrorCode::BadRequest, message))
}

fn unsupported_media_type() -> Refusal {
    let message = "The body must be application/json in UTF-8.";
    Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, Error::new(ErrorCode::BadRequest, message))
        .with(header::ACCEPT, HeaderValue::from_static("application/json"))
}

fn last_event_id(headers: &HeaderMap) -> Result<Option<ResumeFrom>, Refusal> {
    let Some(value) = headers.get("last-event-id").filter(|value| !value.is_empty()) else { return Ok(None) };
    match value.to_str() {
        Ok(text) if text.len() <= MAX_EVENT_ID => Ok(Some(ResumeFrom(text.to_owned()))),
        _ => Err(Refusal::bad_request("Last-Event-ID is not one of our cursors.")),
    }
}
