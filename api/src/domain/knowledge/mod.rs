//! The think tank: what the company knows about its accounts and its trade, kept so that a successor can take it over.
//!
//! An **entry** has a type, a title, a text in Markdown, tags, an audience and, if it is about one customer, a home account.
//! Who may see it follows from audience and home account alone (domain page, section 16); the audiences `TRIANGLE` and
//! `ACCOUNT_TEAM` are circles of the home account and need one.
//!
//! | State | seen by | changed by | becomes |
//! |---|---|---|---|
//! | `DRAFT` | its author and the editors with whom they share it | the same | `PUBLISHED` |
//! | `PUBLISHED` | its audience | who may publish it | |
//!
//! - Author and editors see a draft while they belong to its audience; whoever loses the account loses the entry.
//! - Publishing takes a seat of the home account, or the topic (the entry's type) by competence. To change what is published
//!   is to publish: the change is out at once, so it takes the same right.
//! - Nothing is overwritten: each change of title, text or tags is a new **revision** with its author and time. Revisions
//!   from before the publication stay with author and editors.
//! - A published **negotiation record** is a fact: its text cannot be changed any more. Its audience and links can.
//! - A change of audience takes effect at once, on lists, events and everything that was delivered from the log later.
//!   Whoever changes it must be able to write, and for a published entry to publish, for both audiences.
//! - **Links** lead to accounts and incidents and grant nothing. Whoever links must see the target; whoever does not see it
//!   does not see the link.
//!
//! Asking for what is already so (the same text, the same audience, a link that is there) succeeds and changes nothing.

pub mod error;
pub mod event;
pub mod list;
pub mod reading;
pub mod rules;
pub mod service;

mod change;
mod editors;
mod links;
mod store;

pub use editors::ShareDraft;
pub use error::KnowledgeError;
pub use links::{LinkEntry, Target};
pub use service::{ChangeAudience, DraftEntry, KnowledgeEntries, PublishEntry, ReviseEntry};
