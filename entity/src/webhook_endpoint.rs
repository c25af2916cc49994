//! Where the events of a bot are sent to, and what of them.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::id::{ApiKeyId, BotId, WebhookEndpointId};

/// Whether events are sent.
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
pub enum WebhookEndpointState {
    /// They are.
    Enabled,
    /// They wait where they are.
    Disabled,
}

/// Why an endpoint is disabled.
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
pub enum WebhookDisabledBecause {
    /// An administrator said so.
    Administrator,
    /// It answered that it is gone for good (410).
    Gone,
    /// It has failed for days without one success.
    Failing,
    /// Its key does not work any more.
    KeyEnded,
}

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_endpoint")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WebhookEndpointId,
    /// Whose.
    pub bot_id: BotId,
    /// The key whose rights decide what is sent.
    pub api_key_id: ApiKeyId,
    /// The address; null: an inbox, whose deliveries the bot takes itself.
    pub url: Option<String>,
    /// The subscription that makes the body of an event.
    pub document: String,
    /// The root field of that subscription, `incidentEvents`.
    pub stream: String,
    /// Whether events are sent.
    pub state: WebhookEndpointState,
    /// Why not.
    pub disabled_because: Option<WebhookDisabledBecause>,
    /// Since when every attempt has failed.
    pub failing_since: Option<DateTimeUtc>,
    /// Until when it asked to be left in peace.
    pub paused_until: Option<DateTimeUtc>,
    /// Up to which position of the log its deliveries have been made.
    pub queued_through: i64,
    /// When that position was last set by hand.
    pub replayed_at: Option<DateTimeUtc>,
    /// Goes up with each change; clients edit against it.
    pub version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row last changed by hand, or was disabled.
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
