//! The texts of entries. Nothing is overwritten.

use sea_orm::entity::prelude::*;

use crate::id::{KnowledgeEntryId, KnowledgeRevisionId, UserId};

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "knowledge_revision")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: KnowledgeRevisionId,
    /// Whose text.
    pub entry_id: KnowledgeEntryId,
    /// From 1, without holes.
    pub number: i32,
    /// Title.
    pub title: String,
    /// Markdown.
    pub body: String,
    /// List of tags as written.
    pub tags: Json,
    /// Who wrote it.
    pub author_id: UserId,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When it was published; null: it was a draft and stays with author and editors.
    pub published_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
