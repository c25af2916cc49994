//! Handovers of seats.

pub(crate) mod acting;
mod document;
mod emergency;
mod event;
mod kill;
mod left_behind;
mod life;
mod open_items;
mod pack;
mod race;
mod rights;
mod seat;
mod sight;
mod trust;
