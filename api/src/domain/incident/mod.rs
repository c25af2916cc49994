//! The red channel. When an account is in danger, somebody reports an *incident*; an executive leads a team to the customer;
//! the problem is solved first and responsibility is discussed later.
//!
//! | State | Entered by | From | Who |
//! |---|---|---|---|
//! | reported | report | | seats and members of the account, directors, escalation managers, executives, bots |
//! | triaged | triage: the severity is confirmed | reported | escalation manager, director |
//! | activated | activate: the channel opens | triaged | escalation manager, director |
//! | acknowledged | acknowledge: a person takes it | activated | seats, escalation manager, executive lead |
//! | mobilised | mobilise; an active executive must lead | acknowledged | seats, escalation manager, executive lead |
//! | on site | arrive on site | mobilised | seats, escalation manager, executive lead |
//! | remote accepted | accept remote help, with the customer's named consent | mobilised | seats, escalation manager, executive lead |
//! | contained | contain; may be skipped | on site, remote accepted | seats, escalation manager, executive lead |
//! | resolved | resolve | on site, remote accepted, contained | seats, escalation manager, executive lead |
//! | commitment issued | the letter of commitment is sent | resolved | who may send the letter |
//! | closed | close, with a factual review; the letter has had its end, or was waived with a reason; a lesson is published, or it is said why there is none | resolved, commitment issued | executive |
//! | declined | decline, with a justification | reported, triaged | escalation manager, director |
//! | cancelled | cancel, with a reason | everything before resolved | escalation manager, director |
//! | acknowledged | reopen, within the policy's span after it was resolved; a new *generation* | resolved, commitment issued, closed | escalation manager, director |
//!
//! What must hold:
//! - An ended account takes no new incident. The tier that counts is the account's at the report.
//! - The channel opens for the severities that the tier is entitled to. For others a director or an executive says why it
//!   opens all the same; that decision stays with the incident, and its clocks are the slowest ones.
//! - A step may be entered late: *occurred* is when it happened, *recorded* when it was written down. Nothing happened in the
//!   future, before the report, or before the state that it leaves.
//! - Every step leaves a row in the list of transitions; the timeline is append-only; an incident's number is dense.
//! - What its reporter tells again under the same key, while it is unsolved, is the same incident: it is counted, and what it
//!   says anew becomes a line of the timeline. After the solution it is a new one.
//! - Who is answerable is not recorded before the incident is resolved.
//! - A duplicate is merged into the incident of its account that it repeats: it is cancelled, its story becomes a line there, its
//!   response team joins that one, and alarms that would have gone to it go there.
//! - One trouble that hits several accounts is a parent with a part for each, in two levels. Each lives its own life; who may
//!   see one does not learn of the others by it.
//! - Who goes to the customer works on the incident. The party is named from *mobilised* on, not where help is remote.
//! - What it cost, hours of people and concessions, is recorded by those who work on it and never changed; a mistake is taken
//!   back. Whoever sees the incident sees it, bots excepted.
//! - Who reports and could not see the incident otherwise joins its response team.
//! - Who takes over a seat of the account takes over the parts of its former primary in open incidents: the place on the response
//!   team, and the lead where they are an executive (see `handover`).
//! - Bots report and add to timelines; they never change a state.

pub mod clock;
pub mod error;
pub mod event;
pub mod rules;

mod list;
mod service;
mod store;

pub(in crate::domain) use service::hand_over::hand_over;

pub use error::IncidentError;
pub use list::{IncidentFilter, IncidentOrder, IncidentSorts, IncidentTest};
pub use service::{
    Incidents, Target,
    advance::Advance,
    clocks::ClockChange,
    cost::{RecordCost, Spent},
    read::{IncidentList, TimelinePart},
    report::ReportIncident,
    staff::{Responder, StaffChange},
    timeline::AddEntry,
    visit::OnSiteParty,
};
