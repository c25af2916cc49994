//! What these stories do again and again: log a request, answer it, change it against its present version.

use std::time::Duration;

use serde_json::{Value, json};
use support::{
    Persona::{self, Auditor, SalesLead},
    Server,
    answer::Answer,
};

/// What a story may look at.
pub(crate) const FACTS: &str = "id state round holder waiting version dueState firstAnsweredAt outcome
    seats { seat round answeredAt removedAt reason removalReason } answers { seat kind round body }
    hops { round from to occurredAt note } timing {
        firstResponse { wallSeconds businessSeconds } jointResponse { wallSeconds businessSeconds }
        hopTimes { seat time { wallSeconds businessSeconds } } }";

pub(crate) fn minutes(minutes: u64) -> Duration {
    Duration::from_secs(60 * minutes)
}

/// The usual facts with others in their place.
pub(crate) fn both(mut usual: Value, others: Value) -> Value {
    usual.as_object_mut().unwrap().extend(others.as_object().unwrap().clone());
    usual
}

/// What a customer asks, of sales and technology, but for the facts given.
pub(crate) fn demand(account: &str, facts: Value) -> Value {
    let usual = json!({
        "accountId": account, "title": "When does the line run?", "body": "They ask for a date.",
        "kind": "TECHNICAL", "channel": "PHONE", "contact": "Ms Sato", "seats": ["SALES", "TECHNICAL"],
    });
    both(usual, facts)
}

/// A request that the sales lead logs.
pub(crate) async fn log(server: &Server, account: &str, facts: Value) -> String {
    let client = server.as_(SalesLead);
    let made = client.change("customerRequestLog", "request { id }", demand(account, facts)).await;
    made.text("customerRequestLog.request.id")
}

/// Tries to answer.
pub(crate) async fn answer(server: &Server, persona: Persona, request: &str, facts: Value) -> Answer {
    let input = both(json!({ "requestId": request, "kind": "SUBSTANTIVE" }), facts);
    server.as_(persona).attempt("customerRequestAnswer", "request { holder waiting version }", input).await
}

/// Tries a change against the request's present version.
pub(crate) async fn attempt(
    server: &Server,
    persona: Persona,
    mutation: &str,
    request: &str,
    facts: Value,
) -> Answer {
    let version = seen(server, request).await["version"].clone();
    let input = both(json!({ "requestId": request, "expectedVersion": version }), facts);
    server.as_(persona).attempt(mutation, "request { state round holder waiting version }", input).await
}

/// Makes a change, which must succeed.
pub(crate) async fn change(
    server: &Server,
    persona: Persona,
    mutation: &str,
    request: &str,
    facts: Value,
) -> Value {
    let made = attempt(server, persona, mutation, request, facts).await;
    assert!(made.succeeded(), "{mutation}: {made:?}");
    made[&*format!("{mutation}.request")].clone()
}

/// Everything about a request.
pub(crate) async fn seen(server: &Server, request: &str) -> Value {
    let document = format!("query($id: ID!) {{ customerRequest(id: $id) {{ {FACTS} }} }}");
    server.as_(Auditor).query(&document, json!({ "id": request })).await["customerRequest"].clone()
}

/// The code of what was refused, whichever way.
pub(crate) fn code(answer: &Answer) -> String {
    match answer.errors() {
        [] => answer.user_error()["code"].as_str().unwrap().to_owned(),
        _ => answer.code().to_owned(),
    }
}
