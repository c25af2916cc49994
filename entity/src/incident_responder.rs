//! The response team of an incident.

use sea_orm::entity::prelude::*;

use crate::id::{IncidentId, UserId};

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "incident_responder")]
pub struct Model {
    /// The incident.
    #[sea_orm(primary_key, auto_increment = false)]
    pub incident_id: IncidentId,
    /// The person.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: UserId,
    /// What the person does there.
    pub duty: Option<String>,
    /// When the person joined.
    pub added_at: DateTimeUtc,
    /// When the person left; null: still there.
    pub removed_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
