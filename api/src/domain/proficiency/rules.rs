//! From what was recorded of a term to its figures. Pure: no database, no clock.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, TimeDelta, Utc};
use entity::id::UserId;

use super::days::{Quarter, TermDays, Window};
use crate::domain::{calendar::Hours, figures::share};

/// What the parts weigh, of 100: response speed, right first time, planned contacts, knowledge.
pub const WEIGHTS: [u32; 4] = [35, 25, 20, 20];

/// The fewest weights that known parts must carry for there to be a value.
const COVERED: u32 = 60;

/// From which value on somebody is as effective as a senior colleague.
const PROFICIENT: f64 = 0.8;

/// By which day of a term that should be.
pub const TARGET_DAY: u32 = 90;

/// The fewest people of a benchmark, and terms of a cohort.
const ENOUGH: usize = 5;

/// A request that a seat was asked to answer in a term, in the request's first round.
#[derive(Clone, Debug)]
pub struct Asked {
    /// From when on an answer of the seat counts.
    pub asked_at: DateTime<Utc>,
    /// The seat's answer; `None`: there is none.
    pub answered_at: Option<DateTime<Utc>>,
    /// Whether the request was ever closed.
    pub closed: bool,
    /// When it was first reopened.
    pub reopened_at: Option<DateTime<Utc>>,
    /// The business hours that count for it.
    pub hours: Arc<Hours>,
}

/// What was recorded of a term.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// The requests that its seat was asked to answer.
    pub asked: Vec<Asked>,
    /// When its holder used an entry of the think tank for the account.
    pub used: Vec<DateTime<Utc>>,
    /// When each item of the pack was acknowledged; `None`: it did not begin by a handover.
    pub items: Option<Vec<Option<DateTime<Utc>>>>,
}

/// A figure of those that others are measured by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reference<T> {
    /// Of how many people there is one.
    pub holders: usize,
    /// Their median; `None`: there are too few.
    pub median: Option<T>,
}

/// What the terms of a cohort are held against.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Benchmark {
    /// The median of business time until an answer.
    pub response: Reference<TimeDelta>,
    /// The share of requests that was right the first time.
    pub right: Reference<f64>,
    /// How often the think tank was used in fourteen days.
    pub uses: Reference<f64>,
}

/// One part of a day's figures.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Part<T> {
    /// Of how many things the own figure is made.
    pub count: usize,
    /// The own figure.
    pub own: Option<T>,
    /// The own figure against the benchmark, 0 to 1; `None`: unknown.
    pub ratio: Option<f64>,
}

/// How much of the pack was acknowledged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acknowledged {
    /// How many of its items.
    pub count: usize,
    /// How many there are.
    pub of: usize,
}

/// The figures of one day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// How fast the seat answers.
    pub speed: Part<TimeDelta>,
    /// Whether the answers do.
    pub right: Part<f64>,
    /// How much of the pack was acknowledged; `None`: there is none.
    pub pack: Option<Acknowledged>,
    /// How often the think tank was used.
    pub uses: Part<f64>,
    /// What the person knows, of the two before, 0 to 1.
    pub knowledge: Option<f64>,
    /// What the known parts weigh, of 100.
    pub coverage: u32,
    /// The value, 0 to 1; `None`: too little is known.
    pub value: Option<f64>,
}

/// How far a term has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Whether any day has a value.
    pub measured: bool,
    /// The first day whose value is that of a senior colleague.
    pub reached: Option<u32>,
}

/// How far the terms of a cohort have come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cohort {
    /// How many terms.
    pub terms: usize,
    /// How many of them were measured.
    pub measured: usize,
    /// The days on which they came there, ascending.
    days: Vec<u32>,
}

impl Benchmark {
    /// No benchmark, as for accounts without a tier.
    pub const NONE: Self = Self {
        response: Reference { holders: 0, median: None },
        right: Reference { holders: 0, median: None },
        uses: Reference { holders: 0, median: None },
    };

    /// The medians over people of what was recorded of all their terms before a quarter.
    pub fn of(people: &BTreeMap<UserId, Record>, quarter: Quarter) -> Self {
        let window = Window::before(quarter);
        let (mut response, mut right, mut uses) = (Vec::new(), Vec::new(), Vec::new());
        for record in people.values() {
            response.extend(lengths(&record.asked, window, None).1);
            right.extend(right_first_time(&record.asked, window).1);
            let used = record.used.iter().filter(|at| window.holds(**at)).count();
            // A few uses in 90 days are far below what a float cannot hold.
            uses.push(used as f64 * 14.0 / 90.0);
        }
        response.sort_unstable();
        right.sort_unstable_by(f64::total_cmp);
        uses.sort_unstable_by(f64::total_cmp);
        Self { response: reference(&response), right: reference(&right), uses: reference(&uses) }
    }
}

fn reference<T: Copy>(ascending: &[T]) -> Reference<T> {
    let median = median(ascending).filter(|_| ascending.len() >= ENOUGH);
    Reference { holders: ascending.len(), median }
}

/// The smallest that at least half of them do not exceed; `None` of nothing.
fn median<T: Copy>(ascending: &[T]) -> Option<T> {
    ascending.get(ascending.len().div_ceil(2).checked_sub(1)?).copied()
}

/// How many requests that waited for the seat in a window count, and the median of the business time that they did. One without an
/// answer at its end counts if it has waited longer than a limit, or than the median of those with one if there is no limit.
fn lengths(asked: &[Asked], window: Window, limit: Option<TimeDelta>) -> (usize, Option<TimeDelta>) {
    let (mut lengths, mut waiting) = (Vec::new(), Vec::new());
    for it in asked.iter().filter(|it| it.asked_at < window.to) {
        match it.answered_at {
            Some(answered) if answered < window.from => {}
            Some(answered) if answered < window.to => lengths.push(it.hours.elapsed(it.asked_at, answered)),
            _ => waiting.push(it.hours.elapsed(it.asked_at, window.to)),
        }
    }
    lengths.sort_unstable();
    let limit = limit.or_else(|| median(&lengths));
    lengths.extend(waiting.into_iter().filter(|waited| limit.is_none_or(|limit| *waited > limit)));
    lengths.sort_unstable();
    (lengths.len(), median(&lengths))
}

/// How many requests of a window were right the first time or were not, and the share of those that were.
fn right_first_time(asked: &[Asked], window: Window) -> (usize, Option<f64>) {
    let reopened = |it: &&Asked| it.reopened_at.is_some_and(|at| window.holds(at));
    let stands = |it: &&Asked| {
        it.closed
            && it.answered_at.is_some_and(|at| window.holds(at))
            && it.reopened_at.is_none_or(|at| at >= window.to)
    };
    let (wrong, right) = (asked.iter().filter(reopened).count(), asked.iter().filter(stands).count());
    (wrong + right, share(right, wrong + right))
}

/// What was recorded of a term in a window, against a benchmark.
pub fn reading(record: &Record, benchmark: &Benchmark, window: Window) -> Reading {
    let (requests, own) = lengths(&record.asked, window, benchmark.response.median);
    let speed = Part { count: requests, own, ratio: faster(own, benchmark.response.median) };
    let (settled, own) = right_first_time(&record.asked, window);
    let right = Part { count: settled, own, ratio: more(own, benchmark.right.median) };
    let used = record.used.iter().filter(|at| window.holds(**at)).count();
    let own = Some(used as f64);
    let uses = Part { count: used, own, ratio: more(own, benchmark.uses.median) };
    let pack = record.items.as_ref().map(|items| Acknowledged {
        count: items.iter().filter(|at| at.is_some_and(|at| at < window.to)).count(),
        of: items.len(),
    });
    let read = pack.and_then(|pack| share(pack.count, pack.of));
    let knowledge = match (read, uses.ratio) {
        (Some(read), Some(uses)) => Some(f64::midpoint(read, uses)),
        (read, uses) => read.or(uses),
    };
    let (coverage, value) = weigh([speed.ratio, right.ratio, None, knowledge]);
    Reading { speed, right, pack, uses, knowledge, coverage, value }
}

/// The benchmark's time over the own one: who takes as long or less gets 1. Nothing compares with a benchmark of zero.
fn faster(own: Option<TimeDelta>, benchmark: Option<TimeDelta>) -> Option<f64> {
    let (own, benchmark) = (own?, benchmark.filter(|it| *it > TimeDelta::zero())?);
    if own <= benchmark {
        return Some(1.0);
    }
    // Seconds of a few years are far below what a float cannot hold.
    Some(benchmark.as_seconds_f64() / own.as_seconds_f64())
}

/// The own figure over the benchmark's, at most 1. Nothing compares with a benchmark of zero.
fn more(own: Option<f64>, benchmark: Option<f64>) -> Option<f64> {
    let (own, benchmark) = (own?, benchmark.filter(|it| *it > 0.0)?);
    Some((own / benchmark).min(1.0))
}

/// What the known ratios weigh together, and their weighted mean if that is enough.
fn weigh(ratios: [Option<f64>; 4]) -> (u32, Option<f64>) {
    let (mut coverage, mut sum) = (0, 0.0);
    for (weight, ratio) in WEIGHTS.into_iter().zip(ratios) {
        let Some(ratio) = ratio else { continue };
        coverage += weight;
        sum += f64::from(weight) * ratio;
    }
    if coverage < COVERED {
        return (coverage, None);
    }
    // Rounded, so that what is 0.8 on paper is not a little less here.
    (coverage, Some((sum / f64::from(coverage) * 1e6).round() / 1e6))
}

/// How far a term has come by the last of its days.
pub fn progress(record: &Record, benchmark: &Benchmark, days: &TermDays) -> Progress {
    let mut measured = false;
    for number in days.numbers() {
        let value = reading(record, benchmark, days.window(number)).value;
        measured |= value.is_some();
        if value.is_some_and(|value| value >= PROFICIENT) {
            return Progress { measured, reached: Some(number) };
        }
    }
    Progress { measured, reached: None }
}

impl Cohort {
    /// Counts a term.
    pub fn add(&mut self, progress: Progress) {
        self.terms += 1;
        self.measured += usize::from(progress.measured);
        self.days.extend(progress.reached);
        self.days.sort_unstable();
    }

    /// How many came there; `None`: too few were measured to tell.
    pub fn reached(&self) -> Option<usize> {
        (self.measured >= ENOUGH).then_some(self.days.len())
    }

    /// How many came there by the day that is the target; `None`: too few were measured to tell.
    pub fn reached_in_time(&self) -> Option<usize> {
        self.reached().map(|_| self.days.iter().filter(|day| **day <= TARGET_DAY).count())
    }

    /// The day by which half of those that were measured had come there; `None`: half have not, or too few were measured.
    pub fn median_days(&self) -> Option<u32> {
        self.reached()?;
        self.days.get(self.measured.div_ceil(2).checked_sub(1)?).copied()
    }
}

#[cfg(test)]
mod tests;
