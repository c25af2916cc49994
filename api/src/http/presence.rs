//! Who is still at work: connections, sockets and mutations hold a presence, and shutdown waits until none is held.

use std::convert::Infallible;

use tokio::sync::mpsc;

/// Held by whatever shutdown must wait for.
#[derive(Debug, Clone)]
pub(super) struct Presence {
    _alive: mpsc::Sender<Infallible>,
}

/// Learns when the last presence is gone.
#[derive(Debug)]
pub(super) struct Roll {
    alive: mpsc::Receiver<Infallible>,
}

/// The first presence and the roll that it is on.
pub(super) fn call() -> (Presence, Roll) {
    let (sender, receiver) = mpsc::channel(1);
    (Presence { _alive: sender }, Roll { alive: receiver })
}

impl Roll {
    /// Waits until nobody is present.
    pub(super) async fn empty(mut self) {
        let _ = self.alive.recv().await;
    }
}
