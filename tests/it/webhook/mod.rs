//! Stories about outgoing webhooks.

mod acting;

mod deliver;
mod inbox;
mod keep;
mod kill;
mod register;
mod replay;
mod retry;
mod rotate;
mod stall;
