//! A client of GraphQL over server-sent events, one connection for each operation.

use http_body_util::BodyExt;
use hyper::Method;
use hyper::body::Incoming;
use hyper::header::{ACCEPT, CONTENT_TYPE};
use serde_json::{Value, json};

use crate::client::{Call, Client};
use crate::story::soon;

/// An open stream of events.
#[derive(Debug)]
pub struct Sse {
    body: Incoming,
    unread: Vec<u8>,
}

/// One block of the stream: an event, or a comment that keeps the connection alive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// `next` or `complete`.
    pub event: String,
    /// The cursor with which `Last-Event-ID` resumes.
    pub id: Option<String>,
    /// What came with it.
    pub data: String,
    /// The text of a comment.
    pub comment: Option<String>,
}

impl Client {
    /// Opens a stream, from after that cursor if there is one.
    pub async fn sse(&self, document: &str, variables: Value, last_event_id: Option<&str>) -> Sse {
        let call = self.call(Method::POST, "/graphql").header(CONTENT_TYPE, "application/json");
        let call = call.body(json!({ "query": document, "variables": variables }).to_string());
        let call = match last_event_id {
            Some(id) => call.header("last-event-id", id),
            None => call,
        };
        Sse::open(call).await
    }
}

impl Sse {
    /// Opens a stream by any request, which is made to accept events.
    pub async fn open(call: Call) -> Self {
        let answer = call.header(ACCEPT, "text/event-stream").open().await;
        let kind = answer.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        assert!(
            answer.status() == 200 && kind.starts_with("text/event-stream"),
            "expected a stream of events, got {} {kind}",
            answer.status()
        );
        Self { body: answer.into_body(), unread: Vec::new() }
    }

    /// The next item: its cursor and its data. Comments are passed over.
    pub async fn next(&mut self) -> (Option<String>, Value) {
        let block = self.event().await;
        assert_eq!(block.event, "next", "expected an item in {block:?}");
        let mut payload: Value = serde_json::from_str(&block.data).expect("an item's data is JSON");
        assert!(payload["errors"].is_null(), "expected no errors in {payload:#}");
        (block.id, payload["data"].take())
    }

    /// The next event. Comments are passed over.
    pub async fn event(&mut self) -> Block {
        loop {
            let block = self.block().await.expect("expected an event, but the stream ended");
            if block.comment.is_none() {
                return block;
            }
        }
    }

    /// Waits for the end of the stream, passing over what comes before.
    pub async fn ended(mut self) {
        while self.block().await.is_some() {}
    }

    /// The next block of any kind, or `None` at the end of the stream.
    pub async fn block(&mut self) -> Option<Block> {
        loop {
            if let Some(end) = self.unread.windows(2).position(|pair| pair == b"\n\n") {
                let block: Vec<u8> = self.unread.drain(..end + 2).collect();
                return Some(parse(std::str::from_utf8(&block).expect("the server writes UTF-8")));
            }
            let frame = soon("a part of the stream", self.body.frame()).await?;
            let frame = frame.unwrap_or_else(|error| panic!("the stream broke: {error}"));
            if let Ok(bytes) = frame.into_data() {
                self.unread.extend_from_slice(&bytes);
            }
        }
    }
}

fn parse(block: &str) -> Block {
    let mut parsed = Block::default();
    for line in block.lines().filter(|line| !line.is_empty()) {
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "" => parsed.comment = Some(value.to_owned()),
            "event" => parsed.event = value.to_owned(),
            "id" => parsed.id = Some(value.to_owned()),
            "data" if parsed.data.is_empty() => parsed.data = value.to_owned(),
            "data" => parsed.data = format!("{}\n{value}", parsed.data),
            _ => {}
        }
    }
    parsed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_holds_a_name_a_cursor_and_data_of_several_lines() {
        let block = parse("event: next\nid: v1\ndata: {\ndata: }\n\n");
        let expected =
            Block { event: "next".into(), id: Some("v1".into()), data: "{\n}".into(), comment: None };
        assert_eq!(block, expected);
    }

    #[test]
    fn a_comment_is_no_event() {
        assert_eq!(parse(": still here\n\n").comment.as_deref(), Some("still here"));
    }
}
