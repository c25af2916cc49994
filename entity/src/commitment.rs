//! Promises of letters of commitment that were sent, tracked to their end.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::id::{CommitmentId, IncidentId, LetterId, UserId};

/// What became of a promise.
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
pub enum CommitmentState {
    /// It is to be kept.
    Open,
    /// It was kept.
    Kept,
    /// It was kept in part.
    Partial,
    /// It was broken.
    Broken,
    /// It no longer counts.
    Cancelled,
}

/// One row. What was promised never changes.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "commitment")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CommitmentId,
    /// By which letter.
    pub letter_id: LetterId,
    /// By which version of it.
    pub number: i32,
    /// Which of the letter's promises, from 1.
    pub place: i32,
    /// After which incident.
    pub incident_id: IncidentId,
    /// What will be done.
    pub action: String,
    /// Who answers for it.
    pub owner_id: UserId,
    /// By the end of which day, as the account's zone has it.
    pub due_on: Date,
    /// How both sides tell that it was kept.
    pub measure: String,
    /// Who at the customer verifies it.
    pub verifier: String,
    /// Whether it keeps the trouble from coming back.
    pub preventive: bool,
    /// What became of it.
    pub state: CommitmentState,
    /// What shows it, or why it was not kept.
    pub evidence: Option<String>,
    /// When that was recorded.
    pub recorded_at: Option<DateTimeUtc>,
    /// Who recorded it.
    pub recorded_by: Option<UserId>,
    /// When the customer verified it.
    pub verified_at: Option<DateTimeUtc>,
    /// Who at the customer did.
    pub verified_by: Option<String>,
    /// When it was noticed that its day passed.
    pub overdue_at: Option<DateTimeUtc>,
    /// Goes up with each change; clients edit against it.
    pub version: i32,
    /// When the row last changed.
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
