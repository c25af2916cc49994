//! What an entry is about beside its home account. Links grant no rights.

use sea_orm::entity::prelude::*;

use crate::id::{AccountId, IncidentId, KnowledgeEntryId};

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "knowledge_link")]
pub struct Model {
    /// The entry.
    #[sea_orm(primary_key, auto_increment = false)]
    pub entry_id: KnowledgeEntryId,
    /// The account or incident.
    #[sea_orm(primary_key, auto_increment = false)]
    pub target: Uuid,
    /// The account, if it is one.
    pub account_id: Option<AccountId>,
    /// The incident, if it is one.
    pub incident_id: Option<IncidentId>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
