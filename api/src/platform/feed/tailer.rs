//! Reads the log in order: the observer first, then the ring, then the head. A hole is a defect: it stops here rather than
//! skip an event.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};

use super::{Feed, Shared};
use crate::platform::{
    db::Db,
    log::{self, Cursor, Record},
};

/// How soon an event of another process is seen if no wake-up comes.
const POLL: Duration = Duration::from_millis(250);

/// How often the clock is compared with the database's.
const AGREE: Duration = Duration::from_secs(30);

const LIMIT: u64 = 2_000;

pub(super) async fn run<E: Send + Sync + 'static>(feed: Feed<E>) {
    let weak = Arc::downgrade(&feed.0);
    let db = feed.0.db.clone();
    drop(feed);
    let mut agreed: Option<Instant> = None;
    loop {
        let Some(shared) = weak.upgrade() else { return };
        let feed = Feed(shared);
        let read = step(&feed).await;
        if agreed.is_none_or(|at| at.elapsed() > AGREE) && agree(&db).await.is_ok() {
            agreed = Some(Instant::now());
        }
        match read {
            Ok(true) => continue,
            Ok(false) => {
                feed.0.fresh.send_replace(Instant::now());
                rest(&feed, &db).await;
            }
            Err(error) => {
                tracing::warn!(%error, "cannot read the event log");
                tokio::time::sleep(POLL).await;
            }
        }
    }
}

/// Waits for a reason to read again. On SQLite the commit itself is the bell; on Postgres the stamper rings.
async fn rest<E>(feed: &Feed<E>, db: &Db) {
    let bell = async {
        tokio::select! {
            () = feed.0.tail.notified() => {}
            () = db.committed().notified(), if db.backend() != DbBackend::Postgres => {}
        }
    };
    let _ = tokio::time::timeout(POLL, bell).await;
}

/// Reads one batch; true if there may be more.
async fn step<E: Send + Sync + 'static>(feed: &Feed<E>) -> Result<bool, DbErr> {
    let shared: &Shared<E> = &feed.0;
    let head = feed.head();
    let records = log::page(shared.db.reader(), head.pos, LIMIT).await?;
    let Some(last) = records.last().map(|record| record.cursor) else { return Ok(false) };
    without_holes(head.pos, &records)?;
    let full = records.len() as u64 == LIMIT;
    let events = records.into_iter().map(|record| {
        let mut delivered = feed.deliver(record);
        shared.reader.follow(&delivered.record, &mut delivered.event);
        Arc::new(delivered)
    });
    shared.ring.extend(events);
    shared.head.send_replace(Cursor { epoch: last.epoch, pos: last.pos });
    shared.db.applied().send_replace(Some(last.pos));
    Ok(full)
}

fn without_holes(mut before: i64, records: &[Record]) -> Result<(), DbErr> {
    for record in records {
        if record.cursor.pos != before + 1 {
            let found = record.cursor.pos;
            return Err(DbErr::Custom(format!("hole in the event log: {found} follows {before}")));
        }
        before = record.cursor.pos;
    }
    Ok(())
}

async fn agree(db: &Db) -> Result<(), DbErr> {
    // SQLite's time is this machine's.
    if db.backend() != DbBackend::Postgres {
        return Ok(());
    }
    let statement = Statement::from_string(DbBackend::Postgres, "select clock_timestamp()");
    let Some(row) = db.reader().query_one_raw(statement).await? else { return Ok(()) };
    let now: DateTime<Utc> = row.try_get_by_index(0)?;
    db.clock().agree_with(now);
    Ok(())
}
