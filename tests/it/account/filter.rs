//! Which accounts a list gives: filters, search, my accounts.

use support::Persona::{
    Administrator, Auditor, Director, EscalationManager, Executive, Member, Outsider, SalesLead,
};
use support::client::Client;
use support::{Value, json, story};

use super::acting::change;

async fn codes(client: &Client, filter: Value) -> String {
    let document =
        "query($filter: AccountFilter) { accounts(filter: $filter, first: 100, sort: [{ field: CODE }]) {
        nodes { code } totalCount { count precision } } }";
    let answer = client.query(document, json!({ "filter": filter })).await;
    let codes: Vec<_> =
        answer["accounts.nodes"].as_array().unwrap().iter().map(|it| it["code"].as_str().unwrap()).collect();
    assert_eq!(answer["accounts.totalCount"], json!({ "count": codes.len(), "precision": "EXACT" }));
    codes.join(" ")
}

story!(accounts_are_found_by_every_fact, async |server| {
    let north = server.cast().region("NORTH");
    server.triangle(json!({ "code": "A", "name": "Müller AG", "tier": "S", "industry": "Robots" })).await;
    let b = server
        .account(json!({ "code": "B", "name": "ＭＵＬＬＥＲ & Sons", "tier": "A", "industry": "robots" }))
        .await;
    server
        .account(
            json!({ "code": "C", "tier": null, "tierReason": null, "industry": null, "status": "PROSPECT",
        "regionId": server.cast().region("SOUTH") }),
        )
        .await;
    change(
        &server,
        Administrator,
        "accountAppointSponsor",
        &b,
        json!({ "userId": server.cast().id(Executive) }),
    )
    .await;
    let ada = server.as_(Administrator);
    for (filter, expected) in [
        (json!({}), "A B C"),
        (json!({ "id": { "eq": b } }), "B"),
        (json!({ "code": { "in": ["a", "C", "x"] } }), "A C"),
        (json!({ "name": { "contains": "muller" } }), "A B"),
        (json!({ "name": { "eq": "MÜLLER ag" } }), "A"),
        (json!({ "industry": { "eq": "ROBOTS" } }), "A B"),
        (json!({ "industry": { "isNull": true } }), "C"),
        (json!({ "regionId": { "eq": north } }), "A B"),
        (json!({ "status": { "in": ["PROSPECT", "ENDED"] } }), "C"),
        (json!({ "tier": { "in": ["S", "A"] } }), "A B"),
        (json!({ "tier": { "isNull": true } }), "C"),
        (json!({ "tier": { "in": [] } }), ""),
        (json!({ "executiveSponsorId": { "isNull": false } }), "B"),
        (json!({ "triangleComplete": true }), "A"),
        (json!({ "triangleComplete": false }), "B C"),
        (json!({ "hasOpenIncident": true }), ""),
        (json!({ "onWatchList": false }), "A B C"),
        (json!({ "createdAt": { "gt": "2026-03-02T09:00:00Z" } }), ""),
        (json!({ "updatedAt": { "gte": "2026-03-02T09:00:00Z", "lt": "2026-03-02T09:00:01Z" } }), "A B C"),
        (json!({ "tier": { "eq": "S" }, "industry": { "eq": "x" } }), ""),
    ] {
        assert_eq!(codes(&ada, filter.clone()).await, expected, "{filter}");
    }
});

story!(filters_are_combined_by_and_or_and_not, async |server| {
    for (code, tier) in [("A", json!("S")), ("B", json!("A")), ("C", json!("B")), ("D", Value::Null)] {
        let reason = tier.as_str().map(|_| "r");
        server.account(json!({ "code": code, "tier": tier, "tierReason": reason })).await;
    }
    let ada = server.as_(Administrator);
    let is = |tier: &str| json!({ "tier": { "eq": tier } });
    for (filter, expected) in [
        (json!({ "or": [is("S"), is("B")] }), "A C"),
        (json!({ "or": [] }), ""),
        (json!({ "and": [] }), "A B C D"),
        (json!({ "not": is("S") }), "B C D"),
        (json!({ "not": { "or": [is("S"), is("A")] } }), "C D"),
        (json!({ "not": {} }), ""),
        (json!({ "and": [{ "not": is("S") }, { "not": { "code": { "eq": "d" } } }] }), "B C"),
        (json!({ "code": { "in": ["a", "b"] }, "or": [is("A"), is("B")] }), "B"),
    ] {
        assert_eq!(codes(&ada, filter.clone()).await, expected, "{filter}");
    }
});

story!(a_filter_on_incidents_knows_only_those_that_one_may_see, async |server| {
    let account = server.triangle(json!({ "code": "HOT" })).await;
    server.triangle(json!({ "code": "CALM" })).await;
    server.incident(&account, json!({})).await;
    for (persona, hot, calm) in [
        (SalesLead, "HOT", "CALM"),
        (Director, "HOT", "CALM"),
        (Auditor, "HOT", "CALM"),
        (EscalationManager, "HOT", ""),
        (Executive, "HOT", ""),
        (Administrator, "", "CALM HOT"),
        (Member, "", "CALM HOT"),
        (Outsider, "", ""),
    ] {
        let client = server.as_(persona);
        assert_eq!(codes(&client, json!({ "hasOpenIncident": true })).await, hot, "{persona:?}");
        assert_eq!(codes(&client, json!({ "hasOpenIncident": false })).await, calm, "{persona:?}");
        let not = json!({ "not": { "hasOpenIncident": false } });
        assert_eq!(codes(&client, not).await, hot, "{persona:?}");
        let incidents =
            "{ accounts { nodes { incidents { totalCount { count } nodes { account { code } } } } } }";
        let seen = client.query(incidents, json!({})).await["accounts.nodes"].to_string();
        assert_eq!(seen.contains("HOT"), !hot.is_empty(), "{persona:?} {seen}");
    }
});

story!(a_filter_that_is_too_deep_or_too_long_is_refused, async |server| {
    let ada = server.as_(Administrator);
    let document = "query($filter: AccountFilter) { accounts(filter: $filter) { nodes { id } } }";
    let open = json!({ "triangleComplete": true });
    for (filter, code, limit) in [
        (json!({ "not": { "not": { "not": open } } }), "LIMIT_EXCEEDED", json!("filterDepth")),
        (json!({ "or": vec![open; 21] }), "LIMIT_EXCEEDED", json!("filterTests")),
        (json!({ "name": { "contains": "x".repeat(201) } }), "BAD_USER_INPUT", Value::Null),
        (json!({ "id": { "eq": "usr_01h2e8kqvbfwea724h75qc655w" } }), "ID_TYPE_MISMATCH", Value::Null),
        (json!({ "regionId": { "in": ["north"] } }), "BAD_USER_INPUT", Value::Null),
    ] {
        let answer = ada.query(document, json!({ "filter": filter })).await;
        assert_eq!((answer.code(), &answer.error()["extensions"]["limit"]), (code, &limit), "{filter}");
    }
});

story!(a_search_looks_into_names_and_codes_whatever_their_writing, async |server| {
    for (code, name) in [
        ("HW-1", "华为技术有限公司"),
        ("GLAS", "ガラス工業"),
        ("STR", "Straßenbau Würzburg"),
        ("P50", "50% Rabatt_AG"),
    ] {
        server.account(json!({ "code": code, "name": name })).await;
    }
    let ada = server.as_(Administrator);
    for (search, expected) in [
        ("华为", "HW-1"),
        ("技术", "HW-1"),
        ("ガラス", "GLAS"),
        ("カラス", ""),
        ("ｶﾞﾗｽ", "GLAS"),
        ("STRASSE", "STR"),
        ("wurz", "STR"),
        ("ＷÜＲＺ", "STR"),
        ("hw-", "HW-1"),
        ("%", "P50"),
        ("t_a", "P50"),
        ("x", ""),
        ("  ", "GLAS HW-1 P50 STR"),
        ("", "GLAS HW-1 P50 STR"),
        ("  straßenbau   würzburg ", "STR"),
    ] {
        let document = "query($search: String) { accounts(search: $search, sort: [{ field: CODE }]) { nodes { code } totalCount { count } } }";
        let answer = ada.query(document, json!({ "search": search })).await;
        let codes: Vec<_> = answer["accounts.nodes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["code"].as_str().unwrap())
            .collect();
        assert_eq!(codes.join(" "), expected, "{search}");
        assert_eq!(answer["accounts.totalCount.count"], codes.len(), "{search}");
    }
    let long = "query($search: String) { accounts(search: $search) { nodes { id } } }";
    let long = ada.query(long, json!({ "search": "长".repeat(201) })).await;
    assert_eq!(long.code(), "BAD_USER_INPUT");
});

story!(my_accounts_are_those_that_i_serve_in_that_seat, async |server| {
    let one = server.triangle(json!({ "code": "ONE", "name": "One" })).await;
    let two = server.account(json!({ "code": "TWO", "name": "Two" })).await;
    server.seat(&two, SalesLead, "SALES", "DEPUTY").await;
    server.account(json!({ "code": "NONE" })).await;
    let input = json!({ "accountId": two, "userId": server.cast().id(Member), "expertise": "law" });
    server.as_(Director).change("extendedMemberAdd", "assignment { id }", input).await;
    let document = "query($seat: Seat, $position: Position) { myAccounts(seat: $seat, position: $position) {
        nodes { code } totalCount { count } } }";
    for (persona, seat, position, expected) in [
        (SalesLead, None, None, vec!["ONE", "TWO"]),
        (SalesLead, Some("SALES"), None, vec!["ONE", "TWO"]),
        (SalesLead, Some("SALES"), Some("PRIMARY"), vec!["ONE"]),
        (SalesLead, None, Some("DEPUTY"), vec!["TWO"]),
        (SalesLead, Some("DELIVERY"), None, vec![]),
        (Member, None, None, vec!["ONE", "TWO"]),
        (Member, None, Some("EXTENDED"), vec!["TWO"]),
        (Director, None, None, vec![]),
        (Outsider, None, None, vec![]),
    ] {
        let answer = server.as_(persona).query(document, json!({ "seat": seat, "position": position })).await;
        let nodes: Vec<_> = expected.iter().map(|code| json!({ "code": code })).collect();
        let expected = json!({ "nodes": nodes, "totalCount": { "count": nodes.len() } });
        assert_eq!(answer["myAccounts"], expected, "{persona:?} {seat:?} {position:?}");
    }
    assert!(!one.is_empty());
});
