//! Credentials at the door, and the keys that others verify them by.

use support::Persona::SalesLead;
use support::client::Client;
use support::{Value, json, story};

use super::acting::name;

async fn refusal(client: &Client, authorization: &str) -> (u16, String) {
    let call = client.call("POST".parse().expect("a method"), "/graphql");
    let call = call.header("content-type", "application/json").header("authorization", authorization);
    let answer = call.body(json!({ "query": "{ viewer { expiresAt } }" }).to_string()).send().await;
    (answer.status(), answer.code().to_owned())
}

story!(credentials_that_are_none_are_refused, async |server| {
    let good = server.as_(SalesLead).token().expect("Sara has a token").to_owned();
    let stranger = server.anonymous();
    let parts: Vec<&str> = good.split('.').collect();
    for bad in [
        "".to_owned(),
        "Bearer".into(),
        "Bearer ".into(),
        "Basic YTpi".into(),
        good.clone(),
        format!("Bearer {}.{}.", parts[0], parts[1]),
        format!("Bearer {good}x"),
        format!("Bearer {good} {good}"),
        format!("Bearer eyJhbGciOiJub25lIn0.{}.", parts[1]),
    ] {
        assert_eq!(refusal(&stranger, &bad).await, (401, "UNAUTHENTICATED".into()), "{bad}");
    }
    let long = format!("Bearer {}", "x".repeat(9_000));
    assert_eq!(refusal(&stranger, &long).await.0, 401);
});

story!(every_node_publishes_the_one_key_that_signs, async |server| {
    let other = server.beside().await;
    let path = "/.well-known/jwks.json";
    let here = server.anonymous().call("GET".parse().expect("a method"), path).send().await;
    let there = other.anonymous().call("GET".parse().expect("a method"), path).send().await;
    assert_eq!(here.body(), there.body());
    let keys = here.json()["keys"].as_array().expect("a list of keys");
    assert_eq!(keys.len(), 1);
    let kinds: Vec<&Value> = ["kty", "crv", "alg", "use"].iter().map(|name| &keys[0][*name]).collect();
    assert_eq!(kinds, ["OKP", "Ed25519", "EdDSA", "sig"]);
    assert!(keys[0]["d"].is_null());
    let there = other.with_token(server.as_(SalesLead).token().expect("Sara has a token"));
    assert_eq!(name(&there).await.as_deref(), Some(SalesLead.name()));
});
