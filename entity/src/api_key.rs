//! API keys of bots: shown once, stored hashed, scoped, revocable.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::id::{ApiKeyId, BotId};

/// What an API key may do.
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
pub enum Scope {
    /// `incident:report`: open incidents.
    IncidentReport,
    /// `incident:read`: read incidents and their events.
    IncidentRead,
    /// `incident:timeline`: add to timelines.
    IncidentTimeline,
    /// `account:read`: read accounts and teams.
    AccountRead,
    /// `knowledge:read`: read published knowledge of the audiences that the key names.
    KnowledgeRead,
}

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "api_key")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ApiKeyId,
    /// Whose key.
    pub bot_id: BotId,
    /// What the key is for.
    pub label: String,
    /// SHA-256 of the key, hexadecimal.
    #[sea_orm(unique)]
    pub hash: String,
    /// Names of what the key may do, a list of `Scope`.
    pub scopes: Json,
    /// Which knowledge it reads, a list of `Audience`.
    pub audiences: Json,
    /// Whether it reads incidents whole, not only number, account code, state, severity and times.
    pub incident_detail: bool,
    /// Whether it works for every account; else those of `api_key_account`.
    pub all_accounts: bool,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When it stops working; null: never.
    pub expires_at: Option<DateTimeUtc>,
    /// When it was revoked.
    pub revoked_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
