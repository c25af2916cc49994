//! The feed: one task a node reads the log in order, tells an observer, keeps the last events in a ring and publishes how
//! far it is. A subscriber is a cursor and a loop; it never holds a queue, so a slow one costs nothing and loses nothing
//! (design page on events, sections 2 to 4). Wake-ups are a courtesy: correctness rests on reading by position.

mod follower;
mod pages;
mod ring;
mod stamper;
mod tailer;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use entity::id::{AccountId, EventId};
use sea_orm::{DbBackend, DbErr};
use tokio::sync::{Notify, watch};

use super::{
    db::Db,
    log::{self, Cursor, CursorFault, Record},
    task,
};
pub use follower::Follower;
use pages::Pages;
use ring::Ring;

/// An event in the feed: the record as the log keeps it, and what the domain made of it, once for all subscribers.
#[derive(Debug)]
pub struct Delivered<E> {
    /// The record.
    pub record: Record,
    /// The domain's reading of it.
    pub event: E,
}

/// What the feed asks of the domain: to read a record, and to follow the log before others see it.
pub trait Reader<E>: Send + Sync + 'static {
    /// Reads a record. Never fails: what is unknown is an event that nobody asked for.
    fn read(&self, record: &Record) -> E;

    /// Called in log order, once for each event after the starting point, before the head moves past it. What it learns
    /// by the way can be noted in the event, for those who get it live.
    fn follow(&self, record: &Record, event: &mut E);
}

/// The feed of a node. Clones share it.
pub struct Feed<E>(Arc<Shared<E>>);

impl<E> Clone for Feed<E> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

struct Shared<E> {
    db: Db,
    reader: Box<dyn Reader<E>>,
    ring: Ring<E>,
    pages: Pages<E>,
    head: watch::Sender<Cursor>,
    /// When the log was last read to its end.
    fresh: watch::Sender<Instant>,
    /// Rung when there may be something to read.
    tail: Notify,
}

/// The feed has not read the log for too long: whoever streams from it must go elsewhere and resume.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the event feed has lost the database")]
pub struct FeedLost;

/// How long a stream stays with a feed that reads nothing.
const LOST_AFTER: Duration = Duration::from_secs(30);

/// How many events a subscriber takes at once.
const BATCH: usize = 256;

impl<E: Send + Sync + 'static> Feed<E> {
    /// Starts the tasks of the feed from `start`, which must be the head that the reader's own state was loaded at.
    pub fn start(db: Db, start: Cursor, reader: impl Reader<E>) -> Self {
        db.applied().send_replace(Some(start.pos));
        let feed = Self(Arc::new(Shared {
            ring: Ring::new(start.pos),
            pages: Pages::new(),
            head: watch::Sender::new(start),
            fresh: watch::Sender::new(Instant::now()),
            tail: Notify::new(),
            reader: Box::new(reader),
            db,
        }));
        if feed.0.db.backend() == DbBackend::Postgres {
            task::spawn("log stamper", stamper::run(feed.clone()));
            task::spawn("log listener", stamper::listen(feed.clone()));
        }
        task::spawn("log tailer", tailer::run(feed.clone()));
        feed
    }

    /// The last position that this node knows.
    pub fn head(&self) -> Cursor {
        *self.0.head.borrow()
    }

    /// How long ago the log was last read to its end.
    pub fn age(&self) -> Duration {
        self.0.fresh.borrow().elapsed()
    }

    /// Waits until the head has moved past a position.
    ///
    /// # Errors
    /// The feed lost the database meanwhile.
    pub async fn moved_past(&self, pos: i64) -> Result<(), FeedLost> {
        let mut head = self.0.head.subscribe();
        loop {
            let moved = head.wait_for(|head| head.pos > pos);
            if tokio::time::timeout(Duration::from_secs(1), moved).await.is_ok() {
                return Ok(());
            }
            if self.age() > LOST_AFTER {
                return Err(FeedLost);
            }
        }
    }

    /// Up to a batch of events after a position, in order, from the ring or the database; empty at the head.
    ///
    /// # Errors
    /// The database failed.
    pub async fn after(&self, pos: i64) -> Result<Vec<Arc<Delivered<E>>>, DbErr> {
        let head = self.head();
        if pos >= head.pos {
            return Ok(Vec::new());
        }
        if let Some(batch) = self.0.ring.after(pos, BATCH) {
            return Ok(batch);
        }
        self.0.pages.after(self, pos, head).await
    }

    /// Up to `limit` events of some accounts after a position, in order, and the position through which these are all of them:
    /// the head, unless there are more.
    ///
    /// # Errors
    /// The database failed.
    pub async fn of_accounts(
        &self,
        accounts: &[AccountId],
        pos: i64,
        limit: usize,
    ) -> Result<(Vec<Arc<Delivered<E>>>, Cursor), DbErr> {
        let head = self.head();
        if accounts.is_empty() || pos >= head.pos {
            return Ok((Vec::new(), head));
        }
        let span = (pos, head.pos);
        let records = log::page_of_accounts(self.0.db.reader(), accounts, span, limit as u64).await?;
        let through = match records.last() {
            Some(last) if records.len() == limit => last.cursor,
            _ => head,
        };
        Ok((records.into_iter().map(|record| Arc::new(self.deliver(record))).collect(), through))
    }

    /// Whether the events after a cursor are those that its holder would have got.
    ///
    /// # Errors
    /// The cursor is on another history or too old, or the database failed.
    pub async fn check(&self, cursor: Cursor) -> Result<(), CursorFault> {
        let head = self.head();
        if cursor.epoch == head.epoch && cursor.pos == head.pos {
            return Ok(());
        }
        log::check(&self.0.db, cursor).await?;
        // Another node may be ahead: what it numbered comes here in a moment.
        if cursor.pos > head.pos {
            self.0.tail.notify_one();
            let known = self.moved_past(cursor.pos - 1);
            let _ = tokio::time::timeout(Duration::from_secs(5), known).await;
        }
        Ok(())
    }

    /// The cursor of an event just committed, once it has a number; `None` if that takes longer than `patience`.
    pub async fn cursor_of(&self, event: EventId, patience: Duration) -> Option<Cursor> {
        let found = async {
            let mut head = self.0.head.subscribe();
            loop {
                let epoch = head.borrow_and_update().epoch;
                if let Ok(Some(pos)) = log::position_of(&self.0.db, event).await {
                    return Some(Cursor { epoch, pos });
                }
                head.changed().await.ok()?;
            }
        };
        tokio::time::timeout(patience, found).await.ok().flatten()
    }

    fn deliver(&self, record: Record) -> Delivered<E> {
        let event = self.0.reader.read(&record);
        Delivered { record, event }
    }
}
