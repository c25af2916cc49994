//! Figures of the red channel in the schema.

pub mod object;
pub mod query;

pub use query::FiguresQuery;
