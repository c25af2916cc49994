//! Clocks and ladders in events.

use async_graphql::SimpleObject;
use chrono::{DateTime, Utc};

use crate::{
    domain::incident::event::{ClockSnapshot, LadderSnapshot},
    graphql::{
        policy::document::LadderRole,
        vocabulary::{ClockKind, ClockState, LadderState},
    },
};

/// A clock of an incident, after a change or at a level.
#[derive(Clone, Debug, SimpleObject)]
pub struct EventClock {
    /// What it waits for.
    kind: ClockKind,
    /// Of which generation of the incident.
    generation: i32,
    /// 1, and one more each time that it begins again; only the clocks of updates do.
    round: i32,
    /// Where it stands.
    state: ClockState,
    /// The last level that fired in this round, in percent of the target: 50, 75, 100 (the breach), 150 ... 0: none yet.
    level: i32,
    /// When this round began.
    started_at: DateTime<Utc>,
    /// How long it may take, in seconds of its hours.
    target_seconds: i64,
    /// When it is due, as far as pauses are over.
    due_at: DateTime<Utc>,
    /// When it would have been due without pauses and changes of its target.
    original_due_at: DateTime<Utc>,
    /// When this round was breached.
    breached_at: Option<DateTime<Utc>>,
    /// When what it waited for happened.
    met_at: Option<DateTime<Utc>>,
}

/// The ladder of an incident, after a change or at a step.
#[derive(Clone, Debug, SimpleObject)]
pub struct EventLadder {
    /// Of which generation of the incident.
    generation: i32,
    /// Where it stands.
    state: LadderState,
    /// The highest step that was taken; -1: none.
    level: i32,
    /// The last round of that step.
    round: i32,
    /// The roles that the step reaches, where the event is about one.
    roles: Vec<LadderRole>,
}

impl From<&ClockSnapshot> for EventClock {
    fn from(it: &ClockSnapshot) -> Self {
        Self {
            kind: it.kind.into(),
            generation: it.generation,
            round: it.round,
            state: it.state.into(),
            level: it.level,
            started_at: it.started_at,
            target_seconds: it.target_seconds,
            due_at: it.due_at,
            original_due_at: it.original_due_at,
            breached_at: it.breached_at,
            met_at: it.met_at,
        }
    }
}

impl From<&LadderSnapshot> for EventLadder {
    fn from(it: &LadderSnapshot) -> Self {
        Self {
            generation: it.generation,
            state: it.state.into(),
            level: it.level,
            round: it.round,
            roles: it.roles.iter().copied().map(Into::into).collect(),
        }
    }
}
