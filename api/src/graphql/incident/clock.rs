//! The clocks and the ladder of an incident in the schema.

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{clock, clock_event, id::IncidentId, ladder};

use super::loader::{ClockEventsOf, ClocksOf, LaddersOf};
use crate::{
    domain::incident::clock::Reading,
    graphql::{
        context::services,
        error::{Nullable, Result},
        identity::user::{User, load_user},
        loader::{load, loaders},
        vocabulary::{ClockEventKind, ClockKind, ClockState, LadderState, PauseReason},
    },
};

/// A clock of an incident: by when something must happen. It counts from the report (in later generations from the
/// reopening), the letter's from the solution, and an update's from the last one.
pub struct IncidentClock {
    row: clock::Model,
    reading: Reading,
}

/// A clock of an incident: by when something must happen. It counts from the report (in later generations from the
/// reopening), the letter's from the solution, and an update's from the last one.
#[Object]
impl IncidentClock {
    /// Identity.
    async fn id(&self) -> ID {
        ID(self.row.id.to_string())
    }

    /// What it waits for.
    async fn kind(&self) -> ClockKind {
        self.row.kind.into()
    }

    /// Of which generation of the incident.
    async fn generation(&self) -> i32 {
        self.row.generation
    }

    /// 1, and one more each time that it begins again; only the clocks of updates do.
    async fn round(&self) -> i32 {
        self.row.round
    }

    /// Where it stands.
    async fn state(&self) -> ClockState {
        self.row.state.into()
    }

    /// When it, or its present round, began.
    async fn started_at(&self) -> DateTime<Utc> {
        self.row.started_at
    }

    /// How long it may take, in seconds of its hours.
    async fn target_seconds(&self) -> i64 {
        self.row.target_seconds
    }

    /// How much of the target has gone by, pauses left out, in seconds of its hours. It stops with the clock.
    async fn elapsed_seconds(&self) -> i64 {
        self.reading.elapsed.num_seconds()
    }

    /// How much of the target is left, in seconds of its hours; less than nothing once it is overdue.
    async fn remaining_seconds(&self) -> i64 {
        self.reading.remaining.num_seconds()
    }

    /// How much of its hours lay in pauses, in seconds.
    async fn paused_seconds(&self) -> i64 {
        self.reading.paused.num_seconds()
    }

    /// Since when it stands still; null: it does not.
    async fn paused_since(&self) -> Option<DateTime<Utc>> {
        self.row.paused_since
    }

    /// Whether it counts the business hours of the customer's region, as they were when it began, instead of all hours.
    async fn business_hours(&self) -> bool {
        self.row.calendar.is_some()
    }

    /// When it is due: the target and the pauses counted on from the start. While it stands still: were it to run on now.
    async fn due_at(&self) -> DateTime<Utc> {
        self.reading.due_at
    }

    /// When it would have been due without pauses and changes of its target.
    async fn original_due_at(&self) -> DateTime<Utc> {
        self.row.original_due_at
    }

    /// The last level that fired in this round, in percent of the target: 50, 75, 100 (the breach), 150 ... 0: none yet.
    async fn level(&self) -> i32 {
        self.row.level
    }

    /// When the next level fires or a pause ends by itself; null: nothing is to come.
    async fn next_at(&self) -> Option<DateTime<Utc>> {
        self.row.next_at
    }

    /// When this round was breached. It stays, whatever becomes of the target.
    async fn breached_at(&self) -> Option<DateTime<Utc>> {
        self.row.breached_at
    }

    /// When what it waited for happened, in time or late.
    async fn met_at(&self) -> Option<DateTime<Utc>> {
        self.row.met_at
    }

    /// When nobody waited for it any more.
    async fn cancelled_at(&self) -> Option<DateTime<Utc>> {
        self.row.cancelled_at
    }

    /// What happened to it, in the order in which it was recorded. Null for a bot that reads incidents without detail.
    async fn history(&self, ctx: &Context<'_>) -> Nullable<Vec<ClockEvent>> {
        super::object::whole(ctx)?;
        let events = load(&loaders(ctx).incident, ClockEventsOf(self.row.incident_id)).await;
        let own = |it: &clock_event::Model| (it.clock, it.generation) == (self.row.kind, self.row.generation);
        Some(events.map(|events| {
            events.unwrap_or_default().into_iter().filter(|event| own(event)).map(ClockEvent).collect()
        }))
    }
}

/// Something that happened to a clock.
pub struct ClockEvent(clock_event::Model);

/// Something that happened to a clock.
#[Object]
impl ClockEvent {
    /// Identity.
    async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// What happened.
    async fn kind(&self) -> ClockEventKind {
        self.0.kind.into()
    }

    /// In which round of the clock.
    async fn round(&self) -> i32 {
        self.0.round
    }

    /// When it happened.
    async fn at(&self) -> DateTime<Utc> {
        self.0.at
    }

    /// When it was written down.
    async fn recorded_at(&self) -> DateTime<Utc> {
        self.0.recorded_at
    }

    /// The target from then on, in seconds, where it was set.
    async fn target_seconds(&self) -> Option<i64> {
        self.0.target_seconds
    }

    /// Why it was paused.
    async fn reason(&self) -> Option<PauseReason> {
        self.0.reason.map(Into::into)
    }

    /// What was said to that.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    /// Who did it, or approved of the pause; null: the server itself.
    async fn actor(&self, ctx: &Context<'_>) -> Nullable<User> {
        load_user(ctx, self.0.actor_user?).await
    }
}

/// The ladder of an incident: whom the silence has reached.
#[derive(SimpleObject)]
pub struct IncidentLadder {
    /// Of which generation of the incident.
    generation: i32,
    /// The version of the escalation policy that this generation's clocks and ladder hold to.
    policy_version: i32,
    /// Where it stands.
    state: LadderState,
    /// The highest step that was taken; -1: none.
    level: i32,
    /// The last round of that step.
    round: i32,
    /// While it is held: when something was last heard of whoever took the incident.
    heard_at: Option<DateTime<Utc>>,
    /// When the acknowledgement lapsed, until somebody takes it up again.
    lapsed_at: Option<DateTime<Utc>>,
    /// When the next round is due, or while it is held, when the acknowledgement lapses; null: nothing is to come.
    next_at: Option<DateTime<Utc>>,
}

impl From<ladder::Model> for IncidentLadder {
    fn from(row: ladder::Model) -> Self {
        Self {
            generation: row.generation,
            policy_version: row.policy_version,
            state: row.state.into(),
            level: row.level,
            round: row.round,
            heard_at: row.heard_at,
            lapsed_at: row.lapsed_at,
            next_at: row.next_at,
        }
    }
}

/// The clocks of a generation; they are read together with those of the other incidents of the list.
pub(super) async fn of_generation(
    ctx: &Context<'_>,
    incident: IncidentId,
    generation: i32,
) -> Result<Vec<IncidentClock>> {
    let clocks = load(&loaders(ctx).incident, ClocksOf(incident)).await?.unwrap_or_default();
    let now = services(ctx).clock().now();
    let own = clocks.into_iter().filter(|row| row.generation == generation);
    Ok(own.map(|row| IncidentClock { reading: Reading::of(&row, now), row }).collect())
}

/// The ladder of a generation, if its channel was opened.
pub(super) async fn ladder_of(
    ctx: &Context<'_>,
    incident: IncidentId,
    generation: i32,
) -> Nullable<IncidentLadder> {
    match load(&loaders(ctx).incident, LaddersOf(incident)).await {
        Ok(ladders) => {
            let own = ladders.unwrap_or_default().into_iter().find(|row| row.generation == generation);
            own.map(|row| Ok(row.into()))
        }
        Err(error) => Some(Err(error)),
    }
}
