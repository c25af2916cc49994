//! What an incident cost. Pure.

use std::collections::BTreeMap;

use entity::incident_cost::Model;

/// The most minutes that one record holds: a hundred people for a year.
pub const MOST_MINUTES: i64 = 100 * 366 * 24 * 60;

/// What minutes of work come to at an hourly rate, to the smallest unit, half to even; `None`: more than can be counted.
pub fn of_work(minutes: i64, hourly_minor_units: i64) -> Option<i64> {
    let exact = i128::from(minutes) * i128::from(hourly_minor_units);
    let (whole, rest) = (exact.div_euclid(60), exact.rem_euclid(60));
    let up = rest > 30 || (rest == 30 && whole % 2 == 1);
    i64::try_from(whole + i128::from(up)).ok()
}

/// What costs come to, of what was not taken back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// How long people worked, in minutes.
    pub minutes: i64,
    /// How much in each currency, in its smallest unit. It stops at what can be counted.
    pub money: BTreeMap<String, i64>,
}

/// Sums costs up. Currencies are not converted.
pub fn totals(costs: &[Model]) -> Totals {
    let mut totals = Totals::default();
    for cost in costs.iter().filter(|cost| cost.withdrawn_at.is_none()) {
        totals.minutes = totals.minutes.saturating_add(cost.minutes.unwrap_or(0));
        let sum = totals.money.entry(cost.currency.clone()).or_default();
        *sum = sum.saturating_add(cost.minor_units);
    }
    totals
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_rounded_half_to_even() {
        for (minutes, hourly, expected) in [
            (60, 9_000, 9_000),
            (90, 9_001, 13_502),
            (1, 30, 0),
            (1, 90, 2),
            (1, 31, 1),
            (0, 9_000, 0),
            (30, 1, 0),
            (30, 3, 2),
        ] {
            assert_eq!(of_work(minutes, hourly), Some(expected), "{minutes} min at {hourly}");
        }
        assert_eq!(of_work(MOST_MINUTES, i64::MAX), None);
    }
}
