//! Chance that repeats itself: the same seed gives the same data on every machine and with every version of any library.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

/// A sequence of numbers that looks random (SplitMix64).
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number from 0 to below `end`.
    pub(super) fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.next()) * end as u128) >> 64) as usize
    }

    /// True in so many of a hundred cases.
    pub(super) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of some things, each as likely as the others.
    pub(super) fn pick<'a, T>(&mut self, things: &'a [T]) -> &'a T {
        &things[self.below(things.len())]
    }

    /// One of some things, each as likely as its weight says.
    pub(super) fn weigh<T: Copy>(&mut self, things: &[(T, usize)]) -> T {
        let mut left = self.below(things.iter().map(|(_, weight)| weight).sum());
        for (thing, weight) in things {
            if left < *weight {
                return *thing;
            }
            left -= weight;
        }
        things[things.len() - 1].0
    }

    /// A span between two numbers of minutes, to the second.
    pub(super) fn minutes(&mut self, from: usize, to: usize) -> TimeDelta {
        TimeDelta::seconds(i64::try_from(from * 60 + self.below((to - from) * 60 + 1)).unwrap_or(0))
    }

    /// An id that was made at an instant.
    pub(super) fn id(&mut self, at: DateTime<Utc>) -> Uuid {
        let mut bits = [0; 10];
        bits[..8].copy_from_slice(&self.next().to_be_bytes());
        bits[8..].copy_from_slice(&self.next().to_be_bytes()[..2]);
        let millis = u64::try_from(at.timestamp_millis()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &bits).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_throws_the_same_numbers() {
        let throw = || {
            let mut dice = Dice::new(7);
            (0..5).map(|_| dice.below(1_000)).collect::<Vec<_>>()
        };
        assert_eq!(throw(), throw());
        assert_eq!(throw(), [389, 16, 900, 582, 452]);
    }

    #[test]
    fn weights_are_kept() {
        let mut dice = Dice::new(1);
        let heads = (0..10_000).filter(|_| dice.weigh(&[(true, 3), (false, 1)])).count();
        assert!((7_300..7_700).contains(&heads), "{heads}");
    }

    #[test]
    fn ids_carry_their_instant() {
        let at = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
        let id = Dice::new(1).id(at);
        assert_eq!(id.get_version_num(), 7);
        assert_eq!(id.get_timestamp().unwrap().to_unix().0, 1_700_000_000);
    }
}
