//! The regions that a director answers for.

use sea_orm::entity::prelude::*;

use crate::id::{RegionId, UserId};

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "user_region")]
pub struct Model {
    /// The director.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: UserId,
    /// The region.
    #[sea_orm(primary_key, auto_increment = false)]
    pub region_id: RegionId,
}

impl ActiveModelBehavior for ActiveModel {}
