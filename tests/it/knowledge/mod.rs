//! Stories about the think tank.

mod acting;

mod audience;
mod bot;
mod draft;
mod event;
mod input;
mod link;
mod list;
mod publish;
mod revise;
mod sight;
