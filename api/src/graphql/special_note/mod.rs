//! Special notes in the schema.

pub mod loader;
pub mod mutation;
pub mod object;
pub mod query;

pub use mutation::SpecialNoteMutation;
pub use object::SpecialNote;
pub use query::SpecialNoteQuery;

use super::{error::Error, failure::Failure};
use crate::domain::special_note::SpecialNoteError;

impl From<SpecialNoteError> for Failure {
    fn from(error: SpecialNoteError) -> Self {
        let (code, message) = (error.code(), error.to_string());
        match (error, code) {
            (SpecialNoteError::Fault(fault), _) => fault.into(),
            (_, Some(code)) => Self::rule(code, message, &[]),
            (_, None) => Error::internal(message).into(),
        }
    }
}
