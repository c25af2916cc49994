//! Slows down who guesses passwords: so many failures for one key in a quarter of an hour, then a wait. In the memory of one
//! node; with several nodes a guesser has as many tries more.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};

use crate::platform::secret::sha256_hex;

/// Failures for one e-mail that are forgiven within [`WINDOW`].
pub(super) const OF_ONE_EMAIL: usize = 10;
/// Failures from one address, whatever the e-mails: an office behind one address mistypes, too.
pub(super) const OF_ONE_ADDRESS: usize = 100;
const WINDOW: TimeDelta = TimeDelta::minutes(15);

/// How many keys are remembered. Then the one is forgotten whose last attempt is longest ago.
const KEYS: usize = 20_000;

/// The recent attempts by key; the key's hash, so that a long one takes no more room.
type Attempts = HashMap<String, VecDeque<DateTime<Utc>>>;

/// Counts attempts. Clones share the counts.
#[derive(Clone)]
pub(super) struct Throttle {
    failures: usize,
    attempts: Arc<Mutex<Attempts>>,
}

impl Throttle {
    /// Forgives so many failures within a quarter of an hour.
    pub(super) fn new(failures: usize) -> Self {
        Self { failures, attempts: Arc::default() }
    }

    /// Counts an attempt before it is made, so that many at once do not slip through; tells how long to wait if there
    /// were too many.
    pub(super) fn attempt(&self, key: &str, now: DateTime<Utc>) -> Result<(), Duration> {
        let key = sha256_hex(key.as_bytes());
        let mut known = self.known();
        if !known.contains_key(&key) && known.len() >= KEYS {
            forget_oldest(&mut known, now);
        }
        let attempts = known.entry(key).or_default();
        while attempts.front().is_some_and(|at| *at + WINDOW <= now) {
            attempts.pop_front();
        }
        match attempts.front().filter(|_| attempts.len() >= self.failures) {
            Some(first) => Err((*first + WINDOW - now).to_std().unwrap_or_default()),
            None => {
                attempts.push_back(now);
                Ok(())
            }
        }
    }

    /// The attempt was right: nothing counts against the key any more.
    pub(super) fn succeeded(&self, key: &str) {
        self.known().remove(&sha256_hex(key.as_bytes()));
    }

    /// The attempt was not judged, or was right where that forgives nothing before: it does not count.
    pub(super) fn undone(&self, key: &str) {
        if let Some(attempts) = self.known().get_mut(&sha256_hex(key.as_bytes())) {
            attempts.pop_back();
        }
    }

    fn known(&self) -> MutexGuard<'_, Attempts> {
        self.attempts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn forget_oldest(known: &mut Attempts, now: DateTime<Utc>) {
    known.retain(|_, attempts| attempts.back().is_some_and(|at| *at + WINDOW > now));
    if known.len() < KEYS {
        return;
    }
    let oldest =
        known.iter().min_by_key(|(_, attempts)| attempts.back().copied()).map(|(key, _)| key.clone());
    if let Some(key) = oldest {
        known.remove(&key);
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    const FAILURES: usize = OF_ONE_EMAIL;

    fn at(minute: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 3, 2, 9, minute, 0).unwrap()
    }

    #[test]
    fn the_eleventh_failure_in_a_quarter_of_an_hour_waits_for_the_first_to_be_old() {
        let throttle = Throttle::new(FAILURES);
        for _ in 0..FAILURES {
            assert_eq!(throttle.attempt("a", at(0)), Ok(()));
        }
        assert_eq!(throttle.attempt("a", at(5)), Err(Duration::from_secs(600)));
        assert_eq!(throttle.attempt("b", at(5)), Ok(()));
        assert_eq!(throttle.attempt("a", at(15)), Ok(()));
    }

    #[test]
    fn a_success_forgives_and_what_was_not_judged_does_not_count() {
        let throttle = Throttle::new(FAILURES);
        for _ in 0..3 * FAILURES {
            assert_eq!(throttle.attempt("a", at(0)), Ok(()));
            throttle.undone("a");
        }
        for _ in 0..FAILURES {
            assert_eq!(throttle.attempt("a", at(0)), Ok(()));
        }
        throttle.succeeded("a");
        assert_eq!(throttle.attempt("a", at(0)), Ok(()));
    }
}
