//! What others learn of requests, as it happens.

use serde_json::{Value, json};
use support::Persona::{
    Administrator, Auditor, EscalationManager, Member, Outsider, SalesLead, TechnicalLead,
};
use support::{client::Client, story};

use super::acting::{answer, change, log, minutes};

const LOG: &str = "query($after: EventCursor!) { eventLog(after: $after, first: 100) { events {
    ... on CustomerRequestEvent { kind seat previousHolder answer happenedAt actor { name } account { id }
        request { id state round holder waiting version } } } } }";

async fn told(client: &Client, after: &Value) -> Vec<Value> {
    let answer = client.query(LOG, json!({ "after": after })).await;
    let events = answer["eventLog.events"].as_array().cloned().unwrap_or_default();
    events.into_iter().filter(|event| event.as_object().is_some_and(|event| !event.is_empty())).collect()
}

story!(a_request_tells_each_step_without_a_word_of_it, async |server| {
    let account = server.triangle(json!({})).await;
    server.advance(minutes(30));
    let start = server.anonymous().query("{ eventCursor }", json!({})).await["eventCursor"].clone();
    let why = json!({ "reason": "Secret reason" });
    let id = log(&server, &account, json!({ "occurredAt": "2026-03-02T09:10:00Z" })).await;
    answer(&server, SalesLead, &id, json!({ "body": "Secret answer" })).await;
    change(
        &server,
        TechnicalLead,
        "customerRequestHandOver",
        &id,
        json!({ "to": "DELIVERY", "note": "Secret note" }),
    )
    .await;
    let seat = json!({ "seat": "DELIVERY", "reason": "Secret reason" });
    change(&server, SalesLead, "customerRequestRemoveSeat", &id, seat.clone()).await;
    change(&server, SalesLead, "customerRequestAddSeat", &id, seat.clone()).await;
    change(&server, SalesLead, "customerRequestRemoveSeat", &id, seat).await;
    answer(&server, TechnicalLead, &id, json!({})).await;
    change(&server, SalesLead, "customerRequestClose", &id, json!({ "outcome": "Secret outcome" })).await;
    change(&server, SalesLead, "customerRequestReopen", &id, why.clone()).await;
    change(&server, SalesLead, "customerRequestForgetContact", &id, json!({})).await;
    change(&server, SalesLead, "customerRequestWithdraw", &id, why).await;
    let events = told(&server.as_(Member), &start).await;
    let kinds: Vec<_> = events.iter().map(|event| event["kind"].as_str().unwrap()).collect();
    let expected = [
        "LOGGED",
        "ANSWERED",
        "HANDED_OVER",
        "SEAT_REMOVED",
        "SEAT_ADDED",
        "SEAT_REMOVED",
        "ANSWERED",
        "CLOSED",
        "REOPENED",
        "CONTACT_FORGOTTEN",
        "WITHDRAWN",
    ];
    assert_eq!(kinds, expected);
    let second = json!({
        "kind": "ANSWERED", "seat": "SALES", "previousHolder": "SALES", "answer": "SUBSTANTIVE", "happenedAt": null,
        "actor": { "name": SalesLead.name() }, "account": { "id": account },
        "request": {
            "id": id, "state": "OPEN", "round": 1, "holder": "TECHNICAL", "waiting": ["TECHNICAL"], "version": 2,
        },
    });
    assert_eq!(events[1], second);
    assert_eq!(events[0]["happenedAt"], "2026-03-02T09:10:00+00:00");
    let whole = server.database().events_as_text().await;
    for word in ["Secret", "Sato", "When does the line run", "They ask for a date"] {
        assert!(!whole.contains(word), "{word} is in the log");
    }
    for persona in [Administrator, EscalationManager, Outsider] {
        assert_eq!(told(&server.as_(persona), &start).await, Vec::<Value>::new(), "{persona:?}");
    }
    let bot =
        server.bot(json!({ "scopes": ["ACCOUNT_READ", "INCIDENT_READ"], "incidentDetail": true })).await;
    assert_eq!(told(&bot, &start).await, Vec::<Value>::new());
});

story!(a_subscription_narrows_requests_by_their_kinds_and_my_seats, async |server| {
    let mine = server.account(json!({})).await;
    server.seat(&mine, TechnicalLead, "TECHNICAL", "PRIMARY").await;
    server.seat(&mine, SalesLead, "SALES", "PRIMARY").await;
    let other = server.triangle(json!({})).await;
    let document =
        "subscription($filter: AccountEventFilter) { accountEvents(filter: $filter, checkpoints: false) {
        ... on CustomerRequestEvent { kind request { id } } ... on AccountEvent { accountKind: kind } } }";
    let filter = json!({ "requestKinds": ["ANSWERED"], "kinds": ["FACTS_CHANGED"], "accountIds": [mine] });
    let mut stream = server.as_(Auditor).sse(document, json!({ "filter": filter }), None).await;
    let ids = [log(&server, &other, json!({})).await, log(&server, &mine, json!({})).await];
    for id in &ids {
        answer(&server, SalesLead, id, json!({})).await;
    }
    let (_, item) = stream.next().await;
    assert_eq!(item["accountEvents"], json!({ "kind": "ANSWERED", "request": { "id": ids[1] } }));
    let facts = json!({ "accountId": mine, "expectedVersion": 1, "name": "New" });
    server.as_(Administrator).change("accountChangeFacts", "account { id }", facts).await;
    let (_, item) = stream.next().await;
    assert_eq!(item["accountEvents"], json!({ "accountKind": "FACTS_CHANGED" }));
});
