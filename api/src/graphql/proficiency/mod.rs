//! Proficiency in the schema.

pub mod cohort;
pub mod day;
pub mod object;
pub mod query;

pub use query::ProficiencyQuery;
