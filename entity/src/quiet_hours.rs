//! The hours of the day in which a person is left in peace.

use sea_orm::entity::prelude::*;

use crate::id::UserId;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "quiet_hours")]
pub struct Model {
    /// Whose.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: UserId,
    /// The local time of day at which they begin, `22:00`.
    pub starts_at: String,
    /// The local time of day at which they end, the next day if it is not after the start.
    pub ends_at: String,
    /// The IANA zone of the times.
    pub time_zone: String,
    /// When the row last changed.
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
