//! From requests to figures. Pure: no database, no clock.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use entity::{account::Tier, assignment::Seat, customer_request::RequestKind, id::AccountId};

use crate::domain::{
    figures::{percentile, share},
    request::{
        rules::{Due, SEATS},
        timing::{Length, Timing},
    },
};

/// How long before the triangle was complete the baseline begins.
pub const BASELINE: TimeDelta = TimeDelta::days(90);

/// The fewest answers on either side of an improvement.
const ENOUGH: usize = 10;

/// A request that may count.
#[derive(Clone, Debug)]
pub struct Measured {
    /// Whose.
    pub account: AccountId,
    /// The account's tier when it was logged.
    pub tier: Option<Tier>,
    /// What sort of demand.
    pub kind: RequestKind,
    /// When the customer asked.
    pub occurred_at: DateTime<Utc>,
    /// How fast it was answered.
    pub timing: Timing,
    /// Whether the first answer came in time.
    pub due: Due,
    /// Whether it was ever closed.
    pub closed: bool,
    /// Whether it was reopened.
    pub reopened: bool,
}

/// Figures of the requests of one tier and sort.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SpeedFigures {
    /// How many requests.
    pub requests: usize,
    /// Until the first answer.
    pub first: Lengths,
    /// Until every needed seat had answered.
    pub joint: Lengths,
    /// How long requests were with a seat.
    pub held: BTreeMap<Seat, Lengths>,
    /// How many were answered in time.
    pub met: usize,
    /// How many were answered in time or late, or are late.
    pub decided: usize,
    /// How many were never reopened, of those that were closed.
    pub right: usize,
    /// How many were ever closed.
    pub closed: usize,
    /// What became of the first response since the triangle was complete.
    pub first_improvement: Improvement,
    /// What became of the joint response since then.
    pub joint_improvement: Improvement,
}

/// Lengths of time, ascending.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lengths {
    wall: Vec<TimeDelta>,
    business: Vec<TimeDelta>,
}

/// Business time before the triangle was complete and since then, ascending.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Improvement {
    before: Vec<TimeDelta>,
    since: Vec<TimeDelta>,
}

impl SpeedFigures {
    /// The share that was answered in time, 0 to 1; `None`: of none is it known.
    pub fn within_target(&self) -> Option<f64> {
        share(self.met, self.decided)
    }

    /// The share that was right the first time, 0 to 1; `None`: none was closed.
    pub fn right_first_time(&self) -> Option<f64> {
        share(self.right, self.closed)
    }

    fn count(&mut self, it: &Measured) {
        self.requests += 1;
        self.first.add(it.timing.first);
        self.joint.add(it.timing.joint);
        for (seat, length) in &it.timing.held {
            self.held.entry(*seat).or_default().add(Some(*length));
        }
        self.met += usize::from(it.due == Due::Met);
        self.decided += usize::from(matches!(it.due, Due::Met | Due::Late));
        self.closed += usize::from(it.closed);
        self.right += usize::from(it.closed && !it.reopened);
    }

    fn sort(&mut self) {
        for lengths in [&mut self.first, &mut self.joint].into_iter().chain(self.held.values_mut()) {
            lengths.wall.sort_unstable();
            lengths.business.sort_unstable();
        }
        for improvement in [&mut self.first_improvement, &mut self.joint_improvement] {
            improvement.before.sort_unstable();
            improvement.since.sort_unstable();
        }
    }
}

impl Lengths {
    fn add(&mut self, length: Option<Length>) {
        self.wall.extend(length.map(|it| it.wall));
        self.business.extend(length.map(|it| it.business));
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.wall.len()
    }

    /// The smallest length that at least so many percent of them do not exceed, by the clock on the wall; `None`: there are none.
    pub fn wall(&self, percent: usize) -> Option<TimeDelta> {
        percentile(&self.wall, percent)
    }

    /// The same in business time.
    pub fn business(&self, percent: usize) -> Option<TimeDelta> {
        percentile(&self.business, percent)
    }
}

impl Improvement {
    /// How many answers there were before, and since.
    pub fn counts(&self) -> (usize, usize) {
        (self.before.len(), self.since.len())
    }

    /// By how many percent the median became shorter, negative if it became longer; `None`: too few answers, or nothing to
    /// become shorter.
    pub fn percent(&self) -> Option<f64> {
        if self.before.len() < ENOUGH || self.since.len() < ENOUGH {
            return None;
        }
        let seconds = |lengths: &[TimeDelta]| percentile(lengths, 50).map(|it| it.num_seconds());
        let (before, since) = (seconds(&self.before)?, seconds(&self.since)?);
        // Seconds of a few years are far below what a float cannot hold.
        (before > 0).then(|| 100.0 * (before - since) as f64 / before as f64)
    }
}

/// A primary of a seat, from when to when.
#[derive(Clone, Copy, Debug)]
pub struct Primary {
    /// Of which seat.
    pub seat: Seat,
    /// From when on.
    pub started_at: DateTime<Utc>,
    /// Until when.
    pub ended_at: Option<DateTime<Utc>>,
}

/// When all three seats of an account first had a primary at one instant.
pub fn completed_at(primaries: &[Primary]) -> Option<DateTime<Utc>> {
    let runs = |it: &Primary, at| it.started_at <= at && it.ended_at.is_none_or(|end| end > at);
    let filled = |seat: &Seat, at| primaries.iter().any(|it| it.seat == *seat && runs(it, at));
    let starts = primaries.iter().map(|it| it.started_at);
    starts.filter(|at| SEATS.iter().all(|seat| filled(seat, *at))).min()
}

/// Figures by tier and sort of demand, the highest tier first, unrated accounts last. Only requests of the span count; earlier
/// ones make the baseline.
pub fn figures(
    requests: &[Measured],
    (from, to): (DateTime<Utc>, DateTime<Utc>),
    completed: &BTreeMap<AccountId, DateTime<Utc>>,
) -> Vec<((Option<Tier>, RequestKind), SpeedFigures)> {
    let mut groups: BTreeMap<_, SpeedFigures> = BTreeMap::new();
    for it in requests.iter().filter(|it| (from..to).contains(&it.occurred_at)) {
        groups.entry(place(it)).or_default().count(it);
    }
    for it in requests {
        let (Some(figures), Some(completed)) = (groups.get_mut(&place(it)), completed.get(&it.account))
        else {
            continue;
        };
        let before = (*completed - BASELINE..*completed).contains(&it.occurred_at);
        let since = it.occurred_at >= *completed && (from..to).contains(&it.occurred_at);
        let improvements = [&mut figures.first_improvement, &mut figures.joint_improvement];
        for (improvement, length) in improvements.into_iter().zip([it.timing.first, it.timing.joint]) {
            let business = length.map(|length| length.business);
            improvement.before.extend(business.filter(|_| before));
            improvement.since.extend(business.filter(|_| since));
        }
    }
    groups.values_mut().for_each(SpeedFigures::sort);
    groups.into_iter().map(|((_, tier, kind), figures)| ((tier, kind), figures)).collect()
}

/// The group of a request, in the order of the groups.
fn place(it: &Measured) -> (u8, Option<Tier>, RequestKind) {
    let tier = match it.tier {
        Some(Tier::S) => 0,
        Some(Tier::A) => 1,
        Some(Tier::B) => 2,
        Some(Tier::C) => 3,
        None => 4,
    };
    (tier, it.tier, it.kind)
}

#[cfg(test)]
mod tests;
