//! Special notes: what everybody must heed who deals with an account ("do not mention the merger"), pinned to the account and
//! shown in its incidents.
//!
//! | State | when |
//! |---|---|
//! | `UPCOMING` | its time has not begun |
//! | `IN_FORCE` | its time has begun and not ended |
//! | `EXPIRED` | its time has ended |
//! | `REVOKED` | somebody took it back, with a reason |
//!
//! - The state is computed from the instant of reading; nothing has to happen for a note to begin or to end.
//! - Who deals with the account sees its notes: whoever sees the account's facts, but no bot and no administrator. They are about
//!   people who talk to the customer, and say what must not get out.
//! - Primaries and deputies of the account, and the directors of its region, write, revise and revoke them. A note that is over
//!   is changed no more; each change is an event of the account, which does not hold the text.
//! - An account has at most `MOST_NOTES` notes that are not over: who pins everything pins nothing.

pub mod error;
pub mod event;
pub mod rules;

mod service;
mod store;

pub use error::SpecialNoteError;
pub use rules::{MOST_NOTES, SpecialNoteState};
pub use service::{PostNote, ReviseNote, RevokeNote, SpecialNote, SpecialNotes, Terms};
pub(in crate::domain) use store::in_force;
