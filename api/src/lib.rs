//! Iron Triangle: a GraphQL backend for key accounts.
pub mod platform;
