//! For how long a verification of an entry holds, by type. A type without a row is never verified.

use sea_orm::entity::prelude::*;

use crate::knowledge_entry::KnowledgeType;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "knowledge_term")]
pub struct Model {
    /// What sort of knowledge.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: KnowledgeType,
    /// How many days; null: for ever.
    pub interval_days: Option<i32>,
    /// Goes up with each change; clients edit against it.
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
