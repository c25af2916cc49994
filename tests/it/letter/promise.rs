//! Promises from the sending to their end, and those whose day passes.

use std::time::Duration;

use serde_json::{Value, json};
use support::Persona::{
    Auditor, DeliveryLead, Deputy, EscalationManager, Executive, Member, Outsider, SalesLead, TechnicalLead,
};
use support::{Server, story};

use super::acting::{
    attempt, draft, keep_all, letter_after, of_incident, promise, promises, record, resolved, seen, step,
    text, verify,
};

const SENT: [&str; 4] = ["letterSubmit", "letterSign", "letterSend", "letterAccept"];

/// A letter with that many promises that the customer accepted.
async fn accepted(server: &Server, incident: &str, count: usize) -> String {
    let several = vec![promise(server, json!({})); count];
    let letter = draft(server, incident, text(server, json!({ "commitments": several }))).await;
    for mutation in SENT {
        let persona = if mutation == "letterSign" { Executive } else { SalesLead };
        step(server, persona, mutation, &letter).await;
    }
    letter
}

async fn state(server: &Server, letter: &str) -> Value {
    seen(server, letter, "state outcome").await["letter"].clone()
}

story!(a_letter_whose_promises_are_kept_is_fulfilled, async |server| {
    let incident = resolved(&server).await;
    let letter = accepted(&server, &incident, 2).await;
    assert_eq!(state(&server, &letter).await, json!({ "state": "ACCEPTED", "outcome": null }));
    assert!(record(&server, TechnicalLead, &letter, 0, "KEPT").await.succeeded());
    assert_eq!(state(&server, &letter).await, json!({ "state": "IN_PROGRESS", "outcome": null }));
    assert!(verify(&server, SalesLead, &letter, 0).await.succeeded());
    assert!(record(&server, EscalationManager, &letter, 1, "PARTIAL").await.succeeded());
    assert_eq!(state(&server, &letter).await, json!({ "state": "IN_PROGRESS", "outcome": 0.75 }));
    assert!(verify(&server, Deputy, &letter, 1).await.succeeded());
    assert_eq!(state(&server, &letter).await["state"], "VERIFIED");
    let concluded = step(&server, SalesLead, "letterConclude", &letter).await;
    assert_eq!(concluded["letterConclude.letter.state"], "FULFILLED");
    let closed =
        of_incident(&server, Executive, "incidentClose", &incident, json!({ "review": "It runs." })).await;
    assert_eq!(closed["incidentClose.incident.state"], "CLOSED");
});

story!(a_broken_promise_breaches_the_letter, async |server| {
    let incident = resolved(&server).await;
    let letter = accepted(&server, &incident, 2).await;
    assert!(record(&server, SalesLead, &letter, 0, "BROKEN").await.succeeded());
    assert!(record(&server, SalesLead, &letter, 1, "CANCELLED").await.succeeded());
    let concluded = step(&server, SalesLead, "letterConclude", &letter).await;
    assert_eq!(concluded["letterConclude.letter.state"], "BREACHED");
    assert_eq!(state(&server, &letter).await["outcome"], 0.0);
});

story!(what_became_of_a_promise_is_said_once_and_one_always_counts, async |server| {
    let incident = resolved(&server).await;
    let letter = accepted(&server, &incident, 1).await;
    let code = |answer: support::answer::Answer| answer.user_error()["code"].clone();
    assert_eq!(code(record(&server, SalesLead, &letter, 0, "CANCELLED").await), "LAST_COMMITMENT");
    assert_eq!(code(verify(&server, SalesLead, &letter, 0).await), "NOTHING_TO_VERIFY");
    assert!(record(&server, SalesLead, &letter, 0, "KEPT").await.succeeded());
    assert_eq!(code(record(&server, SalesLead, &letter, 0, "BROKEN").await), "COMMITMENT_SETTLED");
    let unverified = attempt(&server, SalesLead, "letterConclude", &letter, json!({})).await;
    assert_eq!(code(unverified), "ILLEGAL_TRANSITION");
    let stale = json!({
        "commitmentId": promises(&server, &letter).await[0]["id"], "expectedVersion": 1, "verifiedBy": "Ms Sato",
    });
    assert_eq!(code(server.as_(SalesLead).attempt("commitmentVerify", "", stale).await), "VERSION_CONFLICT");
});

story!(the_owner_and_who_writes_the_letter_say_what_became_of_a_promise, async |server| {
    let incident = resolved(&server).await;
    let who = json!({ "userId": server.cast().id(Member) });
    assert!(
        of_incident(&server, EscalationManager, "incidentAddResponder", &incident, who).await.succeeded()
    );
    let owned = promise(&server, json!({ "ownerId": server.cast().id(Member) }));
    let both = json!({ "commitments": [owned, promise(&server, json!({}))] });
    let letter = draft(&server, &incident, text(&server, both)).await;
    for mutation in SENT {
        let persona = if mutation == "letterSign" { Executive } else { SalesLead };
        step(&server, persona, mutation, &letter).await;
    }
    assert_eq!(record(&server, Member, &letter, 1, "KEPT").await.code(), "FORBIDDEN");
    assert!(record(&server, Member, &letter, 0, "KEPT").await.succeeded());
    assert_eq!(record(&server, Auditor, &letter, 1, "KEPT").await.code(), "FORBIDDEN");
    assert_eq!(record(&server, Outsider, &letter, 1, "KEPT").await.code(), "NOT_FOUND");
    assert!(record(&server, DeliveryLead, &letter, 1, "KEPT").await.succeeded());
});

story!(the_promises_of_a_returned_version_no_longer_count, async |server| {
    let incident = resolved(&server).await;
    let letter =
        letter_after(&server, &incident, &["letterSubmit", "letterSign", "letterSend", "letterReturn"]).await;
    assert_eq!(promises(&server, &letter).await[0]["state"], "CANCELLED");
    let revision = json!({ "language": "ENGLISH", "text": text(&server, json!({})) });
    assert!(attempt(&server, SalesLead, "letterRevise", &letter, revision).await.succeeded());
    for mutation in SENT {
        let persona = if mutation == "letterSign" { Executive } else { SalesLead };
        step(&server, persona, mutation, &letter).await;
    }
    let present = promises(&server, &letter).await;
    assert_eq!((present.len(), &present[0]["state"]), (1, &json!("OPEN")));
});

const OVERDUE: &str =
    "subscription { incidentEvents(filter: { letterKinds: [PROMISE_OVERDUE] }, checkpoints: false) {
    ... on LetterEvent { kind actor { kind } commitment { place dueOn state } concerned { name } } } }";

story!(a_promise_becomes_overdue_by_itself_once_on_several_nodes, async |server| {
    let incident = resolved(&server).await;
    let dates = ["2026-03-03", "2026-03-20"].map(|day| promise(&server, json!({ "dueOn": day })));
    let letter = draft(&server, &incident, text(&server, json!({ "commitments": dates }))).await;
    for mutation in SENT {
        let persona = if mutation == "letterSign" { Executive } else { SalesLead };
        step(&server, persona, mutation, &letter).await;
    }
    let other = server.beside().await;
    let start = server.anonymous().query("{ eventCursor }", json!({})).await["eventCursor"].clone();
    let mut stream = server.as_(Auditor).sse(OVERDUE, json!({}), None).await;
    // Its day ends at midnight in Berlin, which is 23:00 in UTC.
    server.advance(Duration::from_secs((24 + 13) * 3_600 + 3_599));
    server.advance(Duration::from_secs(60));
    let (_, item) = stream.next().await;
    let event = &item["incidentEvents"];
    assert_eq!(event["commitment"], json!({ "place": 1, "dueOn": "2026-03-03", "state": "OPEN" }));
    assert_eq!(event["actor"]["kind"], "SYSTEM");
    let mut told: Vec<&str> = event["concerned"]
        .as_array()
        .unwrap()
        .iter()
        .map(|person| person["name"].as_str().unwrap())
        .collect();
    told.sort_unstable();
    assert_eq!(told, [Executive.name(), SalesLead.name(), TechnicalLead.name()]);
    // The next one is told next: there was no second event of the first.
    server.advance(Duration::from_secs(18 * 24 * 3_600));
    let (_, item) = stream.next().await;
    assert_eq!(item["incidentEvents"]["commitment"]["place"], 2);
    let log = "query($after: EventCursor!) { eventLog(after: $after, first: 100) { events {
        ... on LetterEvent { kind } } } }";
    let events = server.as_(Auditor).query(log, json!({ "after": start })).await;
    let kinds = events["eventLog.events"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|event| event["kind"] == "PROMISE_OVERDUE");
    assert_eq!(kinds.count(), 2);
    keep_all(&server, &letter).await;
    assert!(promises(&server, &letter).await.iter().all(|promise| promise["overdueSince"] != Value::Null));
    other.stop().await;
});

story!(a_list_of_promises_is_narrowed_by_account_owner_state_and_day, async |server| {
    let incident = resolved(&server).await;
    let letter = accepted(&server, &incident, 2).await;
    record(&server, SalesLead, &letter, 1, "BROKEN").await;
    let other = resolved(&server).await;
    let theirs =
        promise(&server, json!({ "ownerId": server.cast().id(DeliveryLead), "dueOn": "2026-03-10" }));
    let second = draft(&server, &other, text(&server, json!({ "commitments": [theirs] }))).await;
    for mutation in SENT {
        let persona = if mutation == "letterSign" { Executive } else { SalesLead };
        step(&server, persona, mutation, &second).await;
    }
    let document = "query($filter: CommitmentFilter) { commitments(filter: $filter) {
        nodes { dueOn state letter { id } } totalCount { count } } }";
    let account = "query($id: ID!) { incident(id: $id) { account { id } } }";
    let account =
        server.as_(Auditor).query(account, json!({ "id": other })).await["incident.account.id"].clone();
    for (filter, expected) in [
        (json!({}), 3),
        (json!({ "accountId": account }), 1),
        (json!({ "ownerId": server.cast().id(TechnicalLead) }), 2),
        (json!({ "mine": true }), 1),
        (json!({ "states": ["BROKEN"] }), 1),
        (json!({ "dueBy": "2026-03-15" }), 1),
        (json!({ "overdue": true }), 0),
        (json!({ "overdue": false, "states": ["OPEN"] }), 2),
    ] {
        let answer = server.as_(DeliveryLead).query(document, json!({ "filter": filter })).await;
        assert_eq!(answer["commitments.totalCount.count"], expected, "{filter}");
        assert_eq!(answer["commitments.nodes"].as_array().unwrap().len(), expected, "{filter}");
    }
    let all = server.as_(DeliveryLead).query(document, json!({})).await;
    assert_eq!(all["commitments.nodes.0.dueOn"], "2026-03-10");
    for persona in [Member, Outsider] {
        let answer = server.as_(persona).query(document, json!({})).await;
        assert_eq!(answer["commitments.totalCount.count"], 0, "{persona:?}");
    }
});
