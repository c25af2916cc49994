//! Figures of the triangle's response speed (domain page, section 13): how fast customers are answered, together and hop by hop, and
//! whether that became better when the triangle was complete.
//!
//! What is counted:
//! - Requests that customers made in the span and that were not withdrawn; of those, the ones that the viewer may see. They are
//!   grouped by the account's tier when they were logged and by the sort of demand.
//! - Lengths are those of `request::timing`, in the first round of a request, in wall time and in business time. A percentile is
//!   the smallest length that at least so many percent of them do not exceed (nearest rank), as in `figures`: one that occurred.
//! - *Within target*: of the requests with a target whose first answer was given, or is late, those that were answered in time.
//!   What can still be kept counts neither way.
//! - *Right the first time*: of the requests that were ever closed, those that were never reopened.
//! - *Improvement*: `100 * (baseline - current) / baseline` of the medians in business time. The baseline of an account is what its
//!   customer asked in the 90 days before all three seats first had a primary at one instant; current is what was asked in the span
//!   since then. Both are taken over all accounts of a group together. With fewer than ten answers on either side there is
//!   none, and none if the baseline is zero.
//!
//! These are figures of teams, never of persons: nothing here knows who answered, and there is no order of people to be had.

mod rules;
mod service;
mod store;

pub use rules::{Improvement, Lengths, SpeedFigures};
pub use service::{ResponseSpeed, SpeedOf};
