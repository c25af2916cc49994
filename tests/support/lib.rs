//! What stories about the running server are told with: servers with a clock that stands still, databases of their
//! own on both engines, personas, and clients for HTTP, WebSocket and server-sent events; the reference bot and the
//! server as processes.

pub mod answer;
pub mod bot;
pub mod builders;
pub mod client;
pub mod database;
pub mod golden;
pub mod personas;
pub mod postgres;
pub mod process;
pub mod receiver;
pub mod relay;
pub mod scratch;
pub mod server;
pub mod socket;
pub mod sqlite;
pub mod sse;
pub mod statements;
pub mod story;
pub mod template;

pub use personas::Persona;
pub use serde_json::{Value, json};
pub use server::Server;
