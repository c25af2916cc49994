//! Who serves an account in which seat, from a start to an end. Rows are never deleted.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::id::{AccountId, AssignmentId, UserId};

/// The three seats of the iron triangle.
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
pub enum Seat {
    /// Account responsible (AR).
    Sales,
    /// Solution responsible (SR).
    Technical,
    /// Fulfilment responsible (FR).
    Delivery,
}

/// What a person is in a seat.
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
pub enum Position {
    /// Responsible; at most one a seat.
    Primary,
    /// Stands in; at most one a seat.
    Deputy,
    /// Helps in the seat.
    Member,
    /// Helps the account without a seat.
    Extended,
}

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "assignment")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AssignmentId,
    /// The account.
    pub account_id: AccountId,
    /// The person.
    pub user_id: UserId,
    /// The seat; null: extended member.
    pub seat: Option<Seat>,
    /// What the person is in the seat.
    pub position: Position,
    /// For an extended member: finance, legal, quality.
    pub expertise: Option<String>,
    /// Why a person whose function does not match, or who serves a second seat, was accepted.
    pub exception_reason: Option<String>,
    /// When it began.
    pub started_at: DateTimeUtc,
    /// Who assigned.
    pub started_by: UserId,
    /// When it ended; null: it runs.
    pub ended_at: Option<DateTimeUtc>,
    /// Who ended it.
    pub ended_by: Option<UserId>,
    /// Why it ended.
    pub end_reason: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
