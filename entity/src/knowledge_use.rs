//! What entries were used for: one row a person, entry and thing that it helped with.

use sea_orm::entity::prelude::*;

use crate::id::{HandoverId, IncidentId, KnowledgeEntryId, RequestId, UserId};

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "knowledge_use")]
pub struct Model {
    /// The entry.
    #[sea_orm(primary_key, auto_increment = false)]
    pub entry_id: KnowledgeEntryId,
    /// What it was used for.
    #[sea_orm(primary_key, auto_increment = false)]
    pub target: Uuid,
    /// By whom.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: UserId,
    /// The incident, if it is one.
    pub incident_id: Option<IncidentId>,
    /// The request of a customer, if it is one.
    pub request_id: Option<RequestId>,
    /// The handover of a seat, if it is one. Exactly one of the three is set.
    pub handover_id: Option<HandoverId>,
    /// When that was said first.
    pub used_at: DateTimeUtc,
    /// Whether it was useful; null: nobody says.
    pub useful: Option<bool>,
    /// What was said about that.
    pub note: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
