//! Stories about the think tank.

pub(crate) mod acting;

mod audience;
mod bot;
mod comment;
mod draft;
mod duty;
mod event;
mod gaps;
mod input;
mod link;
mod list;
mod publish;
mod purpose;
mod reuse;
mod revise;
mod sight;
mod statements;
mod trust;
