//! Alarms that are told again and again: one trouble, one incident.

use serde_json::{Value, json};
use support::Persona::{Auditor, EscalationManager, Member, SalesLead};
use support::{Server, client::Client, story};

use super::acting::{account, events, head, incident_in, name_lead, seen, step, trouble};

/// Tells of a trouble by its name, and gives the incident that it belongs to.
async fn tell(client: &Client, account: &str, key: &str, beside: Value) -> Value {
    let mut input = trouble(account, "SEV2");
    input["dedupeKey"] = json!(key);
    input.as_object_mut().unwrap().extend(beside.as_object().unwrap().clone());
    let told = client.change("incidentReport", "incident { id number state }", input).await;
    told["incidentReport.incident"].clone()
}

async fn reporting_bot(server: &Server) -> Client {
    let scopes = json!(["INCIDENT_REPORT", "INCIDENT_READ"]);
    server.bot(json!({ "scopes": scopes, "incidentDetail": true })).await
}

story!(an_alarm_that_is_told_again_is_counted_and_is_no_second_incident, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let bot = reporting_bot(&server).await;
    let first = tell(&bot, &account, "line-3", json!({})).await;
    let start = head(&server).await;
    server.advance(std::time::Duration::from_secs(60));
    let again = tell(&bot, &account, "line-3", json!({})).await;
    assert_eq!(again["number"], first["number"]);
    let document = "query($id: ID!) { incident(id: $id) { version
        alarms { dedupeKey times firstAt lastAt } timeline { nodes { id } } } }";
    let seen = bot.query(document, json!({ "id": first["id"] })).await;
    let expected = json!([{ "dedupeKey": "line-3", "times": 2,
        "firstAt": "2026-03-02T09:00:00+00:00", "lastAt": "2026-03-02T09:01:00+00:00" }]);
    assert_eq!(seen["incident.alarms"], expected);
    assert_eq!(seen["incident.timeline.nodes"], json!([]), "it said nothing new");
    assert_eq!(seen["incident.version"], 1, "nobody's screen is stale because of it");
    let told = events(&server.as_(Auditor), &start).await;
    assert_eq!(told.len(), 1);
    assert_eq!((&told[0]["kind"], &told[0]["timelineEntry"]), (&json!("ALARM_REPEATED"), &json!(null)));
});

story!(what_an_alarm_says_anew_becomes_a_line_of_the_timeline, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let bot = reporting_bot(&server).await;
    let incident = tell(&bot, &account, "line-3", json!({})).await;
    server.advance(std::time::Duration::from_secs(60));
    let worse = json!({ "title": "Line 4, too", "description": "Since 9:01.", "severity": "SEV1",
        "occurredAt": "2026-03-02T08:00:00Z" });
    let start = head(&server).await;
    tell(&bot, &account, "line-3", worse.clone()).await;
    assert_eq!(events(&server.as_(Auditor), &start).await[0]["kind"], "ALARM_WORSENED");
    tell(&bot, &account, "line-3", worse).await;
    let id = incident["id"].as_str().unwrap();
    let selection =
        "severity timeline { nodes { kind body occurredAt author { __typename } } } alarms { times }";
    let answer = seen(&server, id, selection).await;
    assert_eq!(
        answer["incident.timeline.nodes"],
        json!([{
            "kind": "FACT", "body": "**Line 4, too** (SEV1)\n\nSince 9:01.",
            "occurredAt": "2026-03-02T09:00:00+00:00", "author": { "__typename": "Bot" },
        }])
    );
    assert_eq!(answer["incident.severity"], "SEV2", "people decide how bad it is");
    assert_eq!(answer["incident.alarms.0.times"], 3);
});

story!(an_alarm_after_the_solution_is_a_new_incident, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let bot = reporting_bot(&server).await;
    let first = tell(&bot, &account, "line-3", json!({})).await;
    step(&server, EscalationManager, "incidentCancel", first["id"].as_str().unwrap()).await;
    let second = tell(&bot, &account, "line-3", json!({})).await;
    assert_ne!(second["id"], first["id"]);
    let third = tell(&bot, &account, "line-3", json!({})).await;
    assert_eq!(third["id"], second["id"]);
});

story!(an_alarm_goes_to_a_reopened_incident, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let sales = server.as_(SalesLead);
    let first = tell(&sales, &account, "line-3", json!({ "severity": "SEV1" })).await;
    let id = first["id"].as_str().unwrap();
    for mutation in ["incidentTriage", "incidentActivate", "incidentAcknowledge"] {
        step(&server, EscalationManager, mutation, id).await;
    }
    name_lead(&server, id).await;
    for mutation in ["incidentMobilise", "incidentArriveOnSite", "incidentResolve"] {
        step(&server, EscalationManager, mutation, id).await;
    }
    let second = tell(&sales, &account, "line-3", json!({})).await;
    assert_ne!(second["id"], first["id"]);
    step(&server, EscalationManager, "incidentCancel", second["id"].as_str().unwrap()).await;
    step(&server, EscalationManager, "incidentReopen", id).await;
    assert_eq!(tell(&sales, &account, "line-3", json!({})).await["id"], first["id"]);
});

story!(names_of_troubles_do_not_meet_across_reporters_accounts_and_incidents_without, async |server| {
    let acme = account(&server, "ACME", Some("S")).await;
    let blue = account(&server, "BLUE", Some("S")).await;
    let (one, other) = (reporting_bot(&server).await, reporting_bot(&server).await);
    let mut ids = Vec::new();
    for (client, account) in [(&one, &acme), (&other, &acme), (&one, &blue)] {
        ids.push(tell(client, account, "line-3", json!({})).await["id"].clone());
    }
    // A member who may not see the others' incidents learns nothing of them.
    ids.push(tell(&server.as_(Member), &acme, "line-3", json!({})).await["id"].clone());
    ids.push(json!(incident_in(&server, &acme, "REPORTED").await));
    let number = ids.len();
    ids.sort_by_key(Value::to_string);
    ids.dedup();
    assert_eq!(ids.len(), number);
});

story!(two_alarms_at_the_same_moment_are_one_incident, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let bot = reporting_bot(&server).await;
    let told = (0..8).map(|_| tell(&bot, &account, "line-3", json!({})));
    let told = futures_util::future::join_all(told).await;
    assert!(told.iter().all(|incident| incident["number"] == "RC-1"), "{told:?}");
    let answer = seen(&server, told[0]["id"].as_str().unwrap(), "alarms { times }").await;
    assert_eq!(answer["incident.alarms.0.times"], 8);
});

story!(a_repeated_request_counts_an_alarm_once, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let sales = server.as_(SalesLead);
    let first = tell(&sales, &account, "line-3", json!({ "idempotencyKey": "a" })).await;
    for _ in 0..2 {
        let again = tell(&sales, &account, "line-3", json!({ "idempotencyKey": "b" })).await;
        assert_eq!(again["id"], first["id"]);
    }
    let answer = seen(&server, first["id"].as_str().unwrap(), "alarms { times }").await;
    assert_eq!(answer["incident.alarms.0.times"], 2);
});

story!(the_name_of_a_trouble_is_a_line, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let bot = reporting_bot(&server).await;
    for (key, code) in [("", "REQUIRED"), ("a\nb", "CONTROL_CHARACTER"), (&"x".repeat(256), "TOO_LONG")] {
        let mut input = trouble(&account, "SEV2");
        input["dedupeKey"] = json!(key);
        let refused = bot.attempt("incidentReport", "incident { id }", input).await;
        assert_eq!(refused.user_error()["code"], code);
    }
});

story!(a_bot_without_detail_does_not_see_alarms, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let incident = tell(&reporting_bot(&server).await, &account, "line-3", json!({})).await;
    let bot = server.bot(json!({ "scopes": ["INCIDENT_READ"] })).await;
    let document = "query($id: ID!) { incident(id: $id) { number alarms { times } } }";
    let answer = bot.query(document, json!({ "id": incident["id"] })).await;
    assert_eq!(answer["incident"], json!({ "number": "RC-1", "alarms": null }));
});
