//! Proficiency (domain page, section 14): how soon a successor is as effective as those who have held a seat for long.
//!
//! - **Term**: one person's unbroken time as primary of one seat of one account. Proficiency is a figure of a term, worked out on
//!   reading from what was recorded; nothing of it is stored.
//! - **Day**: day 0 is the day on which the term began, in the account's zone. A day's figures are of the fourteen days that end with
//!   it, so that the first is day 14. The last is day 365, or the day on which the term ended: after a year its holder is one of
//!   those that others are measured by.
//! - **Parts** of a day, each a ratio to the benchmark, at most 1:
//!
//! | Part | Weight | What |
//! |---|---|---|
//! | response speed | 35 | the benchmark's median over the own one, of business time from when the seat was asked until it answered, in the first round of requests that waited for the seat in the window |
//! | right first time | 25 | the own share over the benchmark's: of the requests that the seat answered in the window and that were closed, or that were reopened in it, those that were not |
//! | planned contacts | 20 | none: the product holds no plans |
//! | knowledge | 20 | the mean of the share of the pack's items that were acknowledged, where the term began by a handover, and of uses of the think tank for the account over the benchmark's |
//!
//! - A request counts for the term in which its seat was asked. One that is open counts with the time that it has waited as soon as this
//!   is longer than the benchmark: not to answer never helps. Withdrawn requests and seats that were not needed count nowhere.
//! - A part without data, without a benchmark, or with a benchmark of zero, to which there is no ratio, is unknown. The value is the
//!   weighted mean of the known parts if they carry 60 of the 100 weights, and unknown otherwise.
//! - **Cohort**: the account's tier when the term began, and the quarter of the calendar, by UTC, in which it did.
//! - **Benchmark** of a cohort: medians over the people who at the beginning of that quarter had held a primary seat of an account that
//!   had that tier then for more than twelve months, of their figures in the 90 days before it. Fewer than five of them with data: none.
//!   So all terms of a cohort are held against the same people and days. It is the company's, not the viewer's: otherwise each viewer
//!   would see another proficiency of the same person. Unrated accounts have none.
//! - Figures are worked out from what is recorded now: a request of those days that is entered, closed, reopened or withdrawn
//!   afterwards, or handed back to a seat, moves the benchmark, as it moves the value of a past day.
//! - **Reached**: on the first day whose value is at least 0.80. The target is day 90.
//! - Of a cohort, the median of the days until then: terms that were measured and have not come so far count as longer than any. A
//!   term that has no value on any day was not measured and says nothing. Fewer than five measured terms: no figures.
//!
//! Who reads them: the person, the directors of the region unless an incident of the account is not solved, executives and auditors
//! (section 16, person figures). Cohorts are made of the terms that the viewer may read of. There is no order of people to be had.

mod days;
mod gather;
mod recorded;
mod rules;
mod service;
mod store;

pub use days::Quarter;
pub use rules::{Benchmark, Cohort, Part, Progress, Reading, Reference, TARGET_DAY, WEIGHTS};
pub use service::{CohortsOf, Proficiency, TermFigures};
