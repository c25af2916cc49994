//! What these stories do again and again: sign in, renew, ask who somebody is.

use support::answer::Answer;
use support::client::Client;
use support::personas::PASSWORD;
use support::{Persona, Server, Value, json};

const TOKENS: &str =
    "session { sessionId userId accessToken accessTokenExpiresAt refreshToken refreshTokenExpiresAt }";

/// Gives a person the password of the stories.
pub(super) async fn give_password(server: &Server, persona: Persona) {
    let input = json!({ "userId": server.cast().id(persona), "newPassword": PASSWORD });
    server.as_(Persona::Administrator).change("userSetPassword", "user { id }", input).await;
}

pub(super) async fn open(server: &Server, email: &str, password: &str) -> Answer {
    let input = json!({ "email": email, "password": password });
    server.anonymous().attempt("sessionOpen", TOKENS, input).await
}

pub(super) async fn renew(server: &Server, refresh_token: &str) -> Answer {
    server.anonymous().attempt("sessionRenew", TOKENS, json!({ "refreshToken": refresh_token })).await
}

/// The name of whom the server takes the client for; `None` if it lets them in no more.
pub(super) async fn name(client: &Client) -> Option<String> {
    let answer = client.query("{ viewer { ... on PersonViewer { user { name } } } }", json!({})).await;
    match answer.status() {
        200 => Some(answer.text("viewer.user.name")),
        401 => None,
        _ => panic!("expected 200 or 401: {answer:?}"),
    }
}

/// A person's version, for the next change.
pub(super) async fn version(server: &Server, persona: Persona) -> Value {
    let client = server.as_(Persona::Administrator);
    let id = json!({ "id": server.cast().id(persona) });
    client.query("query($id: ID!) { user(id: $id) { version } }", id).await["user.version"].clone()
}

/// Names a person and their version in an input.
pub(super) async fn about(server: &Server, persona: Persona) -> Value {
    json!({ "userId": server.cast().id(persona), "expectedVersion": version(server, persona).await })
}

/// The same input with more in it.
pub(super) fn and(mut input: Value, more: Value) -> Value {
    if let (Some(input), Value::Object(more)) = (input.as_object_mut(), more) {
        input.extend(more);
    }
    input
}
