//! Incidents of the red channel.

pub mod event;
