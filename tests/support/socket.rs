//! A client of the graphql-transport-ws protocol: the decent one, and the raw frames for those who are not.

use std::collections::VecDeque;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::handshake::client::Request;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

use crate::client::Client;
use crate::story::soon;

const PROTOCOL: &str = "graphql-transport-ws";

/// An open WebSocket. It answers the server's pings unless told not to.
#[derive(Debug)]
pub struct Socket {
    stream: WebSocketStream<TcpStream>,
    waiting: VecDeque<Value>,
    answers_pings: bool,
    next_id: u32,
}

/// One subscription on a socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation(String);

impl Operation {
    /// The id under which the client began it.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.0
    }
}

impl Client {
    /// A socket on which the server has accepted this client.
    pub async fn socket(&self) -> Socket {
        let mut socket = self.raw_socket().await;
        socket.init(self.token()).await;
        socket
    }

    /// A socket that has said nothing yet.
    pub async fn raw_socket(&self) -> Socket {
        let opened = self.upgrade(&[("sec-websocket-protocol", PROTOCOL)]).await;
        opened.unwrap_or_else(|error| panic!("the server refused a socket: {error}"))
    }

    /// Asks for a socket with exactly those headers beside the ones of the handshake itself.
    ///
    /// # Errors
    /// When the server refuses the upgrade; the error holds its HTTP answer.
    pub async fn upgrade(&self, headers: &[(&'static str, &str)]) -> Result<Socket, Box<tungstenite::Error>> {
        let request = upgrade_request(self, headers);
        let stream = soon("a connection", TcpStream::connect(self.address())).await;
        let stream = stream.expect("the server should listen");
        let (stream, _) = soon("an upgrade", client_async(request, stream)).await.map_err(Box::new)?;
        Ok(Socket { stream, waiting: VecDeque::new(), answers_pings: true, next_id: 1 })
    }
}

fn upgrade_request(client: &Client, headers: &[(&'static str, &str)]) -> Request {
    let uri = format!("ws://{}/graphql", client.address());
    let mut request = uri.into_client_request().expect("an address of a socket");
    for (name, value) in headers {
        let value = HeaderValue::from_str(value).expect("a header's value should be valid");
        request.headers_mut().insert(*name, value);
    }
    request
}

impl Socket {
    /// Begins the session and returns the payload of the server's acknowledgement.
    pub async fn init(&mut self, token: Option<&str>) -> Value {
        let payload = token.map_or(json!({}), |token| json!({ "authorization": format!("Bearer {token}") }));
        self.send(&json!({ "type": "connection_init", "payload": payload })).await;
        let mut ack = self.message().await;
        assert_eq!(ack["type"], "connection_ack", "the server answered {ack}");
        ack["payload"].take()
    }

    /// Begins an operation under an id of its own.
    pub async fn subscribe(&mut self, document: &str, variables: Value) -> Operation {
        let id = self.next_id.to_string();
        self.next_id += 1;
        let payload = json!({ "query": document, "variables": variables });
        self.send(&json!({ "id": id, "type": "subscribe", "payload": payload })).await;
        Operation(id)
    }

    /// The data of the next item of an operation; messages of others wait for their turn.
    pub async fn next(&mut self, operation: &Operation) -> Value {
        let mut message = self.message_of(operation).await;
        assert_eq!(message["type"], "next", "expected an item in {message:#}");
        assert!(message["payload"]["errors"].is_null(), "expected no errors in {message:#}");
        message["payload"]["data"].take()
    }

    /// The code of the error message that refused an operation.
    pub async fn refusal(&mut self, operation: &Operation) -> String {
        let message = self.message_of(operation).await;
        assert_eq!(message["type"], "error", "expected a refusal in {message:#}");
        let code = message["payload"][0]["extensions"]["code"].as_str();
        code.unwrap_or_else(|| panic!("expected a code in {message:#}")).to_owned()
    }

    /// Waits until the server says that an operation has ended of itself.
    pub async fn completed(&mut self, operation: &Operation) {
        let message = self.message_of(operation).await;
        assert_eq!(message["type"], "complete", "expected the end of {} in {message:#}", operation.0);
    }

    /// Stops an operation. Items that were under way may still come.
    pub async fn complete(&mut self, operation: &Operation) {
        self.send(&json!({ "id": operation.0, "type": "complete" })).await;
    }

    /// Waits until the server has heard everything that was sent, and waits for more or for the clock.
    pub async fn settle(&mut self) {
        self.send(&json!({ "type": "ping", "payload": { "settle": true } })).await;
        let pong = json!({ "type": "pong", "payload": { "settle": true } });
        loop {
            let message = self.receive().await;
            if message == pong {
                return;
            }
            self.waiting.push_back(message);
        }
    }

    /// Leaves the server's pings unanswered from now on; they come as messages.
    pub fn ignore_pings(&mut self) {
        self.answers_pings = false;
    }

    /// The next message of that operation, whatever its type.
    pub async fn message_of(&mut self, operation: &Operation) -> Value {
        let place = self.waiting.iter().position(|message| message["id"] == *operation.0);
        if let Some(message) = place.and_then(|place| self.waiting.remove(place)) {
            return message;
        }
        loop {
            let message = self.receive().await;
            if message["id"] == *operation.0 {
                return message;
            }
            self.waiting.push_back(message);
        }
    }

    /// The next message, whatever its type and operation.
    pub async fn message(&mut self) -> Value {
        match self.waiting.pop_front() {
            Some(message) => message,
            None => self.receive().await,
        }
    }

    /// Waits for the server to close, passing over what it says before, and checks its code.
    #[track_caller]
    pub fn expect_close(mut self, code: u16) -> impl Future<Output = String> {
        let caller = std::panic::Location::caller();
        async move {
            loop {
                match self.frame().await {
                    Message::Close(Some(frame)) => {
                        let reason = frame.reason.to_string();
                        assert_eq!(frame.code, CloseCode::from(code), "{caller}: closed with {reason:?}");
                        return reason;
                    }
                    Message::Close(None) => panic!("{caller}: closed without a code, expected {code}"),
                    _ => {}
                }
            }
        }
    }

    /// Sends a message of the protocol, or of none.
    pub async fn send(&mut self, message: &Value) {
        self.send_frame(Message::text(message.to_string())).await;
    }

    /// Sends any frame.
    pub async fn send_frame(&mut self, frame: Message) {
        let sent = soon("the server reading a frame", self.stream.send(frame)).await;
        sent.unwrap_or_else(|error| panic!("the server closed the socket: {error}"));
    }

    /// The next frame of any kind.
    pub async fn frame(&mut self) -> Message {
        match soon("a frame from the server", self.stream.next()).await {
            Some(Ok(frame)) => frame,
            Some(Err(error)) => panic!("the socket broke: {error}"),
            None => panic!("the socket ended without a close frame"),
        }
    }

    /// The connection itself, for those who stop reading or hang up without a word.
    pub fn connection(&mut self) -> &mut TcpStream {
        self.stream.get_mut()
    }

    async fn receive(&mut self) -> Value {
        loop {
            let text = match self.frame().await {
                Message::Text(text) => text,
                Message::Ping(_) | Message::Pong(_) => continue,
                other => panic!("expected a text frame, got {other:?}"),
            };
            let message: Value = serde_json::from_str(&text)
                .unwrap_or_else(|error| panic!("the server said {text:?}, which is no JSON: {error}"));
            if !self.answers_pings || message["type"] != "ping" {
                return message;
            }
            self.send(&json!({ "type": "pong" })).await;
        }
    }
}
