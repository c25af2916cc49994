//! Whether the text of a letter is in order, and whether it is complete.

use chrono::NaiveDate;
use entity::incident::Severity;

use crate::domain::{
    fault::Fault,
    input::{Checks, is_of_calendar},
    letter::{
        document::{Compensation, LetterText, Promise},
        error::LetterError,
    },
};

/// The longest line: a name with a position, a contact.
const LINE: usize = 200;

/// The longest section.
const SECTION: usize = 5_000;

/// The longest part of a promise or line of the response.
const PART: usize = 1_000;

/// The most promises, or lines of the response.
const ROWS: usize = 50;

/// The most days of review.
const REVIEWS: usize = 12;

/// The text with its parts in order, whether or not all are there.
///
/// # Errors
/// Everything that is wrong with it.
pub fn sound(text: &LetterText) -> Result<LetterText, Fault> {
    let mut checks = Checks::new();
    let mut text = text.clone();
    let sections = [
        ("text.issue", &mut text.issue),
        ("text.impact", &mut text.impact),
        ("text.remedy", &mut text.remedy),
        ("text.rootCause", &mut text.root_cause),
    ];
    for (path, section) in sections {
        *section = checks.optional_body(path, section, SECTION);
    }
    for (path, line) in [("text.addressee", &mut text.addressee), ("text.contact", &mut text.contact)] {
        *line = checks.optional_line(path, Some(line), LINE).unwrap_or_default();
    }
    let counts = [
        ("text.response", text.response.len(), ROWS),
        ("text.commitments", text.promises.len(), ROWS),
        ("text.reviewsOn", text.reviews.len(), REVIEWS),
    ];
    for (path, count, most) in counts.into_iter().filter(|(_, count, most)| count > most) {
        checks.refuse(path, "TOO_MANY", format!("has {count} parts; at most {most} are allowed"));
    }
    for (place, line) in text.response.iter_mut().enumerate() {
        line.what = checks.body(&format!("text.response.{place}.what"), &line.what, PART);
        checks.instant(&format!("text.response.{place}.at"), line.at);
    }
    for (place, promise) in text.promises.iter_mut().enumerate() {
        sound_promise(&mut checks, &format!("text.commitments.{place}"), promise);
    }
    if let Some(compensation) = &mut text.compensation {
        sound_compensation(&mut checks, compensation);
    }
    text.response.sort_by_key(|line| line.at);
    text.reviews.sort_unstable();
    text.reviews.dedup();
    checks.done()?;
    Ok(text)
}

fn sound_promise(checks: &mut Checks, path: &str, promise: &mut Promise) {
    for (field, part) in [
        ("action", &mut promise.action),
        ("measure", &mut promise.measure),
        ("evidence", &mut promise.evidence),
    ] {
        *part = checks.optional_body(&format!("{path}.{field}"), part, PART);
    }
    for (field, line) in [("ownerRole", &mut promise.owner_role), ("verifier", &mut promise.verifier)] {
        *line = checks.optional_line(&format!("{path}.{field}"), Some(line), LINE).unwrap_or_default();
    }
    if !is_of_calendar(promise.due_on) {
        checks.refuse(&format!("{path}.dueOn"), "OUT_OF_RANGE", "must be of the years 1 to 9999");
    }
}

fn sound_compensation(checks: &mut Checks, compensation: &mut Compensation) {
    let path = "text.compensation";
    compensation.description = checks.body(&format!("{path}.description"), &compensation.description, PART);
    checks.money(&format!("{path}.amount"), compensation.minor_units, &compensation.currency);
}

/// The text has everything that a letter about an incident of this severity must have, on this day at the customer.
///
/// # Errors
/// What it lacks.
pub fn complete(text: &LetterText, severity: Severity, today: NaiveDate) -> Result<(), LetterError> {
    let mut checks = Checks::new();
    for (path, part) in [
        ("text.addressee", &text.addressee),
        ("text.issue", &text.issue),
        ("text.impact", &text.impact),
        ("text.remedy", &text.remedy),
        ("text.rootCause", &text.root_cause),
        ("text.contact", &text.contact),
    ] {
        required(&mut checks, path, part);
    }
    if text.response.is_empty() {
        checks.refuse("text.response", "REQUIRED", "must not be empty");
    }
    if text.reviews.is_empty() {
        checks.refuse("text.reviewsOn", "REQUIRED", "must not be empty");
    }
    for (place, promise) in text.promises.iter().enumerate() {
        complete_promise(&mut checks, &format!("text.commitments.{place}"), promise, today);
    }
    checks.done()?;
    if text.promises.is_empty() {
        return Err(LetterError::NoCommitment);
    }
    if severity == Severity::Sev1 && !text.promises.iter().any(|promise| promise.preventive) {
        return Err(LetterError::NoPreventiveCommitment);
    }
    match &text.compensation {
        Some(Compensation { approved_by: Some(_), approved_on: Some(day), .. }) if *day <= today => Ok(()),
        Some(_) => Err(LetterError::CompensationUnapproved),
        None => Ok(()),
    }
}

fn complete_promise(checks: &mut Checks, path: &str, promise: &Promise, today: NaiveDate) {
    for (field, part) in [
        ("action", &promise.action),
        ("ownerRole", &promise.owner_role),
        ("measure", &promise.measure),
        ("evidence", &promise.evidence),
        ("verifier", &promise.verifier),
    ] {
        required(checks, &format!("{path}.{field}"), part);
    }
    if promise.due_on < today {
        checks.refuse(&format!("{path}.dueOn"), "PAST", "must not be past");
    }
}

fn required(checks: &mut Checks, path: &str, part: &str) {
    if part.is_empty() {
        checks.refuse(path, "REQUIRED", "must not be empty");
    }
}
