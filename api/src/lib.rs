//! Iron Triangle: a GraphQL backend for key accounts.
pub mod domain;
pub mod platform;
