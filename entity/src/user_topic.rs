//! The kinds of knowledge that a person may publish on any account that they can see.

use sea_orm::entity::prelude::*;

use crate::id::UserId;
use crate::knowledge_entry::KnowledgeType;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "user_topic")]
pub struct Model {
    /// The publisher.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: UserId,
    /// The topic.
    #[sea_orm(primary_key, auto_increment = false)]
    pub topic: KnowledgeType,
}

impl ActiveModelBehavior for ActiveModel {}
