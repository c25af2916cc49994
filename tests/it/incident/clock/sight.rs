//! Who sees clocks.

use serde_json::json;
use support::Persona::{Administrator, EscalationManager, Outsider, SalesLead};
use support::story;

use super::watch::CLOCK;
use crate::incident::acting::{account, head, incident_in};

const CLOCKS: &str =
    "query($id: ID!) { incident(id: $id) { clocks { kind dueAt history { kind } } ladder { level } } }";

story!(whoever_sees_an_incident_sees_its_clocks, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = incident_in(&server, &account, "ACTIVATED").await;
    for persona in [SalesLead, EscalationManager] {
        let seen = server.as_(persona).query(CLOCKS, json!({ "id": id })).await;
        assert_eq!(seen["incident.clocks"].as_array().unwrap().len(), 7, "{persona:?}");
    }
    for persona in [Outsider, Administrator] {
        assert_eq!(
            server.as_(persona).query(CLOCKS, json!({ "id": id })).await.code(),
            "NOT_FOUND",
            "{persona:?}"
        );
    }
});

story!(a_bot_without_detail_sees_the_times_of_clocks_and_nothing_else, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = incident_in(&server, &account, "ACTIVATED").await;
    let bot = server.bot(json!({ "scopes": ["INCIDENT_READ"] })).await;
    let seen = bot.query(CLOCKS, json!({ "id": id })).await;
    assert_eq!(
        seen["incident.clocks.0"],
        json!({ "kind": "ACKNOWLEDGE", "dueAt": "2026-03-02T09:15:00+00:00", "history": null })
    );
    assert_eq!(seen["incident.ladder"], json!(null));
    let whole = server.bot(json!({ "scopes": ["INCIDENT_READ"], "incidentDetail": true })).await;
    let seen = whole.query(CLOCKS, json!({ "id": id })).await;
    assert_eq!(seen["incident.clocks.0.history"], json!([{ "kind": "ACTIVATE" }]));
});

story!(the_change_that_moves_clocks_carries_them_in_its_event, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let start = head(&server).await;
    let id = incident_in(&server, &account, "ACKNOWLEDGED").await;
    let document = format!("query($id: ID!) {{ incident(id: $id) {{ {CLOCK} }} }}");
    assert!(server.as_(SalesLead).query(&document, json!({ "id": id })).await.succeeded());
    let log = "query($after: EventCursor!) { eventLog(after: $after, first: 100) { events {
        ... on IncidentEvent { kind clocks { kind state dueAt } } } } }";
    let answer = server.as_(SalesLead).query(log, json!({ "after": start })).await;
    let events = answer["eventLog.events"].as_array().unwrap();
    let of = |kind: &str| events.iter().find(|event| event["kind"] == kind).unwrap()["clocks"].clone();
    assert_eq!(of("ACTIVATED").as_array().unwrap().len(), 7);
    assert_eq!(
        of("ACKNOWLEDGED"),
        json!([{ "kind": "ACKNOWLEDGE", "state": "MET", "dueAt": "2026-03-02T09:15:00+00:00" }])
    );
});
