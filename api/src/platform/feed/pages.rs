//! Pages of the log for those who are behind. Numbered events never change, so a full page is read once and shared: a
//! storm of reconnecting clients costs memory reads, not queries.

use std::{
    num::NonZeroUsize,
    sync::{Arc, Mutex, PoisonError},
};

use lru::LruCache;
use sea_orm::DbErr;
use tokio::sync::{OnceCell, Semaphore};

use super::{BATCH, Delivered, Feed};
use crate::platform::log::{self, Cursor};

type Page<E> = Arc<Vec<Arc<Delivered<E>>>>;

pub(super) struct Pages<E> {
    full: Mutex<LruCache<i64, Arc<OnceCell<Page<E>>>>>,
    reads: Semaphore,
}

/// How many full pages are kept.
const KEPT: NonZeroUsize = NonZeroUsize::new(64).expect("64 is not zero");

/// How many pages a node reads at the same time.
const READS: usize = 4;

const PAGE: i64 = BATCH as i64;

impl<E: Send + Sync + 'static> Pages<E> {
    pub(super) fn new() -> Self {
        Self { full: Mutex::new(LruCache::new(KEPT)), reads: Semaphore::new(READS) }
    }

    /// The rest of the page that holds the event after `pos`, at most up to the head.
    pub(super) async fn after(
        &self,
        feed: &Feed<E>,
        pos: i64,
        head: Cursor,
    ) -> Result<Vec<Arc<Delivered<E>>>, DbErr> {
        let number = pos / PAGE;
        let page = if (number + 1) * PAGE <= head.pos {
            let cell = Arc::clone(
                self.full.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(number, Arc::default),
            );
            Arc::clone(cell.get_or_try_init(|| self.read(feed, number * PAGE)).await?)
        } else {
            self.read(feed, pos).await?
        };
        Ok(page
            .iter()
            .filter(|event| event.record.cursor.pos > pos && event.record.cursor.pos <= head.pos)
            .map(Arc::clone)
            .collect())
    }

    async fn read(&self, feed: &Feed<E>, after: i64) -> Result<Page<E>, DbErr> {
        let _turn = self.reads.acquire().await.map_err(|_| DbErr::Custom("the feed has stopped".into()))?;
        let records = log::page(feed.0.db.reader(), after, BATCH as u64).await?;
        Ok(Arc::new(records.into_iter().map(|record| Arc::new(feed.deliver(record))).collect()))
    }
}
