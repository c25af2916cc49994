//! Stories about accounts.

pub(crate) mod acting;

mod create;
mod facts;
mod filter;
mod page;
mod sight;
mod sponsor;
mod stage;
mod statements;
mod status;
mod tier;
mod watch;
