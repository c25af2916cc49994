//! The tour of the README, read from it and taken on a demonstration: what it shows is what a reader gets. Its tables of
//! codes and limits are held to the code.

use std::collections::BTreeMap;

use api::graphql::error::ErrorCode;
use api::limits::Limits;
use support::database_story;

use super::reader::{Reader, between};

const README: &str = include_str!("../../README.md");

database_story!(the_tour_of_the_readme_works_as_written, async |database| {
    let mut reader = Reader::of_a_demonstration(&database).await;
    reader.take(between(README, "## A tour", "## The map")).await;
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

fn rows(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| line.starts_with('|'))
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
