//! Clocks of incidents: what must happen by when (domain page, section 8). One row an incident, kind and generation; its
//! history is in `clock_event`, what it set off in `clock_firing`.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::id::{ClockId, IncidentId};

/// What a clock waits for.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ClockKind {
    /// A person with the commander right takes the incident.
    Acknowledge,
    /// An executive lead is named.
    ExecutiveLead,
    /// The team is with the customer, or the customer agreed to remote help.
    OnSite,
    /// It gets no worse.
    Contain,
    /// The problem is solved.
    Resolve,
    /// The team hears news; again and again.
    TeamUpdate,
    /// Customer and executives hear news; again and again.
    CustomerUpdate,
    /// The letter of commitment is sent.
    Letter,
}

/// Where a clock stands.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ClockState {
    /// It runs and is not due yet.
    Running,
    /// It stands still for a stated reason.
    Paused,
    /// It was due and runs on.
    Breached,
    /// What it waited for has happened, in time or late.
    Met,
    /// Nobody waits for it any more.
    Cancelled,
}

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "clock")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ClockId,
    /// Whose clock.
    pub incident_id: IncidentId,
    /// What it waits for.
    pub kind: ClockKind,
    /// Of which generation of the incident.
    pub generation: i32,
    /// 1, and one more each time that it begins again; only updates do.
    pub round: i32,
    /// Where it stands.
    pub state: ClockState,
    /// When it, or its present round, began.
    pub started_at: DateTimeUtc,
    /// How long it may take, in seconds of its hours.
    pub target_seconds: i64,
    /// The business calendar whose hours it counts, as it was at the start; null: all hours.
    pub calendar: Option<Json>,
    /// When it is due, as far as pauses are over.
    pub due_at: DateTimeUtc,
    /// When it would have been due without pauses and changes of its target.
    pub original_due_at: DateTimeUtc,
    /// How much of its hours lay in pauses that are over, in microseconds.
    pub paused_micros: i64,
    /// How long those pauses were on the wall, in microseconds; the cap counts this.
    pub pause_used_micros: i64,
    /// The longest that all its pauses may take, in seconds.
    pub pause_cap_seconds: i64,
    /// Since when it is paused.
    pub paused_since: Option<DateTimeUtc>,
    /// The last level that fired in this round, in percent of the target.
    pub level: i32,
    /// When the next level fires or a pause ends by itself; null: nothing is to come.
    pub next_at: Option<DateTimeUtc>,
    /// When this round was breached. It stays, whatever happens later.
    pub breached_at: Option<DateTimeUtc>,
    /// When what it waited for happened.
    pub met_at: Option<DateTimeUtc>,
    /// When nobody waited for it any more.
    pub cancelled_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
