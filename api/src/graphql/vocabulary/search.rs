//! What search finds: an enum of the schema.

use async_graphql::Enum;

/// What sort of thing search finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::search_document::FoundKind")]
pub enum FoundKind {
    /// An entry of the think tank.
    Entry,
    /// An incident of the red channel.
    Incident,
    /// A line of an incident's timeline.
    Timeline,
    /// A key account.
    Account,
}
