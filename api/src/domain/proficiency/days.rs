//! Quarters, and the days and windows of a term. Pure: no clock.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::domain::calendar::end_of_day;

/// How many days a window has.
pub const WINDOW: u32 = 14;

/// The last day of a term that is measured.
pub const LAST: u32 = 365;

/// A quarter of the calendar, by UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Quarter(NaiveDate);

impl Quarter {
    /// The quarter of an instant.
    pub fn of(instant: DateTime<Utc>) -> Self {
        let day = instant.date_naive();
        let first = NaiveDate::from_ymd_opt(day.year(), day.month0() / 3 * 3 + 1, 1);
        Self(first.unwrap_or(day))
    }

    /// Its first day.
    pub fn first_day(self) -> NaiveDate {
        self.0
    }

    /// When it begins.
    pub fn begins(self) -> DateTime<Utc> {
        self.0.and_time(NaiveTime::MIN).and_utc()
    }

    /// Whoever holds a seat since before then has held it for more than twelve months when the quarter begins.
    pub fn a_year_before(self) -> DateTime<Utc> {
        self.0.checked_sub_months(Months::new(12)).unwrap_or(self.0).and_time(NaiveTime::MIN).and_utc()
    }
}

/// From when on, and before when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// From when on.
    pub from: DateTime<Utc>,
    /// Before when.
    pub to: DateTime<Utc>,
}

impl Window {
    /// The 90 days before a quarter.
    pub fn before(quarter: Quarter) -> Self {
        Self { from: quarter.begins() - TimeDelta::days(90), to: quarter.begins() }
    }

    /// Whether an instant lies in it.
    pub fn holds(&self, instant: DateTime<Utc>) -> bool {
        (self.from..self.to).contains(&instant)
    }
}

/// The days of a term that are measured.
#[derive(Clone, Copy, Debug)]
pub struct TermDays {
    zone: Tz,
    first: NaiveDate,
    until: DateTime<Utc>,
}

impl TermDays {
    /// The days of a term from its beginning until its end or until now.
    pub fn new(zone: Tz, began: DateTime<Utc>, until: DateTime<Utc>) -> Self {
        Self { zone, first: began.with_timezone(&zone).date_naive(), until }
    }

    /// The numbers of the measured days.
    pub fn numbers(&self) -> std::ops::RangeInclusive<u32> {
        // What ends at midnight has no part in the next day.
        let last = (self.until - TimeDelta::microseconds(1)).with_timezone(&self.zone).date_naive();
        let last = u32::try_from((last - self.first).num_days()).unwrap_or(0);
        WINDOW..=last.min(LAST)
    }

    /// The number of a day; `None`: it is not measured.
    pub fn number(&self, day: NaiveDate) -> Option<u32> {
        let number = u32::try_from((day - self.first).num_days()).ok()?;
        self.numbers().contains(&number).then_some(number)
    }

    /// The day with a number.
    pub fn day(&self, number: u32) -> NaiveDate {
        self.first.checked_add_days(Days::new(number.into())).unwrap_or(self.first)
    }

    /// The fourteen days that end with a day; the last of them is cut where the term ends, or now.
    pub fn window(&self, number: u32) -> Window {
        let from = end_of_day(self.day(number.saturating_sub(WINDOW)), self.zone);
        Window { from, to: end_of_day(self.day(number), self.zone).min(self.until) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_quarter_begins_on_the_first_of_its_months_by_utc() {
        for (instant, first) in [
            ("2026-01-01T00:00:00Z", "2026-01-01"),
            ("2026-03-31T23:59:59Z", "2026-01-01"),
            ("2026-04-01T00:00:00Z", "2026-04-01"),
            ("2026-09-30T12:00:00Z", "2026-07-01"),
            ("2026-12-31T23:30:00Z", "2026-10-01"),
        ] {
            assert_eq!(Quarter::of(at(instant)).first_day().to_string(), first, "{instant}");
        }
        let quarter = Quarter::of(at("2026-02-03T00:00:00Z"));
        assert_eq!(quarter.a_year_before(), at("2025-01-01T00:00:00Z"));
        assert_eq!(Window::before(quarter).from, at("2025-10-03T00:00:00Z"));
    }

    #[test]
    fn days_are_those_of_the_account_and_the_first_whole_window_is_day_fourteen() {
        // The evening of 2 March by UTC is the morning of 3 March in Shanghai.
        let term = |until: &str| TermDays::new(Tz::Asia__Shanghai, at("2026-03-02T20:00:00Z"), at(until));
        assert_eq!(term("2026-03-16T15:59:59Z").numbers().count(), 0);
        let begun = term("2026-03-16T16:00:01Z");
        assert_eq!((begun.numbers(), begun.day(14).to_string()), (14..=14, "2026-03-17".to_owned()));
        let window = begun.window(14);
        assert_eq!((window.from, window.to), (at("2026-03-03T16:00:00Z"), at("2026-03-16T16:00:01Z")));
        assert_eq!(term("2026-03-17T16:00:00Z").numbers(), 14..=14);
        assert_eq!(term("2026-03-20T00:00:00Z").window(14).to, at("2026-03-17T16:00:00Z"));
        assert_eq!(term("2029-01-01T00:00:00Z").numbers(), 14..=365);
        assert_eq!(begun.number(begun.day(14)), Some(14));
        assert_eq!(begun.number(begun.day(13)), None);
    }

    #[test]
    fn a_window_across_a_change_of_clocks_has_fourteen_days() {
        let term = TermDays::new(Tz::Europe__Berlin, at("2026-03-20T08:00:00Z"), at("2026-06-01T00:00:00Z"));
        let window = term.window(14);
        assert_eq!((window.from, window.to), (at("2026-03-20T23:00:00Z"), at("2026-04-03T22:00:00Z")));
    }
}
