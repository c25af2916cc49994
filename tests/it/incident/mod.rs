//! Stories about the red channel.

pub(crate) mod acting;
mod alarm;

mod bot;
mod clock;
mod cost;
mod direct;
mod family;
mod idempotency;
mod lesson;
mod life;
mod list;
mod report;
mod rights;
mod staff;
mod statements;
mod timeline;
mod visit;
