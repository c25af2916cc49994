//! Checks of what people and programs typed. All violations of an input are told at once.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};

use super::fault::{Fault, Violation};
use crate::platform::text::{is_blank, turns_direction};

/// The first instant of the calendar that both engines keep and compare alike.
pub const EARLIEST: DateTime<Utc> = match DateTime::from_timestamp(-62_135_596_800, 0) {
    Some(instant) => instant,
    None => DateTime::UNIX_EPOCH,
};

/// The longest span that figures are made of.
const LONGEST_SPAN: TimeDelta = TimeDelta::days(366);

/// Whether both engines keep and compare this day alike: it is of the years 1 to 9999.
pub fn is_of_calendar(day: NaiveDate) -> bool {
    (1..=9999).contains(&day.year())
}

/// Collects what is wrong with an input.
#[derive(Debug, Default)]
pub struct Checks(Vec<Violation>);

impl Checks {
    /// Nothing wrong yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes something wrong.
    pub fn refuse(&mut self, path: &str, code: &'static str, message: impl Into<String>) {
        self.0.push(Violation { path: path.to_owned(), code, message: message.into() });
    }

    /// A line of text that must show something: trimmed, without line breaks and control characters, those that turn its
    /// direction included, at most `max` characters.
    pub fn line(&mut self, path: &str, text: &str, max: usize) -> String {
        let text = text.trim();
        let breaks = |letter: char| letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}');
        if text.chars().any(|letter| breaks(letter) || turns_direction(letter)) {
            self.refuse(path, "CONTROL_CHARACTER", "remove line breaks and control characters");
        }
        self.sized(path, text, max)
    }

    /// Text of several lines that must show something: trimmed, no control characters but tabs and line breaks.
    pub fn body(&mut self, path: &str, text: &str, max: usize) -> String {
        let text = text.trim();
        if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            self.refuse(path, "CONTROL_CHARACTER", "remove control characters");
        }
        self.sized(path, text, max)
    }

    /// A stated reason: at most 2,000 characters.
    pub fn reason(&mut self, path: &str, text: &str) -> String {
        self.body(path, text, 2_000)
    }

    /// Text of several lines that may be empty.
    pub fn optional_body(&mut self, path: &str, text: &str, max: usize) -> String {
        if is_blank(text) { String::new() } else { self.body(path, text, max) }
    }

    /// A line that may be left out; left out and blank are the same.
    pub fn optional_line(&mut self, path: &str, text: Option<&str>, max: usize) -> Option<String> {
        text.filter(|text| !is_blank(text)).map(|text| self.line(path, text, max))
    }

    /// A reason that may be left out; left out and blank are the same.
    pub fn optional_reason(&mut self, path: &str, text: Option<&str>) -> Option<String> {
        text.filter(|text| !is_blank(text)).map(|text| self.reason(path, text))
    }

    /// An amount of money: not negative, in a currency by its code.
    pub fn money(&mut self, path: &str, minor_units: i64, currency: &str) {
        if minor_units < 0 {
            self.refuse(&format!("{path}.minorUnits"), "OUT_OF_RANGE", "must not be negative");
        }
        if currency.len() != 3 || !currency.bytes().all(|letter| letter.is_ascii_uppercase()) {
            self.refuse(&format!("{path}.currency"), "FORMAT", "expected a code like EUR");
        }
    }

    /// An instant of the years 1 to 9999.
    pub fn instant(&mut self, path: &str, instant: DateTime<Utc>) {
        if !is_of_calendar(instant.date_naive()) {
            self.refuse(path, "OUT_OF_RANGE", "must be of the years 1 to 9999");
        }
    }

    /// A span, each end by its path and its instant: from the first on, to before the second, at most 366 days later.
    pub fn span(&mut self, (start, from): (&str, DateTime<Utc>), (end, to): (&str, DateTime<Utc>)) {
        self.instant(start, from);
        self.instant(end, to);
        if to <= from {
            self.refuse(end, "BEFORE_START", format!("must be after {start}"));
        }
        if to - from > LONGEST_SPAN {
            self.refuse(end, "SPAN_TOO_LONG", format!("must be at most 366 days after {start}"));
        }
    }

    fn sized(&mut self, path: &str, text: &str, max: usize) -> String {
        let length = text.chars().count();
        if is_blank(text) {
            self.refuse(path, "REQUIRED", "must not be empty");
        }
        if length > max {
            self.refuse(path, "TOO_LONG", format!("has {length} characters; at most {max} are allowed"));
        }
        text.to_owned()
    }

    /// Ends the checks.
    ///
    /// # Errors
    /// [`Fault::Invalid`] with everything that was noted.
    pub fn done(self) -> Result<(), Fault> {
        if self.0.is_empty() { Ok(()) } else { Err(Fault::Invalid(self.0)) }
    }
}

#[cfg(test)]
mod tests;
