//! Stories about people, sessions, regions and bots.

mod acting;

mod session;
