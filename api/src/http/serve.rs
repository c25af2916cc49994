//! Accepts connections (HTTP/1.1, HTTP/2 without TLS, upgrades) and ends them in peace.
//!
//! The router's own server cannot bound how long a request's head may take, nor how long shutdown may.

use std::{
    future::pending,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::{Extension, Router};
use hyper::{Request, body::Incoming, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto,
};
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt;

use super::{
    client_address::Peer,
    io::{ClockTimer, Patient},
    presence::{self, Presence},
    state::Server,
    webhook,
};
use crate::{app::App, platform::task};

/// The longest that shutdown waits: a request may run for ten seconds and be written for ten more. Real time, because
/// it guards against a process that does not end.
const FAREWELL: Duration = Duration::from_secs(25);
/// What accepting waits when the system is out of descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
/// Bytes of a request's head.
const HEAD_BYTES: usize = 64 * 1024;
const STREAMS: u32 = 100;

/// Serves and sends webhooks until the app stops; then refuses connections, lets requests and mutations end, closes sockets, and returns
/// when all are gone or the farewell is over.
pub async fn serve(app: App, listener: TcpListener) {
    let (presence, roll) = presence::call();
    let server = Server::new(app.clone(), presence.clone());
    webhook::start(&server);
    let router = super::router(server);
    let mut stopping = pin!(app.stopping());
    loop {
        let accepted = tokio::select! {
            biased;
            () = &mut stopping => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => {
                let router = router.clone().layer(Extension(Peer(peer.ip())));
                task::spawn("connection", connection(app.clone(), router, presence.clone(), stream));
            }
            Err(error) => {
                tracing::warn!(%error, "cannot accept a connection");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
    drop((listener, router, presence));
    if tokio::time::timeout(FAREWELL, roll.empty()).await.is_err() {
        tracing::warn!("some requests or sockets did not end in time");
    }
}

async fn connection(app: App, router: Router, presence: Presence, stream: TcpStream) {
    let limits = app.config().limits.clone();
    // Small answers must not wait for more to send.
    let _ = stream.set_nodelay(true);
    let io = TokioIo::new(Patient::new(stream, app.clock().clone(), limits.socket_write));
    let asked = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&asked);
    let service = service_fn(move |request: Request<Incoming>| {
        seen.store(true, Ordering::Relaxed);
        router.clone().oneshot(request)
    });
    let builder = builder(&app);
    let mut connection = pin!(builder.serve_connection_with_upgrades(io, service));
    let mut stopping = pin!(app.stopping());
    let mut stopped = false;
    // Hyper bounds the head of each request, but not the wait for the first byte.
    let mut first = pin!(async {
        app.clock().sleep(limits.request_read).await;
        if asked.load(Ordering::Relaxed) {
            pending().await
        }
    });
    loop {
        tokio::select! {
            result = connection.as_mut() => {
                if let Err(error) = result {
                    tracing::debug!(error, "a connection broke");
                }
                break;
            }
            () = &mut stopping, if !stopped => {
                stopped = true;
                connection.as_mut().graceful_shutdown();
            }
            () = &mut first => break,
        }
    }
    drop(presence);
}

fn builder(app: &App) -> auto::Builder<TokioExecutor> {
    let limits = &app.config().limits;
    let timer = ClockTimer(app.clock().clone());
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(timer.clone())
        .header_read_timeout(limits.request_read)
        .max_buf_size(HEAD_BYTES)
        .http2()
        .timer(timer)
        .keep_alive_interval(limits.socket_heartbeat)
        .keep_alive_timeout(limits.socket_write)
        .max_concurrent_streams(STREAMS)
        .max_header_list_size(HEAD_BYTES as u32);
    builder
}
