//! Numbers committed events on Postgres, and listens for what other nodes numbered. Any node may stamp; the lock lives for
//! one call, so a paused or killed node cannot hold it.

use std::{sync::Weak, time::Duration};

use sqlx::postgres::PgListener;

use super::{Feed, Shared};
use crate::platform::log;

/// How long an event of a node that died after its commit waits for its number.
const POLL: Duration = Duration::from_millis(100);

/// How soon to try again when another node was stamping while we had something.
const CONTENDED: Duration = Duration::from_millis(2);

pub(super) async fn run<E: Send + Sync + 'static>(feed: Feed<E>) {
    let weak = std::sync::Arc::downgrade(&feed.0);
    let db = feed.0.db.clone();
    drop(feed);
    let mut floor = 0;
    let mut pause = Duration::ZERO;
    let mut rung = true;
    loop {
        rung |= tokio::time::timeout(pause, db.committed().notified()).await.is_ok();
        let Some(feed) = weak.upgrade() else { return };
        pause = match log::stamp(&db, floor).await {
            Ok(stamped) if stamped.n < 0 && rung => CONTENDED,
            Ok(stamped) => {
                rung = false;
                floor = stamped.next_floor;
                if stamped.n > 0 {
                    feed.tail.notify_one();
                }
                POLL
            }
            Err(error) => {
                tracing::warn!(%error, "cannot number events");
                // After a reconnect it may be another server, with other transaction ids.
                floor = 0;
                Duration::from_secs(1)
            }
        };
    }
}

/// Wakes the tailer when any node has numbered events. Losing a message only costs the poll's latency.
pub(super) async fn listen<E: Send + Sync + 'static>(feed: Feed<E>) {
    let weak = std::sync::Arc::downgrade(&feed.0);
    let pool = feed.0.db.writer().get_postgres_connection_pool().clone();
    drop(feed);
    while weak.strong_count() > 0 {
        if let Err(error) = follow(&pool, &weak).await
            && weak.strong_count() > 0
        {
            tracing::warn!(%error, "cannot listen for numbered events");
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

async fn follow<E>(pool: &sqlx::PgPool, weak: &Weak<Shared<E>>) -> Result<(), sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen("log").await?;
    loop {
        let message = tokio::time::timeout(Duration::from_secs(1), listener.recv()).await;
        let Some(feed) = weak.upgrade() else { return Ok(()) };
        if let Ok(message) = message {
            message?;
            feed.tail.notify_one();
        }
    }
}
