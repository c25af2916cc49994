//! What seats told a customer who asked. Rows never change.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    assignment::Seat,
    id::{RequestAnswerId, RequestId, UserId},
};

/// What an answer is worth.
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
pub enum AnswerKind {
    /// It answers, whole or in part.
    Substantive,
    /// It says only that an answer will come.
    Holding,
    /// A machine sent it.
    Automatic,
}

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "request_answer")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RequestAnswerId,
    /// To which request.
    pub request_id: RequestId,
    /// In which of its rounds.
    pub round: i32,
    /// By which seat.
    pub seat: Seat,
    /// What it is worth.
    pub kind: AnswerKind,
    /// What was told: Markdown.
    pub body: Option<String>,
    /// Who answered.
    pub answered_by: UserId,
    /// When the customer got it.
    pub answered_at: DateTimeUtc,
    /// When it was recorded.
    pub recorded_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
