//! The party that goes to the customer.

use sea_orm::entity::prelude::*;

use crate::id::{IncidentId, UserId};

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "incident_visitor")]
pub struct Model {
    /// Of which incident.
    #[sea_orm(primary_key, auto_increment = false)]
    pub incident_id: IncidentId,
    /// In which generation of it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub generation: i32,
    /// Who.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: UserId,
}

impl ActiveModelBehavior for ActiveModel {}
