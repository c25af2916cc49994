//! Why webhooks refuse something.

use entity::{
    api_key::Scope, webhook_delivery::WebhookDeliveryState, webhook_endpoint::WebhookEndpointState,
};
use sea_orm::{ActiveEnum, DbErr};

use crate::{
    domain::fault::Fault,
    platform::{courier::AddressFault, db::WriteError},
};

/// Why webhooks refuse something.
#[derive(Debug, thiserror::Error)]
pub enum WebhookError {
    /// A refusal or failure that every domain shares.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The address may not be sent to.
    #[error(transparent)]
    Address(#[from] AddressFault),
    /// An inbox has no address and no secret.
    #[error(
        "this is an inbox: it has no address and signs nothing; register an endpoint with an address beside it"
    )]
    NoAddress,
    /// The endpoint is disabled.
    #[error("the inbox is disabled: its deliveries wait until an administrator enables it")]
    Disabled,
    /// The key was revoked, has expired, or its bot is disabled.
    #[error("this key does not work (any more); use another one of the bot")]
    KeyEnded,
    /// The key belongs to another bot.
    #[error("this key is another bot's: an endpoint stays with its bot")]
    KeyOfAnother,
    /// The key receives nothing of this stream.
    #[error("the key lacks the scope {} for this stream", .0.to_value())]
    ScopeMissing(Scope),
    /// No bot receives anything of this stream.
    #[error("this stream is for people")]
    StreamNotForBots,
    /// It is in that state already.
    #[error("{from} cannot become {to}")]
    IllegalTransition {
        /// The present state.
        from: String,
        /// The state that was asked for.
        to: String,
        /// The states that can be entered.
        allowed: Vec<String>,
    },
}

impl WebhookError {
    /// An endpoint is in that state already.
    pub(super) fn stays(state: WebhookEndpointState) -> Self {
        let other = match state {
            WebhookEndpointState::Enabled => WebhookEndpointState::Disabled,
            WebhookEndpointState::Disabled => WebhookEndpointState::Enabled,
        };
        Self::IllegalTransition {
            from: state.to_value(),
            to: state.to_value(),
            allowed: vec![other.to_value()],
        }
    }

    /// A delivery was not given up.
    pub(super) fn not_dead(state: WebhookDeliveryState) -> Self {
        let to = WebhookDeliveryState::Pending.to_value();
        Self::IllegalTransition { from: state.to_value(), to, allowed: Vec::new() }
    }

    /// The stable code of a refusal by a rule; `None` for what is told in another way.
    pub fn code(&self) -> Option<&'static str> {
        Some(match self {
            Self::Address(AddressFault::Malformed) => "MALFORMED",
            Self::Address(AddressFault::NotHttps) => "NOT_HTTPS",
            Self::Address(AddressFault::Credentials) => "CREDENTIALS_IN_URL",
            Self::Address(AddressFault::Private) => "NOT_PUBLIC",
            Self::NoAddress => "NO_ADDRESS",
            Self::Disabled => "DISABLED",
            Self::KeyEnded => "KEY_ENDED",
            Self::KeyOfAnother => "KEY_OF_ANOTHER_BOT",
            Self::ScopeMissing(_) => "SCOPE_MISSING",
            Self::StreamNotForBots => "STREAM_NOT_FOR_BOTS",
            Self::Fault(_) | Self::IllegalTransition { .. } => return None,
        })
    }
}

impl From<DbErr> for WebhookError {
    fn from(error: DbErr) -> Self {
        Self::Fault(error.into())
    }
}

impl WriteError for WebhookError {
    fn database(&self) -> Option<&DbErr> {
        match self {
            Self::Fault(fault) => fault.database(),
            _ => None,
        }
    }
}
