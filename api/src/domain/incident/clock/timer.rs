//! The arithmetic of one clock. Pure: it changes a row, and knows no time but what it is given.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    clock::{ClockKind, ClockState, Model},
    id::{ClockId, IncidentId},
};

use crate::domain::{
    calendar::{Calendar, Hours},
    policy::rules::EscalationPolicy,
};

/// The breach, in percent of the target.
pub(super) const BREACH: u32 = 100;

/// A clock with its hours.
#[derive(Clone, Debug)]
pub(super) struct Timer {
    pub(super) row: Model,
    hours: Hours,
}

/// What a new clock is made of.
pub(super) struct Begin {
    pub(super) id: ClockId,
    pub(super) incident: IncidentId,
    pub(super) generation: i32,
    pub(super) kind: ClockKind,
    pub(super) at: DateTime<Utc>,
    pub(super) hours: Hours,
    pub(super) target: TimeDelta,
    pub(super) pause_cap: TimeDelta,
}

/// What a clock shows at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// How much of the target has gone by, pauses left out. It stops with the clock.
    pub elapsed: TimeDelta,
    /// How much is left; less than nothing once it is overdue.
    pub remaining: TimeDelta,
    /// How much of its hours lay in pauses.
    pub paused: TimeDelta,
    /// When it is due, were a running pause to end now.
    pub due_at: DateTime<Utc>,
}

impl Reading {
    /// What a clock shows at an instant.
    pub fn of(row: &Model, now: DateTime<Utc>) -> Self {
        Timer::of(row.clone()).reading(now)
    }
}

impl Timer {
    /// A clock as its row keeps it.
    pub(super) fn of(row: Model) -> Self {
        let hours = match row.calendar.clone().map(serde_json::from_value::<Calendar>) {
            None => Hours::All,
            Some(Ok(calendar)) => Hours::Business(calendar),
            Some(Err(error)) => {
                // Too early is better than never.
                tracing::error!(%error, clock = %row.id, "the calendar cannot be read: it counts all hours");
                Hours::All
            }
        };
        Self { row, hours }
    }

    pub(super) fn begin(begin: Begin) -> Self {
        let Begin { id, incident, generation, kind, at, hours, target, pause_cap } = begin;
        let due = hours.add(at, target);
        let calendar = match &hours {
            Hours::All => None,
            Hours::Business(calendar) => serde_json::to_value(calendar).ok(),
        };
        let row = Model {
            id,
            incident_id: incident,
            kind,
            generation,
            round: 1,
            state: ClockState::Running,
            started_at: at,
            target_seconds: target.num_seconds(),
            calendar,
            due_at: due,
            original_due_at: due,
            paused_micros: 0,
            pause_used_micros: 0,
            pause_cap_seconds: pause_cap.num_seconds(),
            paused_since: None,
            level: 0,
            next_at: None,
            breached_at: None,
            met_at: None,
            cancelled_at: None,
        };
        Self { row, hours }
    }

    pub(super) fn is_over(&self) -> bool {
        matches!(self.row.state, ClockState::Met | ClockState::Cancelled)
    }

    fn target(&self) -> TimeDelta {
        TimeDelta::seconds(self.row.target_seconds)
    }

    /// How much of its hours lay in pauses, those that run counted to an instant.
    fn paused(&self, now: DateTime<Utc>) -> TimeDelta {
        let running = self.row.paused_since.map_or(TimeDelta::zero(), |since| self.hours.elapsed(since, now));
        TimeDelta::microseconds(self.row.paused_micros) + running
    }

    fn due(&self, paused: TimeDelta) -> DateTime<Utc> {
        self.hours.add(self.row.started_at, self.target() + paused)
    }

    /// When so many percent of the target have gone by, as far as pauses are over.
    pub(super) fn instant_of(&self, percent: u32) -> DateTime<Utc> {
        let share = self.target() * i32::try_from(percent).unwrap_or(i32::MAX) / 100;
        self.hours.add(self.row.started_at, share + TimeDelta::microseconds(self.row.paused_micros))
    }

    pub(super) fn reading(&self, now: DateTime<Utc>) -> Reading {
        let end = self.row.met_at.or(self.row.cancelled_at).unwrap_or(now);
        let paused = self.paused(end);
        let gone = self.hours.elapsed(self.row.started_at, end) - paused;
        let elapsed = gone.max(TimeDelta::zero());
        let due_at = self.row.paused_since.map_or(self.row.due_at, |_| self.due(paused));
        Reading { elapsed, remaining: self.target() - elapsed, paused, due_at }
    }

    /// Whether what happened at an instant came too late.
    pub(super) fn is_overdue(&self, at: DateTime<Utc>) -> bool {
        self.row.state == ClockState::Running && at >= self.row.due_at
    }

    /// When so many targets have gone by since an instant.
    pub(super) fn spans_after(&self, from: DateTime<Utc>, spans: u32) -> DateTime<Utc> {
        self.hours.add(from, self.target() * i32::try_from(spans).unwrap_or(i32::MAX))
    }

    /// How long its pauses may still take.
    pub(super) fn pause_left(&self) -> TimeDelta {
        TimeDelta::seconds(self.row.pause_cap_seconds) - TimeDelta::microseconds(self.row.pause_used_micros)
    }

    /// When the present pause ends by itself.
    pub(super) fn pause_ends(&self) -> Option<DateTime<Utc>> {
        self.row.paused_since.map(|since| since + self.pause_left().max(TimeDelta::zero()))
    }

    pub(super) fn pause(&mut self, at: DateTime<Utc>) {
        self.row.state = ClockState::Paused;
        self.row.paused_since = Some(at);
    }

    pub(super) fn resume(&mut self, at: DateTime<Utc>) {
        let Some(since) = self.row.paused_since.take() else { return };
        let end = at.max(since);
        self.row.paused_micros += micros(self.hours.elapsed(since, end));
        self.row.pause_used_micros += micros(end - since);
        self.row.state = ClockState::Running;
        self.row.due_at = self.due(TimeDelta::microseconds(self.row.paused_micros));
    }

    /// Another target, with the same start and the same pauses. A breach stays.
    pub(super) fn retarget(&mut self, target: TimeDelta) {
        self.row.target_seconds = target.num_seconds();
        self.row.due_at = self.due(TimeDelta::microseconds(self.row.paused_micros));
    }

    /// It was due, whenever that is noticed.
    pub(super) fn breach(&mut self) {
        self.row.breached_at = Some(self.row.due_at);
        self.row.state = ClockState::Breached;
        self.row.level = self.row.level.max(BREACH.cast_signed());
    }

    pub(super) fn meet(&mut self, at: DateTime<Utc>) {
        self.row.state = ClockState::Met;
        self.row.met_at = Some(at);
    }

    pub(super) fn cancel(&mut self, at: DateTime<Utc>) {
        self.row.state = ClockState::Cancelled;
        self.row.cancelled_at = Some(at);
    }

    /// The next round, with the same target.
    pub(super) fn begin_again(&mut self, at: DateTime<Utc>) {
        self.row.round += 1;
        self.row.started_at = at;
        self.row.state = ClockState::Running;
        (self.row.breached_at, self.row.met_at) = (None, None);
        (self.row.level, self.row.paused_micros) = (0, 0);
        self.row.due_at = self.due(TimeDelta::zero());
        self.row.original_due_at = self.row.due_at;
    }

    /// The levels that have gone by since the last one that fired, in order.
    pub(super) fn passed(&self, policy: &EscalationPolicy, now: DateTime<Utc>) -> Vec<u32> {
        let mut passed = Vec::new();
        if !matches!(self.row.state, ClockState::Running | ClockState::Breached) {
            return passed;
        }
        let mut next = policy.next_level(self.row.level.cast_unsigned());
        while self.instant_of(next) <= now {
            passed.push(next);
            next = policy.next_level(next);
        }
        passed
    }

    /// Says when something is to come of it.
    pub(super) fn schedule(&mut self, policy: &EscalationPolicy) {
        self.row.next_at = match self.row.state {
            ClockState::Met | ClockState::Cancelled => None,
            ClockState::Paused => self.pause_ends(),
            ClockState::Running | ClockState::Breached => {
                Some(self.instant_of(policy.next_level(self.row.level.cast_unsigned())))
            }
        };
    }
}

fn micros(span: TimeDelta) -> i64 {
    span.num_microseconds().unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests;
