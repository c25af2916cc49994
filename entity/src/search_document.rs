//! What search knows of each thing that can be found. The lexemes lie beside it, in a table that differs by engine.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::id::{AccountId, IncidentId};

/// What sort of thing was found.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FoundKind {
    /// An entry of the think tank.
    Entry,
    /// An incident.
    Incident,
    /// A line of an incident's timeline.
    Timeline,
    /// An account.
    Account,
}

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "search_document")]
pub struct Model {
    /// Its place in the index: what was written later has a higher one.
    #[sea_orm(primary_key, auto_increment = false)]
    pub place: i64,
    /// The thing.
    #[sea_orm(unique)]
    pub found_id: Uuid,
    /// What sort of thing.
    pub kind: FoundKind,
    /// The account that it belongs to.
    pub account_id: Option<AccountId>,
    /// The incident that it is or belongs to.
    pub incident_id: Option<IncidentId>,
    /// When what is searched was last written.
    pub written_at: DateTimeUtc,
    /// The words of its title, as ranking reads them.
    pub title_words: String,
    /// The words of its tags.
    pub tag_words: String,
    /// The words of its text.
    pub text_words: String,
}

impl ActiveModelBehavior for ActiveModel {}
