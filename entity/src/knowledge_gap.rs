//! What was looked for in vain. Nothing tells by whom.

use sea_orm::entity::prelude::*;

use crate::id::KnowledgeGapId;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "knowledge_gap")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: KnowledgeGapId,
    /// What was looked for, normalised.
    #[sea_orm(unique)]
    pub query: String,
    /// How often.
    pub searches: i64,
    /// When it was last.
    pub last_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
