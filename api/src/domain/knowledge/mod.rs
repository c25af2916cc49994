//! Entries of the think tank.

pub mod event;
