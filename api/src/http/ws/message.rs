//! The messages of `graphql-transport-ws`. What is not one of them closes the socket with 4400.

use serde::Serialize;
use serde_json::{Map, Value};

use super::close::Close;
use crate::http::{
    answer::{Answer, json_text},
    parameters::Parameters,
};

const MAX_ID: usize = 255;

/// What a client may say.
#[derive(Debug)]
pub(super) enum ClientMessage {
    Init(Map<String, Value>),
    Ping(Option<Value>),
    Pong,
    Subscribe { id: String, parameters: Parameters },
    Complete { id: String },
}

impl ClientMessage {
    pub(super) fn parse(text: &str) -> Result<Self, Close> {
        let Ok(Value::Object(mut map)) = serde_json::from_str(text) else {
            return Err(bad("The message is not a JSON object"));
        };
        let kind = match map.remove("type") {
            Some(Value::String(kind)) => kind,
            _ => return Err(bad("The message has no type")),
        };
        let payload = map.remove("payload").filter(|payload| !payload.is_null());
        match kind.as_str() {
            "connection_init" => Ok(Self::Init(object(payload)?)),
            "ping" => Ok(Self::Ping(Some(object(payload)?).filter(|map| !map.is_empty()).map(Value::Object))),
            "pong" => object(payload).map(|_| Self::Pong),
            "subscribe" => {
                let payload = payload.ok_or_else(|| bad("The subscribe message has no payload"))?;
                let parameters = Parameters::from_json(payload)
                    .map_err(|error| Close::BadMessage(error.message().to_owned().into()))?;
                Ok(Self::Subscribe { id: id(&mut map)?, parameters })
            }
            "complete" => Ok(Self::Complete { id: id(&mut map)? }),
            _ => Err(bad("The message has an unknown type")),
        }
    }
}

fn object(payload: Option<Value>) -> Result<Map<String, Value>, Close> {
    match payload {
        None => Ok(Map::new()),
        Some(Value::Object(map)) => Ok(map),
        Some(_) => Err(bad("The payload must be an object")),
    }
}

fn id(map: &mut Map<String, Value>) -> Result<String, Close> {
    match map.remove("id") {
        Some(Value::String(id)) if !id.is_empty() && id.len() <= MAX_ID => Ok(id),
        _ => Err(bad("The id must be a string of 1 to 255 bytes")),
    }
}

fn bad(reason: &'static str) -> Close {
    Close::BadMessage(reason.into())
}

/// What the server may say.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum ServerMessage<'a> {
    ConnectionAck {
        payload: Ack,
    },
    Ping,
    Pong {
        #[serde(skip_serializing_if = "Option::is_none")]
        payload: Option<Value>,
    },
    Next {
        id: &'a str,
        payload: &'a Answer,
    },
    Error {
        id: &'a str,
        payload: &'a [async_graphql::ServerError],
    },
    Complete {
        id: &'a str,
    },
}

impl ServerMessage<'_> {
    pub(super) fn text(&self) -> String {
        json_text(self)
    }
}

/// What a client can plan with.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Ack {
    /// How often a ping comes.
    pub(super) heartbeat_ms: u64,
    /// When the socket will be closed unless a new one is opened with a fresh token (RFC 3339), or null.
    pub(super) expires_at: Option<String>,
    /// How old a cursor may be to resume from it (ISO 8601).
    pub(super) resume_window: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_of_the_protocol() {
        for text in [
            r#"{"type": "connection_init"}"#,
            r#"{"type": "connection_init", "payload": null}"#,
            r#"{"type": "connection_init", "payload": {"authorization": "Bearer x"}}"#,
            r#"{"type": "ping", "payload": {"a": 1}}"#,
            r#"{"type": "pong"}"#,
            r#"{"type": "subscribe", "id": "1", "payload": {"query": "{a}"}}"#,
            r#"{"type": "complete", "id": "1"}"#,
        ] {
            assert!(ClientMessage::parse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn everything_else_closes_with_4400() {
        for text in [
            "",
            "{",
            "[]",
            "1",
            "{}",
            r#"{"type": 1}"#,
            r#"{"type": "start", "id": "1", "payload": {"query": "{a}"}}"#,
            r#"{"type": "connection_terminate"}"#,
            r#"{"type": "connection_init", "payload": []}"#,
            r#"{"type": "ping", "payload": 1}"#,
            r#"{"type": "subscribe", "payload": {"query": "{a}"}}"#,
            r#"{"type": "subscribe", "id": "", "payload": {"query": "{a}"}}"#,
            r#"{"type": "subscribe", "id": 1, "payload": {"query": "{a}"}}"#,
            r#"{"type": "subscribe", "id": "1"}"#,
            r#"{"type": "subscribe", "id": "1", "payload": {}}"#,
            r#"{"type": "subscribe", "id": "1", "payload": {"query": "{a}", "variables": 1}}"#,
            r#"{"type": "complete"}"#,
        ] {
            let close = ClientMessage::parse(text).expect_err(text);
            assert_eq!(close.code(), 4400, "{text}");
        }
    }

    #[test]
    fn server_messages() {
        assert_eq!(ServerMessage::Ping.text(), r#"{"type":"ping"}"#);
        assert_eq!(ServerMessage::Pong { payload: None }.text(), r#"{"type":"pong"}"#);
        assert_eq!(ServerMessage::Complete { id: "a\"b" }.text(), r#"{"type":"complete","id":"a\"b"}"#);
        let ack = Ack { heartbeat_ms: 25_000, expires_at: None, resume_window: "P30D".into() };
        let expected = r#"{"type":"connection_ack","payload":{"heartbeatMs":25000,"expiresAt":null,"resumeWindow":"P30D"}}"#;
        assert_eq!(ServerMessage::ConnectionAck { payload: ack }.text(), expected);
    }
}
