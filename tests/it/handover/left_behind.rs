//! What the former holder of a seat leaves in the think tank is listed when the seat moves.

use support::{
    Persona::{self, Auditor, Director, Outsider, SalesLead, TechnicalLead},
    Server, Value, json, story,
};

use super::acting::{co_owned, seen, step};

/// An entry about the account, by its id; published, if somebody is to verify it.
async fn write(server: &Server, by: Persona, account: &str, audience: &str, title: &str) -> String {
    let input = json!({
        "type": "PLAYBOOK", "title": title, "body": "x", "homeAccountId": account, "audience": audience,
    });
    let made = server.as_(by).change("knowledgeEntryDraft", "knowledgeEntry { id }", input).await;
    made.text("knowledgeEntryDraft.knowledgeEntry.id")
}

async fn publish(server: &Server, by: Persona, entry: &str, version: i32) {
    let input = json!({ "entryId": entry, "expectedVersion": version });
    server.as_(by).change("knowledgeEntryPublish", "knowledgeEntry { id }", input).await;
}

/// The open items of a handover as a persona sees them.
async fn items(server: &Server, persona: Persona, handover: &str) -> Value {
    let selection =
        "openItems { kind outcome drafts isLead commitmentId incident { id } knowledgeEntry { id } }";
    seen(server, persona, handover, selection).await["handover.openItems"].clone()
}

fn item(kind: &str, outcome: &str, entry: Option<&str>, drafts: Option<i32>) -> Value {
    json!({
        "kind": kind, "outcome": outcome, "drafts": drafts, "isLead": false, "commitmentId": null,
        "incident": null, "knowledgeEntry": entry.map(|id| json!({ "id": id })),
    })
}

story!(what_the_leaver_was_to_verify_and_how_much_they_drafted_is_listed_at_the_move, async |server| {
    let account = server.triangle(json!({ "tier": "C" })).await;
    let own = write(&server, SalesLead, &account, "TRIANGLE", "Own").await;
    publish(&server, SalesLead, &own, 1).await;
    let named = write(&server, TechnicalLead, &account, "TRIANGLE", "Named").await;
    let verifier = json!({ "userId": server.cast().id(SalesLead) });
    let input = json!({ "entryId": named, "expectedVersion": 1, "verifier": verifier });
    server.as_(TechnicalLead).change("knowledgeEntryGovern", "knowledgeEntry { id }", input).await;
    publish(&server, TechnicalLead, &named, 2).await;
    let shared = write(&server, SalesLead, &account, "ALL_STAFF", "Shared").await;
    publish(&server, SalesLead, &shared, 1).await;
    let others = write(&server, TechnicalLead, &account, "TRIANGLE", "Not of the leaver").await;
    publish(&server, TechnicalLead, &others, 1).await;
    let elsewhere = server.triangle(json!({})).await;
    for (home, title) in [(&account, "Secret one"), (&account, "Secret two"), (&elsewhere, "Secret three")] {
        write(&server, SalesLead, home, "TRIANGLE", title).await;
    }
    let handover = co_owned(&server, &account).await;
    assert_eq!(items(&server, Director, &handover).await, json!([]), "nothing is left before the move");
    step(&server, Director, "handoverTransfer", &handover).await;
    let expected = json!([
        item("VERIFICATION", "REOWNED", Some(&own), None),
        item("VERIFICATION", "FELL_BACK", Some(&named), None),
        item("VERIFICATION", "STAYED", Some(&shared), None),
        item("DRAFTS", "STAYED", None, Some(2)),
    ]);
    for persona in [Outsider, SalesLead, Director, Auditor] {
        assert_eq!(items(&server, persona, &handover).await, expected, "{persona:?}");
    }
    let falls = "query($id: ID!) { knowledgeEntry(id: $id) { verification { fallsTo { name } } } }";
    for (entry, name) in [(&own, Outsider), (&named, TechnicalLead), (&shared, SalesLead)] {
        let known = server.as_(Director).query(falls, json!({ "id": entry })).await;
        assert_eq!(known["knowledgeEntry.verification.fallsTo"], json!([{ "name": name.name() }]));
    }
});

story!(of_the_drafts_that_a_leaver_leaves_others_learn_nothing_but_their_number, async |server| {
    let account = server.triangle(json!({ "tier": "C" })).await;
    let draft = write(&server, SalesLead, &account, "TRIANGLE", "Secret").await;
    let handover = co_owned(&server, &account).await;
    step(&server, Director, "handoverTransfer", &handover).await;
    let nothing = "query($id: ID!) { knowledgeEntry(id: $id) { title } }";
    for persona in [Outsider, SalesLead, Director, TechnicalLead] {
        let asked = server.as_(persona).query(nothing, json!({ "id": draft })).await;
        assert_eq!(asked.code(), "NOT_FOUND", "{persona:?}");
        let told = items(&server, persona, &handover).await;
        assert_eq!(told, json!([item("DRAFTS", "STAYED", None, Some(1))]), "{persona:?}");
    }
    assert!(!server.database().events_as_text().await.contains("\"drafts\""), "events do not count them");
});
