//! Entries of the think tank: what governs them. The text is in `knowledge_revision`.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::id::{AccountId, KnowledgeEntryId, UserId};

/// What sort of knowledge.
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
pub enum KnowledgeType {
    /// Where an industry goes.
    IndustryTrend,
    /// What was said in a negotiation.
    NegotiationRecord,
    /// How to do a thing.
    Playbook,
    /// What an incident or a project taught.
    Lesson,
    /// What a competitor does.
    CompetitorBrief,
    /// What a successor must know.
    HandoverNote,
    /// A question that comes often, and its answer.
    Faq,
}

/// Who may read an entry.
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
pub enum Audience {
    /// Primaries and deputies of the home account.
    Triangle,
    /// All assignments of the home account.
    AccountTeam,
    /// Everybody with any assignment or role.
    AllStaff,
    /// Executives.
    Executives,
}

/// Whether an entry is out.
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
pub enum KnowledgeState {
    /// Seen by author and editors.
    Draft,
    /// Seen by its audience.
    Published,
}

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "knowledge_entry")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: KnowledgeEntryId,
    /// The home account, which governs rights; null: company-wide.
    pub account_id: Option<AccountId>,
    /// What sort of knowledge.
    pub kind: KnowledgeType,
    /// Who may read it.
    pub audience: Audience,
    /// Draft or published.
    pub state: KnowledgeState,
    /// Title of the present revision.
    pub title: String,
    /// Normalised for search and sorting.
    pub title_key: String,
    /// Number of the present revision, from 1.
    pub revision: i32,
    /// Who began it.
    pub author_id: UserId,
    /// When it was first published.
    pub published_at: Option<DateTimeUtc>,
    /// Goes up with each change; clients edit against it.
    pub version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row last changed.
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
