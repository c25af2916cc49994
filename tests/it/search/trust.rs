//! What is found by how far it can be trusted, under an advancing clock.

use std::time::Duration;

use support::Persona::{Member, SalesLead};
use support::{Server, Value, json, story};

use super::acting::{change, entry, name, search};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The names of what the member finds of the word `kiln`, in order; count and groups must say the same.
async fn found(server: &Server, filter: Value) -> (Vec<String>, Value) {
    let found = search(&server.as_(Member), "kiln", filter.clone()).await;
    let mut names: Vec<String> = found["nodes"].as_array().unwrap().iter().map(name).collect();
    names.sort();
    assert_eq!(found["totalCount"]["count"], names.len(), "{filter}");
    (names, found["facets"]["trust"].clone())
}

/// Groups of trust as they are told.
fn groups(counts: &[(&str, i32)]) -> Value {
    counts.iter().map(|(trust, count)| json!({ "trust": trust, "count": count })).collect()
}

story!(entries_are_found_by_how_far_they_can_be_trusted_now, async |server| {
    let account = server.triangle(json!({})).await;
    let write = async |title: &str, kind: &str| {
        let facts = json!({ "title": title, "type": kind, "audience": "ALL_STAFF" });
        entry(&server, &account, facts).await
    };
    write("Kiln waiting", "FAQ").await;
    write("Kiln negotiated", "NEGOTIATION_RECORD").await;
    let steady = write("Kiln steady", "PLAYBOOK").await;
    let brief = write("Kiln brief", "COMPETITOR_BRIEF").await;
    let ending = write("Kiln ending", "LESSON").await;
    for id in [&steady, &brief, &ending] {
        change(&server, id, "knowledgeEntryVerify", json!({})).await;
    }
    change(&server, &brief, "knowledgeEntryGovern", json!({ "intervalDays": 10 })).await;
    let end = (server.now() + DAY * 15).to_rfc3339();
    change(&server, &ending, "knowledgeEntryGovern", json!({ "expiresAt": end })).await;
    for (days, trust, expected) in [
        (0, vec!["VERIFIED"], vec!["Kiln brief", "Kiln ending", "Kiln steady"]),
        (0, vec!["UNVERIFIED"], vec!["Kiln waiting"]),
        (0, vec!["STALE"], vec![]),
        (10, vec!["STALE"], vec!["Kiln brief"]),
        (0, vec!["STALE", "VERIFIED"], vec!["Kiln brief", "Kiln ending", "Kiln steady"]),
        (5, vec!["VERIFIED"], vec!["Kiln steady"]),
        (0, vec!["EXPIRED"], vec!["Kiln ending"]),
        (0, vec!["EXPIRED", "UNVERIFIED"], vec!["Kiln ending", "Kiln waiting"]),
    ] {
        server.advance(DAY * days);
        assert_eq!(found(&server, json!({ "trust": trust })).await.0, expected, "{trust:?}");
    }
});

story!(the_groups_of_trust_count_what_is_found_and_expired_entries_only_if_asked_for, async |server| {
    let account = server.triangle(json!({ "name": "Kiln works" })).await;
    server.incident(&account, json!({ "title": "Kiln cold", "description": "x" })).await;
    let write = async |title: &str, kind: &str| {
        let facts = json!({ "title": title, "type": kind, "audience": "ALL_STAFF" });
        entry(&server, &account, facts).await
    };
    write("Kiln waiting", "FAQ").await;
    write("Kiln negotiated", "NEGOTIATION_RECORD").await;
    let brief = write("Kiln brief", "COMPETITOR_BRIEF").await;
    change(&server, &brief, "knowledgeEntryVerify", json!({})).await;
    change(&server, &brief, "knowledgeEntryGovern", json!({ "intervalDays": 10 })).await;
    let ending = write("Kiln ending", "LESSON").await;
    let end = (server.now() + DAY).to_rfc3339();
    change(&server, &ending, "knowledgeEntryGovern", json!({ "expiresAt": end })).await;
    let (_, told) = found(&server, json!(null)).await;
    assert_eq!(told, groups(&[("VERIFIED", 1), ("UNVERIFIED", 2)]));
    server.advance(DAY * 10);
    for (filter, expected) in [
        (json!(null), groups(&[("UNVERIFIED", 1), ("STALE", 1)])),
        (json!({ "includeExpired": true }), groups(&[("UNVERIFIED", 1), ("STALE", 1), ("EXPIRED", 1)])),
        (json!({ "trust": ["EXPIRED"] }), groups(&[("EXPIRED", 1)])),
        (json!({ "trust": ["VERIFIED"] }), groups(&[])),
        (json!({ "kinds": ["INCIDENT", "ACCOUNT"] }), groups(&[])),
    ] {
        assert_eq!(found(&server, filter.clone()).await.1, expected, "{filter}");
    }
    let told = search(&server.as_(SalesLead), "kiln brief", json!({ "trust": ["STALE"] })).await;
    assert_eq!(told["nodes"][0]["item"]["trust"], "STALE", "a hit tells it, too");
});
