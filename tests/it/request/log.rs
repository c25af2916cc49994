//! Logging what a customer asks.

use serde_json::{Value, json};
use support::Persona::{Administrator, Auditor, Director, Member, SalesLead};
use support::{Server, answer::Answer, story};

use super::acting::{code, demand, log, minutes, seen};

async fn attempt(server: &Server, account: &str, facts: Value) -> Answer {
    server.as_(SalesLead).attempt("customerRequestLog", "request { id }", demand(account, facts)).await
}

story!(a_request_is_logged_with_who_must_answer_and_by_when, async |server| {
    let account = server.triangle(json!({ "tier": "A" })).await;
    server.advance(minutes(30));
    let id = log(&server, &account, json!({ "occurredAt": "2026-03-02T09:00:00Z" })).await;
    let document = "query($id: ID!) { customerRequest(id: $id) {
        title body kind channel contact state round holder heldSince waiting occurredAt recordedAt recordedBy { name }
        account { id } tierAtLog targetMinutes dueAt dueState closedAt version } }";
    let found = server.as_(Member).query(document, json!({ "id": id })).await;
    let expected = json!({
        "title": "When does the line run?", "body": "They ask for a date.", "kind": "TECHNICAL", "channel": "PHONE",
        "contact": "Ms Sato", "state": "OPEN", "round": 1, "holder": "SALES", "heldSince": "2026-03-02T09:00:00+00:00",
        "waiting": ["SALES", "TECHNICAL"], "occurredAt": "2026-03-02T09:00:00+00:00", "recordedAt": "2026-03-02T09:30:00+00:00",
        "recordedBy": { "name": SalesLead.name() }, "account": { "id": account }, "tierAtLog": "A",
        // Two hours of business, which begins at nine in Berlin: at eight in UTC.
        "targetMinutes": 120, "dueAt": "2026-03-02T11:00:00+00:00", "dueState": "WAITING", "closedAt": null, "version": 1,
    });
    assert_eq!(found["customerRequest"], expected);
});

story!(whoever_is_on_the_team_logs_and_readers_do_not, async |server| {
    let account = server.triangle(json!({})).await;
    for (persona, may) in [(Member, true), (Director, true), (Auditor, false), (Administrator, false)] {
        let client = server.as_(persona);
        let made = client.attempt("customerRequestLog", "request { id }", demand(&account, json!({}))).await;
        assert_eq!(made.succeeded(), may, "{persona:?}");
        assert!(may || made.code() == "FORBIDDEN", "{persona:?}");
    }
});

story!(everything_that_is_wrong_with_a_request_is_told, async |server| {
    let account = server.triangle(json!({})).await;
    for (facts, expected) in [
        (json!({ "seats": [] }), "SEAT_REQUIRED"),
        (json!({ "holder": "DELIVERY" }), "HOLDER_NOT_NEEDED"),
        (json!({ "occurredAt": "2026-03-02T09:00:01Z" }), "OCCURRED_IN_FUTURE"),
        (json!({ "occurredAt": "-0001-03-02T09:00:01Z" }), "OCCURRED_TOO_EARLY"),
        (json!({ "occurredAt": "2024-02-28T08:59:59Z" }), "OCCURRED_TOO_EARLY"),
        (json!({ "title": " " }), "REQUIRED"),
        (json!({ "title": "x".repeat(201) }), "TOO_LONG"),
        (json!({ "body": "x".repeat(20_001) }), "TOO_LONG"),
        (json!({ "contact": "two\nlines" }), "CONTROL_CHARACTER"),
    ] {
        let refused = attempt(&server, &account, facts.clone()).await;
        assert_eq!(code(&refused), expected, "{facts}");
    }
    let ahead = attempt(&server, &account, json!({ "occurredAt": "2026-03-02T09:00:01Z" })).await;
    assert_eq!(ahead.user_error()["path"], json!(["occurredAt"]));
    let wrong_kind = attempt(&server, &account, json!({ "accountId": server.cast().id(SalesLead) })).await;
    assert_eq!(wrong_kind.code(), "ID_TYPE_MISMATCH");
});

story!(an_account_that_has_ended_takes_no_request, async |server| {
    let account = server.account(json!({})).await;
    let director = server.as_(Director);
    for (mutation, version) in [("accountScaleDown", 1), ("accountEnd", 2)] {
        let input = json!({ "accountId": account, "expectedVersion": version, "reason": "They left." });
        director.change(mutation, "account { status }", input).await;
    }
    let refused = director.attempt("customerRequestLog", "", demand(&account, json!({}))).await;
    assert_eq!(refused.user_error()["code"], "ACCOUNT_ENDED");
    assert_eq!(refused.user_error()["path"], json!(["accountId"]));
});

story!(a_request_that_is_logged_twice_with_one_key_is_one, async |server| {
    let account = server.triangle(json!({})).await;
    let key = json!({ "idempotencyKey": "once" });
    let (one, other) = (log(&server, &account, key.clone()).await, log(&server, &account, key).await);
    assert_eq!(one, other);
    let reused = attempt(&server, &account, json!({ "idempotencyKey": "once", "title": "Else" })).await;
    assert_eq!(reused.code(), "IDEMPOTENCY_KEY_REUSED");
    assert_eq!(seen(&server, &one).await["hops"].as_array().unwrap().len(), 1);
});
