//! What stories about the running server are told with: servers with a clock that stands still, databases of their
//! own on both engines, personas, and clients for HTTP, WebSocket and server-sent events.

pub mod answer;
pub mod client;
pub mod database;
pub mod golden;
pub mod postgres;
pub mod scratch;
pub mod socket;
pub mod sqlite;
pub mod sse;
pub mod story;
