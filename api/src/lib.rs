//! Iron Triangle: a GraphQL backend for companies whose largest customers decide their fate.
//!
//! A request passes from `http` through `graphql` to the services of `domain`, which use the tools of `platform` on the
//! tables of `entity`; nothing points back. `app` builds it all, `main` reads the command line. The business is in
//! [`domain`], whose module list is the map.

pub mod app;
pub mod config;
pub mod domain;
pub mod graphql;
pub mod http;
pub mod limits;
pub mod platform;
pub mod seed;
pub mod telemetry;

mod demo;
mod greeting;
mod migrate;
mod run;

pub use migrate::migrate;
pub use run::{Running, StartError, run};
