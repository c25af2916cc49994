//! What was open in the name of the old holder when a seat was moved: what the receiver has now, and what was left and why.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::id::{CommitmentId, HandoverId, IncidentId, KnowledgeEntryId};

/// What became of an open item of the old holder.
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
pub enum OpenItemOutcome {
    /// The receiver has it now.
    Reowned,
    /// It stays: an incident is led by an executive, and the receiver is none.
    ReceiverNotExecutive,
    /// The former holder no longer has it, and it came by rule to others than the receiver.
    FellBack,
    /// It stays with the former holder.
    Stayed,
}

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "handover_open_item")]
pub struct Model {
    /// Of which handover.
    #[sea_orm(primary_key, auto_increment = false)]
    pub handover_id: HandoverId,
    /// Its place in the list, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub place: i32,
    /// The incident that it belongs to; null: it belongs to none.
    pub incident_id: Option<IncidentId>,
    /// The promise; null: the place on the incident's response team, or its lead.
    pub commitment_id: Option<CommitmentId>,
    /// Whether it is the lead of the incident.
    pub lead: bool,
    /// What became of it.
    pub outcome: OpenItemOutcome,
    /// The entry of the think tank that is to be verified; null: it is something else.
    pub entry_id: Option<KnowledgeEntryId>,
    /// How many drafts the former holder had; null: it is something else.
    pub drafts: Option<i32>,
}

impl ActiveModelBehavior for ActiveModel {}
