//! Stories about people, sessions, regions and bots.

mod acting;

mod bot;
mod door;
mod event;
mod person;
mod purge;
mod region;
mod session;
mod setup;
mod throttle;
mod token;
