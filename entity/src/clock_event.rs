//! What happened to clocks, in the order in which it was recorded. Append-only: a clock's row is the sum of its events.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::clock::ClockKind;
use crate::id::{ClockEventId, IncidentId, UserId};

/// What can happen to a clock.
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
pub enum ClockEventKind {
    /// It, or its next round, began.
    Activate,
    /// It stands still.
    Pause,
    /// It runs again.
    Resume,
    /// It has another target; its start and its pauses stay.
    Retarget,
    /// What it waited for happened.
    Fulfil,
    /// It was due.
    Breach,
    /// Nobody waits for it any more.
    Cancel,
    /// The acknowledgement counts no longer, for want of news.
    Lapse,
}

/// Why a clock may stand still.
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
pub enum PauseReason {
    /// The customer asked to wait.
    CustomerAskedDelay,
    /// The customer does not let us in.
    CustomerAccessNotGiven,
    /// Nobody could.
    ForceMajeure,
}

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "clock_event")]
pub struct Model {
    /// Identity; later ones are greater.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ClockEventId,
    /// Of which incident.
    pub incident_id: IncidentId,
    /// To which clock.
    pub clock: ClockKind,
    /// Of which generation.
    pub generation: i32,
    /// In which round.
    pub round: i32,
    /// What happened.
    pub kind: ClockEventKind,
    /// When it happened.
    pub at: DateTimeUtc,
    /// When it was written down.
    pub recorded_at: DateTimeUtc,
    /// The target from then on, where it was set.
    pub target_seconds: Option<i64>,
    /// Why it was paused.
    pub reason: Option<PauseReason>,
    /// What was said to that.
    pub note: Option<String>,
    /// Who did it or approved of it; null: the server itself, or a bot.
    pub actor_user: Option<UserId>,
}

impl ActiveModelBehavior for ActiveModel {}
