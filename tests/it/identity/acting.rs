//! What these stories do again and again: the first start, signing in, entering people and bots.

use api::domain::identity;
use api::platform::clock::Clock;
use api::platform::db::Db;
use serde_json::{Value, json};
use support::Server;
use support::answer::Answer;
use support::client::Client;

pub(super) const PASSWORD: &str = "correct horse battery";

const TOKENS: &str =
    "session { sessionId userId accessToken accessTokenExpiresAt refreshToken refreshTokenExpiresAt }
    userErrors { message code path } eventIds";

/// The database as an operator on the server's machine has it.
pub(super) async fn operator(server: &Server) -> Db {
    let opened = Db::connect(&server.database().target(), Clock::manual(server.now())).await;
    opened.expect("the server's database should open")
}

/// A code as a first start prints it.
pub(super) async fn setup_code(server: &Server) -> String {
    let code = identity::setup_code(&operator(server).await).await.expect("the database should answer");
    code.expect("there should be no users yet").reveal().to_owned()
}

pub(super) async fn complete_setup(server: &Server, code: &str) -> Answer {
    let document =
        format!("mutation($input: SetupCompleteInput!) {{ setupComplete(input: $input) {{ {TOKENS} }} }}");
    let input = json!({ "code": code, "email": "ada@example.com", "name": "Ada", "password": PASSWORD });
    server.anonymous().query(&document, json!({ "input": input })).await
}

/// The first administrator, signed in.
pub(super) async fn administrator(server: &Server) -> Client {
    let answer = complete_setup(server, &setup_code(server).await).await;
    server.with_token(&answer.text("setupComplete.session.accessToken"))
}

pub(super) async fn open(server: &Server, email: &str, password: &str) -> Answer {
    let document =
        format!("mutation($input: SessionOpenInput!) {{ sessionOpen(input: $input) {{ {TOKENS} }} }}");
    let input = json!({ "email": email, "password": password });
    server.anonymous().query(&document, json!({ "input": input })).await
}

pub(super) async fn renew(server: &Server, token: &str) -> Answer {
    let document =
        format!("mutation($input: SessionRenewInput!) {{ sessionRenew(input: $input) {{ {TOKENS} }} }}");
    server.anonymous().query(&document, json!({ "input": { "refreshToken": token } })).await
}

/// Runs a mutation that has one input, and selects the usual fields of its answer.
pub(super) async fn act(client: &Client, mutation: &str, input: Value, selection: &str) -> Answer {
    let name = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
    let document = format!(
        "mutation($input: {name}!) {{ {mutation}(input: $input) {{ {selection} userErrors {{ message code path }} eventIds }} }}"
    );
    client.query(&document, json!({ "input": input })).await
}

/// Enters a person with that password and gives their id.
pub(super) async fn person(administrator: &Client, email: &str) -> String {
    let input = json!({ "email": email, "name": email, "function": "SALES" });
    let id = act(administrator, "userCreate", input, "user { id }").await.text("userCreate.user.id");
    let input = json!({ "userId": id, "newPassword": PASSWORD });
    act(administrator, "userSetPassword", input, "user { id }").await.payload();
    id
}

/// A person's version, for the next change.
pub(super) async fn version(client: &Client, id: &str) -> i64 {
    let answer = client.query("query($id: ID!) { user(id: $id) { version } }", json!({ "id": id })).await;
    answer["user.version"].as_i64().expect("a version is a number")
}

/// The name of whom the server takes the client for; nothing if it lets nobody in.
pub(super) async fn name(client: &Client) -> Option<String> {
    let answer = client.query("{ viewer { ... on PersonViewer { user { name } } } }", json!({})).await;
    match answer.status() {
        200 => Some(answer.text("viewer.user.name")),
        401 => None,
        _ => panic!("expected 200 or 401: {answer:?}"),
    }
}
