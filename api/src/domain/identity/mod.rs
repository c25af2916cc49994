//! Who may come in, and as what.
//!
//! - **User**: a person who works here: e-mail (unique whatever its case, accents and width), name, function, and a
//!   *position* in the organisation: roles, the regions of a director, the topics that they may publish, and the mark of the
//!   chief executive. A position is stated whole by `Identity::appoint_user`. `ACTIVE` <-> `DISABLED`; disabling ends all
//!   sessions, and enabling does not revive them. At least one active administrator stays. Users are never deleted.
//! - **Position**: a director has at least one region and nobody else has any; the chief executive is an executive, and there
//!   is one at most.
//! - **Setup code**: made at the first start, while there are no users; it works once, for an hour, and creates the first
//!   administrator. It is kept as a hash.
//! - **Session**: from a sign-in to its end. It hands out *access tokens* (a signed JWT, 15 minutes) and *refresh tokens*
//!   (opaque, 30 days, kept as hashes). A refresh token is exchanged once; its second use ends the session, because one of the
//!   two who used it is a thief. Within ten seconds of its first use a second one is a client that renewed twice in parallel.
//! - **Signing key**: one Ed25519 pair of the installation, made on the first start, shared by all nodes.
//! - **Region**: a managed vocabulary; accounts are in one, directors answer for some. Never deleted.
//! - **Bot**: a program that acts through **API keys**: shown once, kept as hashes, scoped, for all accounts or some,
//!   revocable. Disabling a bot stops all its keys; enabling it lets those work again that were not revoked.
//!
//! Passwords are argon2id hashes, 12 to 1,024 bytes long. A sign-in answers the same, in the same time, for an unknown
//! e-mail, a disabled user and a wrong password; ten failures in a quarter of an hour close the door to one e-mail for a while.
//!
//! Every change is an event (`IdentityEvent`) that administrators may read; those that change who may come in carry the
//! fact, so that all nodes know at once.

mod api_key;
mod authenticate;
mod bot;
mod credential;
mod directory;
mod door;
mod error;
mod event;
mod key;
mod operator;
mod password;
mod position;
mod purge;
mod region;
mod rules;
mod service;
mod session;
mod setup;
mod store;
mod throttle;
mod token;
mod user;

pub use api_key::{ApiKey, IssueApiKey, IssuedApiKey};
pub use authenticate::AuthError;
pub use bot::BotProfile;
pub use credential::SetPassword;
pub use directory::{UserField, UserTest};
pub use error::IdentityError;
pub use event::{EndReason, IdentityEvent};
pub use operator::access_token;
pub use position::AppointUser;
pub use service::{Identity, may_anywhere};
pub use session::{OpenedSession, Token};
pub use setup::{CompleteSetup, setup_code};
pub use store::Profile;
pub use user::{ChangeUser, CreateUser};
