//! Stories about personal notices.

mod acting;

mod digest;
mod ladder;
mod letter;
mod mark;
mod once;
mod quiet;
mod raise;
mod sight;
