//! The figures of one day of a term.

use async_graphql::SimpleObject;
use chrono::TimeDelta;

use crate::{
    domain::proficiency::{Benchmark, Part, Reading, TermFigures, WEIGHTS},
    graphql::scalar::Date,
};

/// The figures of the fourteen days that end with a day: today until now, the day on which the assignment ended until then.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct ProficiencyDay {
    /// The day, in the account's time zone.
    day: Date,
    /// How many days after the day on which the assignment began.
    number: i32,
    /// The mean of the parts that are known, by their weights, 0 to 1. Null: these carry less than 60 of the 100.
    value: Option<f64>,
    /// What the parts that are known weigh, 0 to 1.
    coverage: f64,
    /// How fast the seat answers.
    response_speed: ProficiencyResponseSpeed,
    /// Whether its answers do.
    right_first_time: ProficiencyRightFirstTime,
    /// Whether planned contacts are made.
    planned_contacts: ProficiencyPlannedContacts,
    /// What the person knows of the account.
    knowledge: ProficiencyKnowledge,
}

/// How fast the seat answers, whoever answers for it: of the customers' requests that it was asked to answer in this term and that waited
/// for it in these days, in their first round.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct ProficiencyResponseSpeed {
    /// What it weighs, of 100.
    weight: i32,
    /// The benchmark's time over the own one, at most 1. Null: there is no request, no benchmark, or one of zero.
    ratio: Option<f64>,
    /// How many requests count. One without an answer counts as soon as it has waited longer than the benchmark.
    requests: i32,
    /// The median of business time from being asked to the answer, or to now, in seconds. Null: there is no request.
    p50_business_seconds: Option<i64>,
    /// The same of the benchmark. Null: there is none.
    benchmark_p50_business_seconds: Option<i64>,
}

/// Whether the seat's answers do: of the requests that it answered in these days and that were closed, or that were first reopened in
/// these days.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct ProficiencyRightFirstTime {
    /// What it weighs, of 100.
    weight: i32,
    /// The own rate over the benchmark's, at most 1. Null: there is no request, no benchmark, or one of zero.
    ratio: Option<f64>,
    /// How many requests count.
    requests: i32,
    /// The share that was not reopened, 0 to 1. Null: there is no request.
    rate: Option<f64>,
    /// The same of the benchmark. Null: there is none.
    benchmark_rate: Option<f64>,
}

/// Whether planned contacts are made. Nothing is known of it: the product holds no plans.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct ProficiencyPlannedContacts {
    /// What it weighs, of 100.
    weight: i32,
    /// Always null.
    ratio: Option<f64>,
}

/// What the person knows of the account: the mean of the share of the pack's items that were acknowledged by the day, and of uses of the
/// think tank in these days over the benchmark's, at most 1; one alone if the other is not known.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct ProficiencyKnowledge {
    /// What it weighs, of 100.
    weight: i32,
    /// The mean. Null: neither is known.
    ratio: Option<f64>,
    /// How many items of the pack were acknowledged. Null: the term did not begin by a handover.
    acknowledged_items: Option<i32>,
    /// How many items the pack has. Null: the term did not begin by a handover.
    pack_items: Option<i32>,
    /// How often the person said that an entry was used for something on this account.
    uses: i32,
    /// The uses over the benchmark's, at most 1. Null: there is no benchmark, or one of zero.
    uses_ratio: Option<f64>,
    /// The benchmark's uses in fourteen days. Null: there is none.
    benchmark_uses: Option<f64>,
}

impl ProficiencyDay {
    pub(super) fn of(term: &TermFigures, number: u32, reading: &Reading) -> Self {
        let benchmark = &term.benchmark;
        let [speed, right, contacts, knowledge] = WEIGHTS.map(number_of_day);
        let Part { count, own, ratio } = reading.speed;
        Self {
            day: Date(term.day(number)),
            number: number_of_day(number),
            value: reading.value,
            coverage: f64::from(reading.coverage) / 100.0,
            response_speed: ProficiencyResponseSpeed {
                weight: speed,
                ratio,
                requests: count_of(count),
                p50_business_seconds: own.map(seconds),
                benchmark_p50_business_seconds: benchmark.response.median.map(seconds),
            },
            right_first_time: ProficiencyRightFirstTime {
                weight: right,
                ratio: reading.right.ratio,
                requests: count_of(reading.right.count),
                rate: reading.right.own,
                benchmark_rate: benchmark.right.median,
            },
            planned_contacts: ProficiencyPlannedContacts { weight: contacts, ratio: None },
            knowledge: ProficiencyKnowledge::of(knowledge, reading, benchmark),
        }
    }
}

impl ProficiencyKnowledge {
    fn of(weight: i32, reading: &Reading, benchmark: &Benchmark) -> Self {
        Self {
            weight,
            ratio: reading.knowledge,
            acknowledged_items: reading.pack.map(|pack| count_of(pack.count)),
            pack_items: reading.pack.map(|pack| count_of(pack.of)),
            uses: count_of(reading.uses.count),
            uses_ratio: reading.uses.ratio,
            benchmark_uses: benchmark.uses.median,
        }
    }
}

pub(super) fn seconds(length: TimeDelta) -> i64 {
    length.num_seconds()
}

pub(super) fn count_of(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

pub(super) fn number_of_day(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
