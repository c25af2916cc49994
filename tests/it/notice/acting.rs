//! What these stories do again and again: watch somebody's notices, read their list.

use serde_json::{Value, json};
use support::Persona::Member;
use support::Server;
use support::client::Client;
use support::socket::{Operation, Socket};

use crate::incident::acting as red_channel;

pub(super) const NOTICES: &str = "subscription($after: EventCursor, $kinds: [NoticeEventKind!]) {
    noticeEvents(after: $after, filter: { kinds: $kinds }) {
        __typename
        ... on NoticeEvent { cursor kind actor { kind } notices {
            id kind tells account { code } incident { number severity }
        } }
    }
}";

/// An account with its team, as the stories of the red channel make it, after everybody was told of their seat.
pub(super) async fn account(server: &Server) -> String {
    let mut last = Watcher::of(&server.as_(Member)).await;
    let account = red_channel::account(server, "ACME", Some("S")).await;
    assert_eq!(last.told().await, raised("triangle.assigned", "SEAT_GIVEN"));
    account
}

/// Somebody who watches what interrupts them.
pub(super) struct Watcher {
    socket: Socket,
    operation: Operation,
}

impl Watcher {
    pub(super) async fn of(client: &Client) -> Self {
        Self::after(client, Value::Null).await
    }

    pub(super) async fn after(client: &Client, cursor: Value) -> Self {
        let mut socket = client.socket().await;
        let operation = socket.subscribe(NOTICES, json!({ "after": cursor })).await;
        // What is said from now on is heard: the server answers in order.
        let ready = socket.subscribe("{ __typename }", json!({})).await;
        socket.next(&ready).await;
        Self { socket, operation }
    }

    /// The next event of their notices.
    pub(super) async fn next(&mut self) -> Value {
        loop {
            let item = self.socket.next(&self.operation).await["noticeEvents"].take();
            if item["__typename"] == "NoticeEvent" {
                return item;
            }
        }
    }

    /// What the next notices tell of, and what they want.
    pub(super) async fn told(&mut self) -> (String, Vec<(String, String)>) {
        let event = self.next().await;
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let notices = event["notices"].as_array().unwrap().iter();
        let pairs = notices.map(|notice| (text(&notice["tells"]), text(&notice["kind"]))).collect();
        (text(&event["kind"]), pairs)
    }
}

/// A raised notice, as [`Watcher::told`] gives it.
pub(super) fn raised(tells: &str, kind: &str) -> (String, Vec<(String, String)>) {
    ("RAISED".to_owned(), vec![(tells.to_owned(), kind.to_owned())])
}

/// Somebody's notices, the latest first.
pub(super) async fn list(client: &Client, filter: Value) -> Vec<Value> {
    let document = "query($filter: NoticeFilter) { myNotices(filter: $filter, first: 100) {
        nodes { id kind tells eventId deliveredAt readAt dismissedAt account { code } incident { id number } }
    } }";
    let answer = client.query(document, json!({ "filter": filter })).await;
    answer["myNotices.nodes"].as_array().cloned().unwrap()
}

/// What each notice tells of.
pub(super) fn tells(notices: &[Value]) -> Vec<&str> {
    notices.iter().map(|notice| notice["tells"].as_str().unwrap()).collect()
}
