//! Iron Triangle: a GraphQL backend for key accounts.
pub mod app;
pub mod config;
pub mod domain;
pub mod graphql;
pub mod http;
pub mod limits;
pub mod platform;
