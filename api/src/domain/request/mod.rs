//! What customers ask, and how the triangle answers it together.
//!
//! - **Request**: a demand of an account: a line, a text, what sort of demand, how it came, when the customer asked (`occurred_at`,
//!   never in the future, however late it is logged) and which seats must answer. Its clock starts when the customer asked.
//! - **Answer**: what a seat told the customer, by its primary or deputy. Who holds two seats says for which one. Only a
//!   *substantive* answer counts; a *holding* one ("we look into it") and an *automatic* one are kept and count for nothing. Bots
//!   answer nothing. Answers of several seats at the same moment all count: an answer is made against no version.
//! - **Needed seats** wait until they have answered. Who must answer can change, with a reason: a seat is added, or one that has not
//!   answered is found not to be needed; one always is.
//! - **Holder**: of the seats that wait one must move next. A request goes on from seat to seat in *hops*: handed over, or by itself
//!   when its holder has answered or is no longer needed, to the next seat that waits (sales, technical, delivery). To hand a request to a
//!   seat makes that seat needed, and asks it again if it has answered. Nobody holds a request for which nobody waits.
//!
//! | State | Entered by | From |
//! |---|---|---|
//! | open | log; reopen, with a reason and the seats that must answer anew: the next round begins | closed |
//! | closed | close: every needed seat has answered | open |
//! | withdrawn | withdraw, with a reason: nobody needs an answer any more | open |
//!
//! What must hold:
//! - While it is open, the holder is one of the seats that wait, and somebody holds it exactly if somebody waits.
//! - Hops follow one another: each begins where the one before ended, and not earlier.
//! - The first answer has a target of business hours by the account's tier (see `policy`), with the calendar, zone and targets of
//!   the moment at which the request was logged. When it passes without a substantive answer, that is told once, on whatever node.
//! - Speed is measured in the first round: `timing`. A reopened request was not right the first time; that is counted, and its later
//!   rounds are not timed.
//! - Whoever serves the account sees its requests, whoever reads for a handover of one of its seats, its region's directors,
//!   executives who see the account, and auditors; bots, administrators and escalation managers do not. Any of the team and the
//!   directors log; seats answer; seats and directors do the rest.
//! - Who at the customer asked is personal data with one purpose, to answer: it can be erased, and like every free text of a
//!   request it is in no event.

pub mod error;
pub mod event;
pub mod rules;
pub mod timing;

mod list;
mod service;
mod store;

pub use error::RequestError;
pub use list::{RequestFilter, RequestOrder};
pub use service::{
    Requests, Target,
    answer::AnswerRequest,
    log::LogRequest,
    read::RequestList,
    steer::{ChangeRole, HandOver, Reopen, Settle},
};
