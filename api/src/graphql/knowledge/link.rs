//! What an entry is about beside its home account.

use async_graphql::Object;
use chrono::{DateTime, Utc};

use crate::domain::knowledge::reading::Link;

/// A link of an entry to something that you may see.
pub struct KnowledgeLink(pub(super) Link);

/// A link of an entry to something that you may see.
#[Object]
impl KnowledgeLink {
    /// When it was made.
    async fn linked_at(&self) -> DateTime<Utc> {
        self.0.linked_at
    }
}
