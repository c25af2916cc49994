//! Who served an account, and until when.

use std::time::Duration;

use support::Persona::{Deputy, Director, Outsider, SalesLead};
use support::{Server, Value, json, story};

use super::acting::{ask, assignment};

async fn swap(server: &Server, account: &str, from: support::Persona, to: support::Persona) {
    server.advance(Duration::from_secs(60));
    let old = assignment(server, account, from).await;
    let input = json!({ "assignmentId": old, "userId": server.cast().id(to), "reason": format!("after {}", from.name()) });
    server.as_(Director).change("seatSwap", "assignment { id }", input).await;
}

story!(the_history_keeps_everybody_the_latest_first, async |server| {
    let account = server.account(json!({})).await;
    server.seat(&account, SalesLead, "SALES", "PRIMARY").await;
    for (from, to) in [(SalesLead, Outsider), (Outsider, Deputy), (Deputy, SalesLead)] {
        swap(&server, &account, from, to).await;
    }
    let facts =
        "assignmentHistory { nodes { user { name } until endReason endedBy { name } } totalCount { count } }";
    let history = ask(&server, SalesLead, &account, facts).await;
    let nodes = history["account.assignmentHistory.nodes"].as_array().unwrap().clone();
    let names: Vec<_> = nodes.iter().map(|node| node["user"]["name"].as_str().unwrap()).collect();
    assert_eq!(names, [SalesLead.name(), Deputy.name(), Outsider.name(), SalesLead.name()]);
    assert!(nodes[0]["until"].is_null() && nodes[0]["endedBy"].is_null());
    assert_eq!(nodes[3]["endReason"], json!(format!("after {}", SalesLead.name())));
    assert_eq!(nodes[3]["endedBy"]["name"], Director.name());
    assert_eq!(history["account.assignmentHistory.totalCount.count"], 4);

    let mut walked: Vec<Value> = Vec::new();
    let mut cursor = String::from("null");
    for _ in 0..2 {
        let page = format!(
            "assignmentHistory(first: 2, after: {cursor}) {{ nodes {{ user {{ name }} }} pageInfo {{ endCursor hasNextPage }} }}"
        );
        let page = ask(&server, SalesLead, &account, &page).await;
        walked.extend(page["account.assignmentHistory.nodes"].as_array().unwrap().clone());
        cursor = page["account.assignmentHistory.pageInfo.endCursor"].to_string();
    }
    let walked: Vec<_> = walked.iter().map(|node| node["user"]["name"].as_str().unwrap()).collect();
    assert_eq!(walked, names);
});
