//! Pages of accounts: both directions, every order, and cursors that belong to one list.

use std::time::Duration;

use support::Persona::{Administrator, Anonymous};
use support::client::Client;
use support::{Server, Value, json, story};

use super::acting::change;

const LIST: &str = "query($sort: [AccountSort!], $filter: AccountFilter, $first: Int, $after: String, $last: Int, $before: String) {
    accounts(sort: $sort, filter: $filter, first: $first, after: $after, last: $last, before: $before) {
        edges { cursor node { code } } nodes { code }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }";

/// Names with ties, tiers with gaps, some of them changed a second later.
async fn accounts(server: &Server) {
    let tiers = [json!("S"), json!("B"), Value::Null, json!("A"), json!("C")];
    let names = ["Alpha", "alpha", "Beta", "gamma"];
    for number in 0..11_usize {
        let tier = &tiers[number % 5];
        let facts = json!({
            "code": format!("N{number:02}"),
            "name": names[number % 4],
            "tier": tier,
            "tierReason": tier.as_str().map(|_| "r"),
        });
        let account = server.account(facts).await;
        if number == 4 {
            server.advance(Duration::from_secs(1));
        }
        if number == 8 {
            server.advance(Duration::from_secs(1));
            change(server, Administrator, "accountChangeFacts", &account, json!({ "industry": "I" })).await;
        }
    }
}

async fn page(client: &Client, variables: &Value) -> (Vec<String>, Value) {
    let answer = client.query(LIST, variables.clone()).await;
    let list = &answer["accounts"];
    let codes: Vec<String> =
        list["nodes"].as_array().unwrap().iter().map(|it| it["code"].as_str().unwrap().to_owned()).collect();
    let by_edge = list["edges"].as_array().unwrap().iter().map(|it| it["node"]["code"].as_str().unwrap());
    assert!(by_edge.eq(codes.iter().map(String::as_str)));
    (codes, list["pageInfo"].clone())
}

/// Reads the whole list in pages, from the front or from the back.
async fn walk(client: &Client, sort: &Value, size: usize, forward: bool) -> Vec<String> {
    let (mut all, mut cursor) = (Vec::new(), Value::Null);
    loop {
        let (count, from) = if forward { ("first", "after") } else { ("last", "before") };
        let (codes, info) = page(client, &json!({ "sort": sort, count: size, from: cursor })).await;
        assert_eq!(!cursor.is_null(), info[if forward { "hasPreviousPage" } else { "hasNextPage" }]);
        let more = info[if forward { "hasNextPage" } else { "hasPreviousPage" }] == true;
        cursor = info[if forward { "endCursor" } else { "startCursor" }].clone();
        all = if forward { [all, codes].concat() } else { [codes, all].concat() };
        if !more {
            return all;
        }
    }
}

story!(every_order_reads_the_same_in_pages_of_any_size_and_direction, async |server| {
    accounts(&server).await;
    let ada = server.as_(Administrator);
    let by = |field: &str, direction: &str| json!({ "field": field, "direction": direction });
    for (sort, expected) in [
        (json!(null), "00 01 04 05 08 09 02 06 10 03 07"),
        (json!([by("NAME", "ASC"), by("CODE", "DESC")]), "09 08 05 04 01 00 10 06 02 07 03"),
        (json!([by("NAME", "DESC"), by("CODE", "ASC")]), "03 07 02 06 10 00 01 04 05 08 09"),
        (json!([by("TIER", "ASC"), by("CODE", "ASC")]), "00 05 10 03 08 01 06 04 09 02 07"),
        (
            json!([by("TIER", "DESC"), by("NAME", "ASC"), by("CODE", "DESC")]),
            "02 07 09 04 01 06 08 03 05 00 10",
        ),
        (
            json!([by("CREATED_AT", "DESC"), by("TIER", "ASC"), by("CODE", "DESC")]),
            "10 09 05 08 06 07 00 03 01 04 02",
        ),
        (json!([by("UPDATED_AT", "DESC"), by("CODE", "ASC")]), "08 09 10 05 06 07 00 01 02 03 04"),
    ] {
        let expected: Vec<String> = expected.split(' ').map(|number| format!("N{number}")).collect();
        for (size, forward) in [(100, true), (3, true), (1, true), (100, false), (4, false)] {
            assert_eq!(walk(&ada, &sort, size, forward).await, expected, "{sort} {size} {forward}");
        }
    }
});

story!(a_cursor_belongs_to_one_list, async |server| {
    accounts(&server).await;
    let ada = server.as_(Administrator);
    let by_name = json!([{ "field": "NAME" }]);
    let (_, info) = page(&ada, &json!({ "sort": by_name, "first": 2 })).await;
    let cursor = &info["endCursor"];
    for other in [
        json!({ "sort": [{ "field": "NAME", "direction": "DESC" }], "after": cursor }),
        json!({ "sort": [{ "field": "CODE" }], "after": cursor }),
        json!({ "sort": by_name, "filter": { "tier": { "eq": "S" } }, "after": cursor }),
        json!({ "sort": by_name, "after": "nonsense" }),
        json!({ "sort": by_name, "after": "" }),
    ] {
        assert_eq!(ada.query(LIST, other.clone()).await.code(), "CURSOR_INVALID", "{other}");
    }
    let (codes, _) = page(&ada, &json!({ "sort": by_name, "first": 2, "after": cursor })).await;
    assert_eq!(codes.len(), 2);
});

story!(a_page_that_cannot_be_given_is_refused, async |server| {
    accounts(&server).await;
    let ada = server.as_(Administrator);
    let twice = json!([{ "field": "NAME" }, { "field": "NAME" }]);
    let four =
        json!([{ "field": "NAME" }, { "field": "CODE" }, { "field": "TIER" }, { "field": "CREATED_AT" }]);
    for (variables, code) in [
        (json!({ "first": -1 }), "BAD_USER_INPUT"),
        (json!({ "first": 101 }), "LIMIT_EXCEEDED"),
        (json!({ "last": 101 }), "LIMIT_EXCEEDED"),
        (json!({ "first": 1, "last": 1 }), "BAD_USER_INPUT"),
        (json!({ "sort": twice }), "BAD_USER_INPUT"),
        (json!({ "sort": four }), "LIMIT_EXCEEDED"),
    ] {
        assert_eq!(ada.query(LIST, variables.clone()).await.code(), code, "{variables}");
    }
    let (codes, info) = page(&ada, &json!({ "first": 0 })).await;
    assert!(codes.is_empty());
    assert_eq!(info["hasNextPage"], true);
    assert_eq!(server.as_(Anonymous).query(LIST, json!({})).await.code(), "UNAUTHENTICATED");
});
