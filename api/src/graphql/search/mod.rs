//! Search in the schema.

pub mod facet;
pub mod hit;
pub mod query;

pub use query::SearchQuery;
