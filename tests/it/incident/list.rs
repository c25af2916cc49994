//! Lists of incidents: at the root and of accounts, narrowed, sorted, in pages.

use std::time::Duration;

use serde_json::{Value, json};
use support::Persona::{
    Administrator, EscalationManager, Executive, Member, Outsider, SalesLead, TechnicalLead,
};
use support::client::Client;
use support::{Server, story};

use super::acting::{account, attempt, bare_account, each, name_lead, report, report_as, step};

async fn numbers(client: &Client, variables: Value) -> Vec<String> {
    let document = "query($filter: IncidentFilter, $sort: [IncidentSort!]) {
        incidents(filter: $filter, sort: $sort) { nodes { number } totalCount { count precision } } }";
    let answer = client.query(document, variables).await;
    let nodes = answer["incidents.nodes"].as_array().unwrap();
    assert_eq!(answer["incidents.totalCount"], json!({ "count": nodes.len(), "precision": "EXACT" }));
    each(nodes, "number").into_iter().map(|number| number.trim_start_matches("RC-").to_owned()).collect()
}

/// Four incidents of two accounts, an hour apart, each of its own kind.
async fn four(server: &Server) -> (String, String) {
    let (one, other) = (account(server, "ONE", Some("S")).await, bare_account(server, "OTHER", None).await);
    let first = report(server, &one, "SEV3").await;
    name_lead(server, &first).await;
    server.advance(Duration::from_secs(3_600));
    let second = report_as(&server.as_(Member), &one, "SEV1").await;
    attempt(server, EscalationManager, "incidentTriage", &second, json!({ "severity": "SEV2" })).await;
    server.advance(Duration::from_secs(3_600));
    let bot = server.bot(json!({ "scopes": ["INCIDENT_REPORT", "INCIDENT_READ"] })).await;
    let third = report_as(&bot, &other, "SEV1").await;
    step(server, EscalationManager, "incidentDecline", &third).await;
    server.advance(Duration::from_secs(3_600));
    report_as(&server.as_(EscalationManager), &other, "SEV2").await;
    (one, other)
}

story!(a_list_is_narrowed_by_what_is_asked, async |server| {
    let (one, other) = four(&server).await;
    let manager = server.as_(EscalationManager);
    let id = |persona| server.cast().id(persona);
    for (filter, expected) in [
        (json!({}), "4321"),
        (json!({ "open": true }), "421"),
        (json!({ "open": false }), "3"),
        (json!({ "state": { "in": ["REPORTED", "DECLINED"] } }), "431"),
        (json!({ "severity": { "eq": "SEV2" } }), "42"),
        (json!({ "accountId": { "eq": one } }), "21"),
        (json!({ "accountId": { "in": [one, other] } }), "4321"),
        (json!({ "tierAtReport": { "eq": "S" } }), "21"),
        (json!({ "tierAtReport": { "isNull": true } }), "43"),
        (json!({ "reportedAt": { "gte": "2026-03-02T10:00:00Z", "lt": "2026-03-02T12:00:00Z" } }), "32"),
        (json!({ "reporterId": { "eq": id(SalesLead) } }), "1"),
        (json!({ "reporterBotId": { "isNull": false } }), "3"),
        (json!({ "executiveLeadId": { "eq": id(Executive) } }), "1"),
        (json!({ "mine": true }), "4"),
        (json!({ "mine": false }), "321"),
        (json!({ "not": { "mine": true } }), "321"),
        (json!({ "or": [{ "severity": { "eq": "SEV3" } }, { "open": false }] }), "31"),
        (json!({ "mySeats": ["SALES"] }), ""),
        (json!({ "state": { "in": [] } }), ""),
    ] {
        assert_eq!(numbers(&manager, json!({ "filter": filter })).await.join(""), expected, "{filter}");
    }
});

story!(mine_and_my_seats_are_the_viewers_own, async |server| {
    four(&server).await;
    for (persona, filter, expected) in [
        (SalesLead, json!({}), "21"),
        (SalesLead, json!({ "mine": true }), "1"),
        (SalesLead, json!({ "mySeats": ["SALES"] }), "21"),
        (SalesLead, json!({ "mySeats": ["TECHNICAL"] }), ""),
        (TechnicalLead, json!({ "mySeats": ["SALES", "TECHNICAL"] }), "21"),
        (Executive, json!({ "mine": true }), "1"),
        (Member, json!({}), "2"),
        (Member, json!({ "mine": true }), "2"),
        (Outsider, json!({}), ""),
        (Administrator, json!({}), ""),
    ] {
        let found = numbers(&server.as_(persona), json!({ "filter": filter })).await;
        assert_eq!(found.join(""), expected, "{persona:?} {filter}");
    }
});

story!(a_list_is_sorted_as_is_asked, async |server| {
    four(&server).await;
    let manager = server.as_(EscalationManager);
    for (sort, expected) in [
        (json!([]), "4321"),
        (json!([{ "field": "REPORTED_AT" }]), "1234"),
        (json!([{ "field": "NUMBER", "direction": "DESC" }]), "4321"),
        (json!([{ "field": "SEVERITY" }, { "field": "NUMBER", "direction": "DESC" }]), "3421"),
        (json!([{ "field": "SEVERITY", "direction": "DESC" }, { "field": "NUMBER" }]), "1243"),
    ] {
        assert_eq!(numbers(&manager, json!({ "sort": sort })).await.join(""), expected, "{sort}");
    }
});

story!(a_cursor_continues_its_own_list_only, async |server| {
    four(&server).await;
    let manager = server.as_(EscalationManager);
    let document = "query($filter: IncidentFilter, $sort: [IncidentSort!], $first: Int, $after: String, $last: Int,
        $before: String) { incidents(filter: $filter, sort: $sort, first: $first, after: $after, last: $last,
        before: $before) { nodes { number } pageInfo { endCursor startCursor hasNextPage hasPreviousPage } } }";
    let page = async |variables: Value| manager.query(document, variables).await;
    let sort = json!([{ "field": "SEVERITY" }]);
    let first = page(json!({ "sort": sort, "first": 3 })).await;
    let after = first["incidents.pageInfo.endCursor"].clone();
    let rest = page(json!({ "sort": sort, "first": 3, "after": after })).await;
    assert_eq!(rest["incidents.nodes"], json!([{ "number": "RC-1" }]));
    assert_eq!(rest["incidents.pageInfo.hasNextPage"], false);
    let back =
        page(json!({ "sort": sort, "last": 3, "before": rest["incidents.pageInfo.startCursor"] })).await;
    assert_eq!(back["incidents.nodes"], first["incidents.nodes"]);
    for other in [
        json!({ "first": 3, "after": after }),
        json!({ "sort": sort, "filter": { "open": true }, "after": after }),
        json!({ "sort": sort, "after": "bm9uc2Vuc2U" }),
    ] {
        assert_eq!(page(other.clone()).await.code(), "CURSOR_INVALID", "{other}");
    }
    assert_eq!(page(json!({ "first": -1 })).await.code(), "BAD_USER_INPUT");
    assert_eq!(page(json!({ "first": 1, "last": 1 })).await.code(), "BAD_USER_INPUT");
});

story!(each_account_of_a_list_has_its_latest_open_incidents, async |server| {
    let (one, other) = four(&server).await;
    let quiet = bare_account(&server, "QUIET", Some("B")).await;
    let document =
        "query($ids: [ID!]) { accounts(filter: { id: { in: $ids } }, sort: [{ field: CODE }]) { nodes {
        code
        latest: incidents(filter: { open: true }, first: 1) {
            nodes { number account { code } } pageInfo { hasNextPage endCursor } totalCount { count }
        }
        incidents { nodes { number } }
    } } }";
    let answer = server.as_(EscalationManager).query(document, json!({ "ids": [one, other] })).await;
    let nodes = answer["accounts.nodes"].as_array().unwrap();
    assert_eq!(each(nodes, "code"), ["ONE", "OTHER"]);
    let latest = &nodes[0]["latest"];
    assert_eq!(latest["nodes"], json!([{ "number": "RC-2", "account": { "code": "ONE" } }]));
    assert_eq!(latest["pageInfo"]["hasNextPage"], true);
    assert_eq!(latest["totalCount"]["count"], 2);
    assert_eq!(nodes[1]["latest"]["totalCount"]["count"], 1);
    assert_eq!(nodes[1]["incidents"]["nodes"], json!([{ "number": "RC-4" }, { "number": "RC-3" }]));
    let more = "query($id: ID!, $after: String) { account(id: $id) {
        incidents(filter: { open: true }, first: 1, after: $after) { nodes { number } } } }";
    let after = &latest["pageInfo"]["endCursor"];
    let answer = server.as_(SalesLead).query(more, json!({ "id": one, "after": after })).await;
    assert_eq!(answer["account.incidents.nodes"], json!([{ "number": "RC-1" }]));
    let empty = server.as_(Administrator).query(more, json!({ "id": quiet })).await;
    assert_eq!(empty["account.incidents.nodes"], json!([]));
    // A member of the team sees the account, and of its incidents only what they respond to.
    let member = server.as_(Member).query(more, json!({ "id": one })).await;
    assert_eq!(member["account.incidents.nodes"], json!([{ "number": "RC-2" }]));
});
