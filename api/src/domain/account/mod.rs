//! Key accounts: large customers whose loss would hurt.
//!
//! - **Account**: name, `code` (unique whatever its case, accents and width), industry, region (of the managed vocabulary),
//!   IANA time zone of the customer, status, tier, relationship stage, executive sponsor, place on the watch list. Never
//!   deleted. Every change goes up in `version`, is decided under the lock of the row, and is an event that names the
//!   changed fields.
//! - **Status**: `PROSPECT -> ACTIVE <-> SCALED_DOWN -> ENDED`. An account begins as a prospect or active. Scaling down and
//!   ending take a reason. An ended account refuses new incidents, seats and sponsors; whoever served it loses sight of it
//!   at once, while the seats stay in their names until they are vacated.
//! - **Tier**: S, A, B, C or unrated, by hand with a reason.
//! - **Relationship stage**: `EXPLORATORY -> COOPERATIVE -> INTERDEPENDENT -> STRATEGIC`, forward one step at a time, back
//!   any number, each with a reason. `ENDED` is a judgement on the relationship, not the end of the account: it can be
//!   entered from anywhere with a day on which to win the customer back, and nothing follows it.
//! - **Executive sponsor**: an active person with the role of an executive.
//! - **Watch list**: prospects with a reason and a day of review that is not past where the customer is. An account that
//!   becomes active leaves the list.
//!
//! | Act | Action of the matrix |
//! |---|---|
//! | create | `CreateAccount` in its region |
//! | name, industry, relationship stage, watch list | `ChangeCommercialFacts` |
//! | time zone | `ChangeDeliveryFacts` |
//! | code, status, tier, sponsor | `GovernAccount` |
//! | region | `GovernAccount`, and `CreateAccount` in the new region |

mod change;
mod command;
mod error;
pub mod event;
mod list;
mod rules;
mod service;
mod store;

pub use command::{
    AppointSponsor, ChangeFacts, ChangeStage, ChangeStatus, CreateAccount, SetTier, Target, Watch,
};
pub use error::AccountError;
pub use list::{AccountField, AccountList, AccountTest, Serving};
pub use service::Accounts;
