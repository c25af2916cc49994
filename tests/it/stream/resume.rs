//! A subscriber that comes and goes, and the log that goes on without it.

use std::{collections::BTreeSet, sync::OnceLock, time::Duration};

use support::{Server, Value, client::Client, json, story};

use super::world::World;

const EVENTS: &str = "subscription($after: EventCursor) { accountEvents(after: $after) {
    __typename
    ... on AccountEvent { cursor eventId }
    ... on StreamCheckpoint { cursor }
    ... on AccessRevoked { cursor accountId }
} }";

const LOG: &str = "query($after: EventCursor!) { eventLog(after: $after, first: 100) {
    events { eventId } cursor hasMore
} }";

async fn head(client: &Client) -> Value {
    client.query("{ eventCursor }", json!({})).await.data()["eventCursor"].clone()
}

/// A small generator, so that a failure can be repeated.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}

/// Writes `total` events of five accounts in transactions of up to eight, several at a time where the engine permits, and
/// gives the ids of those about the first three.
async fn write_many(world: &World, total: usize, seed: u64) -> BTreeSet<String> {
    let mut dice = Dice(seed);
    let (mut written, mut mine) = (0, BTreeSet::new());
    while written < total {
        let accounts: Vec<usize> = (0..=dice.below(7)).map(|_| dice.below(5) as usize).collect();
        let pause = Duration::from_millis(dice.below(3));
        let ids = world.write(&accounts, pause, Vec::new()).await;
        written += accounts.len();
        mine.extend(ids.into_iter().zip(&accounts).filter(|(_, account)| **account < 3).map(|(id, _)| id));
    }
    mine
}

/// Reads from a cursor until `count` events have come, leaving and coming back at random.
async fn read_with_breaks(client: &Client, mut cursor: Value, count: usize, seed: u64) -> Vec<String> {
    let mut dice = Dice(seed);
    let mut seen: Vec<String> = Vec::new();
    while seen.len() < count {
        let mut socket = client.socket().await;
        let operation = socket.subscribe(EVENTS, json!({ "after": cursor })).await;
        for _ in 0..=dice.below(400) {
            if seen.len() == count {
                break;
            }
            let item = socket.next(&operation).await["accountEvents"].take();
            cursor = item["cursor"].clone();
            if item["__typename"] == "AccountEvent" {
                seen.push(item["eventId"].as_str().unwrap().to_owned());
            }
        }
    }
    seen
}

story!(a_subscriber_that_comes_and_goes_misses_nothing_and_gets_nothing_twice, async |server: Server| {
    let start = head(&server.anonymous()).await;
    let world = World::beside(&server, 5).await;
    let client = world.client(&server).await;
    let rights = (0..3).map(|account| world.assignment(account, true)).collect();
    let first = world.write(&[0], Duration::ZERO, rights).await;
    let per_writer = 2_500;
    let writers = async {
        tokio::join!(
            write_many(&world, per_writer, 11),
            write_many(&world, per_writer, 12),
            write_many(&world, per_writer, 13),
            write_many(&world, per_writer, 14),
        )
    };
    let (a, b, c, d) = writers.await;
    let expected: BTreeSet<String> =
        [a, b, c, d].into_iter().flatten().chain(first).chain(world.introduction).collect();
    let seen = read_with_breaks(&client, start.clone(), expected.len(), 99).await;
    assert_exactly(&expected, &seen);

    let mut polled = Vec::new();
    let mut after = start;
    loop {
        let answer = client.query(LOG, json!({ "after": after })).await;
        let page = answer.data()["eventLog"].clone();
        polled.extend(
            page["events"].as_array().unwrap().iter().map(|it| it["eventId"].as_str().unwrap().to_owned()),
        );
        after = page["cursor"].clone();
        if page["hasMore"] == false {
            break;
        }
    }
    assert!(polled == seen, "polling tells another story than the subscription");
});

story!(a_subscriber_gets_events_in_order_while_they_are_written, async |server: Server| {
    let start = head(&server.anonymous()).await;
    let world = World::beside(&server, 5).await;
    let client = world.client(&server).await;
    let rights = (0..3).map(|account| world.assignment(account, true)).collect();
    world.write(&[4], Duration::ZERO, rights).await;
    let end = OnceLock::new();
    let writing = async {
        let (a, b) = tokio::join!(write_many(&world, 500, 21), write_many(&world, 500, 22));
        let last = world.write(&[0], Duration::ZERO, Vec::new()).await;
        end.set(last[0].clone()).unwrap();
        // One more, so that the reader looks again.
        let bell = world.write(&[0], Duration::ZERO, Vec::new()).await;
        a.into_iter().chain(b).chain(last).chain(bell).collect::<BTreeSet<_>>()
    };
    let (expected, seen) = tokio::join!(writing, read_past(&client, start.clone(), &end));
    // Whether the introduction was sent depends on whether this node knew the rights by then.
    let seen = without(seen, &world.introduction);
    assert_exactly(&expected, &seen);
    let again = read_with_breaks(&client, start, expected.len() + 1, 7).await;
    let again = without(again, &world.introduction);
    assert!(again == seen, "the order was another one the second time");
});

fn without(mut events: Vec<String>, left_out: &[String]) -> Vec<String> {
    events.retain(|event| !left_out.contains(event));
    events
}

/// Every expected event was seen, once, and no other.
#[track_caller]
fn assert_exactly(expected: &BTreeSet<String>, seen: &[String]) {
    let distinct: BTreeSet<String> = seen.iter().cloned().collect();
    assert_eq!(distinct.len(), seen.len(), "an event came twice");
    let missing: Vec<_> = expected.difference(&distinct).take(3).collect();
    let foreign: Vec<_> = distinct.difference(expected).take(3).collect();
    assert!(missing.is_empty() && foreign.is_empty(), "missing {missing:?}, not theirs {foreign:?}");
}

/// Reads live up to the event after the one that `end` names.
async fn read_past(client: &Client, start: Value, end: &OnceLock<String>) -> Vec<String> {
    let mut socket = client.socket().await;
    let operation = socket.subscribe(EVENTS, json!({ "after": start })).await;
    let mut seen: Vec<String> = Vec::new();
    loop {
        let item = socket.next(&operation).await["accountEvents"].take();
        if item["__typename"] != "AccountEvent" {
            continue;
        }
        let over = end.get().is_some_and(|end| seen.last() == Some(end));
        seen.push(item["eventId"].as_str().unwrap().to_owned());
        if over {
            return seen;
        }
    }
}

story!(a_cursor_that_this_log_never_gave_is_refused, async |server: Server| {
    let world = World::beside(&server, 1).await;
    let client = world.client(&server).await;
    let ahead = api::platform::log::Cursor { epoch: epoch_of(&head(&client).await), pos: 1_000_000 };
    let foreign = api::platform::log::Cursor { epoch: 77, pos: 1 };
    for cursor in [ahead, foreign] {
        let mut socket = client.socket().await;
        let operation = socket.subscribe(EVENTS, json!({ "after": cursor.to_string() })).await;
        assert_eq!(socket.refusal(&operation).await, "CURSOR_DIVERGED");
        let answer = client.query(LOG, json!({ "after": cursor.to_string() })).await;
        assert_eq!(answer.code(), "CURSOR_DIVERGED");
    }
});

fn epoch_of(cursor: &Value) -> i64 {
    cursor.as_str().unwrap().parse::<api::platform::log::Cursor>().unwrap().epoch
}
