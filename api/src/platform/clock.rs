//! The only source of time. In production it is the machine's clock corrected by the database's, so that all nodes of an
//! installation agree; a test sets it and advances it by hand.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use tokio::sync::watch;

/// Tells the time and waits for it. Clones share one clock.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Source>);

#[derive(Debug)]
enum Source {
    System { offset_micros: AtomicI64 },
    Manual(watch::Sender<DateTime<Utc>>),
}

/// The longest that a wait for an instant trusts its first reading of the clock.
const RECHECK: Duration = Duration::from_secs(30);

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self(Arc::new(Source::System { offset_micros: AtomicI64::new(0) }))
    }

    /// A clock that stands still until it is advanced.
    pub fn manual(start: DateTime<Utc>) -> Self {
        Self(Arc::new(Source::Manual(watch::Sender::new(start.trunc_subsecs(6)))))
    }

    /// The present instant in microseconds, the precision that both engines keep.
    pub fn now(&self) -> DateTime<Utc> {
        match &*self.0 {
            Source::System { offset_micros } => {
                let offset = TimeDelta::microseconds(offset_micros.load(Ordering::Relaxed));
                (machine_time() + offset).trunc_subsecs(6)
            }
            Source::Manual(now) => *now.borrow(),
        }
    }

    /// Corrects the clock so that it agrees with the database, whose time was `database` just now. A manual clock stays.
    pub fn agree_with(&self, database: DateTime<Utc>) {
        if let Source::System { offset_micros } = &*self.0 {
            let offset = (database - machine_time()).num_microseconds().unwrap_or(0);
            offset_micros.store(offset, Ordering::Relaxed);
        }
    }

    /// Moves a manual clock on and wakes whoever waits for it. The machine's clock cannot be moved.
    pub fn advance(&self, by: Duration) {
        if let Source::Manual(now) = &*self.0 {
            now.send_modify(|now| *now += by);
        }
    }

    /// How many wait for a manual clock to move, so that whoever moves it can see that everybody waits who should; none for
    /// the machine's.
    pub fn sleepers(&self) -> usize {
        match &*self.0 {
            Source::System { .. } => 0,
            Source::Manual(now) => now.receiver_count(),
        }
    }

    /// Waits for a span of time, from the moment of the call, whenever the future is first polled.
    pub fn sleep(&self, span: Duration) -> impl Future<Output = ()> + Send + use<> {
        let clock = self.clone();
        let (manual, machine) = (self.now() + span, tokio::time::Instant::now() + span);
        async move {
            match &*clock.0 {
                Source::System { .. } => tokio::time::sleep_until(machine).await,
                Source::Manual(now) => wait_until(now, manual).await,
            }
        }
    }

    /// Waits until an instant has come; at once if it is past.
    pub async fn sleep_until(&self, instant: DateTime<Utc>) {
        match &*self.0 {
            Source::Manual(now) => wait_until(now, instant).await,
            Source::System { .. } => {
                while let Ok(left) = (instant - self.now()).to_std() {
                    if left.is_zero() {
                        return;
                    }
                    tokio::time::sleep(left.min(RECHECK)).await;
                }
            }
        }
    }
}

async fn wait_until(now: &watch::Sender<DateTime<Utc>>, target: DateTime<Utc>) {
    // The sender lives in the clock that the caller holds, so that waiting cannot fail.
    let _ = now.subscribe().wait_for(|now| *now >= target).await;
}

#[expect(clippy::disallowed_methods, reason = "this is the place that the rule sends everybody to")]
fn machine_time() -> DateTime<Utc> {
    Utc::now()
}
