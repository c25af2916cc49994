//! The protocol: what clients, honest or not, get from HTTP, sockets and event streams, whatever the operation.

mod http;
mod limits;
mod sse;
mod websocket;

use serde_json::{Value, json};
use support::{Persona, client::Client, server::Server};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// A query that anybody may ask.
const HELLO: &str = "{ __typename }";
/// A stream that stays open and says nothing at first.
const STREAM: &str = "subscription { incidentEvents(checkpoints: false) { __typename } }";
/// Any mutation.
const CHANGE: &str = "mutation { sessionClose { __typename } }";

/// Somebody who may come in.
fn member(server: &Server) -> Client {
    server.as_(Persona::SalesLead)
}

fn asking(document: &str) -> Value {
    json!({ "query": document })
}

/// A connection below HTTP, for requests that no client would send.
async fn raw(server: &Server, text: &str) -> TcpStream {
    let mut stream = TcpStream::connect(server.address()).await.expect("the server should listen");
    stream.write_all(text.as_bytes()).await.expect("the server should read");
    stream
}

/// Everything until the server hangs up.
async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    // A reset ends the connection as well as a proper end does.
    let _ = support::story::soon("the end of a connection", stream.read_to_end(&mut bytes)).await;
    String::from_utf8_lossy(&bytes).into_owned()
}
