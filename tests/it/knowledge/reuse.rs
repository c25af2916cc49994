//! Reuse: what entries were used for, and what is missing.

use support::Persona::{
    Auditor, Deputy, EscalationManager, Executive, Member, Outsider, SalesLead, TechnicalLead,
};
use support::answer::Answer;
use support::{Persona, Server, Value, json, story};

use super::acting::{Entry, draft, ids, published};

async fn say(entry: &Entry<'_>, server: &Server, by: Persona, purpose: &str, more: Value) -> Answer {
    let mut input = json!({ "entryId": entry.id, "purposeId": purpose });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    server.as_(by).attempt("knowledgeEntryUse", "knowledgeEntry { id }", input).await
}

const REUSE: &str = "version reuse { uses useful notUseful }
    uses { user { name } useful note purpose { ... on Incident { id } } }";

fn figures(uses: i32, useful: i32, not_useful: i32) -> Value {
    json!({ "uses": uses, "useful": useful, "notUseful": not_useful })
}

story!(a_use_is_one_a_person_and_thing_and_tells_later_whether_it_helped, async |server| {
    let account = server.triangle(json!({})).await;
    let incident = server.incident(&account, json!({})).await;
    let entry = published(&server, SalesLead, &account, json!({})).await;
    for more in
        [json!({}), json!({}), json!({ "useful": false, "note": "Too old" }), json!({ "useful": true })]
    {
        let answer = say(&entry, &server, Deputy, &incident, more).await;
        assert!(answer.succeeded(), "{answer:?}");
    }
    say(&entry, &server, TechnicalLead, &incident, json!({ "useful": false })).await;
    let seen = entry.see(SalesLead, REUSE).await;
    assert_eq!(seen["reuse"], figures(2, 1, 1));
    let deputy = json!({ "user": { "name": Deputy.name() }, "useful": true, "note": "Too old",
        "purpose": { "id": incident } });
    assert!(seen["uses"].as_array().unwrap().contains(&deputy), "{seen}");
    assert_eq!(seen["version"], 2, "nobody's edit is disturbed");
});

story!(uses_for_what_a_viewer_does_not_see_do_not_count_for_them, async |server| {
    let account = server.triangle(json!({})).await;
    let incident = server.incident(&account, json!({})).await;
    let entry = published(&server, SalesLead, &account, json!({ "audience": "ALL_STAFF" })).await;
    say(&entry, &server, Deputy, &incident, json!({ "useful": true })).await;
    for (persona, expected) in [
        (SalesLead, figures(1, 1, 0)),
        (EscalationManager, figures(1, 1, 0)),
        (Auditor, figures(1, 1, 0)),
        // They see the entry and not the incident.
        (Member, figures(0, 0, 0)),
        (Outsider, figures(0, 0, 0)),
    ] {
        let seen = entry.see(persona, REUSE).await;
        assert_eq!(seen["reuse"], expected, "{persona:?}");
        assert_eq!(seen["uses"].as_array().unwrap().len(), seen["reuse"]["uses"], "{persona:?}");
    }
    let bot = server.bot(json!({ "scopes": ["KNOWLEDGE_READ"], "audiences": ["ALL_STAFF"] })).await;
    let document = "query($id: ID!) { knowledgeEntry(id: $id) { reuse { uses } uses { note } } }";
    let told = bot.query(document, json!({ "id": entry.id })).await;
    assert_eq!(told["knowledgeEntry"], json!({ "reuse": null, "uses": null }));
});

story!(who_uses_an_entry_sees_it_and_what_it_is_used_for, async |server| {
    let account = server.triangle(json!({})).await;
    let incident = server.incident(&account, json!({})).await;
    let entry = published(&server, SalesLead, &account, json!({})).await;
    let nothing = format!("inc_{}", "0".repeat(26));
    for (persona, purpose, code) in [
        (Auditor, &incident, "FORBIDDEN"),
        (Outsider, &incident, "NOT_FOUND"),
        (Member, &incident, "NOT_FOUND"),
        (SalesLead, &nothing, "NOT_FOUND"),
        (SalesLead, &account, "ID_TYPE_MISMATCH"),
    ] {
        let refused = say(&entry, &server, persona, purpose, json!({})).await;
        assert_eq!(refused.code(), code, "{persona:?} {purpose}");
    }
    let long = json!({ "note": "x".repeat(2_001) });
    let refused = say(&entry, &server, SalesLead, &incident, long).await;
    assert_eq!(refused.user_error()["code"], "TOO_LONG");
    let draft = draft(&server, SalesLead, &account, json!({})).await;
    let refused = say(&draft, &server, SalesLead, &incident, json!({})).await;
    assert_eq!(refused.user_error()["code"], "NOT_PUBLISHED");
    assert_eq!(entry.see(SalesLead, REUSE).await["reuse"], figures(0, 0, 0));
});

const LOG: &str = "query($after: EventCursor!) { eventLog(after: $after, first: 100) { events {
    ... on KnowledgeEvent { kind linkTargetId } } } }";

story!(the_event_of_a_use_reaches_who_sees_what_it_was_for, async |server| {
    let account = server.triangle(json!({})).await;
    let incident = server.incident(&account, json!({})).await;
    let entry = published(&server, SalesLead, &account, json!({})).await;
    let after = server.anonymous().query("{ eventCursor }", json!({})).await["eventCursor"].clone();
    say(&entry, &server, Deputy, &incident, json!({ "note": "SECRET" })).await;
    say(&entry, &server, Deputy, &incident, json!({})).await;
    let told = server.as_(SalesLead).query(LOG, json!({ "after": after })).await;
    assert_eq!(told["eventLog.events"], json!([{ "kind": "USED", "linkTargetId": incident }]));
    let told = server.as_(Member).query(LOG, json!({ "after": after })).await;
    assert_eq!(told["eventLog.events"], json!([]), "a member sees the entry and not the incident");
});

const MISSING: &str =
    "query($missing: Boolean!) { incidents(filter: { lessonMissing: $missing }) { nodes { id } } }";

story!(an_incident_that_was_solved_and_taught_nothing_is_a_gap, async |server| {
    let account = server.triangle(json!({})).await;
    let open = server.incident(&account, json!({})).await;
    let solved = server.incident(&account, json!({ "title": "Another line" })).await;
    let lead = server.cast().id(Executive);
    for (version, (mutation, mut input)) in (1..).zip([
        ("incidentTriage", json!({ "severity": "SEV2" })),
        ("incidentActivate", json!({})),
        ("incidentAcknowledge", json!({})),
        ("incidentNameExecutiveLead", json!({ "userId": lead })),
        ("incidentMobilise", json!({})),
        ("incidentArriveOnSite", json!({})),
        ("incidentResolve", json!({})),
    ]) {
        input["incidentId"] = json!(solved);
        input["expectedVersion"] = json!(version);
        server.as_(EscalationManager).change(mutation, "incident { id }", input).await;
    }
    let found = async |by: Persona, missing: bool| {
        let answer = server.as_(by).query(MISSING, json!({ "missing": missing })).await;
        ids(&answer["incidents.nodes"])
    };
    assert_eq!(found(SalesLead, true).await, [solved.as_str()]);
    assert_eq!(found(SalesLead, false).await, [open.as_str()]);
    let facts = json!({ "type": "LESSON", "audience": "TRIANGLE" });
    let lesson = draft(&server, SalesLead, &account, facts).await;
    lesson.change(SalesLead, "knowledgeEntryLink", json!({ "targetId": solved })).await;
    assert_eq!(found(SalesLead, true).await, [solved.as_str()], "a draft teaches nobody");
    lesson.change(SalesLead, "knowledgeEntryPublish", json!({})).await;
    assert!(found(SalesLead, true).await.is_empty());
    assert_eq!(found(EscalationManager, true).await, [solved.as_str()], "they may not read that lesson");
});
