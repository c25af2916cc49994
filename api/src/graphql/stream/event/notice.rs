//! What a person's devices are told of their notices.

use std::sync::Arc;

use async_graphql::{Enum, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};

use super::{Arrived, EventAccount, EventActor, actor};
use crate::{
    domain::{
        access::{Access, Viewer},
        notice::event::NoticeSnapshot,
        stream::Body,
    },
    graphql::{notice::object::NoticeKind, scalar::EventCursor, vocabulary::Severity},
};

/// What can happen to notices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::domain::notice::event::NoticeEventKind")]
pub enum NoticeEventKind {
    /// One came: interrupt its reader.
    Raised,
    /// Several came that had waited, after many in a short time or after the quiet hours: interrupt their reader once.
    Digested,
    /// Their reader has read them, perhaps on another device.
    Read,
    /// Their reader has put them away, perhaps on another device.
    Dismissed,
}

/// Something that happened to notices of the viewer's.
pub struct NoticeEvent {
    arrived: Arrived,
    notices: Vec<NoticeSnapshot>,
}

impl NoticeEvent {
    /// The event without the notices that the viewer may no longer be told of; `None` if none is left.
    pub(super) fn of(access: &Access, viewer: &Viewer, arrived: &Arrived) -> Option<Self> {
        let Body::Notice(body) = &arrived.event.body else { return None };
        let seen = body.notices.iter().filter(|notice| access.sees_notice(viewer, notice));
        let notices: Vec<_> = seen.map(|notice| access.notice_as_seen(viewer, notice)).collect();
        (!notices.is_empty()).then(|| Self { arrived: Arc::clone(arrived), notices })
    }
}

/// Something that happened to notices of the viewer's. Received by that person, without the notices of incidents,
/// entries and requests that they may not see at the moment of sending.
#[Object]
impl NoticeEvent {
    /// Its position: give it as `after` to go on from here.
    pub async fn cursor(&self) -> EventCursor {
        EventCursor(self.arrived.record.cursor)
    }

    /// Stable and unique: the idempotency key of whoever acts on the event.
    pub async fn event_id(&self) -> ID {
        ID(self.arrived.record.id.to_string())
    }

    /// When the change was made.
    pub async fn occurred_at(&self) -> DateTime<Utc> {
        self.arrived.record.at
    }

    /// Who made the change: the system, or the reader.
    pub async fn actor(&self) -> EventActor {
        actor(&self.arrived)
    }

    /// Null: each notice has its own.
    pub async fn account(&self) -> Option<EventAccount> {
        None
    }

    /// Null: it counts as an event of no account.
    pub async fn account_version(&self) -> Option<String> {
        None
    }

    /// What happened.
    async fn kind(&self) -> Option<NoticeEventKind> {
        match &self.arrived.event.body {
            Body::Notice(body) => Some(body.kind.into()),
            _ => None,
        }
    }

    /// Whether a digest is of more notices than it names: `myNotices` has them all.
    async fn has_more(&self) -> bool {
        matches!(&self.arrived.event.body, Body::Notice(body) if body.has_more)
    }

    /// The notices, the first that came first, at most 100.
    async fn notices(&self) -> Vec<EventNotice> {
        self.notices.iter().map(Into::into).collect()
    }
}

/// A notice, as it was then.
#[derive(Clone, Debug, SimpleObject)]
pub struct EventNotice {
    /// The notice's id.
    id: ID,
    /// What it wants of you.
    kind: NoticeKind,
    /// The name of the event that it tells of: `incident.activated`.
    tells: String,
    /// The account that it concerns; null if you may not see it.
    account: Option<EventAccount>,
    /// The incident that it concerns, if it concerns one.
    incident: Option<EventNoticeIncident>,
    /// The entry of the think tank that it concerns, if it concerns one.
    knowledge_entry: Option<EventNoticeEntry>,
    /// The id of the customer's request that it concerns, if it concerns one.
    customer_request_id: Option<ID>,
    /// The id of the handover that it concerns, if it concerns one; null if you may not see it.
    handover_id: Option<ID>,
    /// When it was made.
    raised_at: DateTime<Utc>,
}

/// The entry of the think tank of a notice, as it was then.
#[derive(Clone, Debug, SimpleObject)]
pub struct EventNoticeEntry {
    /// The entry's id.
    id: ID,
    /// Its title.
    title: String,
}

/// The incident of a notice, as it was then.
#[derive(Clone, Debug, SimpleObject)]
pub struct EventNoticeIncident {
    /// The incident's id.
    id: ID,
    /// What people call it: `RC-142`.
    number: String,
    /// What happened, in a line.
    title: String,
    /// The confirmed severity; before triage the claimed one.
    severity: Severity,
}

impl From<&NoticeSnapshot> for EventNotice {
    fn from(snapshot: &NoticeSnapshot) -> Self {
        Self {
            id: ID(snapshot.id.to_string()),
            kind: snapshot.kind.into(),
            tells: snapshot.tells.clone(),
            account: snapshot.account.as_ref().map(EventAccount::from),
            incident: snapshot.incident.as_ref().map(|incident| EventNoticeIncident {
                id: ID(incident.id.to_string()),
                number: incident.number.clone(),
                title: incident.title.clone(),
                severity: incident.severity.into(),
            }),
            knowledge_entry: snapshot
                .entry
                .as_ref()
                .map(|entry| EventNoticeEntry { id: ID(entry.id.to_string()), title: entry.title.clone() }),
            customer_request_id: snapshot.request.map(|id| ID(id.to_string())),
            handover_id: snapshot.handover.map(|id| ID(id.to_string())),
            raised_at: snapshot.raised_at,
        }
    }
}
