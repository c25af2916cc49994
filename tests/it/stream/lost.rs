//! A server that has lost its database: nothing is pretended, and whoever listens is sent elsewhere.

use support::{Persona::Administrator, Server, database::Engine, json, story, story::soon};

const CREATED: &str = "subscription { accountEvents(checkpoints: false) { ... on AccountEvent { kind } } }";
const REGION: &str = "region { id }";

story!(who_listens_to_a_server_without_its_database_is_sent_elsewhere, async |server: Server| {
    if server.database().engine() == Engine::Sqlite {
        return; // An open file does not go away.
    }
    let ada = server.as_(Administrator);
    let mut socket = ada.socket().await;
    let stream = socket.subscribe(CREATED, json!({})).await;
    let mut events = ada.sse(CREATED, json!({}), None).await;
    server.account(json!({})).await;
    assert_eq!(socket.next(&stream).await["accountEvents"]["kind"], "CREATED");
    assert_eq!(events.next().await.1["accountEvents"]["kind"], "CREATED");

    server.database().cut_off().await;
    let refused = ada.attempt("regionCreate", REGION, json!({ "code": "EAST", "name": "East" })).await;
    assert!(!refused.succeeded(), "{refused:?}");
    assert!(["INTERNAL", "UNAVAILABLE"].contains(&refused.code()), "{refused:?}");
    // Until then a short loss is borne: it takes half a minute by the machine's clock.
    let end = async {
        while let Some(block) = events.block().await {
            assert_ne!(block.event, "complete");
        }
    };
    tokio::join!(socket.expect_close(1013), soon("the end of the event stream", end));
});
