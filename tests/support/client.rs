//! A GraphQL client over HTTP, as one principal. It sends what it is told, also what no decent client would send.

use std::fmt;
use std::net::SocketAddr;
use std::panic::Location;
use std::time::Duration;

use api::platform::log::Cursor;
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue};
use hyper::{Method, Request, Response};
use hyper_util::client::legacy::Client as Pool;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::database::Database;
use crate::story::soon;

/// One principal's way to one server.
#[derive(Clone)]
pub struct Client {
    pool: Pool<HttpConnector, Full<Bytes>>,
    address: SocketAddr,
    token: Option<String>,
    log: Option<Database>,
}

/// How long a reading of the log waits at most: under writers that never rest there always is something to number.
const NUMBERING: Duration = Duration::from_secs(2);

/// Whether the document asks what the log says.
fn reads_log(document: &str) -> bool {
    ["eventLog(", "changeDigest(", "{ eventCursor }"].iter().any(|read| document.contains(read))
}

impl Client {
    /// A client that shows that token, or none.
    #[must_use]
    pub fn new(address: SocketAddr, token: Option<String>) -> Self {
        // No idle connection: a story that moves the clock on makes the server close those at any moment.
        let pool = Pool::builder(TokioExecutor::new()).pool_max_idle_per_host(0).build_http();
        Self { pool, address, token, log: None }
    }

    /// The same client, which reads the log when all that was committed to this database has its number: a change is answered
    /// before its event is numbered, unless it changes rights.
    #[must_use]
    pub fn reading(self, database: &Database) -> Self {
        Self { log: Some(database.clone()), ..self }
    }

    /// Posts a GraphQL operation as JSON.
    pub async fn query(&self, document: &str, variables: Value) -> Answer {
        if let Some(log) = self.log.as_ref().filter(|_| reads_log(document)) {
            let _ = tokio::time::timeout(NUMBERING, self.has_read(log)).await;
        }
        self.post(&json!({ "query": document, "variables": variables })).await
    }

    /// Waits until the server has read all that is committed.
    async fn has_read(&self, log: &Database) {
        let connection = log.connect().await;
        loop {
            let last = log.last_position(&connection).await;
            let head = self.post(&json!({ "query": "{ eventCursor }" })).await.text("eventCursor");
            let head = head.parse::<Cursor>().expect("a cursor is one").pos;
            if last.is_some_and(|last| last <= head) {
                return;
            }
            tokio::task::yield_now().await;
        }
    }

    /// Runs one mutation with one input and selects that of its payload, beside user errors and the ids of its events.
    pub async fn attempt(&self, mutation: &str, selection: &str, input: Value) -> Answer {
        self.query(&mutation_of(mutation, selection), json!({ "input": input })).await
    }

    /// Runs one mutation as [`Client::attempt`] does; nothing, if the line broke before the answer was whole.
    pub async fn attempt_or_lose(&self, mutation: &str, selection: &str, input: Value) -> Option<Answer> {
        self.query_or_lose(&mutation_of(mutation, selection), json!({ "input": input })).await
    }

    /// Posts a GraphQL operation; nothing, if the line broke before the answer was whole.
    pub async fn query_or_lose(&self, document: &str, variables: Value) -> Option<Answer> {
        self.posting(&json!({ "query": document, "variables": variables })).hear().await
    }

    /// Runs one mutation with one input, as [`Client::attempt`] does, which must succeed.
    #[track_caller]
    pub fn change<'a>(
        &'a self,
        mutation: &'a str,
        selection: &'a str,
        input: Value,
    ) -> impl Future<Output = Answer> + use<'a> {
        let caller = Location::caller();
        async move {
            let answer = self.attempt(mutation, selection, input).await;
            assert!(answer.succeeded(), "{caller}: expected {mutation} to succeed, got {answer:?}");
            answer
        }
    }

    /// Posts that JSON to the GraphQL endpoint.
    pub async fn post(&self, body: &Value) -> Answer {
        self.posting(body).send().await
    }

    fn posting(&self, body: &Value) -> Call {
        let call = self.call(Method::POST, "/graphql").header(CONTENT_TYPE, "application/json");
        call.body(body.to_string())
    }

    /// A request to be filled in: any method, path, headers and body. It shows the token already.
    pub fn call(&self, method: Method, path: &str) -> Call {
        let uri = format!("http://{}{path}", self.address);
        let mut request = Request::new(Full::default());
        *request.method_mut() = method;
        *request.uri_mut() = uri.parse().unwrap_or_else(|error| panic!("{uri} is no address: {error}"));
        let call = Call { client: self.clone(), request };
        match &self.token {
            Some(token) => call.header(AUTHORIZATION, &format!("Bearer {token}")),
            None => call,
        }
    }

    /// The token that this client shows.
    #[must_use]
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// Where the server listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

/// A mutation of one input, `knowledgeEntryDraft` of `KnowledgeEntryDraftInput`.
fn mutation_of(mutation: &str, selection: &str) -> String {
    let (first, rest) = mutation.split_at(1);
    let kind = format!("{}{rest}Input", first.to_uppercase());
    let selection = format!("{selection} userErrors {{ message code path }} eventIds");
    format!("mutation($input: {kind}!) {{ {mutation}(input: $input) {{ {selection} }} }}")
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("address", &self.address).finish_non_exhaustive()
    }
}

/// One HTTP request in the making.
#[derive(Debug)]
#[must_use = "a call does nothing until it is sent"]
pub struct Call {
    client: Client,
    request: Request<Full<Bytes>>,
}

impl Call {
    /// Sets a header, in place of one of that name.
    pub fn header(mut self, name: impl TryInto<HeaderName, Error: fmt::Debug>, value: &str) -> Self {
        let name = name.try_into().expect("a header's name should be valid");
        let value = HeaderValue::from_str(value).expect("a header's value should be valid");
        self.request.headers_mut().insert(name, value);
        self
    }

    /// Sets the body.
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        *self.request.body_mut() = Full::new(body.into());
        self
    }

    /// Sends the request and reads the whole answer.
    pub async fn send(self) -> Answer {
        self.exchange().await.unwrap_or_else(|broken| panic!("{broken}"))
    }

    /// Sends the request; nothing, if the line broke before the answer was whole: whoever asked does not know what was done.
    pub async fn hear(self) -> Option<Answer> {
        self.exchange().await.ok()
    }

    async fn exchange(self) -> Result<Answer, String> {
        let (head, body) = self.reach().await?.into_parts();
        let body = soon("the end of an answer", body.collect()).await;
        let body = body.map_err(|error| format!("the answer broke off: {error}"))?;
        Ok(Answer::new(head.status, head.headers, body.to_bytes()))
    }

    /// Sends the request and returns with the answer's head.
    pub(crate) async fn open(self) -> Response<Incoming> {
        self.reach().await.unwrap_or_else(|broken| panic!("{broken}"))
    }

    async fn reach(self) -> Result<Response<Incoming>, String> {
        let what = format!("an answer to {} {}", self.request.method(), self.request.uri().path());
        let answer = soon(&what, self.client.pool.request(self.request)).await;
        answer.map_err(|error| format!("{what} did not come: {error:?}"))
    }
}
