//! Uses for requests of customers and handovers of seats: who says so, and who sees it, from both sides.

use support::Persona::{
    self, Administrator, Auditor, DeliveryLead, Deputy, Director, EscalationManager, Executive, Member,
    Outsider, SalesLead,
};
use support::answer::Answer;
use support::{Server, Value, json, story};

use super::acting::{Entry, draft, published};
use crate::{handover, request};

async fn say(entry: &Entry<'_>, server: &Server, by: Persona, purpose: &str, useful: bool) -> Answer {
    let input = json!({ "entryId": entry.id, "purposeId": purpose, "useful": useful });
    server.as_(by).attempt("knowledgeEntryUse", "knowledgeEntry { id }", input).await
}

const USES: &str = "reuse { uses useful notUseful } uses { useful user { name } purpose { __typename
    ... on Incident { incidentId: id } ... on CustomerRequest { requestId: id } ... on Handover { handoverId: id } } }";

/// What a persona sees of the uses for a thing: the titles of the entries.
async fn uses_for(server: &Server, by: Persona, field: &str, id: &str) -> Value {
    let document =
        format!("query($id: ID!) {{ {field}(id: $id) {{ uses {{ useful entry {{ title }} }} }} }}");
    let told = server.as_(by).query(&document, json!({ "id": id })).await;
    assert!(told.succeeded(), "{by:?} {told:?}");
    told[field]["uses"].clone()
}

/// A triangle with a request, a handover and an incident.
async fn things(server: &Server) -> (String, [(&'static str, String); 3]) {
    let account = server.triangle(json!({})).await;
    let asked = request::acting::log(server, &account, json!({})).await;
    let handed =
        handover::acting::initiate(server, &account, json!({ "receiverId": server.cast().id(Deputy) }));
    let handed = handed.await;
    let incident = server.incident(&account, json!({})).await;
    (account, [("customerRequest", asked), ("handover", handed), ("incident", incident)])
}

story!(an_entry_is_used_for_a_request_or_a_handover_and_both_sides_tell_it, async |server| {
    let (account, things) = things(&server).await;
    let entry = published(&server, SalesLead, &account, json!({ "audience": "ALL_STAFF" })).await;
    for (field, id) in &things {
        let said = say(&entry, &server, DeliveryLead, id, true).await;
        assert!(said.succeeded(), "{said:?}");
        let told = uses_for(&server, SalesLead, field, id).await;
        assert_eq!(told, json!([{ "useful": true, "entry": { "title": "How to open a line" } }]), "{field}");
    }
    let seen = entry.see(SalesLead, USES).await;
    assert_eq!(seen["reuse"], json!({ "uses": 3, "useful": 3, "notUseful": 0 }));
    let uses = seen["uses"].as_array().unwrap();
    for (key, id) in
        ["requestId", "handoverId", "incidentId"].into_iter().zip(things.iter().map(|(_, id)| id))
    {
        assert!(uses.iter().any(|told| told["purpose"][key] == json!(id)), "{key}: {uses:?}");
    }
});

story!(a_use_for_what_is_hidden_counts_nowhere, async |server| {
    let (account, things) = things(&server).await;
    let entry = published(&server, SalesLead, &account, json!({ "audience": "ALL_STAFF" })).await;
    let narrow = published(&server, SalesLead, &account, json!({ "audience": "TRIANGLE" })).await;
    let [(_, asked), (_, handed), _] = &things;
    for id in [asked, handed] {
        assert!(say(&entry, &server, SalesLead, id, false).await.succeeded());
        assert!(say(&narrow, &server, SalesLead, id, true).await.succeeded());
    }
    for (by, expected) in [
        (SalesLead, vec!["CustomerRequest", "Handover"]),
        (Director, vec!["CustomerRequest", "Handover"]),
        (Auditor, vec!["CustomerRequest", "Handover"]),
        // A member sees requests and no handovers; who is outside sees the entry alone.
        (Member, vec!["CustomerRequest"]),
        (Outsider, vec![]),
        (EscalationManager, vec![]),
        // The account has an open incident.
        (Executive, vec!["CustomerRequest", "Handover"]),
    ] {
        let seen = entry.see(by, USES).await;
        let uses = seen["uses"].as_array().unwrap().iter();
        let mut names: Vec<&str> = uses.map(|told| told["purpose"]["__typename"].as_str().unwrap()).collect();
        names.sort_unstable();
        assert_eq!(names, expected, "{by:?}");
        assert_eq!(seen["reuse"]["uses"], expected.len(), "{by:?}");
    }
    assert_eq!(uses_for(&server, SalesLead, "customerRequest", asked).await.as_array().unwrap().len(), 2);
    let told = uses_for(&server, Member, "customerRequest", asked).await;
    assert_eq!(told.as_array().unwrap().len(), 1, "they do not read the entry of the triangle");
});

story!(who_says_that_an_entry_was_used_sees_both_and_is_no_auditor, async |server| {
    let (account, things) = things(&server).await;
    let entry = published(&server, SalesLead, &account, json!({ "audience": "ALL_STAFF" })).await;
    let [(_, asked), (_, handed), _] = &things;
    let nothing = |kind: &str| format!("{kind}_{}", "0".repeat(26));
    for (by, purpose, code) in [
        (Auditor, asked, "FORBIDDEN"),
        (Auditor, handed, "FORBIDDEN"),
        (Outsider, asked, "NOT_FOUND"),
        (Outsider, handed, "NOT_FOUND"),
        (Member, handed, "NOT_FOUND"),
        (Administrator, handed, "NOT_FOUND"),
        (SalesLead, &nothing("req"), "NOT_FOUND"),
        (SalesLead, &nothing("hnd"), "NOT_FOUND"),
        (SalesLead, &nothing("inc"), "NOT_FOUND"),
        (SalesLead, &nothing("kno"), "ID_TYPE_MISMATCH"),
        (SalesLead, &account, "ID_TYPE_MISMATCH"),
    ] {
        assert_eq!(say(&entry, &server, by, purpose, true).await.code(), code, "{by:?} {purpose}");
    }
    let wrong = say(&entry, &server, SalesLead, &account, true).await;
    assert_eq!(
        wrong.errors()[0]["message"],
        "expected an id that starts with `inc_` or `req_` or `hnd_`, got one that starts with `acc_`"
    );
    let draft = draft(&server, SalesLead, &account, json!({})).await;
    assert_eq!(say(&draft, &server, SalesLead, asked, true).await.user_error()["code"], "NOT_PUBLISHED");
    assert!(say(&entry, &server, Member, asked, true).await.succeeded(), "they see the request");
});

const LOG: &str = "query($after: EventCursor!) { eventLog(after: $after, first: 100) { events {
    ... on KnowledgeEvent { kind linkTargetId } } } }";

story!(the_event_of_a_use_reaches_who_sees_the_request_or_the_handover, async |server| {
    let (account, things) = things(&server).await;
    let entry = published(&server, SalesLead, &account, json!({ "audience": "ALL_STAFF" })).await;
    let [(_, asked), (_, handed), _] = &things;
    let after = server.anonymous().query("{ eventCursor }", json!({})).await["eventCursor"].clone();
    for id in [asked, handed] {
        say(&entry, &server, SalesLead, id, true).await;
    }
    for (by, expected) in [(Director, vec![asked, handed]), (Member, vec![asked]), (Outsider, vec![])] {
        let told = server.as_(by).query(LOG, json!({ "after": after })).await;
        let expected: Vec<Value> =
            expected.iter().map(|id| json!({ "kind": "USED", "linkTargetId": id })).collect();
        assert_eq!(told["eventLog.events"], json!(expected), "{by:?}");
    }
});
