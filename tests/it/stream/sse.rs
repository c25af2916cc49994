//! Event streams over SSE: they go on where the last one was cut.

use support::{Persona::Administrator, Server, client::Client, json, sse::Sse, story};

const CREATED: &str = "subscription($after: EventCursor) { accountEvents(after: $after, checkpoints: false) {
    ... on AccountEvent { cursor snapshot { code } }
} }";

async fn cursor(client: &Client) -> String {
    client.query("{ eventCursor }", json!({})).await.text("eventCursor")
}

/// The `id` and the account's code of the next event, which carries its cursor as its `id`.
async fn next(stream: &mut Sse) -> (String, String) {
    let (id, data) = stream.next().await;
    let event = &data["accountEvents"];
    let id = id.expect("an event has an id");
    assert_eq!(event["cursor"], json!(id));
    (id, event["snapshot"]["code"].as_str().expect("an account has a code").to_owned())
}

story!(a_stream_goes_on_after_the_last_event_that_its_reader_had, async |server: Server| {
    let ada = server.as_(Administrator);
    let start = cursor(&ada).await;
    for code in ["A", "B", "C"] {
        server.account(json!({ "code": code })).await;
    }
    let mut stream = ada.sse(CREATED, json!({ "after": start }), None).await;
    assert_eq!(next(&mut stream).await.1, "A");
    let (last, code) = next(&mut stream).await;
    assert_eq!(code, "B");
    drop(stream);
    server.account(json!({ "code": "D" })).await;

    // The client repeats its request as it was; the header goes before the argument.
    let mut stream = ada.sse(CREATED, json!({ "after": start }), Some(&last)).await;
    assert_eq!(next(&mut stream).await.1, "C");
    assert_eq!(next(&mut stream).await.1, "D");
    server.account(json!({ "code": "E" })).await;
    assert_eq!(next(&mut stream).await.1, "E");
});

story!(a_last_event_id_of_another_log_is_told_so, async |server: Server| {
    let ada = server.as_(Administrator);
    let foreign = api::platform::log::Cursor { epoch: 77, pos: 1 }.to_string();
    for (id, expected) in [(foreign.as_str(), "CURSOR_DIVERGED"), ("nonsense", "CURSOR_INVALID")] {
        let mut stream = ada.sse(CREATED, json!({}), Some(id)).await;
        let refused = stream.event().await;
        let refused: support::Value = serde_json::from_str(&refused.data).unwrap();
        assert_eq!(refused["errors"][0]["extensions"]["code"], expected, "{refused}");
        assert_eq!(stream.event().await.event, "complete");
    }
});
