//! Escalation bots: programs that act through scoped API keys.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::id::BotId;

/// Whether a bot may come in.
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
pub enum BotStatus {
    /// Its keys work.
    Active,
    /// None of its keys works; its sockets are ended.
    Disabled,
}

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "bot")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BotId,
    /// What people call it.
    pub name: String,
    /// Normalised; unique.
    #[sea_orm(unique)]
    pub name_key: String,
    /// Whether its keys work.
    pub status: BotStatus,
    /// Goes up with each change; clients edit against it.
    pub version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row last changed.
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
