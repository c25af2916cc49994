//! What a person's devices learn of their notices.

use chrono::{DateTime, Utc};
use entity::{
    id::{HandoverId, IncidentId, KnowledgeEntryId, NoticeId, RequestId, UserId},
    incident::Severity,
    notice::NoticeKind,
};
use serde::{Deserialize, Serialize};

use crate::domain::journal::{AccountLabel, EventBody};

/// Something that happened to a person's notices. Nobody else receives it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeEvent {
    /// What happened.
    pub kind: NoticeEventKind,
    /// Whose notices they are.
    pub reader: UserId,
    /// Which.
    pub notices: Vec<NoticeSnapshot>,
    /// Whether there are more than it names.
    pub has_more: bool,
}

/// A notice, as it was then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeSnapshot {
    /// Which.
    pub id: NoticeId,
    /// What it wants of its reader.
    pub kind: NoticeKind,
    /// What it tells of, `incident.activated`.
    pub tells: String,
    /// The account that it concerns; `None` for who may not see it, and where there is none.
    pub account: Option<AccountLabel>,
    /// The incident that it concerns.
    pub incident: Option<NoticeIncident>,
    /// The entry of the think tank that it concerns.
    #[serde(default)]
    pub entry: Option<NoticeEntry>,
    /// The customer's request that it concerns; what it says is in no event.
    #[serde(default)]
    pub request: Option<RequestId>,
    /// The handover that it concerns; `None` for who may not see it, too.
    #[serde(default)]
    pub handover: Option<HandoverId>,
    /// When it was made.
    pub raised_at: DateTime<Utc>,
}

/// The entry of a notice, as it was then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeEntry {
    /// Which.
    pub id: KnowledgeEntryId,
    /// Its title.
    pub title: String,
}

/// The incident of a notice, as it was then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeIncident {
    /// Which.
    pub id: IncidentId,
    /// `RC-142`.
    pub number: String,
    /// What happened, in a line.
    pub title: String,
    /// The confirmed severity, before triage the claimed one.
    pub severity: Severity,
}

/// What can happen to notices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum NoticeEventKind {
    /// One interrupts its reader.
    Raised,
    /// Several that waited interrupt their reader together.
    Digested,
    /// Their reader has read them.
    Read,
    /// Their reader has put them away.
    Dismissed,
}

impl EventBody for NoticeEvent {
    fn kind(&self) -> &'static str {
        match self.kind {
            NoticeEventKind::Raised => "notice.raised",
            NoticeEventKind::Digested => "notice.digested",
            NoticeEventKind::Read => "notice.read",
            NoticeEventKind::Dismissed => "notice.dismissed",
        }
    }
}
