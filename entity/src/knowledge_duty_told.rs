//! Who was told that an entry is to be verified.

use sea_orm::entity::prelude::*;

use crate::id::{KnowledgeEntryId, UserId};

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "knowledge_duty_told")]
pub struct Model {
    /// The entry.
    #[sea_orm(primary_key, auto_increment = false)]
    pub entry_id: KnowledgeEntryId,
    /// Who was told.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: UserId,
    /// Since when it was due of which they were told.
    pub due_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
