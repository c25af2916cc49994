//! How fast a request was answered, in its first round: pure arithmetic.
//!
//! - *First response*: from when the customer asked to the first substantive answer of any seat.
//! - *Joint response*: to the moment by which every needed seat had answered, the last of them; a seat that was asked again
//!   because the request was handed back to it answers again. None until then.
//! - *Hop time*: how long the request was with each seat. Together these are the time from when the customer asked until nobody had
//!   to move any more, or until now, less the time in which nobody had to.
//!
//! Each in wall time and in business time: the hours of the account's calendar.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use entity::{assignment::Seat, request_hop, request_role};

use super::rules::Course;
use crate::domain::calendar::Hours;

/// A length of time, by the clock on the wall and by business hours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Length {
    /// All hours.
    pub wall: TimeDelta,
    /// Hours in which the account's calendar is open.
    pub business: TimeDelta,
}

impl Length {
    /// From one instant to another.
    pub fn between(hours: &Hours, from: DateTime<Utc>, to: DateTime<Utc>) -> Self {
        Self { wall: (to - from).max(TimeDelta::zero()), business: hours.elapsed(from, to) }
    }
}

/// How fast a request was answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timing {
    /// Until the first answer; `None`: there is none.
    pub first: Option<Length>,
    /// Until every needed seat had answered; `None`: not all have.
    pub joint: Option<Length>,
    /// How long it was with each seat that it was with.
    pub held: BTreeMap<Seat, Length>,
}

/// How fast a request was answered, as of an instant. Hops come in their order.
pub fn timing(
    course: &Course,
    roles: &[request_role::Model],
    hops: &[request_hop::Model],
    hours: &Hours,
    as_of: DateTime<Utc>,
) -> Timing {
    let since = |to| Length::between(hours, course.occurred_at, to);
    Timing {
        first: course.first_answered_at.map(since),
        joint: jointly_answered_at(roles).map(since),
        held: held(hops, hours, as_of),
    }
}

/// When every seat that was needed in the first round had answered.
pub fn jointly_answered_at(roles: &[request_role::Model]) -> Option<DateTime<Utc>> {
    let needed = roles.iter().filter(|role| role.round == 1 && role.removed_at.is_none());
    let answers: Option<Vec<DateTime<Utc>>> = needed.map(|role| role.answered_at).collect();
    answers?.into_iter().max()
}

fn held(hops: &[request_hop::Model], hours: &Hours, as_of: DateTime<Utc>) -> BTreeMap<Seat, Length> {
    let mut held: BTreeMap<Seat, Length> = BTreeMap::new();
    let mut hops = hops.iter().filter(|hop| hop.round == 1).peekable();
    while let Some(hop) = hops.next() {
        let until = hops.peek().map_or(as_of, |next| next.occurred_at);
        let Some(seat) = hop.to_seat else { continue };
        let length = Length::between(hours, hop.occurred_at, until);
        let sum = held.entry(seat).or_default();
        (sum.wall, sum.business) = (sum.wall + length.wall, sum.business + length.business);
    }
    held
}

#[cfg(test)]
#[path = "timing_tests.rs"]
mod tests;
