//! Bots and their keys.

use std::time::Duration;

use support::Persona::{Administrator, SalesLead};
use support::client::Client;
use support::{Server, Value, json, story};

use super::acting::and;

const WHO: &str =
    "{ viewer { expiresAt ... on BotViewer { bot { name } apiKeyId scopes audiences incidentDetail
    accountIds } viewerCan { administer createAccount } } }";

async fn make_bot(server: &Server) -> String {
    let made =
        server.as_(Administrator).change("botCreate", "bot { id }", json!({ "name": "Watchdog" })).await;
    made.text("botCreate.bot.id")
}

async fn issue(server: &Server, bot: &str, more: Value) -> support::answer::Answer {
    let input = and(json!({ "botId": bot, "label": "for the story", "scopes": ["INCIDENT_READ"] }), more);
    let selection = "issued { secret apiKey { id label scopes revokedAt } }";
    server.as_(Administrator).attempt("apiKeyIssue", selection, input).await
}

async fn comes_in(bot: &Client) -> bool {
    bot.query(WHO, json!({})).await.status() == 200
}

async fn set(server: &Server, mutation: &str, bot: &str) -> support::answer::Answer {
    let ada = server.as_(Administrator);
    let found = ada.query("query($id: ID!) { bot(id: $id) { version } }", json!({ "id": bot })).await;
    let input = json!({ "botId": bot, "expectedVersion": found["bot.version"] });
    ada.attempt(mutation, "bot { status }", input).await
}

story!(a_key_says_what_it_may_do, async |server| {
    let bot = make_bot(&server).await;
    let more = json!({ "scopes": ["KNOWLEDGE_READ", "INCIDENT_READ"], "audiences": ["ALL_STAFF"],
        "incidentDetail": true, "expiresAt": "2026-03-03T09:00:00Z" });
    let issued = issue(&server, &bot, more).await;
    let watchdog = server.with_token(&issued.text("apiKeyIssue.issued.secret"));
    let expected = json!({ "viewer": { "expiresAt": "2026-03-03T09:00:00+00:00", "bot": { "name": "Watchdog" },
        "apiKeyId": issued["apiKeyIssue.issued.apiKey.id"], "scopes": ["INCIDENT_READ", "KNOWLEDGE_READ"],
        "audiences": ["ALL_STAFF"], "incidentDetail": true, "accountIds": null,
        "viewerCan": { "administer": false, "createAccount": false } } });
    assert_eq!(watchdog.query(WHO, json!({})).await.json()["data"], expected);
    server.advance(Duration::from_secs(24 * 60 * 60));
    assert!(!comes_in(&watchdog).await);
});

story!(a_key_is_shown_once_and_never_again, async |server| {
    let bot = make_bot(&server).await;
    let key = json!({ "idempotencyKey": "k" });
    let first = issue(&server, &bot, key.clone()).await;
    let secret = first.text("apiKeyIssue.issued.secret");
    assert!(secret.starts_with("itk_"), "{secret}");
    let again = issue(&server, &bot, key).await;
    assert_eq!(again["apiKeyIssue.issued.apiKey"], first["apiKeyIssue.issued.apiKey"]);
    assert!(again["apiKeyIssue.issued.secret"].is_null());
    let list = "{ bots { nodes { name apiKeys { id label scopes audiences accountIds createdAt expiresAt revokedAt } } } }";
    let list = server.as_(Administrator).query(list, json!({})).await;
    assert_eq!(list["bots.nodes.0.apiKeys.0.label"], "for the story");
    assert!(!String::from_utf8_lossy(list.body()).contains(&secret));
});

story!(a_key_ends_within_the_calendar, async |server| {
    let bot = make_bot(&server).await;
    for (end, code) in [("+262142-12-31T23:59:59Z", "OUT_OF_RANGE"), ("2026-03-02T09:00:00Z", "PAST")] {
        let refused = issue(&server, &bot, json!({ "expiresAt": end })).await;
        assert_eq!(refused.user_error()["code"], code, "{end}");
    }
});

story!(a_revoked_key_is_over_at_once_and_others_work_on, async |server| {
    let bot = make_bot(&server).await;
    let (one, other) = (issue(&server, &bot, json!({})).await, issue(&server, &bot, json!({})).await);
    let revoked = server.with_token(&one.text("apiKeyIssue.issued.secret"));
    let works = server.with_token(&other.text("apiKeyIssue.issued.secret"));
    let socket = revoked.socket().await;
    let input = json!({ "apiKeyId": one["apiKeyIssue.issued.apiKey.id"] });
    let ada = server.as_(Administrator);
    let answer = ada.change("apiKeyRevoke", "apiKey { revokedAt }", input.clone()).await;
    assert_eq!(answer["apiKeyRevoke.apiKey.revokedAt"], "2026-03-02T09:00:00+00:00");
    assert!(!comes_in(&revoked).await);
    socket.expect_close(4403).await;
    assert!(comes_in(&works).await);
    let again = ada.attempt("apiKeyRevoke", "apiKey { id }", input).await;
    assert_eq!(again.user_error()["code"], "ILLEGAL_TRANSITION");
});

story!(disabling_a_bot_stops_all_its_keys_until_it_is_enabled, async |server| {
    let bot = make_bot(&server).await;
    let issued = issue(&server, &bot, json!({})).await;
    let watchdog = server.with_token(&issued.text("apiKeyIssue.issued.secret"));
    let socket = watchdog.socket().await;
    assert_eq!(set(&server, "botDisable", &bot).await["botDisable.bot.status"], "DISABLED");
    assert!(!comes_in(&watchdog).await);
    socket.expect_close(4403).await;
    assert_eq!(set(&server, "botDisable", &bot).await.user_error()["code"], "ILLEGAL_TRANSITION");
    assert_eq!(set(&server, "botEnable", &bot).await["botEnable.bot.status"], "ACTIVE");
    assert!(comes_in(&watchdog).await);
});

story!(a_key_that_contradicts_itself_is_not_issued, async |server| {
    let bot = make_bot(&server).await;
    for (wrong, path, code) in [
        (json!({ "scopes": [] }), "scopes", "REQUIRED"),
        (json!({ "scopes": ["KNOWLEDGE_READ"] }), "audiences", "REQUIRED"),
        (json!({ "audiences": ["ALL_STAFF"] }), "audiences", "NOT_ALLOWED"),
        (json!({ "scopes": ["ACCOUNT_READ"], "incidentDetail": true }), "incidentDetail", "NOT_ALLOWED"),
        (json!({ "accountIds": [] }), "accountIds", "REQUIRED"),
        (json!({ "accountIds": ["acc_01h2e8kqvbfwea724h75qc655w"] }), "accountIds", "NOT_FOUND"),
        (json!({ "expiresAt": "2026-03-02T09:00:00Z" }), "expiresAt", "PAST"),
        (json!({ "label": " " }), "label", "REQUIRED"),
    ] {
        let refused = issue(&server, &bot, wrong).await;
        assert_eq!(refused.user_error()["code"], code);
        assert_eq!(refused.user_error()["path"], json!([path]));
    }
    let unknown = issue(&server, "bot_01h2e8kqvbfwea724h75qc655w", json!({})).await;
    assert_eq!(unknown.code(), "NOT_FOUND");
    let taken = server
        .as_(Administrator)
        .attempt("botCreate", "bot { id }", json!({ "name": "ＷＡＴＣＨＤＯＧ" }))
        .await;
    assert_eq!(taken.user_error()["code"], "BOT_NAME_TAKEN");
});

story!(bots_are_for_administrators_and_themselves, async |server| {
    let bot = make_bot(&server).await;
    let issued = issue(&server, &bot, json!({})).await;
    let watchdog = server.with_token(&issued.text("apiKeyIssue.issued.secret"));
    let one = "query($id: ID!) { bot(id: $id) { name apiKeys { id } } }";
    let known = server.as_(SalesLead).query(one, json!({ "id": bot })).await;
    let unknown = server.as_(SalesLead).query(one, json!({ "id": "bot_01h2e8kqvbfwea724h75qc655w" })).await;
    assert_eq!(known.code(), "NOT_FOUND");
    assert_eq!(known.error()["message"], unknown.error()["message"]);
    assert_eq!(
        server.as_(SalesLead).query("{ bots { nodes { name } } }", json!({})).await.code(),
        "FORBIDDEN"
    );
    let itself = watchdog.query(one, json!({ "id": bot })).await;
    assert_eq!(itself["bot"], json!({ "name": "Watchdog", "apiKeys": null }));
    let refused = watchdog.attempt("botCreate", "bot { id }", json!({ "name": "Puppy" })).await;
    assert_eq!(refused.code(), "FORBIDDEN");
});

story!(nonsense_is_no_key, async |server| {
    for key in ["itk_", "itk_x", "itk_' or 1=1 --", &format!("itk_{}", "A".repeat(43))] {
        assert!(!comes_in(&server.with_token(key)).await, "{key}");
    }
});
