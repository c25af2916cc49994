//! GraphQL over HTTP: one request, and what its answer means.

use std::env;
use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use hyper::{Request, Response, StatusCode, Uri};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::sse::EventStream;
use crate::trouble::Trouble;

const KEY: &str = "IRON_TRIANGLE_BOT_KEY";
/// The server gives up after ten seconds.
const PATIENCE: Duration = Duration::from_secs(30);
const JSON: &str = "application/json";
const EVENTS: &str = "text/event-stream";

/// The way to the server, with the key.
#[derive(Clone, Debug)]
pub(crate) struct Api {
    pool: Pool,
    address: Uri,
    bearer: HeaderValue,
}

/// Connections, which are kept for the next request. Only TLS needs to know whom the machine trusts.
#[derive(Clone, Debug)]
enum Pool {
    Plain(Client<HttpConnector, Full<Bytes>>),
    Tls(Client<HttpsConnector<HttpConnector>, Full<Bytes>>),
}

impl Api {
    /// With the key of the environment.
    pub(crate) fn new(address: &Uri) -> Result<Self, Trouble> {
        let key = env::var(KEY).unwrap_or_default();
        let key = key.trim();
        if key.is_empty() {
            return Err(Trouble::Key(format!("there is none in {KEY}")));
        }
        let bearer = HeaderValue::from_str(&format!("Bearer {key}"));
        let mut bearer = bearer.map_err(|_| Trouble::Key(format!("what is in {KEY} is none")))?;
        // Nobody who prints the header sees it.
        bearer.set_sensitive(true);
        let pool = if address.scheme_str() == Some("https") { tls()? } else { plain() };
        Ok(Self { pool, address: address.clone(), bearer })
    }

    /// Asks once, and gives `data` if there are no errors.
    pub(crate) async fn ask(&self, document: &str, variables: Value) -> Result<Value, Trouble> {
        let answer = async {
            let answer = self.send(document, variables, JSON).await?;
            read(answer).await
        };
        let answer = timeout(PATIENCE, answer).await;
        answer.unwrap_or_else(|_| Err(Trouble::passing("the server did not answer")))
    }

    /// Opens a subscription.
    pub(crate) async fn subscribe(&self, document: &str, variables: Value) -> Result<EventStream, Trouble> {
        let answer = timeout(PATIENCE, self.send(document, variables, EVENTS)).await;
        let answer = answer.unwrap_or_else(|_| Err(Trouble::passing("the server did not answer")))?;
        let kind = answer.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        if answer.status() == StatusCode::OK && kind.is_some_and(|kind| kind.starts_with(EVENTS)) {
            return Ok(EventStream::new(answer.into_body()));
        }
        let refused = timeout(PATIENCE, read(answer)).await.unwrap_or(Ok(Value::Null));
        refused.and_then(|_| Err(Trouble::passing("the server opened no stream of events")))
    }

    async fn send(
        &self,
        document: &str,
        variables: Value,
        accept: &str,
    ) -> Result<Response<Incoming>, Trouble> {
        let body = json!({ "query": document, "variables": variables }).to_string();
        let request = Request::post(&self.address)
            .header(AUTHORIZATION, &self.bearer)
            .header(CONTENT_TYPE, JSON)
            .header(ACCEPT, accept)
            .body(Full::from(body));
        let request = request.map_err(|error| Trouble::Machine(error.to_string()))?;
        let lost =
            |error| Trouble::passing(format!("{} cannot be reached: {}", self.address, causes(&error)));
        let answer = match &self.pool {
            Pool::Plain(pool) => pool.request(request),
            Pool::Tls(pool) => pool.request(request),
        };
        answer.await.map_err(lost)
    }
}

fn plain() -> Pool {
    Pool::Plain(Client::builder(TokioExecutor::new()).build_http())
}

fn tls() -> Result<Pool, Trouble> {
    let trusted = HttpsConnectorBuilder::new().with_native_roots();
    let trusted =
        trusted.map_err(|error| Trouble::Machine(format!("this machine trusts no certificate: {error}")))?;
    let connector = trusted.https_only().enable_http1().build();
    Ok(Pool::Tls(Client::builder(TokioExecutor::new()).build(connector)))
}

async fn read(answer: Response<Incoming>) -> Result<Value, Trouble> {
    let status = answer.status();
    let body = answer.into_body().collect().await;
    let body = body.map_err(|error| Trouble::passing(format!("the answer broke off: {error}")))?.to_bytes();
    match serde_json::from_slice(&body) {
        Ok(answer) => data(answer),
        Err(_) if [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN].contains(&status) => {
            Err(Trouble::Key(format!("the server says {status}")))
        }
        // A proxy on the way, or no server of ours.
        Err(_) => Err(Trouble::passing(format!("the answer is {status} and not GraphQL"))),
    }
}

/// The `data` of an answer, or the first of its errors.
pub(crate) fn data(mut answer: Value) -> Result<Value, Trouble> {
    let Some(error) = answer["errors"].get(0) else { return Ok(answer["data"].take()) };
    let extensions = &error["extensions"];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let (code, why) = (text(&extensions["code"]), text(&error["message"]));
    if extensions["retryable"] == true {
        let after = extensions["retryAfterMs"].as_u64().map(Duration::from_millis);
        return Err(Trouble::Passing { why: format!("{code}: {why}"), after });
    }
    match code.as_str() {
        "UNAUTHENTICATED" | "TOKEN_EXPIRED" => Err(Trouble::Key(format!("{code}, {why}"))),
        "FORBIDDEN" => Err(Trouble::Key(format!("{code}, it lacks a scope for {}: {why}", error["path"]))),
        _ => Err(Trouble::Refused { code, why }),
    }
}

fn causes(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(extensions: Value) -> Trouble {
        data(json!({ "data": null, "errors": [{ "message": "no", "extensions": extensions }] })).unwrap_err()
    }

    #[test]
    fn the_server_says_what_is_worth_repeating() {
        assert_eq!(data(json!({ "data": { "a": 1 } })).unwrap(), json!({ "a": 1 }));
        let busy = judged(json!({ "code": "RATE_LIMITED", "retryable": true, "retryAfterMs": 1500 }));
        assert!(matches!(busy, Trouble::Passing { after: Some(after), .. } if after.as_millis() == 1500));
        let refused = judged(json!({ "code": "NOT_FOUND", "retryable": false }));
        assert!(matches!(refused, Trouble::Refused { code, .. } if code == "NOT_FOUND"));
        let revoked = judged(json!({ "code": "UNAUTHENTICATED", "retryable": false }));
        assert!(matches!(revoked, Trouble::Key(_)));
    }
}
