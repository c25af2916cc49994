//! GraphQL over server-sent events: distinct connections, keep-alive, endings.

use std::time::Duration;

use hyper::{Method, header};
use serde_json::{Value, json};
use support::{client::Client, sse::Sse, story};

use super::{HELLO, STREAM, asking, member};

async fn open(client: &Client, document: &str) -> Sse {
    client.sse(document, json!({}), None).await
}

story!(a_query_is_one_item_and_the_end, async |server| {
    let mut stream = open(&server.anonymous(), HELLO).await;
    assert_eq!(stream.next().await, (None, json!({ "__typename": "Query" })));
    let end = stream.event().await;
    assert_eq!((end.event.as_str(), end.data.as_str()), ("complete", ""));
    assert_eq!(stream.block().await, None);
});

story!(a_fault_before_execution_is_an_item_without_data, async |server| {
    let mut stream = open(&server.anonymous(), "{ nothing }").await;
    let item = stream.event().await;
    let answer: Value = serde_json::from_str(&item.data).expect("JSON");
    assert_eq!((item.event.as_str(), answer.get("data")), ("next", None));
    assert_eq!(answer["errors"][0]["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED");
    assert_eq!(stream.event().await.event, "complete");
});

story!(faults_of_the_transport_keep_their_status, async |server| {
    let call = server.with_token("nonsense").call(Method::POST, "/graphql");
    let call =
        call.header(header::CONTENT_TYPE, "application/json").header(header::ACCEPT, "text/event-stream");
    let answer = call.body(asking(HELLO).to_string()).send().await;
    assert_eq!((answer.status(), answer.code()), (401, "UNAUTHENTICATED"));
});

story!(proxies_are_told_not_to_hold_events_back, async |server| {
    let call =
        server.anonymous().call(Method::POST, "/graphql").header(header::CONTENT_TYPE, "application/json");
    let call = call.header(header::ACCEPT, "text/event-stream").body(asking(HELLO).to_string());
    let answer = call.send().await;
    assert_eq!(answer.header("x-accel-buffering"), Some("no"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
});

story!(get_opens_a_stream, async |server| {
    let call = member(&server).call(Method::GET, "/graphql?query=%7B__typename%7D");
    let mut stream = Sse::open(call.header("graphql-require-preflight", "1")).await;
    assert_eq!(stream.next().await.1["__typename"], "Query");
});

story!(a_quiet_stream_gets_comments, async |server| {
    let mut stream = open(&member(&server), STREAM).await;
    assert_eq!(stream.block().await.expect("a beginning").comment.as_deref(), Some(""));
    for _ in 0..3 {
        // What has been written has been followed by the wait for the next.
        server.advance(Duration::from_secs(15));
        assert_eq!(stream.block().await.expect("a comment").comment.as_deref(), Some(""));
    }
});

story!(a_stream_ends_with_its_token_and_is_not_complete, async |server| {
    let mut stream = open(&member(&server), STREAM).await;
    server.advance(Duration::from_secs(31 * 24 * 60 * 60));
    while let Some(block) = stream.block().await {
        assert_eq!(block.event, "", "{block:?}");
    }
});

story!(a_stopping_server_ends_streams_and_does_not_complete_them, async |server| {
    let mut stream = open(&member(&server), STREAM).await;
    let end = async {
        while let Some(block) = stream.block().await {
            assert_eq!(block.event, "", "{block:?}");
        }
    };
    tokio::join!(server.stop(), end);
});
