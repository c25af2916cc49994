//! One WebSocket with its deadlines: every write has ten seconds, a peer that is silent for a minute is dead.

use axum::extract::ws::{Message, WebSocket};
use chrono::{DateTime, Utc};
use futures_util::FutureExt;

use super::{
    close::Close,
    message::{ClientMessage, ServerMessage},
};
use crate::{http::state::Server, limits::Limits, platform::clock::Clock};

/// A socket that is still open.
pub(super) struct Socket {
    inner: WebSocket,
    clock: Clock,
    limits: Limits,
    /// When the client last said anything.
    heard: DateTime<Utc>,
    /// When it was first pinged after that.
    asked: Option<DateTime<Utc>>,
}

/// Why nothing more comes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Over {
    /// The peer is gone or does not read; there is nobody to say anything to.
    Gone,
    /// The peer shall be told.
    Close(Close),
}

impl From<Close> for Over {
    fn from(close: Close) -> Self {
        Self::Close(close)
    }
}

impl Socket {
    pub(super) fn new(inner: WebSocket, server: &Server) -> Self {
        let clock = server.app.clock().clone();
        Self { inner, heard: clock.now(), asked: None, clock, limits: server.limits().clone() }
    }

    /// Asks the peer for a sign of life.
    pub(super) async fn ping(&mut self) -> Result<(), Over> {
        self.asked.get_or_insert(self.clock.now());
        self.send(&ServerMessage::Ping).await
    }

    /// Waits until the peer counts as dead: it is silent for long and a ping had its time too. A peer that was not
    /// asked, because this process itself stood still, gets a chance to answer.
    pub(super) fn death(&self) -> impl Future<Output = ()> + use<> {
        let (clock, limits) = (self.clock.clone(), &self.limits);
        let grace = limits.socket_silence.saturating_sub(limits.socket_heartbeat);
        let at = self.asked.map(|asked| (asked + grace).max(self.heard + limits.socket_silence));
        async move {
            match at {
                Some(at) => clock.sleep_until(at).await,
                None => std::future::pending().await,
            }
        }
    }

    /// The next message of the protocol. Cancelling it loses nothing.
    pub(super) async fn receive(&mut self) -> Result<ClientMessage, Over> {
        loop {
            let message = match self.inner.recv().await {
                None => return Err(Over::Gone),
                Some(Err(error)) => return Err(broken(&error)),
                Some(Ok(message)) => message,
            };
            self.heard = self.clock.now();
            self.asked = None;
            match message {
                Message::Text(text) if text.len() > self.limits.message_bytes => {
                    return Err(Close::TooLarge.into());
                }
                Message::Text(text) => return Ok(ClientMessage::parse(&text)?),
                Message::Binary(_) => {
                    return Err(Close::BadMessage("Binary messages are not supported".into()).into());
                }
                Message::Ping(_) | Message::Pong(_) => {}
                Message::Close(_) => return Err(Over::Gone),
            }
        }
    }

    /// Writes a message within the deadline.
    pub(super) async fn send(&mut self, message: &ServerMessage<'_>) -> Result<(), Over> {
        let text = message.text();
        self.write(Message::Text(text.into())).await
    }

    async fn write(&mut self, message: Message) -> Result<(), Over> {
        tokio::select! {
            biased;
            sent = self.inner.send(message) => sent.map_err(|_| Over::Gone),
            () = self.clock.sleep(self.limits.socket_write) => Err(Over::Gone),
        }
    }

    /// Says why, and waits until the peer has read it: a connection that is dropped with unread input is reset, and
    /// the close frame with it.
    pub(super) async fn close(mut self, close: Close) {
        tracing::debug!(code = close.code(), ?close, "closing a socket");
        if self.write(close.frame()).await.is_err() {
            return;
        }
        let clock = self.clock.clone();
        let deadline = clock.sleep(self.limits.socket_write).fuse();
        tokio::select! {
            () = self.drain() => {}
            () = deadline => {}
        }
    }

    async fn drain(&mut self) {
        while let Some(Ok(_)) = self.inner.recv().await {}
    }
}

fn broken(error: &axum::Error) -> Over {
    // The library hides its error type; the text of this one is the only way to tell a large message from a cut line.
    if error.to_string().contains("too long") { Close::TooLarge.into() } else { Over::Gone }
}
