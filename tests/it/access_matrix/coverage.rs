//! The matrix names every root field of the schema, and nothing that the schema does not have.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use support::Persona::Administrator;
use support::{Server, story};

use super::{QUERIES, SUBSCRIPTIONS, mutation::MUTATIONS};

const ROOTS: &str = "{ __schema {
    queryType { fields { name } } mutationType { fields { name } } subscriptionType { fields { name } }
} }";

fn names(fields: &Value) -> BTreeSet<&str> {
    fields.as_array().unwrap().iter().map(|field| field["name"].as_str().unwrap()).collect()
}

story!(every_root_field_has_its_row, async |server: Server| {
    let answer = server.as_(Administrator).query(ROOTS, json!({})).await;
    let queries: BTreeSet<&str> = QUERIES.iter().map(|(field, _)| *field).collect();
    let mutations: BTreeSet<&str> = MUTATIONS.iter().map(|(field, ..)| *field).collect();
    assert_eq!(names(&answer["__schema.queryType.fields"]), queries);
    assert_eq!(names(&answer["__schema.mutationType.fields"]), mutations);
    assert_eq!(names(&answer["__schema.subscriptionType.fields"]), BTreeSet::from(SUBSCRIPTIONS));
});
