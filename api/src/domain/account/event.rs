//! What others learn of accounts and their triangles.

use entity::{
    account,
    account::{AccountStatus, RelationshipStage, Tier},
    assignment::{Position, Seat},
    id::{AccountId, AssignmentId, UserId},
};
use serde::{Deserialize, Serialize};

use crate::domain::journal::EventBody;

/// A person as they were called then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonLabel {
    /// Who.
    pub id: UserId,
    /// Full name.
    pub name: String,
}

/// Something that happened to an account or its triangle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountEvent {
    /// What happened.
    pub kind: AccountEventKind,
    /// The account after the change.
    pub snapshot: AccountSnapshot,
    /// The fields that changed, in the API's names.
    pub changed: Vec<String>,
    /// The assignment that began or ended, for the events of the triangle.
    pub assignment: Option<AssignmentSnapshot>,
    /// The assignment that a swap ended.
    pub previous: Option<AssignmentSnapshot>,
}

/// An account after a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountSnapshot {
    /// Which.
    pub id: AccountId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Where the business with it stands.
    pub status: AccountStatus,
    /// How important it is.
    pub tier: Option<Tier>,
    /// How close the relationship is.
    pub stage: RelationshipStage,
    /// What clients edit against.
    pub version: i32,
}

/// An assignment that began or ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignmentSnapshot {
    /// Which.
    pub id: AssignmentId,
    /// Who.
    pub person: PersonLabel,
    /// In which seat; `None`: extended member.
    pub seat: Option<Seat>,
    /// As what.
    pub position: Position,
}

impl From<&account::Model> for AccountSnapshot {
    fn from(row: &account::Model) -> Self {
        Self {
            id: row.id,
            code: row.code.clone(),
            name: row.name.clone(),
            status: row.status,
            tier: row.tier,
            stage: row.stage,
            version: row.version,
        }
    }
}

/// What can happen to an account or its triangle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AccountEventKind {
    /// It was created.
    Created,
    /// Its facts were changed.
    FactsChanged,
    /// Its status was changed.
    StatusChanged,
    /// Its tier was set by hand.
    TierSet,
    /// Its relationship stage was changed.
    StageChanged,
    /// An executive sponsor was named or released.
    SponsorChanged,
    /// It was put on the watch list, or its review moved.
    Watched,
    /// It was taken off the watch list.
    Unwatched,
    /// Somebody was assigned to a seat or as an extended member.
    Assigned,
    /// A seat was given to somebody else.
    Swapped,
    /// A seat was vacated or a member released.
    Vacated,
}

impl EventBody for AccountEvent {
    fn kind(&self) -> &'static str {
        match self.kind {
            AccountEventKind::Created => "account.created",
            AccountEventKind::FactsChanged => "account.facts_changed",
            AccountEventKind::StatusChanged => "account.status_changed",
            AccountEventKind::TierSet => "account.tier_set",
            AccountEventKind::StageChanged => "account.stage_changed",
            AccountEventKind::SponsorChanged => "account.sponsor_changed",
            AccountEventKind::Watched => "account.watched",
            AccountEventKind::Unwatched => "account.unwatched",
            AccountEventKind::Assigned => "triangle.assigned",
            AccountEventKind::Swapped => "triangle.swapped",
            AccountEventKind::Vacated => "triangle.vacated",
        }
    }
}
