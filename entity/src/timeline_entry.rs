//! What happened in an incident, line by line. Append-only.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::id::{BotId, IncidentId, TimelineEntryId, UserId};

/// What sort of line in a timeline.
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
pub enum TimelineKind {
    /// Something that happened.
    Fact,
    /// What the customer said.
    CustomerStatement,
    /// Something that we did.
    Action,
    /// Something that was decided.
    Decision,
    /// Why it broke, technically.
    TechnicalCause,
    /// News for the team.
    TeamUpdate,
    /// News that the customer or an executive was given.
    CustomerUpdate,
    /// A pointer to proof.
    Evidence,
    /// Who is answerable; refused before the incident is resolved.
    Accountability,
}

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "timeline_entry")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TimelineEntryId,
    /// Whose line.
    pub incident_id: IncidentId,
    /// What sort of line.
    pub kind: TimelineKind,
    /// Markdown.
    pub body: String,
    /// Who, if a person.
    pub author_user: Option<UserId>,
    /// Who, if a bot.
    pub author_bot: Option<BotId>,
    /// When it happened.
    pub occurred_at: DateTimeUtc,
    /// When it was written down.
    pub recorded_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
