//! Figures of the red channel and of response speed in the schema.

pub mod object;
pub mod query;
pub mod speed;

pub use query::FiguresQuery;
pub use speed::SpeedQuery;
