//! Days, times, amounts of money and severities as a language writes them.

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use chrono_tz::Tz;
use entity::{incident::Severity, letter::LetterLanguage};
use serde_json::{Value, json};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The currencies of ISO 4217 that are not divided into hundredths, with how many digits they have behind the point.
const DIGITS: [(&str, usize); 25] = [
    ("BHD", 3),
    ("BIF", 0),
    ("CLF", 4),
    ("CLP", 0),
    ("DJF", 0),
    ("GNF", 0),
    ("IQD", 3),
    ("ISK", 0),
    ("JOD", 3),
    ("JPY", 0),
    ("KMF", 0),
    ("KRW", 0),
    ("KWD", 3),
    ("LYD", 3),
    ("OMR", 3),
    ("PYG", 0),
    ("RWF", 0),
    ("TND", 3),
    ("UGX", 0),
    ("UYI", 0),
    ("UYW", 4),
    ("VND", 0),
    ("VUV", 0),
    ("XAF", 0),
    ("XOF", 0),
];

/// How things are written: the language, and the zone of days and times.
pub(super) struct Written {
    pub(super) language: LetterLanguage,
    pub(super) zone: Tz,
}

impl Written {
    /// `22 November 2026`, `2026年11月22日`.
    pub(super) fn day(&self, day: NaiveDate) -> String {
        let (year, month) = (day.year(), day.month());
        match self.language {
            LetterLanguage::English => format!("{} {} {year}", day.day(), MONTHS[day.month0() as usize]),
            LetterLanguage::Chinese => format!("{year}年{month}月{}日", day.day()),
        }
    }

    /// The day of an instant.
    pub(super) fn day_of(&self, at: DateTime<Utc>) -> String {
        self.day(at.with_timezone(&self.zone).date_naive())
    }

    /// A day with hour and minute.
    pub(super) fn moment(&self, at: DateTime<Utc>) -> String {
        let local = at.with_timezone(&self.zone);
        let (day, time) = (self.day(local.date_naive()), local.format("%H:%M"));
        match self.language {
            LetterLanguage::English => format!("{day}, {time}"),
            LetterLanguage::Chinese => format!("{day} {time}"),
        }
    }

    /// The parts of a local time from the year down to the second.
    pub(super) fn parts(&self, at: DateTime<Utc>) -> Value {
        let local = at.with_timezone(&self.zone);
        json!([local.year(), local.month(), local.day(), local.hour(), local.minute(), local.second()])
    }

    /// `EUR 1,250.00`.
    pub(super) fn amount(&self, minor_units: i64, currency: &str) -> String {
        let known = DIGITS.iter().find(|(code, _)| *code == currency);
        let digits = known.map_or(2, |(_, digits)| *digits);
        let padded = format!("{:0>1$}", minor_units, digits + 1);
        let (whole, fraction) = padded.split_at(padded.len() - digits);
        let point = if digits == 0 { "" } else { "." };
        format!("{currency} {}{point}{fraction}", grouped(whole))
    }

    /// For whoever does not know our codes: which of how many, and where the scale begins.
    pub(super) fn severity(&self, severity: Severity) -> &'static str {
        match (self.language, severity) {
            (LetterLanguage::English, Severity::Sev1) => "Level 1 of 3 (1 is the most severe)",
            (LetterLanguage::English, Severity::Sev2) => "Level 2 of 3 (1 is the most severe)",
            (LetterLanguage::English, Severity::Sev3) => "Level 3 of 3 (1 is the most severe)",
            (LetterLanguage::Chinese, Severity::Sev1) => "一级（共三级，一级最严重）",
            (LetterLanguage::Chinese, Severity::Sev2) => "二级（共三级，一级最严重）",
            (LetterLanguage::Chinese, Severity::Sev3) => "三级（共三级，一级最严重）",
        }
    }
}

/// `1250000` as `1,250,000`.
fn grouped(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.char_indices() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_writes_days_and_times_in_its_own_way() {
        let at = "2026-11-22T22:05:07Z".parse().unwrap();
        for (language, zone, day, moment) in [
            (LetterLanguage::English, Tz::UTC, "22 November 2026", "22 November 2026, 22:05"),
            (LetterLanguage::English, Tz::Asia__Shanghai, "23 November 2026", "23 November 2026, 06:05"),
            (LetterLanguage::Chinese, Tz::Asia__Shanghai, "2026年11月23日", "2026年11月23日 06:05"),
            (LetterLanguage::Chinese, Tz::America__New_York, "2026年11月22日", "2026年11月22日 17:05"),
        ] {
            let written = Written { language, zone };
            assert_eq!(written.day_of(at), day);
            assert_eq!(written.moment(at), moment);
        }
    }

    #[test]
    fn an_amount_has_the_digits_of_its_currency() {
        let written = Written { language: LetterLanguage::English, zone: Tz::UTC };
        for (minor, currency, expected) in [
            (0, "EUR", "EUR 0.00"),
            (5, "EUR", "EUR 0.05"),
            (123_456, "CNY", "CNY 1,234.56"),
            (100_000_000, "USD", "USD 1,000,000.00"),
            (123_456, "JPY", "JPY 123,456"),
            (123_456, "KWD", "KWD 123.456"),
            (0, "JPY", "JPY 0"),
            (i64::MAX, "EUR", "EUR 92,233,720,368,547,758.07"),
        ] {
            assert_eq!(written.amount(minor, currency), expected);
        }
    }
}
