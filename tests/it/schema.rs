//! The schema is the product of frontend teams: it is committed, and every part of it says what it is.

use std::collections::BTreeSet;

use support::{Value, golden, json, story};

const INTROSPECTION: &str = "{ __schema { types {
    kind name description
    fields(includeDeprecated: true) { name description args { name description } }
    inputFields { name description }
    enumValues(includeDeprecated: true) { name description }
    possibleTypes { name }
} } }";

/// The types of our own schema; those of GraphQL itself and of Relay describe themselves.
async fn types(server: &support::Server) -> Vec<Value> {
    let answer = server.anonymous().query(INTROSPECTION, json!({})).await;
    let types = answer.data()["__schema"]["types"].as_array().cloned().unwrap_or_default();
    let foreign = |name: &str| name.starts_with("__") || name == "ID" || name.ends_with("Connection");
    types.into_iter().filter(|it| !foreign(text(&it["name"]))).collect()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

#[test]
fn the_committed_schema_is_the_one_that_is_served() {
    let printed = api::graphql::sdl(&api::graphql::schema());
    golden::check("schema.graphql", &printed);
}

story!(every_part_of_the_schema_is_described, async |server| {
    let mut silent = Vec::new();
    for it in types(&server).await {
        let name = text(&it["name"]);
        let mut expect = |path: String, description: &Value| {
            if text(description).trim().is_empty() {
                silent.push(path);
            }
        };
        expect(name.to_owned(), &it["description"]);
        for field in list(&it["fields"]) {
            let path = format!("{name}.{}", text(&field["name"]));
            expect(path.clone(), &field["description"]);
            for argument in list(&field["args"]) {
                expect(format!("{path}({}:)", text(&argument["name"])), &argument["description"]);
            }
        }
        for part in list(&it["inputFields"]).chain(list(&it["enumValues"])) {
            expect(format!("{name}.{}", text(&part["name"])), &part["description"]);
        }
    }
    assert!(silent.is_empty(), "these parts of the schema say nothing: {silent:#?}");
});

story!(every_mutation_says_what_it_requires_and_emits, async |server| {
    let known = event_kinds();
    let mut emitted = BTreeSet::new();
    let types = types(&server).await;
    let mutations = types.iter().find(|it| it["name"] == "Mutation").unwrap();
    for field in list(&mutations["fields"]) {
        let name = text(&field["name"]);
        let description = text(&field["description"]);
        assert!(description.contains("Requires: "), "{name} does not say what it requires");
        let emits = description
            .split("Emits: ")
            .nth(1)
            .unwrap_or_else(|| panic!("{name} does not say what it emits"));
        for kind in emits.split(|letter: char| !(letter.is_alphanumeric() || matches!(letter, '.' | '_'))) {
            let kind = kind.trim_matches('.');
            if kind.contains('.') {
                assert!(known.contains(kind), "{name} says that it emits {kind}, which no domain writes");
                emitted.insert(kind.to_owned());
            }
        }
    }
    let subscriptions = types.iter().find(|it| it["name"] == "Subscription").unwrap();
    let by_itself: String = list(&subscriptions["fields"]).map(|field| text(&field["description"])).collect();
    let unsaid = known.difference(&emitted).filter(|kind| !by_itself.contains(kind.as_str()));
    let unsaid: Vec<_> = unsaid.collect();
    assert!(unsaid.is_empty(), "neither a mutation nor a stream says that there is {unsaid:?}");
});

story!(a_mutation_against_a_version_says_that_it_can_conflict, async |server| {
    let types = types(&server).await;
    let find = |name: &str| types.iter().find(|it| it["name"] == name).expect("the schema has it");
    let mut silent = Vec::new();
    for mutation in list(&find("Mutation")["fields"]) {
        let name = text(&mutation["name"]);
        let input = find(&format!("{}{}Input", name[..1].to_ascii_uppercase(), &name[1..]));
        let against = list(&input["inputFields"]).any(|field| field["name"] == "expectedVersion");
        if against && !text(&mutation["description"]).contains("`VERSION_CONFLICT`") {
            silent.push(name.to_owned());
        }
    }
    assert!(silent.is_empty(), "these mutations do not say that a stale version is refused: {silent:#?}");
});

/// The kinds of events that the domains write, read from their sources.
fn event_kinds() -> BTreeSet<String> {
    let domains = concat!(env!("CARGO_MANIFEST_DIR"), "/../api/src/domain");
    let mut kinds = BTreeSet::new();
    for folder in std::fs::read_dir(domains).unwrap() {
        let Ok(source) = std::fs::read_to_string(folder.unwrap().path().join("event.rs")) else { continue };
        let literals = source.split('"').skip(1).step_by(2);
        let kind = |it: &&str| {
            it.contains('.') && it.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '.' | '_'))
        };
        kinds.extend(literals.filter(kind).map(str::to_owned));
    }
    kinds
}
