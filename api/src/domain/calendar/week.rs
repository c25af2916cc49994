//! The openings of a week.

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

/// The minutes of a day on the wall; an opening may end with it.
pub const DAY: u16 = 24 * 60;

/// A span of a weekday that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Opening {
    /// On that day of every week.
    pub day: Weekday,
    /// The minute of the day at which it begins.
    pub from: u16,
    /// The minute of the day at which it ends, at most [`DAY`].
    pub to: u16,
}

/// The openings of a week, Monday first, those of a day in order and apart from each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Week(Box<[Vec<(u16, u16)>; 7]>);

impl Opening {
    /// Whether it begins before it ends, within a day.
    pub fn is_whole(&self) -> bool {
        self.from < self.to && self.to <= DAY
    }

    /// Whether both are open at some minute.
    pub fn meets(&self, other: &Self) -> bool {
        self.day == other.day && self.from < other.to && other.from < self.to
    }
}

impl Week {
    /// A week of these openings. What is not whole is left out; what meets counts once.
    pub fn of(openings: &[Opening]) -> Self {
        let mut week = Self::default();
        for opening in openings.iter().filter(|opening| opening.is_whole()) {
            week.0[opening.day.num_days_from_monday() as usize].push((opening.from, opening.to));
        }
        for day in week.0.iter_mut() {
            day.sort_unstable();
            let mut end = 0;
            for (from, to) in day.iter_mut() {
                (*from, *to) = ((*from).max(end), (*to).max(end));
                end = *to;
            }
            day.retain(|(from, to)| from < to);
        }
        week
    }

    /// Whether it is never open.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(Vec::is_empty)
    }

    /// From which to which minute that day is open.
    pub(super) fn on(&self, day: NaiveDate) -> &[(u16, u16)] {
        &self.0[day.weekday().num_days_from_monday() as usize]
    }

    pub(super) fn openings(&self) -> Vec<Opening> {
        let days = [
            Weekday::Mon,
            Weekday::Tue,
            Weekday::Wed,
            Weekday::Thu,
            Weekday::Fri,
            Weekday::Sat,
            Weekday::Sun,
        ];
        let openings = days.into_iter().zip(self.0.iter());
        openings
            .flat_map(|(day, spans)| {
                spans.iter().map(move |(from, to)| Opening { day, from: *from, to: *to })
            })
            .collect()
    }
}
