//! What becomes of the trust in an entry when it is published, verified, contested or rewritten. Pure: the instant is given.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    id::UserId,
    knowledge_entry::{KnowledgeState, Model},
};

use super::error::KnowledgeError;
use crate::domain::trust::is_verifiable;

/// The numbers of the rules. For how long a verification holds is kept by type in a table, for administrators to set.
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    /// What is published unverified is to be verified within this span.
    pub first_within: TimeDelta,
    /// The percentage of verified entries that a collection is to reach.
    pub target_percent: u8,
}

impl Default for Policy {
    fn default() -> Self {
        Self { first_within: TimeDelta::days(7), target_percent: 80 }
    }
}

/// Whether an entry can be verified or contested: it is published and no negotiation record.
///
/// # Errors
/// [`KnowledgeError::NotVerifiable`].
pub fn check_verifiable(entry: &Model) -> Result<(), KnowledgeError> {
    if is_verifiable(entry) { Ok(()) } else { Err(KnowledgeError::NotVerifiable) }
}

/// The entry as it is once it is out.
pub fn publish(entry: &mut Model, now: DateTime<Utc>, policy: &Policy) {
    entry.state = KnowledgeState::Published;
    entry.published_at = Some(now);
    if is_verifiable(entry) {
        fall_due(entry, Some(now + policy.first_within));
    }
}

/// The entry once its present revision was verified, for so many days.
pub fn verify(entry: &mut Model, by: UserId, source: Option<String>, days: Option<i32>, now: DateTime<Utc>) {
    entry.verified_at = Some(now);
    entry.verified_by = Some(by);
    entry.verified_revision = Some(entry.revision);
    entry.verified_source = source;
    (entry.contested_at, entry.contested_by, entry.contest_reason) = (None, None, None);
    fall_due(entry, end_of(now, days));
}

/// The entry once somebody says that it does not hold.
pub fn contest(entry: &mut Model, by: UserId, reason: String, now: DateTime<Utc>) {
    unverify(entry, now);
    (entry.contested_at, entry.contested_by, entry.contest_reason) = (Some(now), Some(by), Some(reason));
}

/// The published entry once its text was changed: who verifies it stands for what they wrote, so it stays as it was; by
/// anybody else it becomes unverified.
pub fn rewrite(entry: &mut Model, by_verifier: bool, now: DateTime<Utc>) {
    match (entry.verified_at, by_verifier) {
        (None, _) => {}
        (Some(_), true) => entry.verified_revision = Some(entry.revision),
        (Some(_), false) => unverify(entry, now),
    }
}

/// The verified entry once the days for which a verification holds were changed.
pub fn reckon(entry: &mut Model, days: Option<i32>) {
    if let Some(verified_at) = entry.verified_at {
        let due_at = end_of(verified_at, days);
        if entry.due_at != due_at {
            fall_due(entry, due_at);
        }
    }
}

fn unverify(entry: &mut Model, now: DateTime<Utc>) {
    (entry.verified_at, entry.verified_by) = (None, None);
    (entry.verified_revision, entry.verified_source) = (None, None);
    fall_due(entry, Some(now));
}

fn fall_due(entry: &mut Model, due_at: Option<DateTime<Utc>>) {
    (entry.due_at, entry.due_told_at) = (due_at, None);
}

fn end_of(start: DateTime<Utc>, days: Option<i32>) -> Option<DateTime<Utc>> {
    days.map(|days| start + TimeDelta::days(days.into()))
}

#[cfg(test)]
#[path = "trust_tests.rs"]
mod tests;
