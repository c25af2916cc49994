//! Accounts.

pub mod event;
