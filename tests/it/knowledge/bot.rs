//! Bots read published knowledge of the audiences and accounts that their key names, and change nothing.

use support::Persona::SalesLead;
use support::client::Client;
use support::{json, story};

use super::acting::{and, draft, listed, published, seen};

/// Who of the entries a bot sees: by id, in the list and in its count alike.
async fn sees(bot: &Client, entries: &[&str]) -> Vec<bool> {
    let list = listed(bot, json!({})).await;
    let mut found = Vec::new();
    for id in entries {
        let by_id = seen(bot, id, "id title body tags").await.is_some();
        assert_eq!(by_id, list.contains(&(*id).to_owned()));
        found.push(by_id);
    }
    found
}

story!(a_bot_reads_the_audiences_and_accounts_of_its_key, async |server| {
    let account = server.triangle(json!({})).await;
    let other = server.triangle(json!({})).await;
    let triangle = published(&server, SalesLead, &account, json!({ "audience": "TRIANGLE" })).await;
    let team = published(&server, SalesLead, &account, json!({})).await;
    let elsewhere = published(&server, SalesLead, &other, json!({})).await;
    let hidden = draft(&server, SalesLead, &account, json!({})).await;
    let entries = [&*triangle.id, &team.id, &elsewhere.id, &hidden.id];
    for (key, expected) in [
        (json!({ "scopes": ["KNOWLEDGE_READ"], "audiences": ["ACCOUNT_TEAM"] }), [false, true, true, false]),
        (
            json!({ "scopes": ["KNOWLEDGE_READ"], "audiences": ["ACCOUNT_TEAM", "TRIANGLE"], "accountIds": [account] }),
            [true, true, false, false],
        ),
        (json!({ "scopes": ["KNOWLEDGE_READ"], "audiences": ["EXECUTIVES"] }), [false; 4]),
        (json!({ "scopes": ["INCIDENT_READ", "ACCOUNT_READ"] }), [false; 4]),
    ] {
        let bot = server.bot(key.clone()).await;
        assert_eq!(sees(&bot, &entries).await, expected, "{key}");
    }
});

story!(a_bot_changes_no_knowledge, async |server| {
    let account = server.triangle(json!({})).await;
    let entry = published(&server, SalesLead, &account, json!({})).await;
    let key = json!({ "scopes": ["KNOWLEDGE_READ", "ACCOUNT_READ"], "audiences": ["ACCOUNT_TEAM"] });
    let bot = server.bot(key).await;
    for id in [entry.id.as_str(), "kno_00000000000000000000000001"] {
        let about = |more| and(json!({ "entryId": id, "expectedVersion": 2 }), more);
        for (mutation, input) in [
            ("knowledgeEntryRevise", about(json!({ "title": "Mine" }))),
            ("knowledgeEntryPublish", about(json!({}))),
            ("knowledgeEntryChangeAudience", about(json!({ "audience": "ALL_STAFF" }))),
            ("knowledgeEntryLink", about(json!({ "targetId": account }))),
            ("knowledgeEntryDraft", json!({ "type": "FAQ", "title": "Q", "body": "A" })),
        ] {
            let answer = bot.attempt(mutation, "knowledgeEntry { id }", input).await;
            assert_eq!(answer.code(), "FORBIDDEN", "{mutation} {id}");
        }
    }
    let can =
        seen(&bot, &entry.id, "viewerCan { revise publish changeAudience shareDraft link }").await.unwrap();
    assert!(can["viewerCan"].as_object().unwrap().values().all(|can| *can == false), "{can}");
});
