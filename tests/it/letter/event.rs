//! What others learn of letters, as it happens.

use serde_json::{Value, json};
use support::Persona::{Administrator, Auditor, Member, SalesLead};
use support::{client::Client, story};

use super::acting::{letter_after, resolved, step};

const LOG: &str = "query($after: EventCursor!) { eventLog(after: $after, first: 100) { events {
    ... on LetterEvent { letterKind: kind previousState letter { state number language version }
        incident { number state } actor { name } account { name } }
    ... on IncidentEvent { kind previousState incident { state version } } } } }";

async fn told(client: &Client, after: &Value) -> Vec<Value> {
    let answer = client.query(LOG, json!({ "after": after })).await;
    let events = answer["eventLog.events"].as_array().cloned().unwrap_or_default();
    events.into_iter().filter(|event| event.as_object().is_some_and(|event| !event.is_empty())).collect()
}

story!(a_letter_tells_each_step_and_moves_its_incident, async |server| {
    let incident = resolved(&server).await;
    let start = server.anonymous().query("{ eventCursor }", json!({})).await["eventCursor"].clone();
    let letter = letter_after(&server, &incident, &["letterSubmit", "letterSign", "letterSend"]).await;
    step(&server, SalesLead, "letterReturn", &letter).await;
    let events = told(&server.as_(Auditor), &start).await;
    let kind = |event: &Value| event.get("letterKind").unwrap_or(&event["kind"]).as_str().unwrap().to_owned();
    let kinds: Vec<String> = events.iter().map(kind).collect();
    assert_eq!(kinds, ["DRAFTED", "SUBMITTED", "SIGNED", "COMMITMENT_ISSUED", "SENT", "RETURNED"]);
    assert_eq!(events[3]["previousState"], "RESOLVED");
    let sent = json!({ "state": "SENT", "number": 1, "language": "ENGLISH", "version": 4 });
    assert_eq!(events[4]["letter"], sent);
    assert_eq!(events[4]["incident"]["state"], "COMMITMENT_ISSUED");
    assert_eq!(events[4]["actor"]["name"], SalesLead.name());
    let text = format!("{events:?}");
    assert!(
        !text.contains("gateway") && !text.contains("Sato"),
        "the text of a letter is in its events: {text}"
    );
    for persona in [Member, Administrator] {
        assert_eq!(told(&server.as_(persona), &start).await, Vec::<Value>::new(), "{persona:?}");
    }
    let bot = server.bot(json!({ "scopes": ["INCIDENT_READ"] })).await;
    let heard = told(&bot, &start).await;
    assert_eq!(heard.iter().map(kind).collect::<Vec<_>>(), ["COMMITMENT_ISSUED"]);
});

story!(a_subscription_narrows_letters_by_their_kinds, async |server| {
    let incident = resolved(&server).await;
    let document = "subscription($kinds: [LetterEventKind!]) {
        incidentEvents(filter: { letterKinds: $kinds }, checkpoints: false) { ... on LetterEvent { kind letter { id } } } }";
    let mut stream = server.as_(SalesLead).sse(document, json!({ "kinds": ["SIGNED"] }), None).await;
    let letter = letter_after(&server, &incident, &["letterSubmit", "letterSign"]).await;
    let (_, item) = stream.next().await;
    let signed = json!({ "kind": "SIGNED", "letter": { "id": letter } });
    assert_eq!(item["incidentEvents"], signed);
});
