//! Why we close a socket. A client of `graphql-ws` treats 4400, 4401, 4406, 4409 and 4429 as final and comes back
//! after the others.

use std::borrow::Cow;

use axum::extract::ws::{CloseFrame, Message};

use crate::http::ending::Ending;

/// A close code with its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Close {
    /// The client said nothing for too long.
    Dead,
    /// A message is larger than the limit.
    TooLarge,
    /// The server stops.
    Stopping,
    /// The feed is lost, or the server is too busy for this client: try again later.
    TryAgain(&'static str),
    /// The message is not one of the protocol.
    BadMessage(Cow<'static, str>),
    /// An operation before `connection_init` was answered.
    NotInitialised,
    /// Bad, expired or ended credentials.
    Forbidden(Cow<'static, str>),
    /// The subprotocol is not ours.
    Subprotocol,
    /// No `connection_init` in time.
    InitTimeout,
    /// An operation with this id is alive.
    DuplicateId(String),
    /// A second `connection_init`.
    SecondInit,
}

/// What a close frame may hold besides its code.
const MAX_REASON: usize = 123;

impl Close {
    pub(super) fn code(&self) -> u16 {
        match self {
            Self::Dead => 1001,
            Self::TooLarge => 1009,
            Self::Stopping => 1012,
            Self::TryAgain(_) => 1013,
            Self::BadMessage(_) => 4400,
            Self::NotInitialised => 4401,
            Self::Forbidden(_) => 4403,
            Self::Subprotocol => 4406,
            Self::InitTimeout => 4408,
            Self::DuplicateId(_) => 4409,
            Self::SecondInit => 4429,
        }
    }

    fn reason(&self) -> String {
        match self {
            Self::Dead => "No sign of life".to_owned(),
            Self::TooLarge => "Message too large".to_owned(),
            Self::Stopping => "The server restarts".to_owned(),
            Self::TryAgain(reason) => (*reason).to_owned(),
            Self::BadMessage(reason) | Self::Forbidden(reason) => reason.to_string(),
            Self::NotInitialised => "Unauthorized".to_owned(),
            Self::Subprotocol => "Subprotocol not acceptable".to_owned(),
            Self::InitTimeout => "Connection initialisation timeout".to_owned(),
            Self::DuplicateId(id) => format!("Subscriber for {id} already exists"),
            Self::SecondInit => "Too many initialisation requests".to_owned(),
        }
    }

    /// The frame, its reason cut to what a frame takes.
    pub(super) fn frame(&self) -> Message {
        let mut reason = self.reason();
        reason.truncate(reason.floor_char_boundary(MAX_REASON));
        Message::Close(Some(CloseFrame { code: self.code(), reason: reason.into() }))
    }
}

impl From<Ending> for Close {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::TokenExpired => Self::Forbidden("The access token has expired".into()),
            Ending::SignInEnded => Self::Forbidden("The sign-in has ended".into()),
            Ending::Stopping => Self::Stopping,
        }
    }
}
