//! What is sent: what a stream would have sent, signed, once in the normal case, and nothing that the bot may not have.

use serde_json::{Value, json};
use support::{Persona::Administrator, Server, database::Engine, story};

use super::acting::{Hook, INCIDENTS};
use crate::incident::acting::report;

story!(what_is_posted_is_what_a_stream_would_have_sent, async |server: Server| {
    let account = server.triangle(json!({})).await;
    let mut hook = Hook::of_incidents(&server).await;
    let mut stream = hook.bot.sse(INCIDENTS, json!({}), None).await;
    report(&server, &account, "SEV1").await;
    let (_, told) = stream.next().await;
    let got = hook.receiver.next().await;
    assert_eq!(got.json(), json!({ "data": told }));
    assert_eq!(told["incidentEvents"]["kind"], "REPORTED");
    assert_eq!((got.method.as_str(), got.path.as_str()), ("POST", "/hooks?of=story"));
    assert_eq!(got.headers["content-type"], "application/json");
    assert_eq!(json!(got.id()), told["incidentEvents"]["eventId"]);
    assert_eq!(got.timestamp(), server.now().timestamp());
    assert!(got.is_signed_by(&hook.secret) && !got.is_signed_by("whsec_c29tZWJvZHkgZWxzZSdzIHNlY3JldA=="));
    let delivery = hook.has_tried(&server, 1, "DELIVERED").await;
    assert_eq!((&delivery["eventName"], &delivery["lastStatus"]), (&json!("incident.reported"), &json!(204)));
    assert_eq!(delivery["eventId"], got.id());
});

story!(only_what_the_bot_may_have_and_wants_is_sent, async |server: Server| {
    let (own, other) = (server.triangle(json!({})).await, server.triangle(json!({})).await);
    let wanted = INCIDENTS.replace("checkpoints: false", "filter: { severities: [SEV1] }");
    let key = json!({ "scopes": ["INCIDENT_READ"], "accountIds": [own] });
    let mut hook = Hook::of(&server, key, &wanted).await;
    report(&server, &other, "SEV1").await;
    report(&server, &own, "SEV3").await;
    report(&server, &own, "SEV1").await;
    let got = hook.receiver.next().await.json();
    let event = &got["data"]["incidentEvents"];
    assert_eq!(event["incident"]["severity"], "SEV1");
    assert_eq!(event["account"]["name"], Value::Null, "the key does not see incidents whole");
    hook.has_tried(&server, 1, "DELIVERED").await;
    assert_eq!(hook.deliveries(&server).await.len(), 1);
    assert!(hook.receiver.is_quiet());
});

story!(what_waits_for_a_key_that_ended_is_not_sent_and_not_lost, async |server: Server| {
    let account = server.triangle(json!({})).await;
    let mut hook = Hook::of_incidents(&server).await;
    hook.receiver.answer(support::receiver::Reply::Status(500));
    report(&server, &account, "SEV1").await;
    hook.receiver.next().await;
    hook.has_tried(&server, 1, "PENDING").await;
    let revoke = json!({ "apiKeyId": hook.key });
    server.as_(Administrator).change("apiKeyRevoke", "apiKey { id }", revoke).await;
    server.advance(std::time::Duration::from_secs(6));
    hook.is_disabled(&server, "KEY_ENDED").await;
    assert!(hook.receiver.is_quiet());
    assert_eq!(hook.deliveries(&server).await[0]["state"], "PENDING", "it waits for another key");
});

story!(several_servers_send_each_event_once, async |server: Server| {
    if server.database().engine() == Engine::Sqlite {
        return;
    }
    let other = server.beside().await;
    let account = server.triangle(json!({})).await;
    let mut hook = Hook::of_incidents(&server).await;
    for _ in 0..5 {
        report(&server, &account, "SEV1").await;
        report(&other, &account, "SEV2").await;
    }
    let mut ids = Vec::new();
    for _ in 0..10 {
        ids.push(hook.receiver.next().await.id().to_owned());
    }
    hook.all_are_delivered(&server, 10).await;
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 10);
    assert!(hook.receiver.is_quiet());
});
