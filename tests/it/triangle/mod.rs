//! Stories about who serves an account.

pub(crate) mod acting;

mod assign;
mod disabled;
mod extended;
mod history;
mod race;
mod rights;
mod swap;
mod vacate;
