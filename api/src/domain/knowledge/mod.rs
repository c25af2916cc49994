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
//! **Trust** of a published entry has three fields: *confidence* (how sure its author is), *audience* (who it is for) and
//! *governance* (who may change it): `OPEN` for whoever may publish it, `GUARDED` for whoever verifies it. The guard is a brake and
//! no lock: whoever may publish lifts it, which is an event of its own.
//!
//! | Trust | when | lists |
//! |---|---|---|
//! | `UNVERIFIED` | not verified since somebody else changed it or contested it | show it |
//! | `VERIFIED` | its verifier said that it holds, and the term of that has not passed | show it |
//! | `STALE` | the term has passed | show it, flagged |
//! | `EXPIRED` | its day has passed, whatever was verified | withhold it unless asked for; it is found by its id |
//!
//! - The *verifier* is a person, the primary and deputy of a seat of the home account, or the publishers of the type. The duty
//!   **falls to** those named who may come in and read it (auditors do not verify); if none does, to author and editors; if none
//!   of them does, to the sales primary of the home account, and of a company-wide entry to the publishers of its type. Nothing
//!   is stored of this: it is computed whenever it is asked, so it follows each change of rights at once.
//! - A verification stands for the revision that was read, and holds for as many days as the entry says, or its type (a setting).
//!   An edit by its verifier keeps it, and moves it to that revision; an edit by anybody else ends it.
//! - Whoever reads an entry may contest it, auditors excepted; a verification answers the contest.
//! - When a verification falls due, those to whom it falls are told, once; so they are of a contest. Whoever comes into such a duty
//!   later, because others lost the entry or a seat moved, is told then.
//! - A negotiation record is a fact: nobody verifies or contests it, it has no term and does not expire.
//! - The *trust score* of a collection is the verified share of what is current (published, not expired, no negotiation record)
//!   and the viewer may see.
//!
//! Whoever reads a published entry may *comment* on it, auditors excepted: comments are appended and never changed. They are the
//! way to add to a negotiation record.
//!
//! **Reuse**: whoever reads a published entry may say that they used it for something they see (an incident, a customer's
//! request, a handover), and whether it helped. A use, and each figure made of uses, is for those who see the entry and what it was used for. **Gaps** are what was
//! looked for in vain, without who asked, and solved incidents that taught nothing; executives and directors read them.
//!
//! **Nearest** entries are offered to who writes one or reports an incident, so that nobody writes what is there, and so that who is
//! in trouble reads what helped before; see `search`.
//!
//! Asking for what is already so (the same text, the same audience, a link that is there) succeeds and changes nothing.

pub mod error;
pub mod event;
pub mod list;
pub mod reading;
pub mod rules;
pub mod service;
pub mod trust;

mod change;
mod comments;
mod due;
mod duties;
mod editors;
mod gaps;
mod heirs;
mod leave;
mod links;
mod nearest;
mod store;
mod terms;
mod uses;
mod verify;

pub use comments::{CommentEntry, CommentsOf};
pub use duties::TrustScore;
pub use editors::ShareDraft;
pub use error::KnowledgeError;
pub use heirs::Moved;
pub(in crate::domain) use heirs::tell_heirs;
pub(in crate::domain) use leave::{drafts_of, falling_to};
pub use links::{LinkEntry, Target};
pub use nearest::NearEntry;
pub use service::{ChangeAudience, DraftEntry, KnowledgeEntries, PublishEntry, ReviseEntry};
pub use terms::SetTerm;
pub use uses::{Purpose, Reuse, Use, UseEntry};
pub use verify::{ContestEntry, GovernEntry, NamedVerifier, VerifyEntry};
