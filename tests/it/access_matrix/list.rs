//! Lists: whatever is asked of them, by any filter and in any order, they give and count what the viewer sees and no more.

use serde_json::{Value, json};
use support::{Server, answer::Answer, client::Client, story};

use super::{Asks, EVERYBODY, QUERIES, SIGHT, sees, world::World};

/// The lists that are narrowed and sorted, with the fields by which they are sorted.
const SORTED: [(&str, &str, &str, &[&str]); 3] = [
    ("accounts", "account", "Account", &["CODE", "CREATED_AT", "NAME", "TIER", "UPDATED_AT"]),
    ("incidents", "incident", "Incident", &["NUMBER", "REPORTED_AT", "SEVERITY"]),
    ("knowledgeEntries", "knowledgeEntry", "KnowledgeEntry", &["CREATED_AT", "TITLE", "UPDATED_AT"]),
];

const PAGE: &str = "edges { cursor } nodes { id } totalCount { count }
    pageInfo { startCursor endCursor hasNextPage hasPreviousPage }";

async fn ask(client: &Client, list: &str, of: &str, filter: &Value, sort: &Value) -> Answer {
    let document = format!(
        "query($filter: {of}Filter, $sort: [{of}Sort!]) {{ {list}(first: 100, filter: $filter, sort: $sort) {{ {PAGE} }} }}"
    );
    client.query(&document, json!({ "filter": filter, "sort": sort })).await
}

/// The names of what a list gave, having seen that its count and cursors tell of nothing else.
fn names<'a>(world: &'a World, answer: &Answer, list: &str, kind: &'static str, told: &str) -> Vec<&'a str> {
    let page = &answer[list];
    let given = page["nodes"].as_array().unwrap_or_else(|| panic!("{told}: {answer:?}")).len();
    assert_eq!(page["totalCount"]["count"], given, "{told}");
    assert_eq!(page["edges"].as_array().unwrap().len(), given, "{told}");
    if given == 0 {
        let none =
            json!({ "startCursor": null, "endCursor": null, "hasNextPage": false, "hasPreviousPage": false });
        assert_eq!(page["pageInfo"], none, "{told}");
    }
    let names = world.names(kind, &page["nodes"]);
    assert_eq!(names.len(), given, "{told}: {answer:?}");
    names
}

fn all_seen(kind: &str, principal: char) -> Vec<&'static str> {
    let rows = SIGHT.iter().filter(|(of, name, _)| *of == kind && sees(kind, name, principal));
    let mut names: Vec<&str> = rows.map(|(_, name, _)| *name).collect();
    names.sort_unstable();
    names
}

story!(a_list_in_any_order_is_what_the_viewer_sees, async |server: Server| {
    let world = World::around(server).await;
    for (list, kind, of, fields) in SORTED {
        for principal in EVERYBODY.chars() {
            let orders = fields.iter().flat_map(|field| {
                ["ASC", "DESC"].map(|direction| json!([{ "field": field, "direction": direction }]))
            });
            for sort in orders.chain([json!([])]) {
                let told = format!("{principal} {list} {sort}");
                let answer = ask(world.client(principal), list, of, &Value::Null, &sort).await;
                if principal == 'N' {
                    assert_eq!(answer.code(), "UNAUTHENTICATED", "{told}");
                    continue;
                }
                assert_eq!(names(&world, &answer, list, kind, &told), all_seen(kind, principal), "{told}");
            }
        }
    }
});

/// Every field of the filters with values that hidden things have.
fn tests(world: &World, list: &str) -> Vec<Value> {
    let account = world.id("account", "HIDDEN");
    let stranger = world.id("user", "stranger");
    let executive = world.server.cast().id(support::Persona::Executive);
    let manager = world.server.cast().id(support::Persona::EscalationManager);
    let mut tests = match list {
        "accounts" => vec![
            json!({ "id": { "eq": account } }),
            json!({ "id": { "in": [account] } }),
            json!({ "code": { "eq": "HIDDEN" } }),
            json!({ "code": { "contains": "hid" } }),
            json!({ "name": { "eq": "HIDDEN Works" } }),
            json!({ "name": { "contains": "works" } }),
            json!({ "industry": { "contains": "mach" } }),
            json!({ "industry": { "isNull": false } }),
            json!({ "regionId": { "eq": world.server.cast().region("SOUTH") } }),
            json!({ "executiveSponsorId": { "isNull": true } }),
            json!({ "executiveSponsorId": { "eq": executive } }),
            json!({ "hasOpenIncident": true }),
            json!({ "hasOpenIncident": false }),
            json!({ "onWatchList": false }),
            json!({ "triangleComplete": false }),
            json!({ "relationshipStage": { "eq": "EXPLORATORY" } }),
            json!({ "status": { "eq": "ACTIVE" } }),
            json!({ "tier": { "eq": "S" } }),
            json!({ "createdAt": { "gte": "2026-01-01T00:00:00Z" } }),
            json!({ "updatedAt": { "gte": "2026-01-01T00:00:00Z" } }),
        ],
        "incidents" => vec![
            json!({ "accountId": { "eq": account } }),
            json!({ "accountId": { "isNull": false } }),
            json!({ "open": true }),
            json!({ "open": false }),
            json!({ "mine": true }),
            json!({ "mine": false }),
            json!({ "mySeats": ["SALES", "TECHNICAL"] }),
            json!({ "reporterId": { "eq": manager } }),
            json!({ "reporterBotId": { "isNull": true } }),
            json!({ "executiveLeadId": { "isNull": true } }),
            json!({ "reportedAt": { "gte": "2026-01-01T00:00:00Z" } }),
            json!({ "severity": { "eq": "SEV1" } }),
            json!({ "state": { "in": ["REPORTED", "DECLINED"] } }),
            json!({ "tierAtReport": { "eq": "S" } }),
        ],
        _ => vec![
            json!({ "audience": { "eq": "TRIANGLE" } }),
            json!({ "audience": { "isNull": false } }),
            json!({ "author": { "eq": executive } }),
            json!({ "author": { "eq": stranger } }),
            json!({ "homeAccount": { "eq": account } }),
            json!({ "homeAccount": { "isNull": false } }),
            json!({ "homeAccount": { "isNull": true } }),
            json!({ "linkedAccount": { "eq": account } }),
            json!({ "linkedAccount": { "isNull": false } }),
            json!({ "linkedIncident": { "eq": world.id("incident", "HIDDEN") } }),
            json!({ "linkedIncident": { "isNull": false } }),
            json!({ "state": { "eq": "DRAFT" } }),
            json!({ "state": { "eq": "PUBLISHED" } }),
            json!({ "tag": { "eq": "lesson" } }),
            json!({ "title": { "contains": "lesson" } }),
            json!({ "title": { "eq": "Lesson HIDDEN TRIANGLE" } }),
            json!({ "type": { "eq": "LESSON" } }),
            json!({ "createdAt": { "gte": "2026-01-01T00:00:00Z" } }),
            json!({ "updatedAt": { "gte": "2026-01-01T00:00:00Z" } }),
        ],
    };
    let opposites: Vec<Value> = tests.iter().map(|test| json!({ "not": test })).collect();
    tests.extend(opposites);
    tests
}

story!(no_filter_tells_of_what_is_hidden, async |server: Server| {
    let world = World::around(server).await;
    for (list, kind, of, _) in SORTED {
        for filter in tests(&world, list) {
            for principal in "ADMOUairkb".chars() {
                let told = format!("{principal} {list} {filter}");
                let answer = ask(world.client(principal), list, of, &filter, &json!([])).await;
                let seen = all_seen(kind, principal);
                for name in names(&world, &answer, list, kind, &told) {
                    assert!(seen.contains(&name), "{told} gave {name}");
                }
            }
        }
    }
});

story!(a_filter_on_a_hidden_thing_of_a_visible_one_finds_nothing, async |server: Server| {
    let world = World::around(server).await;
    let account = world.id("account", "HIDDEN");
    let incident = world.id("incident", "HIDDEN");
    for (list, kind, of, filter, principals) in [
        (
            "knowledgeEntries",
            "knowledgeEntry",
            "KnowledgeEntry",
            json!({ "homeAccount": { "eq": account } }),
            "DMOSk",
        ),
        (
            "knowledgeEntries",
            "knowledgeEntry",
            "KnowledgeEntry",
            json!({ "linkedAccount": { "eq": account } }),
            "DMOSkb",
        ),
        (
            "knowledgeEntries",
            "knowledgeEntry",
            "KnowledgeEntry",
            json!({ "linkedAccount": { "isNull": false } }),
            "DMOSkb",
        ),
        (
            "knowledgeEntries",
            "knowledgeEntry",
            "KnowledgeEntry",
            json!({ "linkedIncident": { "eq": incident } }),
            "DMOSkb",
        ),
        ("accounts", "account", "Account", json!({ "hasOpenIncident": true }), "AMa"),
        ("incidents", "incident", "Incident", json!({ "tierAtReport": { "eq": "S" } }), "ib"),
        ("incidents", "incident", "Incident", json!({ "reporterId": { "isNull": false } }), "ib"),
    ] {
        for principal in principals.chars() {
            let told = format!("{principal} {list} {filter}");
            let answer = ask(world.client(principal), list, of, &filter, &json!([])).await;
            assert!(names(&world, &answer, list, kind, &told).is_empty(), "{told}: {answer:?}");
        }
    }
});

story!(the_other_lists_hold_nothing_hidden, async |server: Server| {
    let world = World::around(server).await;
    for (list, asks) in QUERIES {
        let Asks::List(kind) = asks else { continue };
        for principal in EVERYBODY.chars() {
            let document = format!("{{ {list}(first: 100) {{ nodes {{ id }} }} }}");
            let answer = world.client(principal).query(&document, json!({})).await;
            let Some(nodes) = answer.json()["data"][list].get("nodes") else {
                assert!(
                    ["UNAUTHENTICATED", "FORBIDDEN"].contains(&answer.code()),
                    "{principal} {list}: {answer:?}"
                );
                continue;
            };
            for name in world.names(kind, nodes) {
                assert!(sees(kind, name, principal), "{principal} {list} gave {name}");
            }
        }
    }
});
