//! Pages of what was found.

use support::Persona::SalesLead;
use support::{json, story};

use super::acting::{WHOLE, name, shared};

story!(pages_lead_through_what_was_found_though_more_is_written_meanwhile, async |server| {
    let account = server.triangle(json!({})).await;
    for number in 0..7 {
        shared(&server, &account, &format!("Orchid {number}"), "flower").await;
        server.advance(std::time::Duration::from_secs(60));
    }
    let client = server.as_(SalesLead);
    let mut names = Vec::new();
    let mut after = json!(null);
    for turn in 0..3 {
        let page = client.query(WHOLE, json!({ "query": "orchid", "first": 3, "after": after })).await;
        names.extend(page["search.nodes"].as_array().unwrap().iter().map(name));
        after = page["search.pageInfo.endCursor"].clone();
        assert_eq!(page["search.pageInfo.hasNextPage"], turn < 2);
        if turn == 0 {
            shared(&server, &account, "Orchid new", "flower").await;
        }
    }
    let expected: Vec<String> = (0..7).rev().map(|number| format!("Orchid {number}")).collect();
    assert_eq!(names, expected);
});

story!(a_cursor_of_another_question_is_refused, async |server| {
    let account = server.triangle(json!({})).await;
    shared(&server, &account, "Orchid", "flower").await;
    let client = server.as_(SalesLead);
    let page = client.query(WHOLE, json!({ "query": "orchid", "first": 1 })).await;
    let cursor = page["search.pageInfo.endCursor"].clone();
    for (arguments, code) in [
        (json!({ "query": "flower", "after": cursor }), "CURSOR_INVALID"),
        (json!({ "query": "orchid", "filter": { "kinds": ["ENTRY"] }, "after": cursor }), "CURSOR_INVALID"),
        (json!({ "query": "orchid", "after": "x" }), "CURSOR_INVALID"),
        (json!({ "query": "orchid", "first": 101 }), "LIMIT_EXCEEDED"),
        (json!({ "query": "orchid", "first": -1 }), "BAD_USER_INPUT"),
    ] {
        assert_eq!(client.query(WHOLE, arguments.clone()).await.code(), code, "{arguments}");
    }
    let none = client.query(WHOLE, json!({ "query": "orchid", "after": cursor })).await;
    assert_eq!(none["search.nodes"], json!([]));
});
