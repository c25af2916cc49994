//! What others learn of the think tank: titles, never texts.

use chrono::{DateTime, Utc};
use entity::{
    id::{AccountId, HandoverId, IncidentId, KnowledgeCommentId, KnowledgeEntryId, RequestId},
    knowledge_entry,
    knowledge_entry::{Audience, KnowledgeState, KnowledgeType},
};
use serde::{Deserialize, Serialize};

use crate::domain::{account::event::PersonLabel, journal::EventBody};

/// Something that happened to an entry of the think tank.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnowledgeEvent {
    /// What happened.
    pub kind: KnowledgeEventKind,
    /// The entry after the change.
    pub entry: KnowledgeSnapshot,
    /// The fields that changed, in the API's names.
    pub changed: Vec<String>,
    /// The editor that the event is about.
    pub person: Option<PersonLabel>,
    /// Where the link leads that the event is about, or what the entry was used for.
    pub link: Option<LinkSnapshot>,
    /// Those who must be told, whatever they follow.
    #[serde(default)]
    pub concerned: Vec<PersonLabel>,
    /// The comment that the event is about.
    #[serde(default)]
    pub comment: Option<KnowledgeCommentId>,
}

/// Where a link leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkSnapshot {
    /// To this account, or to something of it.
    pub account: AccountId,
    /// To this incident.
    pub incident: Option<IncidentId>,
    /// To this request of the customer.
    #[serde(default)]
    pub request: Option<RequestId>,
    /// To this handover of a seat.
    #[serde(default)]
    pub handover: Option<HandoverId>,
}

impl LinkSnapshot {
    /// Leads to an account.
    pub fn account(account: AccountId) -> Self {
        Self { account, incident: None, request: None, handover: None }
    }
}

/// An entry after a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnowledgeSnapshot {
    /// Which.
    pub id: KnowledgeEntryId,
    /// Its title.
    pub title: String,
    /// What sort of knowledge.
    pub knowledge_type: KnowledgeType,
    /// Who may read it.
    pub audience: Audience,
    /// Draft or published.
    pub state: KnowledgeState,
    /// Number of the present revision.
    pub revision: i32,
    /// What clients edit against.
    pub version: i32,
    /// When it was verified; `None`: it is not.
    #[serde(default)]
    pub verified_at: Option<DateTime<Utc>>,
    /// When it is to be verified again.
    #[serde(default)]
    pub due_at: Option<DateTime<Utc>>,
    /// When lists begin to withhold it.
    #[serde(default)]
    pub expires_at: Option<DateTime<Utc>>,
}

impl From<&knowledge_entry::Model> for KnowledgeSnapshot {
    fn from(row: &knowledge_entry::Model) -> Self {
        Self {
            id: row.id,
            title: row.title.clone(),
            knowledge_type: row.kind,
            audience: row.audience,
            state: row.state,
            revision: row.revision,
            version: row.version,
            verified_at: row.verified_at,
            due_at: row.due_at,
            expires_at: row.expires_at,
        }
    }
}

/// What can happen to an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum KnowledgeEventKind {
    /// It was begun.
    Drafted,
    /// It got a new revision.
    Revised,
    /// It was published.
    Published,
    /// Its audience was changed.
    AudienceChanged,
    /// It was linked to an account or an incident.
    Linked,
    /// A link was taken back.
    Unlinked,
    /// Somebody may edit it.
    EditorAdded,
    /// Somebody may no longer edit it.
    EditorRemoved,
    /// How sure it is, who answers for it, or for how long, was changed.
    Governed,
    /// Who answers for it said that it holds.
    Verified,
    /// Somebody said that it does not hold.
    Contested,
    /// Somebody said something to it.
    Commented,
    /// Somebody used it for what the link leads to.
    Used,
    /// It is to be verified now: its time has come, or it is due and came to others than those who were told. Nobody did that.
    VerificationDue,
}

impl EventBody for KnowledgeEvent {
    fn kind(&self) -> &'static str {
        match self.kind {
            KnowledgeEventKind::Drafted => "knowledge.drafted",
            KnowledgeEventKind::Revised => "knowledge.revised",
            KnowledgeEventKind::Published => "knowledge.published",
            KnowledgeEventKind::AudienceChanged => "knowledge.audience_changed",
            KnowledgeEventKind::Linked => "knowledge.linked",
            KnowledgeEventKind::Unlinked => "knowledge.unlinked",
            KnowledgeEventKind::EditorAdded => "knowledge.editor_added",
            KnowledgeEventKind::EditorRemoved => "knowledge.editor_removed",
            KnowledgeEventKind::Governed => "knowledge.governed",
            KnowledgeEventKind::Verified => "knowledge.verified",
            KnowledgeEventKind::Contested => "knowledge.contested",
            KnowledgeEventKind::Commented => "knowledge.commented",
            KnowledgeEventKind::Used => "knowledge.used",
            KnowledgeEventKind::VerificationDue => "knowledge.verification_due",
        }
    }
}

/// What administrators learn of these settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermEvent {
    /// Of which type.
    pub knowledge_type: KnowledgeType,
    /// How many days; `None`: for ever.
    pub interval_days: Option<i32>,
    /// What clients edit against.
    pub version: i32,
}

impl EventBody for TermEvent {
    fn kind(&self) -> &'static str {
        "knowledge_term.set"
    }
}
