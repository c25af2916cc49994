//! Somebody whom webhooks are sent to: a small server that keeps what it gets and answers as it is told.

use std::convert::Infallible;
use std::future::pending;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use api::platform::task;
use http_body_util::{BodyExt, Empty};
use hyper::body::{Bytes, Incoming};
use hyper::header::RETRY_AFTER;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{HeaderMap, Method, Request, Response};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use standardwebhooks::{HEADER_WEBHOOK_ID, HEADER_WEBHOOK_SIGNATURE, HEADER_WEBHOOK_TIMESTAMP, Webhook};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::story::soon;

/// A receiver. It ends with the story.
#[derive(Debug)]
pub struct Receiver {
    address: SocketAddr,
    reply: Arc<Mutex<Reply>>,
    arrived: UnboundedReceiver<Received>,
}

/// What it answers.
#[derive(Clone, Debug)]
pub enum Reply {
    /// That status.
    Status(u16),
    /// That status, with that `Retry-After`.
    RetryAfter(u16, String),
    /// That status, with the way to somewhere else.
    Redirect(String),
    /// Nothing, and it keeps the connection.
    Hang,
}

/// A request that it got.
#[derive(Debug)]
pub struct Received {
    /// `POST`.
    pub method: Method,
    /// The path, with the query.
    pub path: String,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, byte by byte.
    pub body: Bytes,
}

impl Receiver {
    /// A receiver that accepts what it gets.
    pub async fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port should be free");
        let address = listener.local_addr().expect("a bound listener has an address");
        let reply = Arc::new(Mutex::new(Reply::Status(204)));
        let (arrive, arrived) = unbounded_channel();
        task::spawn("receiver", accept(listener, Arc::clone(&reply), arrive));
        Self { address, reply, arrived }
    }

    /// Where it listens.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/hooks?of=story", self.address)
    }

    /// Answers like that from now on.
    pub fn answer(&self, reply: Reply) {
        *self.reply.lock().expect("nobody panics with the reply in hand") = reply;
    }

    /// The next request.
    pub async fn next(&mut self) -> Received {
        soon("a webhook", self.arrived.recv()).await.expect("the receiver runs as long as the story")
    }

    /// Whether nothing has arrived that the story has not looked at.
    pub fn is_quiet(&mut self) -> bool {
        self.arrived.is_empty()
    }
}

impl Received {
    /// The event, as its sender names it.
    #[must_use]
    pub fn id(&self) -> &str {
        self.header(HEADER_WEBHOOK_ID)
    }

    /// When it was sent, in seconds since 1970.
    #[must_use]
    pub fn timestamp(&self) -> i64 {
        self.header(HEADER_WEBHOOK_TIMESTAMP).parse().expect("a timestamp is a whole number")
    }

    /// The body, as JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("a body is JSON")
    }

    /// Whether one of its signatures is by that secret. The time of the story is not the machine's, so it is not looked at.
    #[must_use]
    pub fn is_signed_by(&self, secret: &str) -> bool {
        let signer = Webhook::new(secret).expect("a secret is one of the standard");
        let signature = signer.sign(self.id(), self.timestamp(), &self.body).expect("a body is text");
        self.header(HEADER_WEBHOOK_SIGNATURE).split(' ').any(|one| one == signature)
    }

    fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).unwrap_or_else(|| panic!("there is no header {name}"));
        value.to_str().expect("the headers of a webhook are ASCII")
    }
}

async fn accept(listener: TcpListener, reply: Arc<Mutex<Reply>>, arrive: UnboundedSender<Received>) {
    while let Ok((stream, _)) = listener.accept().await {
        task::spawn("receiver's connection", serve(stream, Arc::clone(&reply), arrive.clone()));
    }
}

async fn serve(stream: TcpStream, reply: Arc<Mutex<Reply>>, arrive: UnboundedSender<Received>) {
    let service = service_fn(move |request: Request<Incoming>| {
        let (reply, arrive) = (Arc::clone(&reply), arrive.clone());
        async move {
            let received = read(request).await;
            let reply = reply.lock().expect("nobody panics with the reply in hand").clone();
            // The story may be over.
            let _ = arrive.send(received);
            Ok::<_, Infallible>(respond(reply).await)
        }
    });
    // Who sends may leave at any moment.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

async fn read(request: Request<Incoming>) -> Received {
    let (head, body) = request.into_parts();
    let body = body.collect().await.expect("a webhook should come whole").to_bytes();
    Received { method: head.method, path: head.uri.to_string(), headers: head.headers, body }
}

async fn respond(reply: Reply) -> Response<Empty<Bytes>> {
    let mut response = Response::new(Empty::new());
    let (status, header) = match reply {
        Reply::Status(status) => (status, None),
        Reply::RetryAfter(status, wait) => (status, Some((RETRY_AFTER, wait))),
        Reply::Redirect(to) => (307, Some((hyper::header::LOCATION, to))),
        Reply::Hang => pending().await,
    };
    *response.status_mut() = status.try_into().expect("a story answers with a status");
    if let Some((name, value)) = header {
        response.headers_mut().insert(name, value.parse().expect("a header's value should be valid"));
    }
    response
}
