//! What may be typed: anything, and nothing of it is an operator.

use support::Persona::{Anonymous, SalesLead};
use support::{json, story};

use super::acting::{WHOLE, shared};

story!(what_cannot_be_searched_for_is_refused, async |server| {
    let client = server.as_(SalesLead);
    for (query, filter, code) in [
        ("", json!(null), "BAD_USER_INPUT"),
        ("   \t", json!(null), "BAD_USER_INPUT"),
        ("?!* \" ' -- ()", json!(null), "BAD_USER_INPUT"),
        ("🔧👩‍🔧", json!(null), "BAD_USER_INPUT"),
        ("\u{0}\u{200b}\u{202e}", json!(null), "BAD_USER_INPUT"),
        (&*"x".repeat(301), json!(null), "BAD_USER_INPUT"),
        ("x", json!({ "accountIds": ["inc_00000000000000000000000000"] }), "ID_TYPE_MISMATCH"),
        ("x", json!({ "accountIds": ["nonsense"] }), "BAD_USER_INPUT"),
        ("x", json!({ "tags": vec!["a"; 101] }), "LIMIT_EXCEEDED"),
        ("x", json!({ "writtenFrom": "-4800-01-01T00:00:00Z" }), "BAD_USER_INPUT"),
        ("x", json!({ "writtenBefore": "+262142-12-31T23:59:59Z" }), "BAD_USER_INPUT"),
    ] {
        let answer = client.query(WHOLE, json!({ "query": query, "filter": filter })).await;
        assert_eq!(answer.code(), code, "{query} {filter}: {answer:?}");
    }
    let answer = server.as_(Anonymous).query(WHOLE, json!({ "query": "x" })).await;
    assert_eq!(answer.code(), "UNAUTHENTICATED");
});

story!(what_looks_like_an_operator_is_a_word_or_nothing, async |server| {
    let account = server.triangle(json!({})).await;
    shared(&server, &account, "Tea", "NEAR the AND gate, not a column: title.").await;
    let client = server.as_(SalesLead);
    for (query, expected) in [
        ("tea\"", 1),
        ("tea'", 1),
        ("tea\\", 1),
        ("tea:*", 1),
        ("tea | coffee & !milk", 1),
        ("tea OR coffee", 1),
        ("NEAR(tea gate)", 1),
        ("{title}: tea", 1),
        ("^tea + -tea", 1),
        ("tea* NOT gate", 1),
        ("'; drop table search_document; --", 0),
        ("tea\u{0}", 1),
        ("\u{202e}tea\u{200b}", 1),
        ("tea 🔧", 1),
        ("rnone", 0),
        ("rstaff", 0),
        ("t", 0),
        ("%", 0),
        ("٣ شاي", 0),
        ("ŧea", 0),
    ] {
        let answer = client.query(WHOLE, json!({ "query": query })).await;
        if query == "%" {
            assert_eq!(answer.code(), "BAD_USER_INPUT");
            continue;
        }
        assert!(answer.succeeded(), "{query}: {answer:?}");
        assert_eq!(answer["search.totalCount.count"], expected, "{query}: {answer:?}");
    }
    let long: Vec<String> = (0..40).map(|number| format!("tea{number}")).collect();
    assert!(client.query(WHOLE, json!({ "query": long.join(" ") })).await.succeeded());
    assert!(client.query(WHOLE, json!({ "query": "交".repeat(300) })).await.succeeded());
});
