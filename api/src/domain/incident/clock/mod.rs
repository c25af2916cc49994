//! The clocks and the ladder of an incident: what must happen by when, and whom the silence reaches. They change in the
//! transaction of the step that changes them; what is due in between, the sweeper fires ([`sweep`]).
//!
//! | Clock | Starts | Is met by |
//! |---|---|---|
//! | acknowledge, executive lead, on site, contain, resolve | when the channel opens, counted from the report | the step of that name; on site also by remote help, contain also by resolve |
//! | team update, customer update | the same, and again with each such line of a person in the timeline | the next such line; resolve ends them |
//! | letter | with the solution, counted from it | the letter's dispatch; a waiver at close ends it |
//!
//! What must hold:
//! - `due = start + (target + pauses)` in the clock's hours; of a pause counts what lies in these hours, and no more. The
//!   target of a clock follows the severity; its start and its pauses stay. The policy is the version of the first opening.
//! - A breach stays with its round, whatever becomes of the target. A clock that is met late was breached.
//! - Only a running clock for visit, containment or solution is paused, for a stated reason and by whoever approves; its
//!   pauses together last no longer than the cap and then end by themselves.
//! - Each warning, breach and round of the ladder is fired once: by incident, clock, generation, level and round. Warnings that
//!   were overtaken (the server was down, the report was old) are passed over; a breach never is.
//! - The ladder climbs while nobody has answered: a step again and again, then the next. An acknowledgement holds it, and the
//!   solution or the end of the incident ends it. A step that a clock leads to is taken once even while the ladder is held: an
//!   incident that was taken and has no executive lead still needs one.
//! - An acknowledgement lapses when nobody with the commander right gives news to the team or takes a step for some spans of
//!   a team update; the ladder then climbs on from where it stood. Such a person's next news or step takes it up again.
//! - A reopened incident has new clocks, counted from the reopening; those of the last generation stay as they ended.

pub(super) mod board;
pub(super) mod store;
pub mod sweep;

mod ladder;
mod timer;

pub use timer::Reading;
