//! Personal notices: what one person should know of, without looking for it.
//!
//! | Notice | Tells | Whom |
//! |---|---|---|
//! | incident reported | somebody must triage it, and be ready | primaries and deputies of the account, escalation managers, directors of the region |
//! | incident changed | its reporter tells of it again, as worse than it counts | those of a report, executive lead, response team |
//! | ladder page | the ladder has come to you: act now | the holders of the roles that the step names; if there are none, those who run the red channel |
//! | clock warning, clock breach | a deadline comes near, or has passed | primaries and deputies, executive lead, response team |
//! | incident call | you lead it, or are on its response team | that person |
//! | incident changed | activated, another severity, its acknowledgement lapsed, resolved, letter sent or sent back, closed, reopened, declined, cancelled, merged | primaries and deputies, executive lead, response team |
//! | letter to sign | a letter of commitment is complete and waits for your signature, or came to you because the incident became graver or you lead it now | who signs it |
//! | promise given | a letter with a promise of yours is with the customer, or you took one over with a seat | the owners of its promises |
//! | promise overdue | the day of a promise has passed | its owner, the sales lead, who signed the letter |
//! | handover call | you are to receive a seat or to hand one over, or that was called off | the receiver, the outgoing primary; in an emergency the directors of the region |
//! | handover turn | a handover waits for you: its pack is ready, came back or was accepted, the receiver refused, the seat can be moved | whoever acts next |
//! | verification due | an entry of the think tank is yours to verify, and its time has come; or it is due, and came to you from others | those to whom it falls |
//! | entry contested | somebody says that an entry does not hold which is yours to verify | those to whom it falls |
//! | request call | a customer's request waits for a seat of yours: logged, handed on, reopened, your answer wanted after all | primary and deputies of the seat |
//! | request late | its first answer is late | primaries and deputies of the seats that have to answer; for a seat with nobody the directors of the region |
//! | seat given, seat ended | you serve an account, or no longer | that person |
//!
//! What must hold:
//! - Of one event a person gets one notice at most, and none of what they did themselves, pages excepted.
//! - Who does not see an incident, an entry or a request is told nothing of it; who loses sight of it loses its notices.
//!   A notice of a handover stays, for somebody must know that it was called off; it names the handover as long as its reader sees it.
//! - A notice *interrupts* its reader once: at once by itself, or later in a *digest*. After five in ten minutes the next ones
//!   wait for a digest; so do those that come in a person's *quiet hours*, which never hold back a SEV1.
//! - The list of a person's notices holds all of them at once, whether or not they have interrupted yet.
//! - Reading and putting away are the reader's own marks; all their devices learn of them.

pub mod event;

mod rules;
mod service;
mod store;

pub use rules::{Addressed, Cause, Policy, QuietHours, addressed};
pub use service::{NoticeList, NoticeMark, Notices, Raise};
