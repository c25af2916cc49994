//! Outgoing webhooks and inboxes: the events of the log, for those who cannot or will not keep a connection.
//!
//! - **Endpoint**: an address, a key of a bot, and a *document*: a subscription. `ENABLED` <-> `DISABLED`, by an administrator
//!   (`ADMINISTRATOR`), because it answered 410 (`GONE`), because it failed for five days without one success (`FAILING`),
//!   or because its key ended (`KEY_ENDED`).
//! - **Rights**: those of the key, as they are at the moment. The document is run as that key when the event comes and again
//!   before each attempt; what it gives is the body. If it gives nothing, nothing is sent. Another key of the
//!   bot can take the place of the first.
//! - **Queue**: each endpoint has its own place in the log. Whoever moves it makes the deliveries in between, in one
//!   transaction: none is made twice or left out, whatever nodes run or die. Of a disabled endpoint the place stays, and
//!   when it is enabled it goes on from there. To replay is to set the place.
//! - **Delivery**: one event on its way to one endpoint. `PENDING` until an answer of 200 to 299 (`DELIVERED`), or given up
//!   (`DEAD`) after eight attempts in a day and a half; then it can be sent on its way again. What is settled is kept for
//!   30 days.
//! - **Attempt**: whoever holds the *lease* makes it. A node that dies holds it for a minute; then another one sends the same
//!   event under the same id: at least once. Of one endpoint four are under way at a time, of one that fails one.
//! - **Inbox**: an endpoint without an address. Its deliveries wait; the bot takes them itself with its key, each for a lease of
//!   its choice, and acknowledges what it has done or gives it back. What is neither until the lease ends can be taken again,
//!   eight times; then it is dead.
//! - **Secret**: 32 random bytes, shown once. After a rotation the one before signs beside it for a day.
//!
//! Signatures, headers and answers are those of Standard Webhooks (standardwebhooks.com). Order is not promised.

mod admin;
mod error;
mod event;
mod inbox;
mod queue;
mod register;
mod rules;
mod send;
mod service;
mod settle;
mod store;

pub use admin::Rotated;
pub use error::WebhookError;
pub use event::WebhookEvent;
pub use inbox::{Receipt, TakeFromInbox};
pub use register::{ChangeEndpoint, RegisterEndpoint, Registered};
pub use send::{Due, Leased, Outcome};
pub use service::Webhooks;
