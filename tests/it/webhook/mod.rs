//! Stories about outgoing webhooks.

mod acting;

mod deliver;
mod keep;
mod kill;
mod register;
mod replay;
mod retry;
mod rotate;
mod stall;
