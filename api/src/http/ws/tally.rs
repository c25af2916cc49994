//! How many sockets each principal has open.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use crate::domain::access::Principal;

type Counts = Arc<Mutex<HashMap<Principal, usize>>>;

/// Counts sockets by principal.
#[derive(Default)]
pub(in crate::http) struct Tally(Counts);

/// One socket in the tally; it leaves when this is dropped.
pub(super) struct Place {
    counts: Counts,
    principal: Principal,
}

impl Tally {
    /// Takes a place for a socket; `None` if the principal has `max` already.
    pub(super) fn enter(&self, principal: Principal, max: usize) -> Option<Place> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(principal).or_default();
        if *count >= max {
            return None;
        }
        *count += 1;
        Some(Place { counts: Arc::clone(&self.0), principal })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(count) = counts.get_mut(&self.principal) else { return };
        *count -= 1;
        if *count == 0 {
            counts.remove(&self.principal);
        }
    }
}
