//! What was said to published entries. Nothing is changed or deleted.

use sea_orm::entity::prelude::*;

use crate::id::{KnowledgeCommentId, KnowledgeEntryId, UserId};

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "knowledge_comment")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: KnowledgeCommentId,
    /// To which entry.
    pub entry_id: KnowledgeEntryId,
    /// Who said it.
    pub author_id: UserId,
    /// Markdown.
    pub body: String,
    /// When it was said.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
