//! Stories about personal notices.

mod acting;

mod digest;
mod mark;
mod once;
mod quiet;
mod raise;
mod sight;
