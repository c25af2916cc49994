//! How far what stands in a pack can be trusted.

use std::time::Duration;

use support::{
    Persona::{Deputy, Executive, Outsider, SalesLead},
    Server, Value, json, story,
};

use super::acting::{both, change_person, days, initiate, pack, step, write_all};
use crate::knowledge::acting::{Entry, published};

const ENTRIES: &str = "markdownPath parts { part items { isEntry title trust contested } }";

async fn entry<'a>(server: &'a Server, account: &str, title: &str, more: Value) -> Entry<'a> {
    let facts = json!({ "title": title, "audience": "TRIANGLE" });
    published(server, SalesLead, account, both(facts, more)).await
}

/// The entries of a pack, each with how far it can be trusted.
async fn entries(server: &Server, handover: &str) -> Vec<Value> {
    let answer = pack(server, Outsider, handover, ENTRIES).await;
    let parts = answer["handoverPack.parts"].as_array().unwrap().iter();
    let items =
        parts.flat_map(|part| part["items"].as_array().unwrap()).filter(|item| item["isEntry"] == true);
    items.map(|item| json!([item["title"], item["trust"], item["contested"]])).collect()
}

async fn markdown(server: &Server, handover: &str) -> String {
    let path = format!("/handovers/{handover}.md");
    let answer = server.as_(Outsider).call(hyper::Method::GET, &path).send().await;
    String::from_utf8(answer.body().to_vec()).unwrap()
}

story!(a_pack_withholds_what_has_expired_and_says_how_far_the_rest_can_be_trusted, async |server| {
    let account = server.triangle(json!({ "tier": "C" })).await;
    entry(&server, &account, "Said", json!({ "type": "NEGOTIATION_RECORD" })).await;
    let soon = json!({ "expiresAt": (server.now() + days(5)).to_rfc3339() });
    entry(&server, &account, "Over", json!({})).await.change(SalesLead, "knowledgeEntryGovern", soon).await;
    let stale = entry(&server, &account, "Stale", json!({})).await;
    stale.change(SalesLead, "knowledgeEntryGovern", json!({ "intervalDays": 5 })).await;
    stale.change(SalesLead, "knowledgeEntryVerify", json!({})).await;
    let verified = entry(&server, &account, "Verified", json!({})).await;
    verified.change(SalesLead, "knowledgeEntryVerify", json!({})).await;
    entry(&server, &account, "Unverified", json!({})).await;
    let contested = entry(&server, &account, "Contested", json!({})).await;
    contested.change(Deputy, "knowledgeEntryContest", json!({ "reason": "It moved." })).await;
    let handover = initiate(&server, &account, json!({})).await;
    server.advance(days(5) - Duration::from_secs(1));
    let listed = entries(&server, &handover).await;
    assert_eq!(listed.len(), 6, "its day has not passed: {listed:?}");
    server.advance(Duration::from_secs(1));
    let listed = entries(&server, &handover).await;
    let expected = [
        json!(["Said", null, false]),
        json!(["Contested", "UNVERIFIED", true]),
        json!(["Unverified", "UNVERIFIED", false]),
        json!(["Verified", "VERIFIED", false]),
        json!(["Stale", "STALE", false]),
    ];
    assert_eq!(listed, expected);
    let text = markdown(&server, &handover).await;
    for note in [
        "### Said\n\n*negotiation record, revision 1*",
        "### Contested\n\n*playbook, revision 1, contested*",
        "### Unverified\n\n*playbook, revision 1, unverified*",
        "### Verified\n\n*playbook, revision 1, verified*",
        "### Stale\n\n*playbook, revision 1, stale*",
    ] {
        assert!(text.contains(note), "{note} is not in {text}");
    }
    assert!(!text.contains("Over"), "{text}");
    // What was accepted says how far it could be trusted then.
    write_all(&server, SalesLead, &handover).await;
    step(&server, SalesLead, "handoverSubmitPack", &handover).await;
    step(&server, Outsider, "handoverAcceptPack", &handover).await;
    contested.change(SalesLead, "knowledgeEntryVerify", json!({})).await;
    verified.change(Deputy, "knowledgeEntryContest", json!({ "reason": "It closed." })).await;
    assert_eq!(entries(&server, &handover).await, expected);
});

story!(how_far_an_entry_can_be_trusted_is_told_to_whoever_may_read_it, async |server| {
    let account = server.triangle(json!({ "tier": "C" })).await;
    let known = entry(&server, &account, "Known", json!({})).await;
    known.change(Deputy, "knowledgeEntryContest", json!({ "reason": "It moved." })).await;
    let handover = initiate(&server, &account, json!({})).await;
    write_all(&server, SalesLead, &handover).await;
    step(&server, SalesLead, "handoverSubmitPack", &handover).await;
    step(&server, Outsider, "handoverAcceptPack", &handover).await;
    assert_eq!(entries(&server, &handover).await, [json!(["Known", "UNVERIFIED", true])]);
    let publisher = json!({ "roles": ["EXECUTIVE"], "topics": ["PLAYBOOK"] });
    change_person(&server, "userAppoint", Executive, publisher).await;
    known.change(Executive, "knowledgeEntryChangeAudience", json!({ "audience": "EXECUTIVES" })).await;
    assert!(known.seen(Outsider, "id").await.is_none());
    assert_eq!(entries(&server, &handover).await, [json!([null, null, false])]);
});
