//! Versions of the escalation policy. A version is never changed: incidents hold to the one that they started with.

use sea_orm::entity::prelude::*;

use crate::id::UserId;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "escalation_policy")]
pub struct Model {
    /// 1, 2, 3 ...; the highest is the one in force.
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i32,
    /// The whole policy, checked before it was written.
    pub document: Json,
    /// Why it was changed; null: the server came with it.
    pub reason: Option<String>,
    /// Since when it is in force; null: the server came with it.
    pub revised_at: Option<DateTimeUtc>,
    /// Who changed it; null: the server came with it.
    pub revised_by: Option<UserId>,
}

impl ActiveModelBehavior for ActiveModel {}
