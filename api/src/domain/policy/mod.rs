//! The escalation policy: by when what must happen in an incident, whom the silence reaches, and how long a clock may rest; and how long a
//! handover lasts.
//! Every number is data that administrators revise; the company starts with the tables of the domain page.
//!
//! - A *level* is a row of targets; a case (tier at the report, severity) stands in one level at most. Levels go from the
//!   fastest to the *slowest*, which also serves every case that stands nowhere and every channel opened by an override.
//! - A clock counts all hours, or where the policy says so the business hours of the customer's region: the openings of the
//!   calendar that names the region, else the standard week in the account's own zone. The *letter* always counts these, in
//!   business days.
//! - A *response target* is within how many minutes of business hours a customer's request is first answered, by the account's
//!   tier when it is logged; an unrated account, and a tier that is left out, has none.
//! - *Warnings* are given at percents of the target, the breach at 100, and then again every so many percent.
//! - The *ladder* begins with its first step when the channel opens; triggers and unanswered rounds lead on to the next steps.
//! - All pauses of one clock together may take no longer than the cap.
//! - A *handover* of a seat overlaps so many business days at least, by tier, and its former holder reads on for so many days.
//! - A revision is a new *version*; versions are numbered without holes and never changed. An incident holds to the version
//!   that was in force when its channel opened.
//! - Whoever is signed in as a person may read every version; administrators revise.

pub mod error;
pub mod event;
pub mod rules;

mod check;
mod service;

pub use error::PolicyError;
pub use service::{Policies, PolicyVersion, RevisePolicy, Sections};
