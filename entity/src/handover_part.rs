//! What the outgoing primary wrote into the parts of a handover's pack.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::id::{HandoverId, UserId};

/// A part of the pack.
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
pub enum PackPart {
    /// The account in short, its team, and three things that one must know.
    Summary,
    /// Who decides at the customer, and what one should know of them.
    Stakeholders,
    /// What happened.
    History,
    /// Open incidents and commitments.
    OpenItems,
    /// Contracts, clauses, notice dates.
    Contracts,
    /// Needs, hidden ones too, with evidence.
    Needs,
    /// Pricing and negotiations.
    Pricing,
    /// The account's plan and where there is room to grow.
    Plan,
    /// How healthy the relationship is, and why.
    Health,
    /// Competitors at the customer.
    Competitors,
    /// Access, tools, and how things are done.
    Access,
    /// What must happen in the next 90 days.
    #[sea_orm(string_value = "NEXT_90_DAYS")]
    #[serde(rename = "NEXT_90_DAYS")]
    NextNinetyDays,
}

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "handover_part")]
pub struct Model {
    /// Of which handover.
    #[sea_orm(primary_key, auto_increment = false)]
    pub handover_id: HandoverId,
    /// Which part.
    #[sea_orm(primary_key, auto_increment = false)]
    pub part: PackPart,
    /// Markdown; may be empty.
    pub body: String,
    /// Why there is nothing to tell.
    pub nothing_reason: Option<String>,
    /// A list of what one must know, in the summary.
    pub must_knows: Json,
    /// Who wrote it last.
    pub written_by: UserId,
    /// When it was last written.
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
