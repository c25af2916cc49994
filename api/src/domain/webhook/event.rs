//! What administrators may learn of webhooks. No address and no secret is ever in it: an address may hold a token.

use entity::{
    id::{BotId, EventId, WebhookEndpointId},
    webhook_endpoint::WebhookDisabledBecause,
};
use serde::{Deserialize, Serialize};

use crate::domain::journal::EventBody;

macro_rules! events {
    ($($(#[$doc:meta])* $name:ident $kind:literal { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* })*) => {
        /// What happened to endpoints.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "type")]
        pub enum WebhookEvent {
            $($(#[$doc])* #[serde(rename = $kind)] $name {
                /// Which endpoint.
                endpoint: WebhookEndpointId,
                /// Whose.
                bot: BotId,
                $($(#[$field_doc])* $field: $type,)*
            },)*
        }

        impl EventBody for WebhookEvent {
            fn kind(&self) -> &'static str {
                match self { $(Self::$name { .. } => $kind,)* }
            }
        }
    };
}

events! {
    /// An endpoint was registered.
    Registered "webhook.registered" {}
    /// Its address or its document was changed.
    Changed "webhook.changed" {}
    /// Events are sent again.
    Enabled "webhook.enabled" {}
    /// No events are sent any more.
    Disabled "webhook.disabled" {
        /// Why.
        because: WebhookDisabledBecause,
    }
    /// It got a new secret.
    SecretRotated "webhook.secret_rotated" {}
    /// Its place in the log was set.
    Replayed "webhook.replayed" {}
    /// An event that had been given up was sent on its way again.
    DeliveryRetried "webhook.delivery_retried" {
        /// Which event.
        event: EventId,
    }
}
