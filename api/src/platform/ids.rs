//! Where ids come from: UUIDv7 with the time of the injected clock, so that they sort by creation.

use std::sync::Arc;

use uuid::{ContextV7, Timestamp, Uuid};

use super::clock::Clock;

/// Makes ids that ascend within a process. Clones share one source.
#[derive(Clone, Debug)]
pub struct Ids {
    clock: Clock,
    context: Arc<std::sync::Mutex<ContextV7>>,
}

impl Ids {
    /// A source that reads its time from `clock`.
    pub fn new(clock: Clock) -> Self {
        Self { clock, context: Arc::new(std::sync::Mutex::new(ContextV7::new())) }
    }

    /// A fresh id; wrap it: `AccountId(ids.next())`.
    pub fn next(&self) -> Uuid {
        let now = self.clock.now();
        let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
        let context = self.context.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        Uuid::new_v7(Timestamp::from_unix(&*context, seconds, now.timestamp_subsec_nanos()))
    }
}
