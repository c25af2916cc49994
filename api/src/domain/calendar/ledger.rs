//! The open spans of a calendar, counted once a year and remembered: figures ask for the hours between thousands of pairs of
//! instants, and each would be counted day by day.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, Datelike, TimeDelta, TimeZone, Utc};

use super::{Calendar, Span};

/// Years that were counted. Clones share them. It says nothing that its calendar does not, so that all ledgers are equal.
#[derive(Clone, Debug, Default)]
pub(super) struct Ledger(Arc<Mutex<BTreeMap<i32, Arc<Year>>>>);

/// A year of Greenwich.
#[derive(Debug)]
struct Year {
    /// Its open spans in order, cut at its ends, each with what was open of the year before it.
    spans: Vec<(Span, TimeDelta)>,
    /// What is open of it.
    whole: TimeDelta,
}

impl PartialEq for Ledger {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Ledger {}

impl Ledger {
    /// How much of the span is open; nothing, if it ends before it begins.
    pub(super) fn elapsed(&self, calendar: &Calendar, from: DateTime<Utc>, to: DateTime<Utc>) -> TimeDelta {
        let years = from.year()..=to.year();
        let within = |year: i32| {
            let counted = self.year(calendar, year);
            let end = if year == to.year() { counted.open_until(to) } else { counted.whole };
            let start = if year == from.year() { counted.open_until(from) } else { TimeDelta::zero() };
            end - start
        };
        if from < to { years.map(within).sum() } else { TimeDelta::zero() }
    }

    fn year(&self, calendar: &Calendar, year: i32) -> Arc<Year> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(known.entry(year).or_insert_with(|| Arc::new(Year::of(calendar, year))))
    }
}

impl Year {
    fn of(calendar: &Calendar, year: i32) -> Self {
        let first = |year| Utc.with_ymd_and_hms(year, 1, 1, 0, 0, 0).single();
        let begin = first(year).unwrap_or(DateTime::<Utc>::MIN_UTC);
        let end = first(year + 1).unwrap_or(DateTime::<Utc>::MAX_UTC);
        let mut whole = TimeDelta::zero();
        let of_year = calendar.spans(begin).take_while(|(opens, _)| *opens < end);
        let counted = of_year.map(|(opens, closes)| {
            let (span, before) = ((opens, closes.min(end)), whole);
            whole += span.1 - span.0;
            (span, before)
        });
        Self { spans: counted.collect(), whole }
    }

    /// What is open of the year until an instant in it.
    fn open_until(&self, at: DateTime<Utc>) -> TimeDelta {
        let begun = self.spans.partition_point(|((opens, _), _)| *opens < at);
        let last = begun.checked_sub(1).and_then(|last| self.spans.get(last));
        last.map_or(TimeDelta::zero(), |((opens, closes), before)| *before + (at.min(*closes) - *opens))
    }
}
