//! What leaves in an answer.

use async_graphql::{EmptyMutation, EmptySubscription, Object, Schema, value};
use serde_json::{Value as Json, json};

use super::*;

struct Query;

#[Object]
impl Query {
    async fn count(&self, #[graphql(validator(maximum = 3))] n: Option<i32>) -> Option<i32> {
        n
    }

    /// What a careless resolver would do.
    async fn leak(&self) -> async_graphql::Result<i32> {
        Err("password = hunter2".into())
    }
}

fn report() -> Report {
    Report { request_id: RequestId::for_test("r1"), max_errors: 2 }
}

async fn answer(query: &str) -> Json {
    let schema = Schema::new(Query, EmptyMutation, EmptySubscription);
    let answer = report().answer(schema.execute(query).await);
    serde_json::from_str(&answer.to_json()).expect("JSON")
}

#[tokio::test]
async fn a_request_error_has_no_data() {
    let answer = answer("{ nothing }").await;
    assert!(answer.get("data").is_none(), "{answer}");
    let extensions = &answer["errors"][0]["extensions"];
    assert_eq!(
        *extensions,
        json!({"code": "GRAPHQL_VALIDATION_FAILED", "requestId": "r1", "retryable": false})
    );
}

#[tokio::test]
async fn a_wrong_argument_is_the_users_fault() {
    let answer = answer("{ count(n: \"x\") }").await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
}

#[tokio::test]
async fn foreign_errors_do_not_leak() {
    let answer = answer("{ leak }").await;
    assert_eq!(answer["data"], Json::Null);
    assert!(answer.get("data").is_some(), "execution began");
    assert_eq!(answer["errors"][0]["extensions"]["code"], "INTERNAL");
    assert!(!answer.to_string().contains("hunter2"), "{answer}");
}

#[tokio::test]
async fn errors_are_bounded() {
    let answer = answer("{ a b c d e }").await;
    assert_eq!(answer["errors"].as_array().map(Vec::len), Some(2));
}

#[test]
fn the_cursor_of_an_item() {
    let cursor = |data| report().answer(Response::new(data)).cursor().map(str::to_owned);
    assert_eq!(cursor(value!({"events": {"cursor": "abc"}})), Some("abc".into()));
    assert_eq!(cursor(value!({"events": {"cursor": "a\nid: b"}})), None);
    assert_eq!(cursor(value!({"events": {"id": 1}})), None);
    assert_eq!(cursor(value!({"events": null})), None);
}

#[test]
fn nothing_but_unauthenticated_asks_for_a_sign_in() {
    let with = |data, code| {
        let mut response = Response::new(data);
        response.errors.push(Error::new(code, "x").into_server_error());
        report().answer(response).wants_sign_in()
    };
    assert!(with(value!({"a": null, "b": null}), ErrorCode::Unauthenticated));
    assert!(!with(value!({"a": null, "b": 1}), ErrorCode::Unauthenticated));
    assert!(!with(value!({"a": null}), ErrorCode::Forbidden));
}
