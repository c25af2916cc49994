//! The letter of commitment for improvement. After the fire is out the company owes the customer a letter: what happened, in
//! the customer's words, what was done, why it happened, and what is promised so that it does not happen again.
//!
//! | State | Entered by | From | Who |
//! |---|---|---|---|
//! | draft | draft: one letter for each generation of a resolved incident | | seats, executive lead, escalation manager |
//! | draft | revise; what was signed stays, the text becomes the next version | draft, internal review, signed, returned | the same |
//! | internal review | submit: the text must be complete | draft | the same |
//! | signed | sign: the text is frozen with its hash | internal review | the signatory |
//! | sent | send: the incident becomes *commitment issued* | signed | seats, executive lead, escalation manager |
//! | accepted | accept: what the customer said | sent | the same |
//! | in progress | by itself: something became of a promise of an accepted letter | accepted | |
//! | verified | by itself: every promise is settled, and verified by the customer where it was kept | accepted, in progress | |
//! | fulfilled, breached | conclude: breached if any promise was broken | verified | the same |
//! | returned | return, with what the customer wants otherwise | sent | the same |
//! | waived | waive, with a reason | draft, internal review, signed, returned, and before there is any | executive |
//!
//! What must hold:
//! - A complete text has every section, at least one promise, and for a SEV1 at least one that prevents. Each promise has an
//!   action, an owner by role and name who works on the incident, a due day to come, a measure, and who at the customer
//!   verifies it by which evidence. A compensation names who in finance approved it, and when.
//! - The signatory is the executive lead; for a SEV1 of a tier S account the chief executive.
//! - What was signed never changes: content and hash are kept as they were, and any later text is a new version.
//! - The severity may change between signature and sending: then what the present severity asks for is asked again.
//! - A reopened incident gets a letter of its own; the one before can no longer be signed or sent.
//! - Promises are tracked from the sending on. What becomes of one is recorded once, by its owner or by whoever writes the
//!   letter: kept 1, in part 1/2, broken 0, cancelled left out; one promise always counts. What was kept the customer verifies.
//!   When a version is sent back, its open promises no longer count.
//! - A promise whose day has passed at the customer becomes overdue by itself, once, on whatever node; its owner, the sales
//!   lead and the signer are named in the event.
//! - Who takes over a seat of the account takes over the open promises of its former primary (see `handover`). The signed text
//!   stays as it is.
//! - A letter is printed in its language: as it was signed, with its hash, or as it stands, marked as a draft. The same
//!   version gives the same pages.
//! - Whoever sees an incident whole sees its letters and promises. Bots write nothing.

pub mod document;
pub mod error;
pub mod event;
pub mod rules;

mod people;
mod print;
mod service;
mod store;

pub(in crate::domain) use people::{awaited_chiefs, awaits_lead};
pub(in crate::domain) use print::prose;
pub(in crate::domain) use service::hand_over::hand_over;

pub use error::LetterError;
pub use service::{
    Letters, Target,
    answer::Answer,
    draft::DraftLetter,
    list::PromiseFilter,
    print::Edition,
    promise::{KeepPromise, Word},
    read::LetterAccess,
    sign::SendLetter,
    waive::WaiveLetter,
};
