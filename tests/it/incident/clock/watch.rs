//! What these stories do again and again: they watch what the sweeper tells, and look at the clocks.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};
use support::Persona::{Auditor, SalesLead};
use support::Server;

use crate::incident::acting::{head, seen};

/// What time alone makes happen, and what pauses do.
pub(super) const KINDS: &str = "CLOCK_WARNED CLOCK_BREACHED CLOCK_PAUSED CLOCK_RESUMED LADDER_STEPPED
    ACKNOWLEDGEMENT_LAPSED";

const WATCH: &str = "subscription($after: EventCursor, $filter: IncidentEventFilter) {
    incidentEvents(after: $after, filter: $filter, checkpoints: false) { ... on IncidentEvent {
        cursor kind clocks { kind level round } ladder { level round roles }
    } } }";

/// A reader of what happens to the clocks of an incident. It comes anew for each event, with the last cursor: the server
/// closes sockets that say nothing while the story's clock leaps.
pub(super) struct Watch<'a> {
    server: &'a Server,
    filter: Value,
    cursor: String,
}

impl<'a> Watch<'a> {
    /// From now on.
    pub(super) async fn on(server: &'a Server, incident: &str) -> Self {
        Self::since(server, head(server).await, incident)
    }

    /// From a position of the log on.
    pub(super) fn since(server: &'a Server, cursor: String, incident: &str) -> Self {
        let kinds: Vec<&str> = KINDS.split_whitespace().collect();
        Self { server, filter: json!({ "incidentIds": [incident], "kinds": kinds }), cursor }
    }

    /// The next that happens: `CLOCK_WARNED ACKNOWLEDGE 50/1`, `LADDER_STEPPED 1/1 ESCALATION_MANAGER`.
    pub(super) async fn next(&mut self) -> String {
        let mut socket = self.server.as_(Auditor).socket().await;
        let from = json!({ "after": self.cursor, "filter": self.filter });
        let stream = socket.subscribe(WATCH, from).await;
        let event = socket.next(&stream).await["incidentEvents"].take();
        self.cursor = event["cursor"].as_str().unwrap().to_owned();
        said(&event)
    }

    /// The next that happen, in order.
    pub(super) async fn sees(&mut self, expected: &[&str]) {
        for expected in expected {
            assert_eq!(self.next().await, *expected);
        }
    }
}

fn said(event: &Value) -> String {
    let kind = event["kind"].as_str().unwrap();
    let ladder = &event["ladder"];
    match &event["clocks"][0] {
        Value::Null => {
            let roles: Vec<&str> =
                ladder["roles"].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
            format!("{kind} {}/{} {}", ladder["level"], ladder["round"], roles.join(" "))
                .trim_end()
                .to_owned()
        }
        clock => format!("{kind} {} {}/{}", clock["kind"].as_str().unwrap(), clock["level"], clock["round"]),
    }
}

/// Advances the story's clock by minutes.
pub(super) fn wait(server: &Server, minutes: u64) {
    server.advance(Duration::from_secs(minutes * 60));
}

/// What an incident's clocks show.
pub(super) const CLOCK: &str =
    "clocks { kind state round generation startedAt dueAt originalDueAt targetSeconds
    elapsedSeconds remainingSeconds pausedSeconds pausedSince level breachedAt metAt cancelledAt businessHours
    history { kind at round targetSeconds reason note actor { name } } }";

/// The clocks of an incident by their kinds.
pub(super) async fn clocks(server: &Server, incident: &str) -> BTreeMap<String, Value> {
    let answer = seen(server, incident, CLOCK).await;
    by_kind(&answer["incident.clocks"])
}

pub(super) fn by_kind(clocks: &Value) -> BTreeMap<String, Value> {
    let clocks = clocks.as_array().unwrap();
    clocks.iter().map(|clock| (clock["kind"].as_str().unwrap().to_owned(), clock.clone())).collect()
}

/// The kinds of what happened to a clock.
pub(super) fn history(clock: &Value) -> Vec<&str> {
    clock["history"].as_array().unwrap().iter().map(|event| event["kind"].as_str().unwrap()).collect()
}

/// Adds a line to the timeline as the sales lead.
pub(super) async fn news(server: &Server, incident: &str, kind: &str) {
    let input = json!({ "incidentId": incident, "kind": kind, "body": "We are at it." });
    server.as_(SalesLead).change("incidentAddTimelineEntry", "entry { id }", input).await;
}
