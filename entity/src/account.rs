//! Key accounts.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::id::{AccountId, RegionId, UserId};

/// Where the business with an account stands.
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
pub enum AccountStatus {
    /// New potential.
    Prospect,
    /// Does business with us.
    Active,
    /// Does less than before.
    ScaledDown,
    /// Over: refuses new incidents and seats.
    Ended,
}

/// How important an account is, from the most important down.
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
pub enum Tier {
    /// Strategic.
    S,
    /// Major.
    A,
    /// Important.
    B,
    /// Standard.
    C,
}

/// How close the relationship is (domain page, section 6).
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
pub enum RelationshipStage {
    /// Getting to know each other.
    Exploratory,
    /// Doing business.
    Cooperative,
    /// Planning together.
    Interdependent,
    /// Investing together.
    Strategic,
    /// Over, by judgement.
    Ended,
}

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AccountId,
    /// Unique short name that people write, as given.
    pub code: String,
    /// Normalised for search and uniqueness.
    #[sea_orm(unique)]
    pub code_key: String,
    /// What people call it.
    pub name: String,
    /// Normalised for search and sorting.
    pub name_key: String,
    /// Industry, as the company groups them.
    pub industry: Option<String>,
    /// Normalised for comparison.
    pub industry_key: Option<String>,
    /// The region that answers for it.
    pub region_id: RegionId,
    /// IANA zone of the customer.
    pub time_zone: String,
    /// Where the business with it stands.
    pub status: AccountStatus,
    /// Why it was scaled down or ended.
    pub status_reason: Option<String>,
    /// How important it is; null: unrated.
    pub tier: Option<Tier>,
    /// Why the tier was set by hand.
    pub tier_reason: Option<String>,
    /// How close the relationship is.
    pub stage: RelationshipStage,
    /// Why the stage was set.
    pub stage_reason: Option<String>,
    /// When a relationship that is over shall be won back.
    pub win_back_on: Option<Date>,
    /// The executive who stands for it.
    pub executive_sponsor_id: Option<UserId>,
    /// Why the prospect is on the watch list; null: it is not.
    pub watch_reason: Option<String>,
    /// When to look at it again.
    pub watch_review_on: Option<Date>,
    /// Goes up with each change; clients edit against it.
    pub version: i32,
    /// Goes up with each event about the account.
    pub event_version: i64,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row last changed.
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
