//! Cohorts, and what they are held against.

use async_graphql::SimpleObject;
use entity::account;

use super::day::{count_of, number_of_day, seconds};
use crate::{
    domain::proficiency::{Benchmark, Cohort, Quarter, Reference},
    graphql::{scalar::Date, vocabulary::Tier},
};

/// What the terms of a cohort are held against: medians over the people who, when the quarter began, had held a primary seat for more
/// than twelve months on accounts that had the tier then; of the 200 longest of these terms, in the 90 days before. It is of the
/// whole company, whatever the viewer sees. A median over fewer than five people is null, and all are for unrated accounts.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct ProficiencyBenchmark {
    /// The account's tier when the term began; null: unrated.
    tier: Option<Tier>,
    /// The first day of the quarter in which the term began, by UTC.
    quarter: Date,
    /// Business time from being asked to an answer, in seconds.
    response_p50_business_seconds: Option<i64>,
    /// How many people were asked something.
    response_holders: i32,
    /// The share of requests that was right the first time, 0 to 1.
    right_first_time_rate: Option<f64>,
    /// How many people answered something that was closed.
    right_first_time_holders: i32,
    /// How often the think tank was used for the account in fourteen days.
    uses: Option<f64>,
    /// How many people there are.
    uses_holders: i32,
}

impl ProficiencyBenchmark {
    pub(super) fn of(quarter: Quarter, tier: Option<account::Tier>, benchmark: &Benchmark) -> Self {
        let Benchmark { response, right, uses } = benchmark;
        Self {
            tier: tier.map(Into::into),
            quarter: Date(quarter.first_day()),
            response_p50_business_seconds: response.median.map(seconds),
            response_holders: holders(response),
            right_first_time_rate: right.median,
            right_first_time_holders: holders(right),
            uses: uses.median,
            uses_holders: holders(uses),
        }
    }
}

/// How soon the successors of one tier and quarter became as effective as those who have held a seat for long.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct ProficiencyCohort {
    /// The accounts' tier when the terms began; null: unrated.
    tier: Option<Tier>,
    /// The first day of the quarter in which they began, by UTC.
    quarter: Date,
    /// How many terms the viewer may read of.
    terms: i32,
    /// How many of them have a value on any day.
    measured: i32,
    /// How many of these came to 0.80. Null: fewer than five were measured.
    reached: Option<i32>,
    /// How many of these came there by day 90. Null: fewer than five were measured.
    reached_by_target: Option<i32>,
    /// The day by which half of the measured terms had come there; those that have not count as longer than any. Null: half have
    /// not, or fewer than five were measured.
    #[graphql(name = "medianDaysTo80")]
    median_days_to80: Option<i32>,
}

impl ProficiencyCohort {
    pub(super) fn of(quarter: Quarter, tier: Option<account::Tier>, cohort: &Cohort) -> Self {
        Self {
            tier: tier.map(Into::into),
            quarter: Date(quarter.first_day()),
            terms: count_of(cohort.terms),
            measured: count_of(cohort.measured),
            reached: cohort.reached().map(count_of),
            reached_by_target: cohort.reached_in_time().map(count_of),
            median_days_to80: cohort.median_days().map(number_of_day),
        }
    }
}

fn holders<T>(reference: &Reference<T>) -> i32 {
    count_of(reference.holders)
}
