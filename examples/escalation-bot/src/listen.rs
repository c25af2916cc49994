//! The way of events to standard output. The cursor is saved after the line is out: after a crash the last line may come
//! again, and none is missing.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tokio::task::block_in_place;

use crate::api::Api;
use crate::durable;
use crate::pause::Pauses;
use crate::say;
use crate::trouble::Trouble;

/// The state, and where its events go on: read in one request, so that nothing falls between them.
const STATE: &str =
    "query($page: String) { eventCursor incidents(first: 50, after: $page, filter: { open: true }) {
    nodes { number accountCode state severity clocks { kind state level dueAt breachedAt } }
    pageInfo { hasNextPage endCursor } } }";
const EVENTS: &str = "subscription($after: EventCursor) { incidentEvents(after: $after) { __typename
    ... on IncidentEvent { cursor eventId kind occurredAt account { code } incident { number state severity }
        clocks { kind state level dueAt breachedAt } }
    ... on LetterEvent { cursor }
    ... on StreamCheckpoint { cursor }
    ... on AccessRevoked { cursor accountId } } }";

/// Prints events, and remembers up to where.
#[derive(Debug)]
pub(crate) struct Listener {
    api: Api,
    saved: PathBuf,
    cursor: String,
}

impl Listener {
    /// With the cursor that is saved in that folder.
    pub(crate) fn new(api: Api, state: &Path) -> Self {
        Self { api, saved: state.join("cursor"), cursor: String::new() }
    }

    /// Goes on where an earlier process was; the first time, reads the state and begins there.
    pub(crate) async fn find_beginning(&mut self) -> Result<(), Trouble> {
        match fs::read_to_string(&self.saved) {
            Ok(cursor) => self.cursor = cursor,
            Err(error) if error.kind() == ErrorKind::NotFound => self.read_state().await?,
            Err(error) => return Err(Trouble::machine(&self.saved, &error)),
        }
        Ok(())
    }

    /// Prints events for as long as the key works.
    pub(crate) async fn run(mut self) -> Result<(), Trouble> {
        let mut pauses = Pauses::default();
        loop {
            match self.follow(&mut pauses).await {
                Trouble::Passing { why, after } => {
                    say(&format!("listening waits: {why}"));
                    pauses.wait(after).await;
                }
                Trouble::Refused { code, why } if code.starts_with("CURSOR_") => {
                    say(&format!(
                        "the history after the cursor is gone, the state is read anew: {code}, {why}"
                    ));
                    print(&json!({ "event": "HISTORY_LOST" }))?;
                    self.read_state().await?;
                }
                trouble @ Trouble::Refused { .. } => {
                    // A defect of the server's or of ours. Alarms go on meanwhile.
                    say(&format!("listening is refused and waits: {trouble}"));
                    pauses.wait(None).await;
                }
                trouble => return Err(trouble),
            }
        }
    }

    /// Follows one stream to its end.
    async fn follow(&mut self, pauses: &mut Pauses) -> Trouble {
        let mut stream = match self.api.subscribe(EVENTS, json!({ "after": self.cursor })).await {
            Ok(stream) => stream,
            Err(trouble) => return trouble,
        };
        loop {
            match stream.next().await.and_then(|data| self.take(&data["incidentEvents"])) {
                Ok(()) => pauses.begin_anew(),
                Err(trouble) => return trouble,
            }
        }
    }

    /// Acts on an item of the stream, which means here to print it, and then moves on.
    fn take(&mut self, item: &Value) -> Result<(), Trouble> {
        match item["__typename"].as_str() {
            Some("IncidentEvent") => print(&line(item))?,
            Some("AccessRevoked") => {
                print(&json!({ "event": "ACCESS_REVOKED", "accountId": item["accountId"] }))?;
            }
            _ => {}
        }
        // The stream may grow members that are not selected here; they move nothing.
        item["cursor"].as_str().map_or(Ok(()), |cursor| self.save(cursor))
    }

    /// Prints what is open, page by page, and goes on from the moment before the first.
    async fn read_state(&mut self) -> Result<(), Trouble> {
        let (mut page, mut cursor) = (Value::Null, None);
        loop {
            let answer = self.ask_patiently(json!({ "page": page })).await?;
            let now = answer["eventCursor"].as_str().unwrap_or_default();
            cursor.get_or_insert_with(|| now.to_owned());
            let incidents = &answer["incidents"];
            for incident in incidents["nodes"].as_array().into_iter().flatten() {
                print(&state_line(incident))?;
            }
            if incidents["pageInfo"]["hasNextPage"] != true {
                return self.save(&cursor.unwrap_or_default());
            }
            page = incidents["pageInfo"]["endCursor"].clone();
        }
    }

    async fn ask_patiently(&self, variables: Value) -> Result<Value, Trouble> {
        let mut pauses = Pauses::default();
        loop {
            match self.api.ask(STATE, variables.clone()).await {
                Err(Trouble::Passing { why, after }) => {
                    say(&format!("reading the state waits: {why}"));
                    pauses.wait(after).await;
                }
                answer => return answer,
            }
        }
    }

    fn save(&mut self, cursor: &str) -> Result<(), Trouble> {
        let saved = durable::write(&self.saved, cursor);
        saved.map_err(|error| Trouble::machine(&self.saved, &error))?;
        cursor.clone_into(&mut self.cursor);
        Ok(())
    }
}

fn line(event: &Value) -> Value {
    let incident = &event["incident"];
    json!({
        "event": event["kind"], "eventId": event["eventId"], "at": event["occurredAt"],
        "account": event["account"]["code"], "incident": incident["number"],
        "state": incident["state"], "severity": incident["severity"], "clocks": event["clocks"],
    })
}

fn state_line(incident: &Value) -> Value {
    json!({
        "event": "FOUND_OPEN", "account": incident["accountCode"], "incident": incident["number"],
        "state": incident["state"], "severity": incident["severity"], "clocks": incident["clocks"],
    })
}

/// Whoever does not read holds up the events, and not the alarms.
fn print(line: &Value) -> Result<(), Trouble> {
    let printed = block_in_place(|| {
        let mut output = io::stdout().lock();
        writeln!(output, "{line}").and_then(|()| output.flush())
    });
    printed.map_err(|error| Trouble::Machine(format!("the output cannot be written: {error}")))
}
