//! Endpoints and deliveries.

use async_graphql::{Context, Enum, ID, Object};
use chrono::{DateTime, Utc};
use entity::{webhook_delivery, webhook_endpoint};

use crate::graphql::{
    error::Nullable,
    identity::bot::{Bot, load_bot},
};

/// Whether events are sent to an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "webhook_endpoint::WebhookEndpointState")]
pub enum WebhookEndpointState {
    /// They are.
    Enabled,
    /// They wait where they are.
    Disabled,
}

/// Why an endpoint is disabled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "webhook_endpoint::WebhookDisabledBecause")]
pub enum WebhookDisabledBecause {
    /// An administrator said so.
    Administrator,
    /// It answered that it is gone for good: 410.
    Gone,
    /// It failed for five days without one success.
    Failing,
    /// Its key was revoked or has expired, or its bot is disabled: give it another one with `webhookEndpointChange` and enable
    /// it; it goes on where it stopped.
    KeyEnded,
}

/// What has become of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "webhook_delivery::WebhookDeliveryState")]
pub enum WebhookDeliveryState {
    /// It is sent, or will be.
    Pending,
    /// The endpoint has accepted it.
    Delivered,
    /// It was given up after a day and a half of failures.
    Dead,
}

/// Where the events of a bot are sent to, and what of them.
pub struct WebhookEndpoint(pub(super) webhook_endpoint::Model);

/// Where the events of a bot are sent to, and what of them. For administrators. Its secret is never shown again.
#[Object]
impl WebhookEndpoint {
    /// Identity, `whe_...`.
    async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// Whose it is.
    async fn bot(&self, ctx: &Context<'_>) -> Nullable<Bot> {
        load_bot(ctx, self.0.bot_id).await
    }

    /// The key whose rights decide what is sent, as they are at the moment of sending. When it ends, the endpoint is
    /// disabled.
    async fn api_key_id(&self) -> ID {
        ID(self.0.api_key_id.to_string())
    }

    /// The address that events are posted to. Null: it is an inbox, from which the bot takes them with `inboxTake`.
    async fn url(&self) -> Option<&str> {
        self.0.url.as_deref()
    }

    /// The subscription that makes the body of an event.
    async fn document(&self) -> &str {
        &self.0.document
    }

    /// The root field of that subscription: `incidentEvents`.
    async fn stream(&self) -> &str {
        &self.0.stream
    }

    /// Whether events are sent.
    async fn state(&self) -> WebhookEndpointState {
        self.0.state.into()
    }

    /// Why not; null while they are.
    async fn disabled_because(&self) -> Option<WebhookDisabledBecause> {
        self.0.disabled_because.map(Into::into)
    }

    /// Since when every attempt has failed; null if the last one did not.
    async fn failing_since(&self) -> Option<DateTime<Utc>> {
        self.0.failing_since
    }

    /// Until when it asked to be left in peace by `Retry-After`; null if it did not.
    async fn paused_until(&self) -> Option<DateTime<Utc>> {
        self.0.paused_until
    }

    /// When its place in the log was last set by `webhookEndpointReplay`; null: never.
    async fn replayed_at(&self) -> Option<DateTime<Utc>> {
        self.0.replayed_at
    }

    /// Goes up with each change; changes are made against it.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// When it was registered.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it was last changed.
    async fn updated_at(&self) -> DateTime<Utc> {
        self.0.updated_at
    }
}

/// One event on its way to one endpoint.
pub struct WebhookDelivery(pub(super) webhook_delivery::Model);

/// One event on its way to one endpoint. For administrators. Kept for 30 days after it was delivered or given up. Its body is
/// kept nowhere: it is made for each attempt, by the rights of that moment.
#[Object]
impl WebhookDelivery {
    /// Identity, `whd_...`.
    async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// The endpoint.
    async fn endpoint_id(&self) -> ID {
        ID(self.0.endpoint_id.to_string())
    }

    /// The event: the header `webhook-id`.
    async fn event_id(&self) -> ID {
        ID(self.0.event_id.to_string())
    }

    /// The event's name: `incident.activated`.
    async fn event_name(&self) -> &str {
        &self.0.event_kind
    }

    /// What has become of it.
    async fn state(&self) -> WebhookDeliveryState {
        self.0.state.into()
    }

    /// How often it was tried since it was last queued.
    async fn attempts(&self) -> i32 {
        self.0.attempts
    }

    /// When it is tried next, if the endpoint is enabled then; null if it is not pending.
    async fn next_attempt_at(&self) -> Option<DateTime<Utc>> {
        self.0.next_at
    }

    /// When it was last tried; null: never yet.
    async fn last_attempt_at(&self) -> Option<DateTime<Utc>> {
        self.0.last_attempt_at
    }

    /// The HTTP status of the last answer; null if there was none.
    async fn last_status(&self) -> Option<i32> {
        self.0.last_status
    }

    /// Why the last attempt failed, for people; null if it did not.
    async fn last_error(&self) -> Option<&str> {
        self.0.last_error.as_deref()
    }

    /// When it was delivered or given up; null if neither.
    async fn settled_at(&self) -> Option<DateTime<Utc>> {
        self.0.settled_at
    }

    /// When it was first queued.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }
}
