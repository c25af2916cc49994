//! Stories about personal notices.

mod acting;

mod digest;
mod heirs;
mod knowledge;
mod ladder;
mod letter;
mod mark;
mod once;
mod quiet;
mod raise;
mod request;
mod sight;
