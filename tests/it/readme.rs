//! The tour of the README, read from it and taken on a demonstration: what it shows is what a reader gets. Its tables of
//! codes and limits are held to the code.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use api::graphql::error::ErrorCode;
use api::limits::Limits;
use api::platform::task;
use hyper::Method;
use serde_json::Value;
use support::client::{Call, Client};
use support::database::Database;
use support::database_story;
use support::sse::Sse;

use super::demo::demonstration;

const README: &str = include_str!("../../README.md");

database_story!(the_tour_of_the_readme_works_as_written, async |database| {
    let mut reader = Reader::of_a_demonstration(&database).await;
    for (kind, text) in blocks(between(README, "## A tour", "## The map")) {
        match kind {
            "sh" if text.starts_with("export ") => reader.keep(text),
            "sh" => reader.send(text).await,
            "json" => assert_eq!(reader.answer(), json(&masked(text)), "the answer to\n{}", reader.asked),
            "text" => reader.compare_stream(text).await,
            _ => panic!("the tour has a block of {kind}"),
        }
    }
});

#[test]
fn the_readme_lists_every_error_code() {
    let expected = ErrorCode::ALL.iter().map(|code| {
        let retry = if code.is_retryable() { "yes" } else { "no" };
        format!("| `{}` | {} | {retry} |", code.as_str(), code.meaning().trim())
    });
    let expected: Vec<String> = expected.collect();
    let listed: Vec<&str> = rows(between(README, "## Errors", "## Configuration")).skip(2).collect();
    assert_eq!(listed, expected);
}

#[test]
fn the_readme_lists_every_limit() {
    let limits = format!("{:?}", Limits::default());
    let fields = limits.trim_start_matches("Limits { ").trim_end_matches(" }").split(", ");
    let expected: BTreeMap<String, &str> = fields
        .map(|field| field.split_once(": ").expect("a field has a value"))
        .map(|(name, value)| (camel_case(name), value))
        .collect();
    let table = between(README, "| Limit | Default |", "## What is not there yet");
    let listed = rows(table).map(|row| row.split('|').map(str::trim).collect::<Vec<_>>());
    let listed: BTreeMap<String, &str> = listed
        .filter(|cells| cells[1].starts_with('`'))
        .map(|cells| (cells[1].replace('`', ""), cells[2]))
        .collect();
    assert_eq!(listed, expected);
}

/// Somebody who takes the tour.
struct Reader {
    address: SocketAddr,
    variables: BTreeMap<String, String>,
    asked: String,
    last: Value,
    stream: Option<Sse>,
}

impl Reader {
    async fn of_a_demonstration(database: &Database) -> Self {
        let running = demonstration(database).await.expect("an empty database is filled");
        let greeting = running.greeting().await.expect("it hands out tokens");
        let exports = greeting.lines().filter_map(|line| line.strip_prefix("export ")?.split_once('='));
        let variables: BTreeMap<_, _> =
            exports.map(|(name, value)| (name.to_owned(), value.trim_matches('\'').to_owned())).collect();
        let address = variables["API"].trim_start_matches("http://").trim_end_matches("/graphql");
        let address = address.parse().expect("the greeting names the server's address");
        task::spawn("demonstration under test", running.serve(std::future::pending()));
        Self { address, variables, asked: String::new(), last: Value::Null, stream: None }
    }

    /// Keeps an id of the last answer, of the kind that the tour keeps.
    fn keep(&mut self, text: &str) {
        let (name, value) = text["export ".len()..].trim().split_once('=').expect("an export has a value");
        let prefix = value.split('_').next().expect("an id has a prefix");
        let answer = self.last.to_string();
        let start = answer.find(&format!("{prefix}_")).expect("the last answer has such an id");
        self.variables.insert(name.to_owned(), answer[start..start + value.len()].to_owned());
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
        self.last = answer.json().clone();
    }

    fn call(&self, words: &[String]) -> Call {
        let client = Client::new(self.address, None);
        let mut call = client.call(Method::POST, "/graphql");
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
                url => assert_eq!(url, self.variables["API"], "the tour asks the demonstration"),
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

fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let text = &text[text.find(from).expect("the README has this heading")..];
    &text[..text.find(to).expect("the README has this heading")]
}

fn rows(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| line.starts_with('|'))
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
    let hexadecimal = word.len() == 32 && word.bytes().all(|letter| letter.is_ascii_hexdigit());
    let id = word.len() == 30 && word.as_bytes()[3] == b'_';
    let time = word.ends_with("+00:00") && word.contains('T');
    let cursor = word.starts_with("djEu");
    match () {
        () if hexadecimal => "REQUEST",
        () if id => "ID",
        () if time => "TIME",
        () if cursor => "CURSOR",
        () => word,
    }
}

fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let mut camel = words.next().unwrap_or_default().to_owned();
    for word in words {
        camel.push_str(&word[..1].to_ascii_uppercase());
        camel.push_str(&word[1..]);
    }
    camel
}
