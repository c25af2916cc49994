//! The last events of a node, in memory, so that live subscribers never ask the database.

use std::{
    collections::VecDeque,
    sync::{Arc, PoisonError, RwLock},
};

use super::Delivered;

/// How many events are kept at most.
const CAPACITY: usize = 16_384;

pub(super) struct Ring<E>(RwLock<Window<E>>);

struct Window<E> {
    /// The position before the oldest event that is kept.
    floor: i64,
    events: VecDeque<Arc<Delivered<E>>>,
}

impl<E> Ring<E> {
    /// An empty ring that begins after a position.
    pub(super) fn new(floor: i64) -> Self {
        Self(RwLock::new(Window { floor, events: VecDeque::new() }))
    }

    /// Adds the next events; positions must continue without a hole.
    pub(super) fn extend(&self, events: impl IntoIterator<Item = Arc<Delivered<E>>>) {
        let mut window = self.0.write().unwrap_or_else(PoisonError::into_inner);
        window.events.extend(events);
        while window.events.len() > CAPACITY {
            window.events.pop_front();
            window.floor += 1;
        }
    }

    /// Up to `limit` events after a position; `None` if the ring no longer holds the first of them.
    pub(super) fn after(&self, pos: i64, limit: usize) -> Option<Vec<Arc<Delivered<E>>>> {
        let window = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let skip = usize::try_from(pos - window.floor).ok()?;
        Some(window.events.iter().skip(skip).take(limit).map(Arc::clone).collect())
    }
}
