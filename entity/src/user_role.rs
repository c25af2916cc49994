//! Organisation roles of a person, several at once (domain page, section 16).

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::id::UserId;

/// What a person is in the organisation, whatever the account.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum OrganisationRole {
    /// Works with key accounts.
    Staff,
    /// Answers for the accounts of named regions.
    Director,
    /// Runs the red channel.
    EscalationManager,
    /// Leads teams to customers in danger.
    Executive,
    /// Reads everything, changes nothing.
    Auditor,
    /// Runs the system; reads no knowledge and no incident by this role.
    Administrator,
}

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "user_role")]
pub struct Model {
    /// Whose role.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: UserId,
    /// Which role.
    #[sea_orm(primary_key, auto_increment = false)]
    pub role: OrganisationRole,
}

impl ActiveModelBehavior for ActiveModel {}
