//! Which endpoints are taken, and whose business they are.

use serde_json::{Value, json};
use support::Persona::{Administrator, Anonymous, Auditor, Director, Executive, Outsider};
use support::{Server, answer::Answer, client::Client, story};

use super::acting::{Hook, INCIDENTS, key_of, register};

const KNOWLEDGE: &str = "subscription { knowledgeEvents { ... on KnowledgeEvent { eventId } } }";

story!(an_endpoint_that_can_never_work_is_refused, async |server: Server| {
    let account = server.triangle(json!({})).await;
    let bot = server.bot(json!({ "scopes": ["INCIDENT_READ"], "accountIds": [account] })).await;
    let key = key_of(&bot).await;
    let refused = async |url: &str, document: &str| {
        let input = json!({ "apiKeyId": key, "url": url, "document": document });
        let refused = register(&server, input).await;
        (refused.user_error()["code"].clone(), refused.user_error()["path"][0].clone())
    };
    let good = "https://hooks.example.com/";
    for (url, code) in [
        ("hooks.example.com", "MALFORMED"),
        ("ftp://hooks.example.com", "MALFORMED"),
        ("https://bot:word@hooks.example.com", "CREDENTIALS_IN_URL"),
    ] {
        assert_eq!(refused(url, INCIDENTS).await, (json!(code), json!("url")), "{url}");
    }
    let foreign = INCIDENTS
        .replace("checkpoints: false", "filter: { accountIds: [\"acc_01h2e8kqvbfwea724h75qc655w\"] }");
    let variable = INCIDENTS.replace("subscription", "subscription($s: [Severity!]!)");
    let variable = variable.replace("checkpoints: false", "filter: { severities: $s }");
    for (document, code) in [
        ("", "REFUSED"),
        ("{ eventCursor }", "NOT_A_SUBSCRIPTION"),
        ("mutation { sessionClose(input: {}) { eventIds } }", "NOT_A_SUBSCRIPTION"),
        ("subscription { incidentEvents { nothing } }", "REFUSED"),
        ("subscription { incidentEvents { __typename } accountEvents { __typename } }", "REFUSED"),
        ("subscription { noticeEvents { __typename } }", "REFUSED"),
        (KNOWLEDGE, "SCOPE_MISSING"),
        (&foreign, "REFUSED"),
        (&variable, "REFUSED"),
        (&"a".repeat(20_000), "REFUSED"),
    ] {
        assert_eq!(refused(good, document).await, (json!(code), json!("document")), "{document}");
    }
    let revoke = json!({ "apiKeyId": key });
    server.as_(Administrator).change("apiKeyRevoke", "apiKey { id }", revoke).await;
    assert_eq!(refused(good, INCIDENTS).await, (json!("KEY_ENDED"), json!("apiKeyId")));
    let unknown = json!({ "apiKeyId": "key_01h2e8kqvbfwea724h75qc655w", "url": good, "document": INCIDENTS });
    assert_eq!(register(&server, unknown).await.code(), "NOT_FOUND");
});

story!(a_secret_is_shown_once_and_never_again, async |server: Server| {
    let key = key_of(&server.bot(json!({ "scopes": ["INCIDENT_READ"] })).await).await;
    let input = json!({
        "apiKeyId": key, "url": "https://hooks.example.com/", "document": INCIDENTS, "idempotencyKey": "k",
    });
    let first = register(&server, input.clone()).await;
    let secret = first.text("webhookEndpointRegister.registered.secret");
    assert!(secret.starts_with("whsec_"), "{secret}");
    let again = register(&server, input).await;
    let registered = "webhookEndpointRegister.registered";
    assert_eq!(again[&*format!("{registered}.endpoint")], first[&*format!("{registered}.endpoint")]);
    assert!(again[&*format!("{registered}.secret")].is_null());
    assert_eq!(first[&*format!("{registered}.endpoint.stream")], "incidentEvents");
});

story!(an_endpoint_is_changed_against_the_version_that_was_seen, async |server: Server| {
    let hook = Hook::of_incidents(&server).await;
    let document = INCIDENTS.replace("checkpoints: false", "filter: { severities: [SEV1] }");
    let change = json!({ "url": "https://hooks.example.com/", "document": document });
    hook.change(&server, "webhookEndpointChange", change).await;
    let changed = hook.endpoint(&server).await;
    assert_eq!(
        (&changed["url"], &changed["document"]),
        (&json!("https://hooks.example.com/"), &json!(document))
    );
    let input = json!({ "endpointId": hook.id, "expectedVersion": 1 });
    for mutation in
        ["webhookEndpointChange", "webhookEndpointDisable", "webhookEndpointEnable", "webhookSecretRotate"]
    {
        let stale = server.as_(Administrator).attempt(mutation, "", input.clone()).await;
        assert_eq!(stale.user_error()["code"], "VERSION_CONFLICT", "{mutation}");
    }
    let input = json!({ "endpointId": hook.id, "expectedVersion": 2 });
    let stays = server.as_(Administrator).attempt("webhookEndpointEnable", "", input).await;
    assert_eq!(stays.user_error()["code"], "ILLEGAL_TRANSITION");
});

story!(private_addresses_are_refused_unless_the_operator_allows_them, async |server: Server| {
    let account = server.triangle(json!({})).await;
    let mut hook = Hook::of_incidents(&server).await;
    let server = server.restart_with(|config| config.webhooks_allow_private = false).await;
    for (url, code) in [
        (hook.receiver.url().as_str(), "NOT_HTTPS"),
        ("https://127.0.0.1/", "NOT_PUBLIC"),
        ("https://[fd00::1]/", "NOT_PUBLIC"),
        ("https://169.254.169.254/latest/meta-data", "NOT_PUBLIC"),
    ] {
        let input = json!({ "apiKeyId": hook.key, "url": url, "document": INCIDENTS });
        assert_eq!(register(&server, input).await.user_error()["code"], code, "{url}");
    }
    // A name is known by its address only when it is connected to.
    hook.change(&server, "webhookEndpointChange", json!({ "url": "https://localhost:1/" })).await;
    crate::incident::acting::report(&server, &account, "SEV1").await;
    let failed = hook.has_tried(&server, 1, "PENDING").await;
    assert_eq!(failed["lastError"], "the name leads to no public address");
    assert!(hook.receiver.is_quiet());
});

/// An answer byte by byte, but for the request's own id and what was asked for.
fn told(answer: &Answer, asked: &str) -> String {
    let mut text = String::from_utf8_lossy(answer.body()).replace(asked, "ASKED");
    for error in answer.errors() {
        if let Some(request) = error["extensions"]["requestId"].as_str() {
            text = text.replace(request, "REQUEST");
        }
    }
    text
}

async fn ask(client: &Client, field: &str, argument: &str, id: &str) -> String {
    let document = format!("query($id: ID!) {{ {field}({argument}: $id) {{ __typename }} }}");
    told(&client.query(&document, json!({ "id": id })).await, id)
}

story!(webhooks_are_for_administrators_and_to_others_as_if_there_were_none, async |server: Server| {
    let account = server.triangle(json!({})).await;
    let mut hook = Hook::of_incidents(&server).await;
    crate::incident::acting::report(&server, &account, "SEV1").await;
    hook.receiver.next().await;
    let delivery = hook.has_tried(&server, 1, "DELIVERED").await["id"].as_str().unwrap().to_owned();
    let people = [Director, Executive, Auditor, Outsider, Anonymous].map(|persona| server.as_(persona));
    for client in people.iter().chain([&hook.bot]) {
        for (field, argument, id, nothing) in [
            ("webhookEndpoint", "id", hook.id.as_str(), "whe_00000000000000000000000000"),
            ("webhookDelivery", "id", &delivery, "whd_00000000000000000000000000"),
            ("webhookDeliveries", "endpointId", &hook.id, "whe_00000000000000000000000000"),
        ] {
            let there = ask(client, field, argument, id).await;
            assert_eq!(there, ask(client, field, argument, nothing).await, "{field}");
            assert!(there.contains("NOT_FOUND") || there.contains("UNAUTHENTICATED"), "{there}");
        }
        let list = client.query("{ webhookEndpoints { nodes { id } } }", json!({})).await;
        assert!(["FORBIDDEN", "UNAUTHENTICATED"].contains(&list.code()), "{list:?}");
        for (mutation, input) in changes(&hook, &delivery) {
            let refused = client.attempt(mutation, "", input).await;
            assert!(["FORBIDDEN", "UNAUTHENTICATED"].contains(&refused.code()), "{mutation}: {refused:?}");
        }
    }
    let all = server
        .as_(Administrator)
        .query("{ webhookEndpoints { nodes { id } totalCount { count } } }", json!({}))
        .await;
    assert_eq!(
        all["webhookEndpoints"],
        json!({ "nodes": [{ "id": hook.id }], "totalCount": { "count": 1 } })
    );
});

/// Every change of webhooks.
fn changes(hook: &Hook, delivery: &str) -> Vec<(&'static str, Value)> {
    let one = json!({ "endpointId": hook.id, "expectedVersion": 1 });
    let mut replay = one.clone();
    replay["after"] = json!(api::platform::log::Cursor { epoch: 1, pos: 0 }.to_string());
    let url = hook.receiver.url();
    vec![
        ("webhookEndpointRegister", json!({ "apiKeyId": hook.key, "url": url, "document": INCIDENTS })),
        ("webhookEndpointChange", one.clone()),
        ("webhookEndpointEnable", one.clone()),
        ("webhookEndpointDisable", one.clone()),
        ("webhookSecretRotate", one),
        ("webhookEndpointReplay", replay),
        ("webhookDeliveryRetry", json!({ "deliveryId": delivery })),
    ]
}
