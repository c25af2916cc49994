//! Somebody who takes what the documentation shows literally: sends its commands to a demonstration, keeps the ids that it keeps, and
//! compares the answers.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use api::platform::clock::Clock;
use api::platform::task;
use chrono::TimeDelta;
use hyper::Method;
use serde_json::Value;
use support::client::{Call, Client};
use support::database::Database;
use support::sse::Sse;

use super::demo::demonstration;

/// A date in the documentation stands for a day in about a month.
const A_MONTH: TimeDelta = TimeDelta::days(28);

/// Somebody who takes a tour.
pub(super) struct Reader {
    address: SocketAddr,
    variables: BTreeMap<String, String>,
    asked: String,
    /// The last answer, and what the documentation shows in its place.
    last: Value,
    shown: Value,
    stream: Option<Sse>,
}

impl Reader {
    /// Starts a demonstration and pastes the lines that it prints.
    pub(super) async fn of_a_demonstration(database: &Database) -> Self {
        let running = demonstration(database).await.expect("an empty database is filled");
        let greeting = running.greeting().await.expect("it hands out tokens");
        let exports = greeting.lines().filter_map(|line| line.strip_prefix("export ")?.split_once('='));
        let variables: BTreeMap<_, _> =
            exports.map(|(name, value)| (name.to_owned(), value.trim_matches('\'').to_owned())).collect();
        let address = variables["SERVER"].trim_start_matches("http://");
        let address = address.parse().expect("the greeting names the server's address");
        task::spawn("demonstration under test", running.serve(std::future::pending()));
        let (last, shown) = (Value::Null, Value::Null);
        Self { address, variables, asked: String::new(), last, shown, stream: None }
    }

    /// Reads on: sends commands, compares answers, keeps ids.
    pub(super) async fn take(&mut self, text: &str) {
        for (kind, text) in blocks(text) {
            match kind {
                "sh" if text.starts_with("export ") => text.lines().for_each(|line| self.keep(line)),
                "sh" => self.send(text).await,
                "json" => self.compare(text),
                "text" => self.compare_stream(text).await,
                _ => panic!("the tour has a block of {kind}"),
            }
        }
    }

    /// Keeps a value of the last answer: the one that stands where the documentation shows the one that it keeps.
    fn keep(&mut self, line: &str) {
        let export = line.strip_prefix("export ").and_then(|export| export.split_once('='));
        let (name, value) = export.expect("a value is kept under a name");
        let kept = match place(&self.shown, value) {
            Some(place) => {
                self.last.pointer(&place).and_then(Value::as_str).expect("a text is there").to_owned()
            }
            None if value.len() == 10 => (Clock::system().now() + A_MONTH).date_naive().to_string(),
            None => panic!("{value} is not in {}", self.shown),
        };
        self.variables.insert(name.to_owned(), kept);
    }

    fn compare(&mut self, text: &str) {
        self.shown = json(text);
        assert_eq!(self.answer(), json(&masked(text)), "the answer to\n{}", self.asked);
    }

    async fn send(&mut self, text: &str) {
        self.asked = text.to_owned();
        let words = words(text, &self.variables);
        assert_eq!(words.first().map(String::as_str), Some("curl"), "{text}");
        let call = self.call(&words);
        if words.iter().any(|word| word == "-sN") {
            self.stream = Some(Sse::open(call).await);
            return;
        }
        let answer = call.send().await;
        assert_eq!(answer.status(), 200, "{answer:?} to\n{text}");
        if words.iter().any(|word| word == "-o") {
            assert!(answer.body().starts_with(b"%PDF-"), "what is kept in a file is a PDF");
            return;
        }
        self.last = answer.json().clone();
    }

    fn call(&self, words: &[String]) -> Call {
        let client = Client::new(self.address, None);
        let (_, path) = words
            .iter()
            .find_map(|word| word.split_once(&self.variables["SERVER"]))
            .expect("the tour asks the demonstration");
        let method = if words.iter().any(|word| word == "-d") { Method::POST } else { Method::GET };
        let mut call = client.call(method, path);
        let mut words = words.iter().skip(1);
        while let Some(word) = words.next() {
            match word.as_str() {
                "-s" | "-sN" => {}
                "-H" => {
                    let header = words.next().and_then(|header| header.split_once(": "));
                    let (name, value) = header.expect("-H has a header");
                    call = call.header(name, value);
                }
                "-d" => call = call.body(words.next().expect("-d has data").clone()),
                "-o" => drop(words.next()),
                url => assert!(url.ends_with(path), "{url} is not expected"),
            }
        }
        call
    }

    fn answer(&self) -> Value {
        json(&masked(&self.last.to_string()))
    }

    async fn compare_stream(&mut self, text: &str) {
        let stream = self.stream.as_mut().expect("the tour has opened a stream");
        for expected in text.trim().split("\n\n") {
            let event = stream.event().await;
            let id = event.id.expect("an event whose cursor is selected has an id");
            let sent = format!("id: {id}\nevent: {}\ndata: {}", event.event, event.data);
            assert_eq!(masked(&sent), masked(expected));
        }
    }
}

/// What stands between two headings.
pub(super) fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let text = &text[text.find(from).expect("the README has this heading")..];
    &text[..text.find(to).expect("the README has this heading")]
}

/// Where a text stands in a value, as a JSON pointer.
fn place(value: &Value, text: &str) -> Option<String> {
    let inside = |key: String, value: &Value| place(value, text).map(|rest| format!("/{key}{rest}"));
    match value {
        Value::String(found) => (found == text).then(String::new),
        Value::Array(list) => list.iter().enumerate().find_map(|(at, value)| inside(at.to_string(), value)),
        Value::Object(map) => map.iter().find_map(|(key, value)| inside(key.clone(), value)),
        _ => None,
    }
}

/// The fenced blocks of a text that name their language.
fn blocks(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let fenced = text.split("\n```").skip(1).step_by(2);
    fenced.filter_map(|block| block.split_once('\n'))
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in {text}"))
}

/// Words as a shell makes them of a command: quotes, variables, lines that go on.
fn words(command: &str, variables: &BTreeMap<String, String>) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut letters = command.trim().chars().peekable();
    let mut quote = None;
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (Some(open), _) if letter == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (None, '\\') => drop(letters.next()),
            (None | Some('"'), '$') => {
                let mut name = String::new();
                while let Some(letter) = letters.next_if(char::is_ascii_uppercase) {
                    name.push(letter);
                }
                word.get_or_insert_default().push_str(&variables[&name]);
            }
            (None, ' ' | '\n') => words.extend(word.take()),
            _ => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    words
}

/// The text without what differs from one demonstration to the next: ids, times, cursors, ids of requests.
fn masked(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    for part in text.split_inclusive(['"', ' ', '\n']) {
        let end = part.len() - part.ends_with(['"', ' ', '\n']) as usize;
        masked.push_str(mask(&part[..end]));
        masked.push_str(&part[end..]);
    }
    masked
}

fn mask(word: &str) -> &str {
    let hexadecimal = [32, 64].contains(&word.len()) && word.bytes().all(|letter| letter.is_ascii_hexdigit());
    let id = word.len() == 30 && word.as_bytes()[3] == b'_';
    let time = word.ends_with("+00:00") && word.contains('T');
    let cursor = word.starts_with("djEu");
    let file = word.starts_with("/letters/let_");
    match () {
        () if hexadecimal => "HEXADECIMAL",
        () if id => "ID",
        () if time => "TIME",
        () if cursor => "CURSOR",
        () if file => "FILE",
        () => word,
    }
}
