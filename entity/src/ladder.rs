//! The ladder of an incident: whom the silence has reached (domain page, section 8). One row a generation.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::id::IncidentId;

/// Where a ladder stands.
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
pub enum LadderState {
    /// Nobody has answered: round follows round.
    Climbing,
    /// Somebody took the incident and is heard of.
    Held,
    /// The last round of the last step was given.
    Exhausted,
    /// The incident is solved or over.
    Ended,
}

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ladder")]
pub struct Model {
    /// Whose ladder.
    #[sea_orm(primary_key, auto_increment = false)]
    pub incident_id: IncidentId,
    /// Of which generation of the incident.
    #[sea_orm(primary_key, auto_increment = false)]
    pub generation: i32,
    /// The version of the policy that this generation's clocks and ladder hold to.
    pub policy_version: i32,
    /// Where it stands.
    pub state: LadderState,
    /// The highest step that was taken; -1: none.
    pub level: i32,
    /// The last round of that step.
    pub round: i32,
    /// After which round the next step follows.
    pub last_round: i32,
    /// While it is held: when something was last heard of whoever took the incident.
    pub heard_at: Option<DateTimeUtc>,
    /// When the acknowledgement lapsed, until somebody takes it up again.
    pub lapsed_at: Option<DateTimeUtc>,
    /// When the next round is due or the acknowledgement lapses; null: nothing is to come.
    pub next_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
