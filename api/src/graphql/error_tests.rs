//! How errors look on the wire, and that a nullable field which fails leaves its siblings alone.

use async_graphql::{EmptyMutation, EmptySubscription, Object, Schema};

use super::*;

struct Query;
struct Row;

#[Object]
impl Query {
    async fn row(&self) -> Row {
        Row
    }
}

#[Object]
impl Row {
    async fn name(&self) -> &str {
        "north"
    }

    async fn secret(&self) -> Nullable<i32> {
        Some(Err(Error::not_found()))
    }

    async fn empty(&self) -> Nullable<i32> {
        None
    }

    async fn wrong(&self) -> Result<Option<i32>> {
        Err(Error::internal("password = hunter2"))
    }
}

async fn answer(query: &str) -> serde_json::Value {
    let schema = Schema::new(Query, EmptyMutation, EmptySubscription);
    serde_json::to_value(schema.execute(query).await).expect("an answer is JSON")
}

#[tokio::test]
async fn a_failing_nullable_field_leaves_its_siblings() {
    let answer = answer("{ row { name secret empty } }").await;
    assert_eq!(answer["data"], serde_json::json!({"row": {"name": "north", "secret": null, "empty": null}}));
    assert_eq!(answer["errors"][0]["path"], serde_json::json!(["row", "secret"]));
    let extensions = serde_json::json!({"code": "NOT_FOUND", "retryable": false});
    assert_eq!(answer["errors"][0]["extensions"], extensions);
}

#[tokio::test]
async fn a_result_of_an_option_would_null_the_parent() {
    let answer = answer("{ row { name wrong } }").await;
    assert_eq!(answer["data"], serde_json::Value::Null, "the reason for Nullable");
}

#[tokio::test]
async fn the_cause_of_a_defect_stays_inside() {
    let text = answer("{ row { wrong } }").await.to_string();
    assert!(!text.contains("hunter2"), "{text}");
}

#[test]
fn a_limit_says_which_and_by_how_much() {
    let error = Error::limit("depth", 12, 10);
    assert_eq!(error.detail("max"), Some(&Value::from(10)));
    assert_eq!(error.into_server_error().message, "The limit depth is 10; this request has 12.");
}

#[test]
fn codes_are_distinct_and_upper_case() {
    let texts: std::collections::HashSet<_> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(texts.len(), 24);
    assert!(texts.iter().all(|text| text.chars().all(|c| c.is_ascii_uppercase() || c == '_')));
}
