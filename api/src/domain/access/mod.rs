//! Who may do what on which account. The rules are the two tables of the domain page, section 16, and nothing else.
//!
//! - `viewer`: who asks: nobody, a person with roles, a bot with a scoped key.
//! - `matrix`: the pure table: which relations to an account or incident permit which action. Printed into a golden file.
//! - `proof`: loads a thing together with the viewer's relations to it and gives a proof that an action is permitted.
//!   Stores demand the proof, so forgetting the check does not compile.
//! - `scope`: the same rules as SQL conditions, for lists.
//! - `duty`: to whom the verification of an entry falls, as SQL.
//! - `facts`: the same rules over an in-memory copy that follows the event log, for subscriptions and sign-in.
//!
//! Invisible and non-existent answer alike: `Fault::NotFound`. Who may see a thing but not do what
//! they ask gets `Fault::Forbidden`.

#[cfg(test)]
mod agreement;

pub mod change;
pub mod duty;
pub mod facts;
pub mod matrix;
pub mod proof;
pub mod scope;
pub mod viewer;

pub use change::AccessChange;
pub use facts::Facts;
pub use matrix::{Action, Relations};
pub use proof::{
    Access, AccountAccess, HandoverAccess, IncidentAccess, KnowledgeAccess, RequestAccess, TermAccess,
};
pub use viewer::{BotKey, Person, Principal, Viewer};
