//! The think tank in the schema.

pub mod comment;
pub mod duty;
pub mod entry;
pub mod link;
pub mod loader;
pub mod mutation;
pub mod nearest;
pub mod nested;
pub mod query;
pub mod reuse;
pub mod revision;
pub mod term;
pub mod trust;

pub use entry::KnowledgeEntry;
pub use mutation::KnowledgeMutation;
pub use query::KnowledgeQuery;

use super::{error::Error, failure::Failure};
use crate::domain::knowledge::KnowledgeError;

impl From<KnowledgeError> for Failure {
    fn from(error: KnowledgeError) -> Self {
        let message = error.to_string();
        let code = error.code();
        match error {
            KnowledgeError::Fault(fault) => fault.into(),
            KnowledgeError::AlreadyPublished => Self::transition("PUBLISHED", "PUBLISHED", Vec::new()),
            other => match code {
                Some(code) => Self::rule(code, message, path(&other)),
                None => Error::internal(message).into(),
            },
        }
    }
}

/// Where in the input the reason of a refusal is.
fn path(error: &KnowledgeError) -> &'static [&'static str] {
    match error {
        KnowledgeError::HomeAccountRequired => &["audience"],
        KnowledgeError::EditorOutsideAudience => &["userId"],
        KnowledgeError::VerifierOutsideAudience => &["verifier", "userId"],
        KnowledgeError::SeatWithoutAccount => &["verifier", "seat"],
        _ => &[],
    }
}
