//! The one test binary: stories about the running server by domain, and what must hold of the sources themselves.

#![expect(clippy::unwrap_used, reason = "a story fails by panicking")]

mod access_matrix;
mod account;
mod architecture;
mod bot_example;
mod builders;
mod database;
mod demo;
mod durability;
mod figures;
mod guide;
mod handover;
mod identity;
mod incident;
mod knowledge;
mod letter;
mod log;
mod migration;
mod node;
mod notice;
mod operations;
mod personas;
mod policy;
mod proficiency;
mod protocol;
mod reader;
mod readme;
mod request;
mod schema;
mod search;
mod seed;
mod special_note;
mod start;
mod stream;
mod triangle;
mod webhook;
