//! What an incident taught: a published lesson, or a reason why there is none.

use serde_json::{Value, json};
use support::Persona::{Executive, SalesLead};
use support::{Server, story};

use super::acting::{account, attempt, incident_in, seen};

/// Closes an incident without a word about what it taught, but for what is given.
async fn close(server: &Server, id: &str, lesson: Value) -> Value {
    let mut words = json!({ "review": "It stood.", "letterWaiverReason": "Too small." });
    words["lessonWaiverReason"] = lesson;
    let answer = attempt(server, Executive, "incidentClose", id, words).await;
    if answer.succeeded() { json!("CLOSED") } else { answer.user_error()["code"].clone() }
}

/// An entry of that type about the incident, published or not.
async fn write(server: &Server, account: &str, incident: &str, of: &str, published: bool) -> (String, Value) {
    let sales = server.as_(SalesLead);
    let input = json!({
        "type": of, "audience": "ACCOUNT_TEAM", "homeAccountId": account, "title": "Watch the gateway",
        "body": "It was so.", "tags": [],
    });
    let entry = "knowledgeEntry { id version }";
    let made = sales.change("knowledgeEntryDraft", entry, input).await;
    let id = made.text("knowledgeEntryDraft.knowledgeEntry.id");
    let version = &made["knowledgeEntryDraft.knowledgeEntry.version"];
    let input = json!({ "entryId": id, "expectedVersion": version, "targetId": incident });
    let linked = sales.change("knowledgeEntryLink", entry, input).await;
    let version = linked["knowledgeEntryLink.knowledgeEntry.version"].clone();
    if published {
        let input = json!({ "entryId": id, "expectedVersion": version });
        sales.change("knowledgeEntryPublish", entry, input).await;
    }
    (id, version)
}

story!(an_incident_is_not_closed_before_it_taught_a_lesson_or_somebody_says_why_not, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = incident_in(&server, &account, "RESOLVED").await;
    assert_eq!(close(&server, &id, json!(null)).await, "LESSON_REQUIRED");
    write(&server, &account, &id, "PLAYBOOK", true).await;
    assert_eq!(close(&server, &id, json!("  ")).await, "LESSON_REQUIRED");
    let (entry, version) = write(&server, &account, &id, "LESSON", false).await;
    assert_eq!(close(&server, &id, json!(null)).await, "LESSON_REQUIRED");
    let input = json!({ "entryId": entry, "expectedVersion": version });
    server.as_(SalesLead).change("knowledgeEntryPublish", "knowledgeEntry { id }", input).await;
    assert_eq!(close(&server, &id, json!(null)).await, "CLOSED");
    assert_eq!(seen(&server, &id, "lessonWaiver { reason }").await["incident.lessonWaiver"], json!(null));
});

story!(who_says_that_an_incident_taught_nothing_is_kept, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = incident_in(&server, &account, "RESOLVED").await;
    assert_eq!(close(&server, &id, json!("The playbook says it already.")).await, "CLOSED");
    let answer = seen(&server, &id, "lessonWaiver { reason by { name } }").await;
    assert_eq!(answer["incident.lessonWaiver.reason"], "The playbook says it already.");
    assert_eq!(answer["incident.lessonWaiver.by.name"], Executive.name());
});
