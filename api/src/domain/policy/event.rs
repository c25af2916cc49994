//! What administrators learn of the escalation policy.

use serde::{Deserialize, Serialize};

use crate::domain::journal::EventBody;

/// Something that happened to the escalation policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum PolicyEvent {
    /// There is a new version.
    #[serde(rename = "policy.revised")]
    Revised {
        /// Its number.
        version: i32,
        /// The sections that changed, in the API's names.
        changed: Vec<String>,
    },
}

impl EventBody for PolicyEvent {
    fn kind(&self) -> &'static str {
        match self {
            Self::Revised { .. } => "policy.revised",
        }
    }
}
