//! Stories of proficiency.

pub(crate) mod acting;
mod cohorts;
mod figures;
mod rights;
