//! One bad root field and its neighbours.

use std::time::Duration;

use async_graphql::{EmptyMutation, EmptySubscription, Object, Request, Schema};
use serde_json::{Value as Json, json};

use super::*;
use crate::graphql::error::Result;

struct Query;

fn boom() -> i32 {
    panic!("boom")
}

#[Object]
impl Query {
    async fn well(&self, #[graphql(default = 1)] n: i32) -> Option<i32> {
        Some(n)
    }

    async fn wrong(&self) -> Result<Option<i32>> {
        Err(Error::forbidden())
    }

    async fn slow(&self) -> Option<i32> {
        std::future::pending().await
    }

    async fn panicking(&self) -> Option<i32> {
        Some(boom())
    }

    async fn required(&self) -> Result<i32> {
        Err(Error::forbidden())
    }
}

async fn answer(request: Request) -> Json {
    let schema = Schema::new(Shielded(Query), EmptyMutation, EmptySubscription);
    serde_json::to_value(schema.execute(request).await).expect("an answer is JSON")
}

#[tokio::test]
async fn a_failing_root_leaves_the_others() {
    let answer = answer(Request::new("{ well wrong panicking ... on Query { again: wrong } }")).await;
    assert_eq!(answer["data"], json!({"well": 1, "wrong": null, "panicking": null, "again": null}));
    let errors = answer["errors"].as_array().expect("errors");
    let mut found: Vec<_> = errors
        .iter()
        .map(|error| (error["path"][0].as_str(), error["extensions"]["code"].as_str()))
        .collect();
    found.sort_unstable();
    let expected = [("again", "FORBIDDEN"), ("panicking", "INTERNAL"), ("wrong", "FORBIDDEN")];
    assert_eq!(found, expected.map(|(path, code)| (Some(path), Some(code))));
}

#[tokio::test]
async fn what_is_late_is_null_and_the_rest_is_there() {
    let clock = Clock::manual(DateTime::UNIX_EPOCH);
    let at = clock.now() + Duration::from_secs(10);
    let request = Request::new("{ well slow }").data(Deadline { clock: clock.clone(), at });
    let waiting = answer(request);
    let (answer, ()) = tokio::join!(waiting, async { clock.advance(Duration::from_secs(10)) });
    assert_eq!(answer["data"], json!({"well": 1, "slow": null}));
    assert_eq!(answer["errors"][0]["extensions"]["code"], "DEADLINE_EXCEEDED");
    assert_eq!(answer["errors"][0]["path"], json!(["slow"]));
}

#[tokio::test]
async fn a_required_root_takes_the_data_with_it() {
    let answer = answer(Request::new("{ well required }")).await;
    assert_eq!(answer["data"], Json::Null);
}

#[tokio::test]
async fn the_schema_does_not_show_the_shield() {
    let schema = Schema::new(Shielded(Query), EmptyMutation, EmptySubscription);
    assert_eq!(schema.sdl(), Schema::new(Query, EmptyMutation, EmptySubscription).sdl());
}
