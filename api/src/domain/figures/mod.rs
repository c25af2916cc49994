//! Figures of the red channel: how fast a company is where its customers are in danger, and whether it keeps what it promises then
//! (domain page, section 8, "Metrics").
//!
//! What is counted:
//! - Incidents that were reported in the span, whose channel opened, and that were neither declined nor cancelled; of those, the
//!   ones that the viewer may see. They are grouped by the account's tier at the report and the severity that counts.
//! - Durations run from the report to the step, on the wall clock, pauses included, in the first generation of the incident.
//!   A percentile is the smallest duration that at least so many of them do not exceed (nearest rank): one that occurred.
//! - A clock was breached if it was due before what it waited for happened. The rate is of the clocks that are over or breached:
//!   what still may be kept counts neither way.
//! - An incident is a *repeat* if another counted incident of its account was reported in the ninety days before it.
//! - Promises are those of the letters of these incidents; their outcome is the letter's: kept 1, in part 1/2, broken 0,
//!   cancelled left out, over those that have an outcome.
//!
//! These are figures of teams, never of persons.

mod rules;
mod service;
mod store;

pub use rules::{ClockFigures, Figures, PromiseFigures, percentile, share};
pub use service::{FiguresOf, RedChannelFigures};
