//! A target that passes tells itself, once.

use serde_json::{Value, json};
use support::Persona::{Auditor, SalesLead};
use support::story;

use super::acting::{answer, attempt, code, log, minutes, seen};

const LATE: &str = "subscription { accountEvents(filter: { requestKinds: [LATE] }, checkpoints: false) {
    ... on CustomerRequestEvent { kind actor { kind } happenedAt request { id waiting version } } } }";

const LOG: &str = "query($after: EventCursor!) { eventLog(after: $after, first: 100) { events {
    ... on CustomerRequestEvent { kind } } } }";

story!(a_target_that_passes_is_told_once_on_several_nodes, async |server| {
    let account = server.triangle(json!({ "tier": "S" })).await;
    let start = server.anonymous().query("{ eventCursor }", json!({})).await["eventCursor"].clone();
    let id = log(&server, &account, json!({})).await;
    let answered = log(&server, &account, json!({ "seats": ["SALES"] })).await;
    answer(&server, SalesLead, &answered, json!({})).await;
    let other = server.beside().await;
    let mut stream = server.as_(Auditor).sse(LATE, json!({}), None).await;
    server.advance(minutes(60));
    assert_eq!(seen(&server, &id).await["dueState"], "WAITING");
    server.advance(minutes(2));
    let (_, item) = stream.next().await;
    let expected = json!({
        "kind": "LATE", "actor": { "kind": "SYSTEM" }, "happenedAt": "2026-03-02T10:00:00+00:00",
        "request": { "id": id, "waiting": ["SALES", "TECHNICAL"], "version": 1 },
    });
    assert_eq!(item["accountEvents"], expected);
    assert_eq!(seen(&server, &id).await["dueState"], "LATE");
    // The next one is told next: there was no second event of the first.
    let second = log(&server, &account, json!({})).await;
    server.advance(minutes(62));
    let (_, item) = stream.next().await;
    assert_eq!(item["accountEvents"]["request"]["id"], second.as_str());
    let events = server.as_(Auditor).query(LOG, json!({ "after": start })).await;
    let events: Vec<Value> = events["eventLog.events"].as_array().cloned().unwrap();
    assert_eq!(events.iter().filter(|event| event["kind"] == "LATE").count(), 2);
    assert_eq!(seen(&server, &answered).await["dueState"], "MET");
    other.stop().await;
});

story!(a_late_notice_leaves_the_version_that_people_edit_against, async |server| {
    let account = server.triangle(json!({ "tier": "S" })).await;
    let id = log(&server, &account, json!({ "seats": ["SALES"] })).await;
    let mut stream = server.as_(Auditor).sse(LATE, json!({}), None).await;
    server.advance(minutes(62));
    stream.next().await;
    let input = json!({ "requestId": id, "expectedVersion": 1, "to": "DELIVERY" });
    let moved = server.as_(SalesLead).attempt("customerRequestHandOver", "request { version }", input).await;
    assert_eq!(moved["customerRequestHandOver.request.version"], 2);
    let refused = attempt(&server, SalesLead, "customerRequestClose", &id, json!({})).await;
    assert_eq!(code(&refused), "SEATS_WAITING");
});
