//! Entries of the think tank: what governs them. The text is in `knowledge_revision`.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    assignment::Seat,
    id::{AccountId, KnowledgeEntryId, UserId},
};

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

/// How sure its author is of what an entry says.
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
pub enum Confidence {
    /// A guess, or from a single source that may err.
    Low,
    /// Seen more than once, or plausible and not contradicted.
    Medium,
    /// Known: seen with own eyes, documented, or confirmed by several sources.
    High,
}

/// Who may change an entry once it is published.
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
pub enum Governance {
    /// Whoever may publish it.
    Open,
    /// Only who verifies it.
    Guarded,
}

/// Who is to say that an entry still holds.
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
pub enum Verifier {
    /// Nobody was named: its author and editors.
    Owners,
    /// A person.
    Person,
    /// Primary and deputy of a seat of the home account.
    Seat,
    /// Whoever publishes its type.
    Publishers,
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
    /// How sure its author is.
    pub confidence: Confidence,
    /// Who may change it once it is published.
    pub governance: Governance,
    /// Who is to verify it.
    pub verifier: Verifier,
    /// The person, if it is one.
    pub verifier_id: Option<UserId>,
    /// The seat of the home account, if it is one.
    pub verifier_seat: Option<Seat>,
    /// For how many days a verification holds; null: as its type says.
    pub interval_days: Option<i32>,
    /// When it is withheld from lists; null: never.
    pub expires_at: Option<DateTimeUtc>,
    /// When it was verified; null: it is not.
    pub verified_at: Option<DateTimeUtc>,
    /// By whom.
    pub verified_by: Option<UserId>,
    /// The revision that the verification stands for.
    pub verified_revision: Option<i32>,
    /// What it was held against.
    pub verified_source: Option<String>,
    /// When somebody said that it does not hold; null: nobody does.
    pub contested_at: Option<DateTimeUtc>,
    /// Who.
    pub contested_by: Option<UserId>,
    /// Why.
    pub contest_reason: Option<String>,
    /// When it is to be verified (again); null: never, or it is a draft.
    pub due_at: Option<DateTimeUtc>,
    /// When its verifiers were told that it is due; null: not yet.
    pub due_told_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
