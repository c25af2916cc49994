//! Sales regions: a managed vocabulary. Directors answer for regions.

use sea_orm::entity::prelude::*;

use crate::id::RegionId;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "region")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RegionId,
    /// Short unique name, `EMEA`.
    #[sea_orm(unique)]
    pub code: String,
    /// What people call it.
    pub name: String,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
