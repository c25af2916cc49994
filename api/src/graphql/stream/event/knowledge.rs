//! Events of the think tank. The home account is told to whoever sees it.

use async_graphql::{ID, Object, SimpleObject};
use chrono::{DateTime, Utc};

use super::{Arrived, EventAccount, EventActor, EventPerson, account, actor, version};
use crate::{
    domain::{knowledge::event::KnowledgeSnapshot, stream::Body},
    graphql::{
        scalar::EventCursor,
        vocabulary::{Audience, KnowledgeEventKind, KnowledgeState, KnowledgeType},
    },
};

/// Something that happened to an entry of the think tank.
pub struct KnowledgeEvent {
    pub(super) arrived: Arrived,
    /// Whether the viewer sees the home account.
    pub(super) tells_home: bool,
}

impl KnowledgeEvent {
    fn body(&self) -> Option<&crate::domain::knowledge::event::KnowledgeEvent> {
        match &self.arrived.event.body {
            Body::Knowledge(body) => Some(body),
            _ => None,
        }
    }
}

/// Something that happened to an entry of the think tank. Received by whoever may read the entry at the moment of sending,
/// judged on its present audience. What happened while it was a draft stays with its author and editors; what happens to a
/// link is received by who sees where it leads.
#[Object]
impl KnowledgeEvent {
    /// Its position: give it as `after` to go on from here.
    pub(super) async fn cursor(&self) -> EventCursor {
        EventCursor(self.arrived.record.cursor)
    }

    /// Stable and unique: the idempotency key of whoever acts on the event.
    pub(super) async fn event_id(&self) -> ID {
        ID(self.arrived.record.id.to_string())
    }

    /// When the change was made.
    pub(super) async fn occurred_at(&self) -> DateTime<Utc> {
        self.arrived.record.at
    }

    /// Who made the change.
    pub(super) async fn actor(&self) -> EventActor {
        actor(&self.arrived)
    }

    /// The entry's home account, if it has one that you may see.
    pub(super) async fn account(&self) -> Option<EventAccount> {
        account(&self.arrived, true).filter(|_| self.tells_home)
    }

    /// Counts the events of the account, as a whole number in a string: drop an event whose number is not above the last
    /// one you have seen.
    pub(super) async fn account_version(&self) -> Option<String> {
        version(&self.arrived).filter(|_| self.tells_home)
    }

    /// What happened.
    async fn kind(&self) -> Option<KnowledgeEventKind> {
        self.body().map(|body| body.kind.into())
    }

    /// The account or incident that the entry was linked to, or no longer is, or the incident, customer's request or handover that
    /// it was used for.
    async fn link_target_id(&self) -> Option<ID> {
        let link = self.body()?.link?;
        let incident = link.incident.map(|id| id.to_string());
        let request = link.request.map(|id| id.to_string());
        let handover = link.handover.map(|id| id.to_string());
        Some(ID(incident.or(request).or(handover).unwrap_or_else(|| link.account.to_string())))
    }

    /// The comment that the event is about.
    async fn comment_id(&self) -> Option<ID> {
        self.body()?.comment.map(|comment| ID(comment.to_string()))
    }

    /// The entry after the change.
    async fn entry(&self) -> Option<EventKnowledgeEntry> {
        self.body().map(|body| (&body.entry).into())
    }

    /// The fields that changed, in this API's names.
    async fn changed(&self) -> Option<&[String]> {
        self.body().map(|body| body.changed.as_slice())
    }

    /// The editor that the event is about.
    async fn person(&self) -> Option<EventPerson> {
        self.body()?.person.as_ref().map(Into::into)
    }
}

/// An entry of the think tank after a change.
#[derive(Clone, Debug, SimpleObject)]
pub struct EventKnowledgeEntry {
    /// The entry's id.
    id: ID,
    /// Its title.
    title: String,
    /// What sort of knowledge.
    #[graphql(name = "type")]
    knowledge_type: KnowledgeType,
    /// Who may read it.
    audience: Audience,
    /// Draft or published.
    state: KnowledgeState,
    /// Number of the present revision.
    revision: i32,
    /// What clients edit against.
    version: i32,
    /// When it was verified; null: it is not.
    verified_at: Option<DateTime<Utc>>,
    /// When it is to be verified (again); null: never, or it is a draft.
    due_at: Option<DateTime<Utc>>,
    /// When lists begin to withhold it; null: never.
    expires_at: Option<DateTime<Utc>>,
}

impl From<&KnowledgeSnapshot> for EventKnowledgeEntry {
    fn from(snapshot: &KnowledgeSnapshot) -> Self {
        Self {
            id: ID(snapshot.id.to_string()),
            title: snapshot.title.clone(),
            knowledge_type: snapshot.knowledge_type.into(),
            audience: snapshot.audience.into(),
            state: snapshot.state.into(),
            revision: snapshot.revision,
            version: snapshot.version,
            verified_at: snapshot.verified_at,
            due_at: snapshot.due_at,
            expires_at: snapshot.expires_at,
        }
    }
}
