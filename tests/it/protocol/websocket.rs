//! graphql-transport-ws: the handshake, operations, and every reason to close.

use std::time::Duration;

use chrono::DateTime;
use serde_json::{Value, json};
use support::{server::Server, socket::Socket, story};
use tokio_tungstenite::tungstenite::{self, Message};

use super::{CHANGE, HELLO, STREAM, asking, member, rest};

async fn socket(server: &Server) -> Socket {
    member(server).socket().await
}

fn subscribe(id: &str, document: &str) -> Value {
    json!({ "type": "subscribe", "id": id, "payload": asking(document) })
}

story!(the_acknowledgement_says_what_a_client_can_plan_with, async |server| {
    let member = member(&server);
    let ack = member.raw_socket().await.init(member.token()).await;
    assert_eq!(ack["heartbeatMs"], 25_000);
    let expires_at = ack["expiresAt"].as_str().and_then(|text| DateTime::parse_from_rfc3339(text).ok());
    assert!(expires_at.is_some_and(|at| at > server.now()), "{ack}");
    assert!(ack["resumeWindow"].as_str().is_some_and(|span| span.starts_with('P')), "{ack}");
});

story!(another_subprotocol_is_closed_with_4406, async |server| {
    let opened = server.anonymous().upgrade(&[]).await.expect("an upgrade");
    opened.expect_close(4406).await;
});

story!(a_silent_socket_is_closed_with_4408, async |server| {
    let mut socket = server.anonymous().raw_socket().await;
    socket.settle().await;
    server.advance(Duration::from_secs(5));
    socket.expect_close(4408).await;
});

story!(a_second_init_is_closed_with_4429, async |server| {
    let mut socket = socket(&server).await;
    socket.send(&json!({ "type": "connection_init" })).await;
    socket.expect_close(4429).await;
});

story!(an_operation_before_the_acknowledgement_is_closed_with_4401, async |server| {
    let mut socket = server.anonymous().raw_socket().await;
    socket.send(&subscribe("1", HELLO)).await;
    socket.expect_close(4401).await;
});

story!(bad_credentials_are_closed_with_4403, async |server| {
    for payload in [json!({}), json!({ "authorization": "Bearer nonsense" }), json!({ "authorization": 7 })] {
        let mut socket = server.anonymous().raw_socket().await;
        socket.send(&json!({ "type": "connection_init", "payload": payload })).await;
        socket.expect_close(4403).await;
    }
});

story!(credentials_may_come_with_the_upgrade, async |server| {
    let member = member(&server);
    let authorization = format!("Bearer {}", member.token().expect("a token"));
    let headers =
        [("sec-websocket-protocol", "graphql-transport-ws"), ("authorization", authorization.as_str())];
    let mut socket = server.anonymous().upgrade(&headers).await.expect("an upgrade");
    socket.init(None).await;
});

story!(a_foreign_origin_gets_no_socket, async |server| {
    let headers = [("sec-websocket-protocol", "graphql-transport-ws"), ("origin", "https://evil.example")];
    let refused = server.anonymous().upgrade(&headers).await.expect_err("no upgrade");
    let tungstenite::Error::Http(answer) = *refused else { panic!("{refused}") };
    assert_eq!(answer.status(), 403);
});

story!(what_is_not_the_protocol_is_closed_with_4400, async |server| {
    for text in ["{", "[]", r#"{"type": "start"}"#, r#"{"type": "subscribe", "id": "1"}"#, r#"{"id": "1"}"#] {
        let mut socket = socket(&server).await;
        socket.send_frame(Message::text(text)).await;
        socket.expect_close(4400).await;
    }
    let mut socket = socket(&server).await;
    socket.send_frame(Message::binary(vec![1, 2, 3])).await;
    socket.expect_close(4400).await;
});

story!(a_live_id_cannot_be_used_again, async |server| {
    let mut socket = socket(&server).await;
    socket.send(&subscribe("same", STREAM)).await;
    socket.send(&subscribe("same", STREAM)).await;
    socket.expect_close(4409).await;
});

story!(a_completed_id_is_free_and_completion_is_not_echoed, async |server| {
    let mut socket = socket(&server).await;
    socket.send(&subscribe("same", STREAM)).await;
    socket.send(&json!({ "type": "complete", "id": "same" })).await;
    socket.send(&json!({ "type": "complete", "id": "never lived" })).await;
    socket.send(&subscribe("same", HELLO)).await;
    let answer = socket.message().await;
    assert_eq!(
        (&answer["type"], &answer["payload"]["data"]["__typename"]),
        (&json!("next"), &json!("Query"))
    );
    assert_eq!(socket.message().await, json!({ "type": "complete", "id": "same" }));
});

story!(a_fault_ends_its_operation_and_not_the_socket, async |server| {
    let mut socket = socket(&server).await;
    for (document, code) in [
        ("{ __typename", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { incidentEvents { __typename } other { __typename } }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { __typename }", "GRAPHQL_VALIDATION_FAILED"),
        (CHANGE, "BAD_REQUEST"),
    ] {
        let operation = socket.subscribe(document, json!({})).await;
        assert_eq!(socket.refusal(&operation).await, code, "{document}");
    }
    let operation = socket.subscribe(HELLO, json!({})).await;
    assert_eq!(socket.next(&operation).await["__typename"], "Query");
    socket.completed(&operation).await;
});

story!(a_ping_is_answered_with_its_payload, async |server| {
    let mut socket = socket(&server).await;
    socket.send(&json!({ "type": "ping", "payload": { "n": 1 } })).await;
    assert_eq!(socket.message().await, json!({ "type": "pong", "payload": { "n": 1 } }));
});

story!(the_server_pings_and_gives_up_on_the_dead, async |server| {
    let mut socket = socket(&server).await;
    socket.ignore_pings();
    socket.settle().await;
    server.advance(Duration::from_secs(25));
    assert_eq!(socket.message().await, json!({ "type": "ping" }));
    server.advance(Duration::from_secs(35));
    socket.expect_close(1001).await;
});

story!(a_client_that_answers_pings_lives_on, async |server| {
    let mut socket = socket(&server).await;
    socket.ignore_pings();
    for _ in 0..4 {
        socket.settle().await;
        server.advance(Duration::from_secs(25));
        assert_eq!(socket.message().await, json!({ "type": "ping" }));
        socket.send(&json!({ "type": "pong" })).await;
    }
    let operation = socket.subscribe(HELLO, json!({})).await;
    socket.next(&operation).await;
});

story!(a_large_message_is_closed_with_1009, async |server| {
    let mut socket = socket(&server).await;
    let padding = "x".repeat(64 * 1024);
    socket.send(&json!({ "type": "ping", "payload": { "x": padding } })).await;
    socket.expect_close(1009).await;
});

story!(a_socket_has_32_operations, async |server| {
    let mut socket = socket(&server).await;
    for _ in 0..32 {
        socket.subscribe(STREAM, json!({})).await;
    }
    let operation = socket.subscribe(STREAM, json!({})).await;
    assert_eq!(socket.refusal(&operation).await, "LIMIT_EXCEEDED");
});

story!(a_principal_has_20_sockets, async |server| {
    let member = member(&server);
    let mut open = Vec::new();
    for _ in 0..20 {
        open.push(member.socket().await);
    }
    let mut socket = member.raw_socket().await;
    let authorization = format!("Bearer {}", member.token().expect("a token"));
    let init = json!({ "type": "connection_init", "payload": { "authorization": authorization } });
    socket.send(&init).await;
    socket.expect_close(1013).await;
    for socket in &mut open {
        socket.send_frame(Message::Close(None)).await;
        rest(socket.connection()).await;
    }
    member.socket().await;
});

story!(a_socket_ends_with_its_token, async |server| {
    let member = member(&server);
    let mut socket = member.raw_socket().await;
    let ack = socket.init(member.token()).await;
    let expires_at = ack["expiresAt"].as_str().and_then(|text| DateTime::parse_from_rfc3339(text).ok());
    let left = (expires_at.expect("an instant").to_utc() - server.now()).to_std().expect("it is to come");
    server.advance(left - Duration::from_millis(1));
    socket.settle().await;
    server.advance(Duration::from_millis(1));
    socket.expect_close(4403).await;
});

story!(a_stopping_server_asks_clients_to_come_back, async |server| {
    let mut socket = socket(&server).await;
    socket.subscribe(STREAM, json!({})).await;
    socket.settle().await;
    let ((), _) = tokio::join!(server.stop(), socket.expect_close(1012));
});

story!(a_client_that_does_not_read_is_dropped, async |server| {
    let mut socket = socket(&server).await;
    let ping = json!({ "type": "ping", "payload": { "x": "x".repeat(60 * 1024) } }).to_string();
    loop {
        // The server stops reading when it cannot write, and then this cannot write either.
        let sent = socket.send_frame(Message::text(ping.clone()));
        if tokio::time::timeout(Duration::from_millis(300), sent).await.is_err() {
            break;
        }
    }
    server.advance(Duration::from_secs(10));
    let unread = rest(socket.connection()).await;
    assert!(!unread.is_empty(), "it ends where the server gave up");
    server.stop().await;
});
