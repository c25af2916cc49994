//! What these stories do again and again: change an account, ask how it stands, read what was told of it.

use support::Persona::{self, Administrator};
use support::answer::Answer;
use support::client::Client;
use support::{Server, Value, json};

/// Every kind of user error with what it carries.
const USER_ERRORS: &str = "userErrors { __typename message code path
    ... on VersionConflict { currentVersion }
    ... on IllegalTransition { from to allowed }
    ... on SeatTaken { assignmentId } }";

/// Runs a mutation and selects everything that can be wrong.
pub(crate) async fn attempt(client: &Client, mutation: &str, input: Value) -> Answer {
    let (first, rest) = mutation.split_at(1);
    let kind = format!("{}{rest}Input", first.to_uppercase());
    let document =
        format!("mutation($input: {kind}!) {{ {mutation}(input: $input) {{ {USER_ERRORS} eventIds }} }}");
    client.query(&document, json!({ "input": input })).await
}

/// The one user error of a mutation as that persona.
pub(crate) async fn refusal(server: &Server, by: Persona, mutation: &str, input: Value) -> Value {
    attempt(&server.as_(by), mutation, input).await.user_error().clone()
}

/// Names an account with its present version in an input, with more in it.
pub(crate) async fn about(server: &Server, account: &str, more: Value) -> Value {
    let version = ask(server, Administrator, account, "version").await["account.version"].clone();
    and(json!({ "accountId": account, "expectedVersion": version }), more)
}

/// Changes an account as a persona who may.
pub(crate) async fn change(server: &Server, by: Persona, mutation: &str, account: &str, more: Value) {
    let input = about(server, account, more).await;
    server.as_(by).change(mutation, "account { id }", input).await;
}

/// Asks a persona's question about one account.
pub(crate) async fn ask(server: &Server, by: Persona, account: &str, selection: &str) -> Answer {
    let document = format!("query($id: ID!) {{ account(id: $id) {{ {selection} }} }}");
    server.as_(by).query(&document, json!({ "id": account })).await
}

/// The same input with more in it.
pub(crate) fn and(mut input: Value, more: Value) -> Value {
    if let (Some(input), Value::Object(more)) = (input.as_object_mut(), more) {
        input.extend(more);
    }
    input
}

/// Where the log stands.
pub(crate) async fn now(server: &Server) -> String {
    server.as_(Administrator).query("{ eventCursor }", json!({})).await.text("eventCursor")
}

/// What a persona is told of accounts and triangles after a position.
pub(crate) async fn told(server: &Server, persona: Persona, after: &str) -> Vec<Value> {
    let document = "query($after: EventCursor!) { eventLog(after: $after, first: 100) { events {
        ... on AccountEvent { eventId kind changed actor { name } account { code }
            snapshot { status tier stage version }
            assignment { id seat position person { name } }
            previousAssignment { id seat position person { name } } } } } }";
    let answer = server.as_(persona).query(document, json!({ "after": after })).await;
    let events = answer["eventLog.events"].as_array().unwrap().clone();
    events.into_iter().filter(|event| !event["kind"].is_null()).collect()
}
