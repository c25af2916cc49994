//! Lists: filters, orders, pages.

use std::time::Duration;

use support::Persona::{Member, SalesLead};
use support::client::Client;
use support::{Server, Value, json, story};

use super::acting::{draft, listed, published};

/// Six entries a minute apart: their titles, in the order of their creation.
const TITLES: [&str; 6] = ["Zebra", "äpfel", "Apfel", "价格谈判", "zebra 100%", "Banane"];

/// An account whose sales lead has written the six, alternately playbooks and lessons; the first two are published.
async fn library(server: &Server) -> (String, Vec<String>) {
    let account = server.triangle(json!({})).await;
    let mut entries = Vec::new();
    for (index, title) in TITLES.into_iter().enumerate() {
        let kind = if index % 2 == 0 { "PLAYBOOK" } else { "LESSON" };
        let facts = json!({ "title": title, "type": kind, "tags": [format!("Tag {index}"), "Alle"] });
        let entry = if index < 2 {
            published(server, SalesLead, &account, facts).await
        } else {
            draft(server, SalesLead, &account, facts).await
        };
        entries.push(entry.id);
        server.advance(Duration::from_secs(60));
    }
    (account, entries)
}

/// The places of the entries that a filter finds.
async fn found(client: &Client, entries: &[String], filter: Value) -> Vec<usize> {
    let listed = listed(client, filter).await;
    (0..entries.len()).filter(|place| listed.contains(&entries[*place])).collect()
}

story!(a_filter_finds_what_it_says, async |server| {
    let start = server.now();
    let (account, entries) = library(&server).await;
    let third = (start + Duration::from_secs(120)).to_rfc3339();
    let sales = server.cast().id(SalesLead);
    for (filter, expected) in [
        (json!({ "type": { "eq": "LESSON" } }), vec![1, 3, 5]),
        (json!({ "state": { "eq": "PUBLISHED" } }), vec![0, 1]),
        (json!({ "audience": { "in": ["TRIANGLE", "ALL_STAFF"] } }), vec![]),
        (json!({ "title": { "contains": "ZEBRA" } }), vec![0, 4]),
        (json!({ "title": { "contains": "100%" } }), vec![4]),
        (json!({ "title": { "contains": "谈判" } }), vec![3]),
        (json!({ "title": { "eq": "APFEL" } }), vec![1, 2]),
        (json!({ "tag": { "eq": "tag 3" } }), vec![3]),
        (json!({ "tag": { "in": ["TAG 1", "Tag 2"] } }), vec![1, 2]),
        (json!({ "tag": { "isNull": true } }), vec![]),
        (json!({ "author": { "eq": sales } }), vec![0, 1, 2, 3, 4, 5]),
        (json!({ "author": { "eq": server.cast().id(Member) } }), vec![]),
        (json!({ "homeAccount": { "eq": account } }), vec![0, 1, 2, 3, 4, 5]),
        (json!({ "createdAt": { "gte": third } }), vec![2, 3, 4, 5]),
        (json!({ "createdAt": { "lt": third } }), vec![0, 1]),
        (
            json!({ "or": [{ "tag": { "eq": "tag 0" } }, { "type": { "eq": "LESSON" } }], "not": { "state": { "eq": "DRAFT" } } }),
            vec![0, 1],
        ),
    ] {
        assert_eq!(found(&server.as_(SalesLead), &entries, filter.clone()).await, expected, "{filter}");
    }
    assert_eq!(found(&server.as_(Member), &entries, json!({})).await, [0, 1]);
    assert!(found(&server.as_(Member), &entries, json!({ "state": { "eq": "DRAFT" } })).await.is_empty());
});

const PAGE: &str =
    "query($sort: [KnowledgeEntrySort!], $first: Int, $after: String, $last: Int, $before: String) {
    knowledgeEntries(sort: $sort, first: $first, after: $after, last: $last, before: $before) {
        nodes { title } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } }";

fn titles(list: &Value) -> Vec<String> {
    list["nodes"].as_array().unwrap().iter().map(|node| node["title"].as_str().unwrap().to_owned()).collect()
}

async fn page(client: &Client, sort: &Value, mut arguments: Value) -> Value {
    arguments["sort"] = sort.clone();
    client.query(PAGE, arguments).await["knowledgeEntries"].clone()
}

story!(pages_lead_through_a_list_in_both_directions, async |server| {
    library(&server).await;
    let client = server.as_(SalesLead);
    let by_title = ["äpfel", "Apfel", "Banane", "Zebra", "zebra 100%", "价格谈判"];
    let newest: Vec<&str> = TITLES.iter().rev().copied().collect();
    for (sort, expected) in [
        (json!([{ "field": "TITLE" }]), by_title.to_vec()),
        (json!(null), newest.clone()),
        (json!([{ "field": "UPDATED_AT", "direction": "DESC" }]), newest),
        (json!([{ "field": "CREATED_AT", "direction": "ASC" }]), TITLES.to_vec()),
    ] {
        let mut forward = Vec::new();
        let mut list = page(&client, &sort, json!({ "first": 4 })).await;
        forward.extend(titles(&list));
        list = page(&client, &sort, json!({ "first": 4, "after": list["pageInfo"]["endCursor"] })).await;
        forward.extend(titles(&list));
        assert_eq!(forward, expected, "{sort}");
        assert_eq!(list["pageInfo"]["hasNextPage"], false);
        list = page(&client, &sort, json!({ "last": 3, "before": list["pageInfo"]["startCursor"] })).await;
        assert_eq!(titles(&list), expected[1..4], "{sort}");
        assert_eq!(list["pageInfo"]["hasPreviousPage"], true);
    }
});

story!(a_page_that_contradicts_itself_is_refused, async |server| {
    library(&server).await;
    let client = server.as_(SalesLead);
    let cursor = page(&client, &json!(null), json!({ "first": 1 })).await["pageInfo"]["endCursor"].clone();
    for (arguments, code) in [
        (json!({ "first": -1 }), "BAD_USER_INPUT"),
        (json!({ "first": 1, "last": 1 }), "BAD_USER_INPUT"),
        (json!({ "first": 101 }), "LIMIT_EXCEEDED"),
        (json!({ "first": 1, "after": "nonsense" }), "CURSOR_INVALID"),
        (json!({ "first": 1, "after": cursor, "sort": [{ "field": "TITLE" }] }), "CURSOR_INVALID"),
    ] {
        assert_eq!(client.query(PAGE, arguments.clone()).await.code(), code, "{arguments}");
    }
});
