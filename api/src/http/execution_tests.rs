//! Deadlines, panics and endings of the three kinds of operations.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use async_graphql::{Object, Schema, Subscription};
use chrono::DateTime;
use serde_json::{Value as Json, json};

use super::*;
use crate::{
    graphql::{error::Result, shield::Shielded},
    http::{presence, request_id::RequestId},
};

struct Query;
struct Mutation(Arc<AtomicBool>, Clock);
struct Feed;

fn boom() -> i32 {
    panic!("boom")
}

#[Object]
impl Query {
    async fn ready(&self) -> Option<i32> {
        Some(1)
    }

    async fn nested(&self) -> Nested {
        Nested
    }
}

struct Nested;

#[Object]
impl Nested {
    async fn panicking(&self) -> Option<i32> {
        Some(boom())
    }
}

#[Object]
impl Mutation {
    async fn slow(&self) -> Option<i32> {
        self.1.sleep(Duration::from_secs(60)).await;
        self.0.store(true, Ordering::SeqCst);
        Some(1)
    }

    async fn panicking(&self) -> Option<i32> {
        Some(boom())
    }
}

#[Subscription]
impl Feed {
    async fn count(&self, to: i32, lose: bool) -> Result<impl Stream<Item = Result<i32>>> {
        if to < 0 {
            return Err(Error::not_found());
        }
        let end = if lose { Error::stream_lost() } else { Error::forbidden() };
        Ok(futures_util::stream::iter((1..=to).map(Ok).chain([Err(end), Ok(99)])))
    }

    async fn panicking(&self) -> impl Stream<Item = i32> {
        futures_util::stream::iter(0..2).map(|n| if n == 1 { panic!("boom") } else { n })
    }
}

type Engine = Schema<Shielded<Query>, Shielded<Mutation>, Feed>;

fn runner(clock: &Clock, done: &Arc<AtomicBool>) -> Runner<Engine> {
    let mutation = Mutation(Arc::clone(done), clock.clone());
    Runner {
        engine: Schema::new(Shielded(Query), Shielded(mutation), Feed),
        clock: clock.clone(),
        limit: Duration::from_secs(10),
        report: Report { request_id: RequestId::for_test("r1"), max_errors: 20 },
    }
}

fn idle() -> Runner<Engine> {
    runner(&Clock::manual(DateTime::UNIX_EPOCH), &Arc::default())
}

fn json(answer: &Answer) -> Json {
    serde_json::from_str(&answer.to_json()).expect("JSON")
}

async fn steps(document: &str) -> Vec<String> {
    let name = |step| match step {
        Step::Next(answer) => format!("next {}", json(&answer)["data"]),
        Step::Failed(answer) => format!("failed {}", json(&answer)["errors"][0]["extensions"]["code"]),
        Step::Lost => "lost".to_owned(),
    };
    idle().subscription(Request::new(document)).map(name).collect().await
}

#[tokio::test]
async fn a_panic_below_the_root_nulls_the_root() {
    let answer = idle().query(Request::new("{ ready nested { panicking } }")).await;
    assert_eq!(json(&answer)["data"], Json::Null, "nested is required");
    assert_eq!(json(&answer)["errors"][0]["extensions"]["code"], "INTERNAL");
}

#[tokio::test]
async fn a_late_mutation_goes_on() {
    let clock = Clock::manual(DateTime::UNIX_EPOCH);
    let done = Arc::new(AtomicBool::new(false));
    let runner = runner(&clock, &done);
    let (presence, roll) = presence::call();
    let waiting = runner.mutation(Request::new("mutation { slow }"), presence);
    let (answer, ()) = tokio::join!(waiting, async {
        tokio::task::yield_now().await;
        clock.advance(Duration::from_secs(10));
    });
    assert_eq!(json(&answer)["errors"][0]["extensions"]["code"], "DEADLINE_EXCEEDED");
    assert_eq!(json(&answer)["data"], Json::Null);
    assert!(!done.load(Ordering::SeqCst));
    clock.advance(Duration::from_secs(60));
    roll.empty().await;
    assert!(done.load(Ordering::SeqCst), "shutdown waited for it");
}

#[tokio::test]
async fn a_panicking_mutation_answers() {
    let (presence, _roll) = presence::call();
    let answer = idle().mutation(Request::new("mutation { panicking }"), presence).await;
    assert_eq!(json(&answer)["data"], json!({"panicking": null}));
    assert_eq!(json(&answer)["errors"][0]["extensions"]["code"], "INTERNAL");
}

#[tokio::test]
async fn subscriptions_start_fail_and_get_lost() {
    let one = r#"next {"count":1}"#;
    assert_eq!(steps("subscription { count(to: 1, lose: true) }").await, [one, "lost"]);
    assert_eq!(steps("subscription { count(to: -1, lose: true) }").await, [r#"failed "NOT_FOUND""#]);
    assert_eq!(steps("subscription { nothing }").await, [r#"failed "GRAPHQL_VALIDATION_FAILED""#]);
    let with_bad_item = steps("subscription { count(to: 1, lose: false) }").await;
    assert_eq!(with_bad_item, [one, "next null", r#"next {"count":99}"#]);
    assert_eq!(
        steps("subscription { panicking }").await,
        [r#"next {"panicking":0}"#, r#"failed "INTERNAL""#]
    );
}
