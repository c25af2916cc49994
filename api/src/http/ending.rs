//! When a long-lived answer or socket must end although its client does nothing wrong.

use std::future::pending;

use crate::{app::App, domain::access::Viewer};

/// Why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// The access token's time is up.
    TokenExpired,
    /// The session, the user or the key was ended.
    SignInEnded,
    /// The server stops.
    Stopping,
}

/// Waits for the first reason to end.
pub(super) async fn of(app: &App, viewer: &Viewer) -> Ending {
    let expiry = async {
        match viewer.expires_at() {
            Some(at) => app.clock().sleep_until(at).await,
            None => pending().await,
        }
    };
    tokio::select! {
        () = expiry => Ending::TokenExpired,
        () = app.ended(viewer) => Ending::SignInEnded,
        () = app.stopping() => Ending::Stopping,
    }
}
