//! Stories of customers' requests.

pub(crate) mod acting;
mod answer;
mod event;
mod hop;
mod inbox;
mod late;
mod life;
mod log;
mod rights;
mod speed;
mod target;
