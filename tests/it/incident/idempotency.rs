//! A request that is repeated with its key is done once.

use std::time::Duration;

use serde_json::{Value, json};
use support::Persona::{Administrator, EscalationManager, SalesLead, TechnicalLead};
use support::story;

use super::acting::{account, attempt, incident_in, seen, trouble};

fn keyed(account: &str, severity: &str, key: &str) -> Value {
    let mut input = trouble(account, severity);
    input["idempotencyKey"] = json!(key);
    input
}

story!(the_same_request_twice_is_one_incident_with_one_answer, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let sales = server.as_(SalesLead);
    let first = sales.change("incidentReport", "incident { id }", keyed(&account, "SEV1", "k")).await;
    server.advance(Duration::from_secs(23 * 3_600));
    // The second time the client asks for something else of it.
    let again = "incident { id number title reporter { ... on User { name } } }";
    let second = sales.change("incidentReport", again, keyed(&account, "SEV1", "k")).await;
    assert_eq!(first["incidentReport.incident.id"], second["incidentReport.incident.id"]);
    assert_eq!(first["incidentReport.eventIds"], second["incidentReport.eventIds"]);
    assert_eq!(second["incidentReport.incident.number"], "RC-1");
    server.advance(Duration::from_secs(3_600));
    let third = sales.change("incidentReport", again, keyed(&account, "SEV1", "k")).await;
    assert_eq!(third["incidentReport.incident.number"], "RC-2", "after a day the key is free");
});

story!(a_key_is_for_one_request_only, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let sales = server.as_(SalesLead);
    sales.change("incidentReport", "incident { id }", keyed(&account, "SEV1", "k")).await;
    let other = sales.attempt("incidentReport", "incident { id }", keyed(&account, "SEV2", "k")).await;
    assert_eq!(other.code(), "IDEMPOTENCY_KEY_REUSED");
    let technical = server.as_(TechnicalLead);
    let theirs =
        technical.change("incidentReport", "incident { number }", keyed(&account, "SEV2", "k")).await;
    assert_eq!(theirs["incidentReport.incident.number"], "RC-2", "a key belongs to who uses it");
    for key in [String::new(), "k".repeat(256), "a\0b".to_owned()] {
        let answer = sales.attempt("incidentReport", "incident { id }", keyed(&account, "SEV1", &key)).await;
        assert_eq!(answer.code(), "BAD_USER_INPUT");
    }
});

story!(two_connections_with_one_key_meet_and_one_incident_comes_of_it, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let clients: Vec<_> = (0..4).map(|_| server.as_(SalesLead)).collect();
    let attempts = clients
        .iter()
        .map(|client| client.attempt("incidentReport", "incident { id }", keyed(&account, "SEV1", "k")));
    let answers = futures_util::future::join_all(attempts).await;
    let first = answers.iter().find(|answer| answer.succeeded()).unwrap();
    for answer in answers.iter() {
        assert_eq!(answer["incidentReport"], first["incidentReport"]);
    }
    let listed = clients[0].query("{ incidents { totalCount { count } } }", json!({})).await;
    assert_eq!(listed["incidents.totalCount.count"], 1);
});

story!(a_repeated_request_shows_what_its_sender_may_see_now, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let sales = server.as_(SalesLead);
    let first = sales.change("incidentReport", "incident { id }", keyed(&account, "SEV1", "k")).await;
    let seats = "query($id: ID!) { account(id: $id) { triangle { sales { primary { id } } } } }";
    let seats = server.as_(Administrator).query(seats, json!({ "id": account })).await;
    let input = json!({ "assignmentId": seats["account.triangle.sales.primary.id"], "reason": "Moves on." });
    server.as_(Administrator).change("seatVacate", "assignment { id }", input).await;
    let again = sales.change("incidentReport", "incident { id }", keyed(&account, "SEV1", "k")).await;
    assert_eq!(again["incidentReport.incident"], json!(null));
    assert_eq!(again["incidentReport.eventIds"], first["incidentReport.eventIds"]);
});

story!(a_step_that_was_answered_into_the_void_can_be_repeated, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = incident_in(&server, &account, "ACTIVATED").await;
    let manager = server.as_(EscalationManager);
    let input = json!({ "incidentId": id, "expectedVersion": 3, "idempotencyKey": "ack" });
    let selection = "incident { state version }";
    let first = manager.change("incidentAcknowledge", selection, input.clone()).await;
    let second = manager.change("incidentAcknowledge", selection, input).await;
    assert_eq!(first["incidentAcknowledge"], second["incidentAcknowledge"]);
    assert_eq!(seen(&server, &id, "version").await["incident.version"], 4);
    let plain = attempt(&server, EscalationManager, "incidentAcknowledge", &id, json!({})).await;
    assert_eq!(plain.user_error()["code"], "ILLEGAL_TRANSITION");
});

story!(a_line_that_is_sent_twice_is_written_once, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = incident_in(&server, &account, "REPORTED").await;
    let sales = server.as_(SalesLead);
    let line = json!({ "incidentId": id, "kind": "FACT", "body": "Once.", "idempotencyKey": "l" });
    let first = sales.change("incidentAddTimelineEntry", "entry { id }", line.clone()).await;
    let second = sales.change("incidentAddTimelineEntry", "entry { id body }", line).await;
    let id_of = "incidentAddTimelineEntry.entry.id";
    assert_eq!(first[id_of], second[id_of]);
});
