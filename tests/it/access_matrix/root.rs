//! One thing by its id, code or number: what is hidden answers as what does not exist, byte by byte.

use serde_json::json;
use support::{Server, story};

use super::{Asks, EVERYBODY, QUERIES, SIGHT, anonymised, sees, world::World};

/// A key of the same form for which there is nothing.
pub(super) fn nothing_like(key: &str) -> String {
    match key.split_once('_') {
        Some((prefix, _)) => format!("{prefix}_{}", "0".repeat(26)),
        None if key.starts_with("RC-") => "RC-999".to_owned(),
        None => "NOWHERE".to_owned(),
    }
}

fn first(kind: &str) -> &'static str {
    SIGHT.iter().find(|(it, ..)| *it == kind).unwrap().1
}

story!(what_is_hidden_answers_as_what_does_not_exist, async |server: Server| {
    let world = World::around(server).await;
    let mut wrong = Vec::new();
    for (field, asks) in QUERIES {
        let Asks::One(kind, argument, of) = asks else { continue };
        let document = format!("query($key: {of}) {{ {field}({argument}: $key) {{ id }} }}");
        for principal in EVERYBODY.chars() {
            let client = world.client(principal);
            let nothing = nothing_like(&world.key(kind, first(kind), argument));
            let absent = client.query(&document, json!({ "key": nothing })).await;
            for (_, name, _) in SIGHT.iter().filter(|(it, ..)| *it == kind) {
                let key = world.key(kind, name, argument);
                let there = client.query(&document, json!({ "key": key })).await;
                let seen = there.errors().is_empty() && there[field]["id"] == world.id(kind, name);
                let alike = anonymised(&there, &key) == anonymised(&absent, &nothing);
                if seen != sees(kind, name, principal) || seen == alike {
                    wrong.push(format!("{principal} {field} {name}: {there:?} and {absent:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
});

story!(nobody_is_told_to_sign_in_and_somebody_that_nothing_is_there, async |server: Server| {
    let world = World::around(server).await;
    for (field, asks) in QUERIES {
        let Asks::One(kind, argument, of) = asks else { continue };
        if !["account", "incident", "knowledgeEntry"].contains(&kind) {
            continue;
        }
        let name = if kind == "knowledgeEntry" { "HIDDEN TRIANGLE" } else { "HIDDEN" };
        let document = format!("query($key: {of}) {{ {field}({argument}: $key) {{ id }} }}");
        let variables = json!({ "key": world.key(kind, name, argument) });
        assert_eq!(
            world.client('O').query(&document, variables.clone()).await.code(),
            "NOT_FOUND",
            "{field}"
        );
        assert_eq!(world.client('N').query(&document, variables).await.code(), "UNAUTHENTICATED", "{field}");
    }
});
