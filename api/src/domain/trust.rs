//! How far an entry of the think tank can be trusted at an instant, of a row and as SQL, and which entries lists withhold.
//! Pure: the instant is given. What makes an entry so is up to the think tank.

use chrono::{DateTime, Utc};
use entity::knowledge_entry::{Column, KnowledgeState, KnowledgeType, Model};
use sea_orm::{ColumnTrait, Condition};
use serde::{Deserialize, Serialize};

/// How far a published entry can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Trust {
    /// It was verified, and the verification still holds.
    Verified,
    /// It was not verified since it last changed, or somebody contests it.
    Unverified,
    /// It was verified, and the verification holds no longer.
    Stale,
    /// Its day has passed: lists withhold it.
    Expired,
}

impl Trust {
    /// Every one, the best first.
    pub const ALL: [Self; 4] = [Self::Verified, Self::Unverified, Self::Stale, Self::Expired];

    /// How far an entry can be trusted now; `None` for a draft, and for a negotiation record, which says what was said.
    pub fn of(entry: &Model, now: DateTime<Utc>) -> Option<Self> {
        if !is_verifiable(entry) {
            return None;
        }
        let is_over = |end: Option<DateTime<Utc>>| end.is_some_and(|end| end <= now);
        Some(match entry.verified_at {
            _ if is_over(entry.expires_at) => Self::Expired,
            None => Self::Unverified,
            Some(_) if is_over(entry.due_at) => Self::Stale,
            Some(_) => Self::Verified,
        })
    }

    /// The entries of which that is true now.
    pub fn sql(self, now: DateTime<Utc>) -> Condition {
        let current = verifiable().add(withheld(now).not());
        match self {
            Self::Expired => verifiable().add(withheld(now)),
            Self::Unverified => current.add(Column::VerifiedAt.is_null()),
            Self::Stale => current.add(Column::VerifiedAt.is_not_null()).add(Column::DueAt.lte(now)),
            Self::Verified => current
                .add(Column::VerifiedAt.is_not_null())
                .add(Condition::any().add(Column::DueAt.is_null()).add(Column::DueAt.gt(now))),
        }
    }
}

/// Whether an entry can be verified: it is published and no negotiation record.
pub fn is_verifiable(entry: &Model) -> bool {
    entry.state == KnowledgeState::Published && entry.kind != KnowledgeType::NegotiationRecord
}

/// The entries that can be verified.
pub fn verifiable() -> Condition {
    Condition::all()
        .add(Column::State.eq(KnowledgeState::Published))
        .add(Column::Kind.ne(KnowledgeType::NegotiationRecord))
}

/// The entries that lists withhold now: published ones whose day has passed. False, and never null, of a row that an outer join
/// gave no entry.
pub fn withheld(now: DateTime<Utc>) -> Condition {
    Condition::all()
        .add(Column::State.eq(KnowledgeState::Published))
        .add(Column::ExpiresAt.is_not_null())
        .add(Column::ExpiresAt.lte(now))
}
