//! Tags of the present revision, for filters.

use sea_orm::entity::prelude::*;

use crate::id::KnowledgeEntryId;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "knowledge_tag")]
pub struct Model {
    /// The entry.
    #[sea_orm(primary_key, auto_increment = false)]
    pub entry_id: KnowledgeEntryId,
    /// Normalised tag.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tag_key: String,
    /// As written.
    pub tag: String,
}

impl ActiveModelBehavior for ActiveModel {}
