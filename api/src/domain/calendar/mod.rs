//! Business calendars: which hours count, and how much of them lies between two instants. Pure arithmetic, without database
//! and clock.
//!
//! - *Hours* are either all hours of all days, or the openings of a business calendar.
//! - A business calendar has a zone, a week of openings (several a day, none on some) and holidays, which have none.
//! - An opening begins when the clock on the wall of its zone first shows its beginning, and ends when that clock last shows
//!   its end. So an hour that a change to summer time leaves out is no working hour, one that a change to winter time repeats
//!   is two, and no instant counts twice.
//! - *Elapsed* is the part of a span that is open; *adding* a length gives the first instant by which so much has elapsed. The
//!   end of the n-th *business day* is the last closing of the n-th day with an opening, after the day of the start.

mod ledger;
mod week;

use std::collections::BTreeSet;

use chrono::{DateTime, Days, MappedLocalTime, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::{GapInfo, Tz};
use serde::{Deserialize, Serialize};

use ledger::Ledger;
pub use week::{DAY, Opening, Week};

/// Which hours count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hours {
    /// All of them.
    All,
    /// The openings of a business calendar.
    Business(Calendar),
}

/// A business calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Calendar {
    zone: Tz,
    week: Week,
    holidays: BTreeSet<NaiveDate>,
    ledger: Ledger,
}

/// The longest span that is counted day by day.
const SHORT: TimeDelta = TimeDelta::days(14);

/// A span of time that is open.
type Span = (DateTime<Utc>, DateTime<Utc>);

impl Hours {
    /// How much of the span is open; nothing, if it ends before it begins.
    pub fn elapsed(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> TimeDelta {
        match self {
            Self::All => (to - from).max(TimeDelta::zero()),
            Self::Business(calendar) if to - from > SHORT => calendar.ledger.elapsed(calendar, from, to),
            Self::Business(calendar) => calendar.elapsed(from, to),
        }
    }

    /// The first instant by which so much has elapsed.
    pub fn add(&self, from: DateTime<Utc>, length: TimeDelta) -> DateTime<Utc> {
        let Self::Business(calendar) = self else {
            return from.checked_add_signed(length).unwrap_or(DateTime::<Utc>::MAX_UTC);
        };
        let mut left = length;
        if left <= TimeDelta::zero() {
            return from;
        }
        for (opens, closes) in calendar.spans(from) {
            if left <= closes - opens {
                return opens + left;
            }
            left -= closes - opens;
        }
        DateTime::<Utc>::MAX_UTC
    }

    /// The end of the n-th business day after the day of the start; where all hours count, n days of 24 hours later.
    pub fn end_of_business_day(&self, from: DateTime<Utc>, n: u32) -> DateTime<Utc> {
        let Self::Business(calendar) = self else { return self.add(from, TimeDelta::days(n.into())) };
        let today = from.with_timezone(&calendar.zone).date_naive();
        let open_days = days_from(today).skip(1).filter(|day| calendar.is_open_on(*day));
        let Some(last) = open_days.take(n as usize).last() else { return from };
        let closing = calendar.openings(last).last();
        closing.map_or(DateTime::<Utc>::MAX_UTC, |(_, closes)| closes)
    }
}

impl Calendar {
    /// A calendar; `None` if its week has no opening at all.
    pub fn new(zone: Tz, week: Week, holidays: BTreeSet<NaiveDate>) -> Option<Self> {
        (!week.is_empty()).then_some(Self { zone, week, holidays, ledger: Ledger::default() })
    }

    /// How much of the span is open, counted day by day.
    fn elapsed(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> TimeDelta {
        let open = self.spans(from).take_while(|(opens, _)| *opens < to);
        open.map(|(opens, closes)| closes.min(to) - opens).sum()
    }

    /// The open spans that end after an instant, in order and apart from each other; the first begins there if it is open.
    fn spans(&self, from: DateTime<Utc>) -> impl Iterator<Item = Span> + use<'_> {
        let today = from.with_timezone(&self.zone).date_naive();
        // The day before yesterday: an opening that a repeated hour prolongs cuts the beginning of the next one.
        let first = today.checked_sub_days(Days::new(2)).unwrap_or(today);
        let mut end = DateTime::<Utc>::MIN_UTC;
        let apart = days_from(first).flat_map(|day| self.openings(day)).map(move |(opens, closes)| {
            let span = (opens.max(end), closes.max(end));
            end = span.1;
            span
        });
        let rest = apart.map(move |(opens, closes)| (opens.max(from), closes));
        rest.filter(|(opens, closes)| opens < closes)
    }

    fn is_open_on(&self, day: NaiveDate) -> bool {
        !self.holidays.contains(&day) && !self.week.on(day).is_empty()
    }

    fn openings(&self, day: NaiveDate) -> impl Iterator<Item = Span> + use<'_> {
        let openings = if self.is_open_on(day) { self.week.on(day) } else { &[] };
        openings.iter().map(move |(from, to)| (self.first_at(day, *from), self.last_at(day, *to)))
    }

    /// When the clock on the wall first shows that minute of the day, or would have, had it not jumped over it.
    fn first_at(&self, day: NaiveDate, minute: u16) -> DateTime<Utc> {
        self.at(day, minute, |earliest, _| earliest)
    }

    /// When the clock on the wall last shows that minute of the day, or would have, had it not jumped over it.
    fn last_at(&self, day: NaiveDate, minute: u16) -> DateTime<Utc> {
        self.at(day, minute, |_, latest| latest)
    }

    fn at(
        &self,
        day: NaiveDate,
        minute: u16,
        of_two: impl Fn(DateTime<Tz>, DateTime<Tz>) -> DateTime<Tz>,
    ) -> DateTime<Utc> {
        let shown = day.and_time(NaiveTime::MIN) + TimeDelta::minutes(minute.into());
        let instant = match self.zone.from_local_datetime(&shown) {
            MappedLocalTime::Single(instant) => Some(instant),
            MappedLocalTime::Ambiguous(earliest, latest) => Some(of_two(earliest, latest)),
            MappedLocalTime::None => GapInfo::new(&shown, &self.zone).and_then(|gap| gap.end),
        };
        instant.map_or_else(|| shown.and_utc(), |instant| instant.to_utc())
    }
}

/// The first instant after a day in a zone.
pub fn end_of_day(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let midnight = day.checked_add_days(Days::new(1)).unwrap_or(day).and_time(NaiveTime::MIN);
    // Where the clocks go forward at midnight the next day begins an hour later.
    let hours = (0..3).map(|hour| midnight + TimeDelta::hours(hour));
    let begins = hours.filter_map(|time| zone.from_local_datetime(&time).earliest()).next();
    begins.map_or_else(|| midnight.and_utc(), |begins| begins.to_utc())
}

fn days_from(first: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    std::iter::successors(Some(first), NaiveDate::succ_opt)
}

/// A calendar as it is written down.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Written {
    time_zone: String,
    week: Vec<Opening>,
    holidays: BTreeSet<NaiveDate>,
}

impl TryFrom<Written> for Calendar {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        let zone = written.time_zone.parse::<Tz>().map_err(|error| error.to_string())?;
        let calendar = Self::new(zone, Week::of(&written.week), written.holidays);
        calendar.ok_or_else(|| "a calendar that is never open".to_owned())
    }
}

impl From<Calendar> for Written {
    fn from(calendar: Calendar) -> Self {
        Self {
            time_zone: calendar.zone.name().to_owned(),
            week: calendar.week.openings(),
            holidays: calendar.holidays,
        }
    }
}

#[cfg(test)]
mod tests;
