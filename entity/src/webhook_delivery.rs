//! One event on its way to one endpoint.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::id::{EventId, WebhookDeliveryId, WebhookEndpointId};

/// What has become of it.
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
pub enum WebhookDeliveryState {
    /// It is sent, or will be.
    Pending,
    /// The endpoint has accepted it.
    Delivered,
    /// It was given up after a day of failures.
    Dead,
}

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_delivery")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WebhookDeliveryId,
    /// To where.
    pub endpoint_id: WebhookEndpointId,
    /// What; one delivery an endpoint.
    pub event_id: EventId,
    /// What happened, `incident.activated`.
    pub event_kind: String,
    /// Where the event stands in the log.
    pub pos: i64,
    /// What has become of it.
    pub state: WebhookDeliveryState,
    /// How often it was tried since it was last queued.
    pub attempts: i32,
    /// When it is tried next; while it is tried, when somebody else may try it. Set as long as it is pending.
    pub next_at: Option<DateTimeUtc>,
    /// Who tries it.
    pub lease: Option<Uuid>,
    /// When it was last tried.
    pub last_attempt_at: Option<DateTimeUtc>,
    /// The status of the last answer.
    pub last_status: Option<i32>,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
    /// When it was delivered or given up.
    pub settled_at: Option<DateTimeUtc>,
    /// When it was queued first.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
