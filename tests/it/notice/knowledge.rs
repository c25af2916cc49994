//! Whom the verification of an entry of the think tank is told to.

use std::time::Duration;

use serde_json::{Value, json};
use support::Persona::{
    Administrator, DeliveryLead, Deputy, Director, Executive, Member, Outsider, SalesLead, TechnicalLead,
};
use support::{Persona, Server, story};

use super::acting::{Watcher, account, list, raised};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Publishes a playbook as the sales lead, to be verified by a person, and gives its id and version.
pub(super) async fn published(server: &Server, home: Option<&str>, verifier: Persona) -> (String, Value) {
    let client = server.as_(SalesLead);
    let selection = "knowledgeEntry { id version }";
    let input = json!({ "type": "PLAYBOOK", "title": "Lines", "body": "Begin.", "homeAccountId": home });
    let made = client.change("knowledgeEntryDraft", selection, input).await;
    let id = made.text("knowledgeEntryDraft.knowledgeEntry.id");
    let input = json!({ "entryId": id, "expectedVersion": 1,
        "verifier": { "userId": server.cast().id(verifier) } });
    client.change("knowledgeEntryGovern", selection, input).await;
    let input = json!({ "entryId": id, "expectedVersion": 2 });
    let done = client.change("knowledgeEntryPublish", selection, input).await;
    (id, done["knowledgeEntryPublish.knowledgeEntry.version"].clone())
}

pub(super) async fn count(server: &Server, persona: Persona, kind: &str) -> usize {
    list(&server.as_(persona), json!({ "kinds": [kind] })).await.len()
}

story!(a_verification_that_falls_due_is_told_to_its_verifier_once, async |server: Server| {
    let account = account(&server).await;
    published(&server, Some(&account), TechnicalLead).await;
    server.advance(Duration::from_secs(3_600));
    let mut verifier = Watcher::of(&server.as_(TechnicalLead)).await;
    server.advance(DAY * 7);
    while verifier.told().await != raised("knowledge.verification_due", "VERIFICATION_DUE") {}
    server.advance(DAY);
    let mut marker = Watcher::of(&server.as_(Deputy)).await;
    published(&server, Some(&account), Deputy).await;
    server.advance(DAY * 7);
    while marker.told().await != raised("knowledge.verification_due", "VERIFICATION_DUE") {}
    assert_eq!(count(&server, TechnicalLead, "VERIFICATION_DUE").await, 1, "told once");
    for persona in [SalesLead, DeliveryLead, Member, Director, Executive, Outsider] {
        assert_eq!(count(&server, persona, "VERIFICATION_DUE").await, 0, "{persona:?}");
    }
});

story!(a_contest_is_told_to_who_verifies_and_goes_with_the_sight_of_the_entry, async |server: Server| {
    let account = account(&server).await;
    let (entry, version) = published(&server, Some(&account), TechnicalLead).await;
    server.advance(Duration::from_secs(3_600));
    let mut verifier = Watcher::of(&server.as_(TechnicalLead)).await;
    let input = json!({ "entryId": entry, "expectedVersion": version, "reason": "It moved" });
    server.as_(Member).change("knowledgeEntryContest", "knowledgeEntry { id }", input).await;
    assert_eq!(verifier.told().await, raised("knowledge.contested", "ENTRY_CONTESTED"));
    let document =
        "{ myNotices { nodes { kind account { id } knowledgeEntry { id title } } totalCount { count } } }";
    let seen = async || server.as_(TechnicalLead).query(document, json!({})).await["myNotices"].clone();
    let contested = json!({ "kind": "ENTRY_CONTESTED", "account": { "id": account },
        "knowledgeEntry": { "id": entry, "title": "Lines" } });
    let before = seen().await;
    assert!(before["nodes"].as_array().unwrap().contains(&contested), "{before}");
    let input = json!({ "entryId": entry, "expectedVersion": version.as_i64().unwrap() + 1,
        "audience": "EXECUTIVES" });
    let refused = server.as_(SalesLead).attempt("knowledgeEntryChangeAudience", "", input).await;
    assert_eq!(refused.code(), "FORBIDDEN", "the sales lead may not write for executives");
    let team = "query($id: ID!) { account(id: $id) { team { id user { id } } } }";
    let team = server.as_(Administrator).query(team, json!({ "id": account })).await;
    let technical = server.cast().id(TechnicalLead);
    let mine = team["account.team"].as_array().unwrap().iter();
    let mine = mine.filter(|it| it["user"]["id"] == technical).map(|it| it["id"].clone()).next().unwrap();
    let input = json!({ "assignmentId": mine, "reason": "Moved on" });
    server.as_(Administrator).change("seatVacate", "assignment { id }", input).await;
    let after = seen().await;
    assert!(!format!("{after}").contains("ENTRY_CONTESTED"), "{after}");
});

story!(an_entry_without_a_home_account_is_told_of_too, async |server: Server| {
    let (entry, version) = {
        let administrator = server.as_(Administrator);
        let id = server.cast().id(SalesLead);
        let known = "query($id: ID!) { user(id: $id) { version } }";
        let known = administrator.query(known, json!({ "id": id })).await;
        let input = json!({ "userId": id, "expectedVersion": known["user.version"], "roles": ["STAFF"],
            "topics": ["PLAYBOOK"] });
        administrator.change("userAppoint", "user { id }", input).await;
        published(&server, None, Outsider).await
    };
    let mut verifier = Watcher::of(&server.as_(Outsider)).await;
    let input = json!({ "entryId": entry, "expectedVersion": version, "reason": "It moved" });
    server.as_(Member).change("knowledgeEntryContest", "knowledgeEntry { id }", input).await;
    let event = verifier.next().await;
    assert_eq!(event["notices"][0]["kind"], "ENTRY_CONTESTED");
    assert_eq!(event["notices"][0]["account"], Value::Null);
});
