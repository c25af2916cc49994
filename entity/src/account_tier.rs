//! Which tier an account had since when. Rows never change.

use sea_orm::entity::prelude::*;

use crate::{account::Tier, id::AccountId};

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account_tier")]
pub struct Model {
    /// Which account.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    /// Since when; until the next row of the account.
    #[sea_orm(primary_key, auto_increment = false)]
    pub since: DateTimeUtc,
    /// Which tier; null: none any more. An account without a row never had one.
    pub tier: Option<Tier>,
}

impl ActiveModelBehavior for ActiveModel {}
