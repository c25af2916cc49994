//! What a pack says: what the system holds of the account, and what was written beside it. Frozen in the very bytes that the hash
//! is of when the receiver takes it.

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    account::{AccountStatus, RelationshipStage, Tier},
    assignment::{Position, Seat},
    customer_request::RequestKind,
    handover_part::PackPart,
    id::{CommitmentId, HandoverId, IncidentId, KnowledgeEntryId, RequestId, SpecialNoteId, UserId},
    incident::{IncidentState, Severity},
    knowledge_entry::KnowledgeType,
    letter::LetterState,
    special_note::{SpecialNoteKind, SpecialNoteSeverity},
};
use serde::{Deserialize, Serialize};

use super::rules::pack::{Held, Written};
use crate::{domain::trust::Trust, platform::secret::sha256_hex};

/// Everything that a pack says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackContent {
    /// Of which handover.
    pub handover: HandoverId,
    /// Of which seat.
    pub seat: Seat,
    /// Who hands over, by name.
    pub outgoing: String,
    /// Who takes over, by name.
    pub receiver: String,
    /// The account in short.
    pub account: AccountFacts,
    /// Who serves it: primaries, deputies, then the others.
    pub team: Vec<TeamMember>,
    /// The special notes that hold, the worst first. Packs that were accepted before there were any have none.
    #[serde(default)]
    pub notes: Vec<NoteLine>,
    /// The twelve parts.
    pub parts: Vec<PartContent>,
}

/// An account in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountFacts {
    /// Its name.
    pub name: String,
    /// Its code.
    pub code: String,
    /// Its industry.
    pub industry: Option<String>,
    /// The region that answers for it, by name.
    pub region: String,
    /// The zone of its days and times.
    pub time_zone: String,
    /// Where the business stands.
    pub status: AccountStatus,
    /// How important it is.
    pub tier: Option<Tier>,
    /// How close the relationship is.
    pub stage: RelationshipStage,
    /// The executive who stands for it, by name.
    pub sponsor: Option<String>,
}

/// Somebody who serves the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamMember {
    /// Who.
    pub id: UserId,
    /// By name.
    pub name: String,
    /// In which seat; `None`: extended member.
    pub seat: Option<Seat>,
    /// As what.
    pub position: Position,
    /// What an extended member is good for.
    pub expertise: Option<String>,
}

/// A part of a pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartContent {
    /// Which.
    pub part: PackPart,
    /// What was written, in Markdown; may be empty.
    pub body: String,
    /// Why there is nothing to tell.
    pub nothing: Option<String>,
    /// What one must know.
    pub must_knows: Vec<String>,
    /// The published entries of the think tank that stand here, what was changed last first.
    pub entries: Vec<EntryLine>,
    /// The incidents that stand here, the latest first.
    pub incidents: Vec<IncidentLine>,
    /// The promises that stand here, what is due first before the rest.
    pub promises: Vec<PromiseLine>,
    /// The customer's requests that stand here, what is due first before the rest. Packs that were accepted before there were any
    /// have none.
    #[serde(default)]
    pub requests: Vec<RequestLine>,
}

/// An entry of the think tank as a pack names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryLine {
    /// Which.
    pub id: KnowledgeEntryId,
    /// The revision that was handed over.
    pub revision: i32,
    /// Its title in that revision.
    pub title: String,
    /// What sort of knowledge.
    pub kind: KnowledgeType,
    /// How far it could be trusted then; `None`: it says what was said, or the pack was accepted before this was kept.
    #[serde(default)]
    pub trust: Option<Trust>,
    /// Whether somebody contested it then.
    #[serde(default)]
    pub contested: bool,
}

/// An incident as a pack names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentLine {
    /// Which.
    pub id: IncidentId,
    /// `RC-142`.
    pub number: String,
    /// What happened, in a line.
    pub title: String,
    /// The confirmed severity, before triage the claimed one.
    pub severity: Severity,
    /// Where it stands.
    pub state: IncidentState,
    /// When it was reported.
    pub reported_at: DateTime<Utc>,
    /// When it was resolved.
    pub resolved_at: Option<DateTime<Utc>>,
    /// Where its latest letter of commitment stands.
    pub letter: Option<LetterState>,
}

/// A promise as a pack names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromiseLine {
    /// Which.
    pub id: CommitmentId,
    /// After which incident, `RC-142`.
    pub incident: String,
    /// What was promised.
    pub action: String,
    /// Who answers for it, by name.
    pub owner: String,
    /// By the end of which day at the customer.
    pub due_on: NaiveDate,
}

/// A special note as a pack names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteLine {
    /// Which.
    pub id: SpecialNoteId,
    /// What it asks of its reader.
    pub kind: SpecialNoteKind,
    /// How bad it is not to heed it.
    pub severity: SpecialNoteSeverity,
    /// What it says.
    pub text: String,
    /// Until when it holds; `None`: until it is revoked.
    pub expires_at: Option<DateTime<Utc>>,
}

/// An open request of the customer as a pack names it. Who asked is not in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestLine {
    /// Which.
    pub id: RequestId,
    /// What the customer asks, in a line.
    pub title: String,
    /// What sort of demand.
    pub kind: RequestKind,
    /// The seat that must move next; `None`: everybody has answered.
    pub holder: Option<Seat>,
    /// When the customer asked.
    pub occurred_at: DateTime<Utc>,
    /// By when the first answer was due; `None`: it had no target.
    pub due_at: Option<DateTime<Utc>>,
}

impl PackContent {
    /// The content in the bytes that are kept, and their SHA-256.
    ///
    /// # Errors
    /// A content that JSON cannot hold.
    pub fn freeze(&self) -> Result<(String, String), serde_json::Error> {
        let text = serde_json::to_string(self)?;
        let hash = sha256_hex(text.as_bytes());
        Ok((text, hash))
    }

    /// What was written into each part.
    pub fn written(&self) -> std::collections::BTreeMap<PackPart, Written> {
        let written = |part: &PartContent| Written {
            body: part.body.clone(),
            nothing: part.nothing.clone(),
            must_knows: part.must_knows.clone(),
        };
        self.parts.iter().map(|part| (part.part, written(part))).collect()
    }

    /// How many things the system holds that belong to each part.
    pub fn held(&self) -> Held {
        let held = |part: &PartContent| {
            part.entries.len() + part.incidents.len() + part.promises.len() + part.requests.len()
        };
        self.parts.iter().map(|part| (part.part, held(part))).collect()
    }

    /// What the receiver acknowledges, in the order of the pack: each part, and after it the entries in it.
    pub fn items(&self) -> Vec<(PackPart, Option<(KnowledgeEntryId, i32)>)> {
        let items = |part: &PartContent| {
            let entries = part.entries.iter().map(|entry| Some((entry.id, entry.revision)));
            let which = part.part;
            std::iter::once(None).chain(entries).map(move |entry| (which, entry)).collect::<Vec<_>>()
        };
        self.parts.iter().flat_map(items).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_that_was_handed_over_before_its_trust_was_kept_is_read() {
        let kept = r#"{"id":"kno_00000000000000000000000000","revision":2,"title":"How","kind":"PLAYBOOK"}"#;
        let line: EntryLine = serde_json::from_str(kept).unwrap();
        assert_eq!((line.revision, line.trust, line.contested), (2, None, false));
    }
}
