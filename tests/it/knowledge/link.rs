//! Links: they grant nothing and tell nothing.

use support::Persona::{Auditor, Director, Executive, Member, Outsider, SalesLead};
use support::{Server, Value, json, story};

use super::acting::{Entry, draft, ids, listed, published};

const LINKS: &str =
    "links { linkedAt target { __typename ... on Account { id code } ... on Incident { id number } } }";

/// Where the links lead that an entry shows.
fn targets(entry: &Value) -> Vec<&str> {
    let links = entry["links"].as_array().unwrap();
    links.iter().map(|link| link["target"]["id"].as_str().unwrap()).collect()
}

async fn link(entry: &Entry<'_>, by: support::Persona, target: &str) -> support::answer::Answer {
    entry.attempt(by, "knowledgeEntryLink", json!({ "targetId": target })).await
}

/// An account of the sales lead alone, in a region that nobody directs, with an incident.
async fn elsewhere(server: &Server) -> (String, String) {
    let account = server.account(json!({ "regionId": server.cast().region("SOUTH") })).await;
    server.seat(&account, SalesLead, "SALES", "PRIMARY").await;
    let incident = server.incident(&account, json!({})).await;
    (account, incident)
}

story!(a_link_is_seen_by_who_sees_where_it_leads, async |server| {
    let account = server.triangle(json!({})).await;
    let (other, incident) = elsewhere(&server).await;
    let entry = published(&server, SalesLead, &account, json!({ "audience": "ALL_STAFF" })).await;
    for target in [&account, &other, &incident] {
        assert!(link(&entry, SalesLead, target).await.succeeded());
    }
    let seen = entry.see(SalesLead, LINKS).await;
    assert_eq!(targets(&seen), [&account, &other, &incident]);
    assert_eq!(seen["links"][2]["target"]["__typename"], "Incident");
    assert_eq!(targets(&entry.see(Member, LINKS).await), [&account]);
    assert_eq!(targets(&entry.see(Director, LINKS).await), [&account]);
    assert_eq!(targets(&entry.see(Auditor, LINKS).await), [&account, &other, &incident]);
    assert!(targets(&entry.see(Outsider, LINKS).await).is_empty());
    // An executive sees the account while it has an open incident.
    assert_eq!(targets(&entry.see(Executive, LINKS).await), [&other, &incident]);
});

story!(a_link_grants_nothing, async |server| {
    let account = server.triangle(json!({})).await;
    let (other, incident) = elsewhere(&server).await;
    let entry = published(&server, SalesLead, &other, json!({})).await;
    link(&entry, SalesLead, &account).await;
    link(&entry, SalesLead, &incident).await;
    assert!(entry.seers(&[Member, Director]).await.is_empty());
    let open = published(&server, SalesLead, &account, json!({ "audience": "ALL_STAFF" })).await;
    link(&open, SalesLead, &other).await;
    let answer =
        server.as_(Member).query("query($id: ID!) { account(id: $id) { id } }", json!({ "id": other })).await;
    assert_eq!(answer.code(), "NOT_FOUND");
});

story!(nobody_links_to_what_they_do_not_see, async |server| {
    let account = server.triangle(json!({})).await;
    let (other, incident) = elsewhere(&server).await;
    let entry = published(&server, SalesLead, &account, json!({})).await;
    link(&entry, SalesLead, &other).await;
    let nowhere = ["acc_00000000000000000000000001", "inc_00000000000000000000000001"];
    for target in [other.as_str(), &incident, nowhere[0], nowhere[1]] {
        assert_eq!(link(&entry, Member, target).await.code(), "NOT_FOUND");
        let answer = entry.attempt(Member, "knowledgeEntryUnlink", json!({ "targetId": target })).await;
        assert_eq!(answer.code(), "NOT_FOUND");
    }
    for (target, code) in
        [(entry.id.as_str(), "ID_TYPE_MISMATCH"), ("", "BAD_USER_INPUT"), ("inc_x", "BAD_USER_INPUT")]
    {
        assert_eq!(link(&entry, SalesLead, target).await.code(), code, "{target}");
    }
    assert_eq!(targets(&entry.see(SalesLead, LINKS).await), [&other]);
});

story!(a_reader_links_and_takes_links_back, async |server| {
    let account = server.triangle(json!({})).await;
    let entry = published(&server, SalesLead, &account, json!({})).await;
    for (mutation, events) in [
        ("knowledgeEntryLink", 1),
        ("knowledgeEntryLink", 0),
        ("knowledgeEntryUnlink", 1),
        ("knowledgeEntryUnlink", 0),
    ] {
        let answer = entry.change(Member, mutation, json!({ "targetId": account })).await;
        assert_eq!(answer.payload()["eventIds"].as_array().unwrap().len(), events, "{mutation}");
    }
    assert_eq!(link(&entry, Auditor, &account).await.code(), "FORBIDDEN");
    assert_eq!(entry.see(Member, "links { linkedAt } version").await, json!({ "links": [], "version": 4 }));
});

story!(filters_find_no_link_that_the_viewer_does_not_see, async |server| {
    let account = server.triangle(json!({})).await;
    let (other, incident) = elsewhere(&server).await;
    let entry = published(&server, SalesLead, &account, json!({ "audience": "ALL_STAFF" })).await;
    link(&entry, SalesLead, &other).await;
    link(&entry, SalesLead, &incident).await;
    for (filter, hidden, negated) in [
        (json!({ "linkedAccount": { "eq": other } }), false, true),
        (json!({ "linkedIncident": { "in": [incident] } }), false, true),
        (json!({ "linkedAccount": { "isNull": true } }), true, false),
        (json!({ "linkedIncident": { "isNull": false } }), false, true),
        (json!({ "homeAccount": { "eq": account } }), false, true),
        (json!({ "homeAccount": { "isNull": true } }), true, false),
    ] {
        let home = filter["homeAccount"].is_object();
        let sees = if home { SalesLead } else { Auditor };
        for (filter, expected) in [(filter.clone(), !hidden), (json!({ "not": filter }), !negated)] {
            assert_eq!(
                !listed(&server.as_(sees), filter.clone()).await.is_empty(),
                expected,
                "{sees:?} {filter}"
            );
            assert_eq!(
                listed(&server.as_(Outsider), filter.clone()).await.is_empty(),
                expected,
                "Outsider {filter}"
            );
        }
    }
});

story!(an_entry_names_no_home_account_that_the_viewer_does_not_see, async |server| {
    let account = server.triangle(json!({})).await;
    let entry = published(&server, SalesLead, &account, json!({ "audience": "ALL_STAFF" })).await;
    assert_eq!(entry.see(SalesLead, "homeAccount { id }").await["homeAccount"]["id"], json!(account));
    assert!(entry.see(Outsider, "homeAccount { id }").await["homeAccount"].is_null());
});

story!(an_incident_shows_the_entries_that_are_linked_to_it, async |server| {
    let account = server.triangle(json!({})).await;
    let incident = server.incident(&account, json!({})).await;
    let team = published(&server, SalesLead, &account, json!({})).await;
    let triangle = published(&server, SalesLead, &account, json!({ "audience": "TRIANGLE" })).await;
    let hidden = draft(&server, SalesLead, &account, json!({})).await;
    for entry in [&team, &triangle, &hidden] {
        link(entry, SalesLead, &incident).await;
    }
    let document =
        "query($id: ID!) { incident(id: $id) { knowledge { nodes { id } totalCount { count } } } }";
    let sees = async |persona| {
        let answer = server.as_(persona).query(document, json!({ "id": incident })).await;
        assert_eq!(
            answer["incident.knowledge.totalCount.count"],
            answer["incident.knowledge.nodes"].as_array().unwrap().len()
        );
        ids(&answer["incident.knowledge.nodes"])
    };
    assert_eq!(sees(SalesLead).await.len(), 3);
    assert_eq!(sees(Director).await.len(), 2);
    assert_eq!(sees(support::Persona::EscalationManager).await, std::slice::from_ref(&team.id));
});
