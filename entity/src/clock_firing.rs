//! What clocks and ladders have set off. The key keeps anything from being set off twice.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::clock::ClockKind;
use crate::id::{EventId, IncidentId};

/// What set something off.
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
pub enum FiringSource {
    /// The clock of the acknowledgement.
    Acknowledge,
    /// The clock of the executive lead.
    ExecutiveLead,
    /// The clock of the visit.
    OnSite,
    /// The clock of the containment.
    Contain,
    /// The clock of the solution.
    Resolve,
    /// The clock of team updates.
    TeamUpdate,
    /// The clock of customer updates.
    CustomerUpdate,
    /// The clock of the letter.
    Letter,
    /// The ladder.
    Ladder,
    /// The end of an acknowledgement.
    Lapse,
}

impl From<ClockKind> for FiringSource {
    fn from(kind: ClockKind) -> Self {
        match kind {
            ClockKind::Acknowledge => Self::Acknowledge,
            ClockKind::ExecutiveLead => Self::ExecutiveLead,
            ClockKind::OnSite => Self::OnSite,
            ClockKind::Contain => Self::Contain,
            ClockKind::Resolve => Self::Resolve,
            ClockKind::TeamUpdate => Self::TeamUpdate,
            ClockKind::CustomerUpdate => Self::CustomerUpdate,
            ClockKind::Letter => Self::Letter,
        }
    }
}

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "clock_firing")]
pub struct Model {
    /// Of which incident.
    #[sea_orm(primary_key, auto_increment = false)]
    pub incident_id: IncidentId,
    /// By what.
    #[sea_orm(primary_key, auto_increment = false)]
    pub clock: FiringSource,
    /// Of which generation of the incident.
    #[sea_orm(primary_key, auto_increment = false)]
    pub generation: i32,
    /// Percent of the target, or the step of the ladder.
    #[sea_orm(primary_key, auto_increment = false)]
    pub level: i32,
    /// The round of the clock, or of the step.
    #[sea_orm(primary_key, auto_increment = false)]
    pub round: i32,
    /// When it was due.
    pub due_at: DateTimeUtc,
    /// When it was set off.
    pub fired_at: DateTimeUtc,
    /// The event that told it.
    pub event_id: EventId,
}

impl ActiveModelBehavior for ActiveModel {}
