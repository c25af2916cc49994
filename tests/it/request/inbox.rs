//! Lists of requests: the inbox of a seat, and what narrows them.

use serde_json::{Value, json};
use support::Persona::{Auditor, DeliveryLead, Deputy, Director, Member, Outsider, SalesLead, TechnicalLead};
use support::database::Engine;
use support::statements::statements_of;
use support::{Server, client::Client, story};

use super::acting::{answer, change, log, minutes};

const INBOX: &str = "{ myCustomerRequests { nodes { title } totalCount { count } } }";

async fn inbox(client: &Client) -> Vec<Value> {
    let answer = client.query(INBOX, json!({})).await;
    let nodes = answer["myCustomerRequests.nodes"].as_array().cloned().unwrap();
    assert_eq!(answer["myCustomerRequests.totalCount.count"], nodes.len());
    nodes.into_iter().map(|node| node["title"].clone()).collect()
}

async fn ask(server: &Server, account: &str, title: &str, seats: &[&str], at: &str) -> String {
    log(server, account, json!({ "title": title, "seats": seats, "occurredAt": at })).await
}

story!(an_inbox_holds_what_waits_for_my_seats_the_most_urgent_first, async |server| {
    let rated = server.triangle(json!({ "tier": "B" })).await;
    let unrated = server.triangle(json!({ "tier": null, "tierReason": null })).await;
    server.advance(minutes(60));
    ask(&server, &unrated, "no target, late", &["SALES"], "2026-03-02T09:30:00Z").await;
    ask(&server, &unrated, "no target, early", &["SALES"], "2026-03-02T08:00:00Z").await;
    ask(&server, &rated, "due second", &["SALES", "TECHNICAL"], "2026-03-02T09:10:00Z").await;
    let first = ask(&server, &rated, "due first", &["SALES", "TECHNICAL"], "2026-03-02T09:00:00Z").await;
    let expected = ["due first", "due second", "no target, early", "no target, late"];
    for persona in [SalesLead, Deputy] {
        assert_eq!(inbox(&server.as_(persona)).await, expected, "{persona:?}");
    }
    assert_eq!(inbox(&server.as_(TechnicalLead)).await, expected[..2]);
    // A member of the seat helps, and does not answer; a director and an auditor see, and hold no seat.
    for persona in [DeliveryLead, Member, Director, Auditor, Outsider] {
        assert_eq!(inbox(&server.as_(persona)).await, Vec::<Value>::new(), "{persona:?}");
    }
    answer(&server, SalesLead, &first, json!({})).await;
    assert_eq!(inbox(&server.as_(SalesLead)).await, expected[1..]);
    assert_eq!(inbox(&server.as_(TechnicalLead)).await, expected[..2]);
    change(&server, Director, "customerRequestWithdraw", &first, json!({ "reason": "A mistake." })).await;
    assert_eq!(inbox(&server.as_(TechnicalLead)).await, expected[1..2]);
    assert_eq!(server.anonymous().query(INBOX, json!({})).await.code(), "UNAUTHENTICATED");
    let bot = server.bot(json!({ "scopes": ["ACCOUNT_READ"] })).await;
    assert_eq!(bot.query(INBOX, json!({})).await.code(), "FORBIDDEN");
});

story!(a_seat_of_one_account_is_no_seat_of_another, async |server| {
    let mine = server.account(json!({})).await;
    let other = server.account(json!({})).await;
    server.seat(&mine, SalesLead, "SALES", "PRIMARY").await;
    server.seat(&other, SalesLead, "SALES", "MEMBER").await;
    ask(&server, &mine, "mine", &["SALES"], "2026-03-02T09:00:00Z").await;
    ask(&server, &other, "theirs", &["SALES"], "2026-03-02T09:00:00Z").await;
    assert_eq!(inbox(&server.as_(SalesLead)).await, ["mine"]);
});

const LIST: &str =
    "query($filter: CustomerRequestFilter, $order: CustomerRequestOrder, $first: Int, $after: String) {
    customerRequests(filter: $filter, order: $order, first: $first, after: $after) {
        nodes { title } totalCount { count } pageInfo { endCursor hasNextPage } } }";

story!(a_list_is_narrowed_and_paged, async |server| {
    let acme = server.triangle(json!({ "tier": "S" })).await;
    let blue = server.triangle(json!({ "tier": "C" })).await;
    server.advance(minutes(120));
    let late = ask(&server, &acme, "late", &["SALES"], "2026-03-02T09:00:00Z").await;
    ask(&server, &acme, "fresh", &["DELIVERY", "SALES"], "2026-03-02T10:30:00Z").await;
    let other =
        log(&server, &blue, json!({ "title": "other", "kind": "COMPLAINT", "seats": ["TECHNICAL"] })).await;
    answer(&server, TechnicalLead, &other, json!({})).await;
    let told = async |filter: Value| -> Vec<Value> {
        let answer = server.as_(Director).query(LIST, json!({ "filter": filter })).await;
        let nodes = answer["customerRequests.nodes"].as_array().cloned().unwrap();
        assert_eq!(answer["customerRequests.totalCount.count"], nodes.len(), "{filter}");
        nodes.into_iter().map(|node| node["title"].clone()).collect()
    };
    for (filter, expected) in [
        (json!({}), &["other", "fresh", "late"][..]),
        (json!({ "accountIds": [acme] }), &["fresh", "late"]),
        (json!({ "kinds": ["COMPLAINT"] }), &["other"]),
        (json!({ "tiersAtLog": ["S"] }), &["fresh", "late"]),
        (json!({ "holders": ["SALES"] }), &["fresh", "late"]),
        (json!({ "waitingFor": ["DELIVERY", "TECHNICAL"] }), &["fresh"]),
        (json!({ "late": true }), &["late"]),
        (json!({ "late": false }), &["other", "fresh"]),
        (json!({ "states": ["CLOSED"] }), &[]),
        (json!({ "occurredFrom": "2026-03-02T10:00:00Z", "occurredTo": "2026-03-02T11:00:00Z" }), &["fresh"]),
        (json!({ "recordedById": server.cast().id(Director) }), &[]),
    ] {
        assert_eq!(told(filter.clone()).await, expected, "{filter}");
    }
    answer(&server, SalesLead, &late, json!({})).await;
    assert_eq!(told(json!({ "late": true })).await, ["late"], "what was late stays late");
    let page = json!({ "order": "URGENT", "first": 2 });
    let first = server.as_(Auditor).query(LIST, page).await;
    assert_eq!(first["customerRequests.nodes.0.title"], "late");
    let after = &first["customerRequests.pageInfo.endCursor"];
    let rest =
        server.as_(Auditor).query(LIST, json!({ "order": "URGENT", "first": 2, "after": after })).await;
    assert_eq!(rest["customerRequests.nodes"], json!([{ "title": "other" }]));
    let elsewhere = server.as_(Auditor).query(LIST, json!({ "order": "LATEST", "after": after })).await;
    assert_eq!(elsewhere.code(), "CURSOR_INVALID");
    let ancient = json!({ "filter": { "occurredFrom": "-5000-01-01T00:00:00Z" } });
    let refused = server.as_(Auditor).query(LIST, ancient).await;
    assert_eq!(refused.code(), "BAD_USER_INPUT");
    assert_eq!(refused.error()["message"], "occurredFrom: must be of the years 1 to 9999");
});

story!(a_list_costs_as_many_statements_however_long_it_is, async |server| {
    if server.database().engine() != Engine::Postgres {
        return;
    }
    let account = server.triangle(json!({})).await;
    for _ in 0..6 {
        let id = log(&server, &account, json!({})).await;
        answer(&server, SalesLead, &id, json!({})).await;
    }
    let document = "query($first: Int!) { customerRequests(first: $first) { nodes {
        id waiting dueState account { code } recordedBy { name } timing { firstResponse { businessSeconds } }
        seats { seat addedBy { name } } answers { answeredBy { name } } hops { movedBy { name } } } } }";
    let (found, statements) =
        statements_of(server.as_(SalesLead).query(document, json!({ "first": 6 }))).await;
    assert_eq!(found["customerRequests.nodes"].as_array().unwrap().len(), 6);
    // The list, its accounts, four kinds of belongings, the policy, and people as they come up.
    assert!(statements.len() <= 14, "{statements:#?}");
});
