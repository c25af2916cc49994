//! Event types: who did what, on which account, as snapshots. They hold no edges into the live graph.

use std::sync::Arc;

use async_graphql::{Enum, ID, Interface, Object, SimpleObject};
use chrono::{DateTime, Utc};

use crate::{
    domain::{
        access::{Access, IncidentAccess, Viewer},
        account::event::{AccountSnapshot, AssignmentSnapshot, PersonLabel},
        incident::event::IncidentSnapshot,
        journal,
        knowledge::event::KnowledgeSnapshot,
        stream::{Body, Event},
    },
    graphql::{
        scalar::EventCursor,
        vocabulary::{
            AccountEventKind, AccountStatus, Audience, IncidentEventKind, IncidentState, KnowledgeEventKind,
            KnowledgeState, KnowledgeType, Position, RelationshipStage, Seat, Severity, Tier, TimelineKind,
        },
    },
    platform::feed::Delivered,
};

pub(super) type Arrived = Arc<Delivered<Event>>;

/// What sort of actor made a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "journal::ActorKind")]
pub enum ActorKind {
    /// A person.
    Person,
    /// An escalation bot.
    Bot,
    /// The server or its operator.
    System,
}

/// Who made a change, as they were called then.
#[derive(Clone, Debug, SimpleObject)]
pub struct EventActor {
    /// The person's or bot's id; null for the system.
    id: Option<ID>,
    /// What sort of actor.
    kind: ActorKind,
    /// Full name then.
    name: String,
}

/// The account of an event, as it was called then.
#[derive(Clone, Debug, SimpleObject)]
pub struct EventAccount {
    /// The account's id.
    id: ID,
    /// Its code then.
    code: String,
    /// Its name then; null for a bot that reads incidents without detail.
    name: Option<String>,
}

/// A person of an event, as they were called then.
#[derive(Clone, Debug, SimpleObject)]
pub struct EventPerson {
    /// The person's id.
    id: ID,
    /// Full name then.
    name: String,
}

impl From<&PersonLabel> for EventPerson {
    fn from(label: &PersonLabel) -> Self {
        Self { id: ID(label.id.to_string()), name: label.name.clone() }
    }
}

/// Something that happened. Its `cursor` is its place in the one total order of the log. Expect unknown members.
#[derive(Interface)]
#[graphql(
    name = "Event",
    field(
        name = "cursor",
        ty = "EventCursor",
        desc = "Its position: give it as `after` to go on from here."
    ),
    field(
        name = "event_id",
        ty = "ID",
        desc = "Stable and unique: the idempotency key of whoever acts on the event."
    ),
    field(name = "occurred_at", ty = "DateTime<Utc>", desc = "When the change was made."),
    field(name = "actor", ty = "EventActor", desc = "Who made the change."),
    field(name = "account", ty = "Option<EventAccount>", desc = "The account that it concerns."),
    field(
        name = "account_version",
        ty = "Option<String>",
        desc = "Counts the events of the account, as a whole number in a string: drop an event whose number is not above the last one you have seen."
    )
)]
pub enum EventObject {
    /// Accounts and triangles.
    Account(AccountEvent),
    /// The red channel.
    Incident(IncidentEvent),
    /// The think tank.
    Knowledge(KnowledgeEvent),
    /// People, bots and settings.
    Administration(AdministrationEvent),
}

impl EventObject {
    /// An event as its type; `None` for one that this version does not know.
    pub(super) fn of(access: &Access, viewer: &Viewer, arrived: &Arrived) -> Option<Self> {
        let whole = IncidentAccess::is_whole(viewer);
        match arrived.event.body {
            Body::Account(_) => Some(Self::Account(AccountEvent(Arc::clone(arrived)))),
            Body::Incident(_) => Some(Self::Incident(IncidentEvent { arrived: Arc::clone(arrived), whole })),
            Body::Knowledge(_) => Some(Self::Knowledge(KnowledgeEvent {
                arrived: Arc::clone(arrived),
                tells_home: access.account_of(viewer, &arrived.event).is_some(),
            })),
            Body::Administration(_) => Some(Self::Administration(AdministrationEvent(Arc::clone(arrived)))),
            Body::Unknown => None,
        }
    }
}

fn actor(arrived: &Arrived) -> EventActor {
    let actor = &arrived.event.actor;
    EventActor { id: actor.id.clone().map(ID), kind: actor.kind.into(), name: actor.name.clone() }
}

fn account(arrived: &Arrived, whole: bool) -> Option<EventAccount> {
    let account = arrived.event.account.as_ref()?;
    let name = whole.then(|| account.name.clone());
    Some(EventAccount { id: ID(account.id.to_string()), code: account.code.clone(), name })
}

fn version(arrived: &Arrived) -> Option<String> {
    arrived.record.account_version.map(|version| version.to_string())
}

/// Something that happened to an account or its triangle.
pub struct AccountEvent(Arrived);

impl AccountEvent {
    fn body(&self) -> Option<&crate::domain::account::event::AccountEvent> {
        match &self.0.event.body {
            Body::Account(body) => Some(body),
            _ => None,
        }
    }
}

/// Something that happened to an account or its triangle. Received by whoever may see the account at the moment of sending.
#[Object]
impl AccountEvent {
    /// Its position: give it as `after` to go on from here.
    async fn cursor(&self) -> EventCursor {
        EventCursor(self.0.record.cursor)
    }

    /// Stable and unique: the idempotency key of whoever acts on the event.
    async fn event_id(&self) -> ID {
        ID(self.0.record.id.to_string())
    }

    /// When the change was made.
    async fn occurred_at(&self) -> DateTime<Utc> {
        self.0.record.at
    }

    /// Who made the change.
    async fn actor(&self) -> EventActor {
        actor(&self.0)
    }

    /// The account that it concerns.
    async fn account(&self) -> Option<EventAccount> {
        account(&self.0, true)
    }

    /// Counts the events of the account, as a whole number in a string: drop an event whose number is not above the last
    /// one you have seen.
    async fn account_version(&self) -> Option<String> {
        version(&self.0)
    }

    /// What happened.
    async fn kind(&self) -> Option<AccountEventKind> {
        self.body().map(|body| body.kind.into())
    }

    /// The account after the change.
    async fn snapshot(&self) -> Option<EventAccountSnapshot> {
        self.body().map(|body| (&body.snapshot).into())
    }

    /// The fields that changed, in this API's names.
    async fn changed(&self) -> Option<&[String]> {
        self.body().map(|body| body.changed.as_slice())
    }

    /// The assignment that began or ended, for the events of the triangle.
    async fn assignment(&self) -> Option<EventAssignment> {
        self.body()?.assignment.as_ref().map(Into::into)
    }

    /// The assignment that a swap ended.
    async fn previous_assignment(&self) -> Option<EventAssignment> {
        self.body()?.previous.as_ref().map(Into::into)
    }
}

/// An account after a change.
#[derive(Clone, Debug, SimpleObject)]
pub struct EventAccountSnapshot {
    /// The account's id.
    id: ID,
    /// Its code.
    code: String,
    /// Its name.
    name: String,
    /// Where the business with it stands.
    status: AccountStatus,
    /// How important it is; null: unrated.
    tier: Option<Tier>,
    /// How close the relationship is.
    stage: RelationshipStage,
    /// What clients edit against.
    version: i32,
}

impl From<&AccountSnapshot> for EventAccountSnapshot {
    fn from(snapshot: &AccountSnapshot) -> Self {
        Self {
            id: ID(snapshot.id.to_string()),
            code: snapshot.code.clone(),
            name: snapshot.name.clone(),
            status: snapshot.status.into(),
            tier: snapshot.tier.map(Into::into),
            stage: snapshot.stage.into(),
            version: snapshot.version,
        }
    }
}

/// An assignment that began or ended.
#[derive(Clone, Debug, SimpleObject)]
pub struct EventAssignment {
    /// The assignment's id.
    id: ID,
    /// Who.
    person: EventPerson,
    /// In which seat; null: extended member.
    seat: Option<Seat>,
    /// As what.
    position: Position,
}

impl From<&AssignmentSnapshot> for EventAssignment {
    fn from(snapshot: &AssignmentSnapshot) -> Self {
        Self {
            id: ID(snapshot.id.to_string()),
            person: (&snapshot.person).into(),
            seat: snapshot.seat.map(Into::into),
            position: snapshot.position.into(),
        }
    }
}

/// Something that happened to an incident.
pub struct IncidentEvent {
    arrived: Arrived,
    whole: bool,
}

impl IncidentEvent {
    fn body(&self) -> Option<&crate::domain::incident::event::IncidentEvent> {
        match &self.arrived.event.body {
            Body::Incident(body) => Some(body),
            _ => None,
        }
    }
}

/// Something that happened to an incident. Received by whoever may see the incident at the moment of sending. A bot whose
/// key does not say otherwise gets number, account code, state, severity and times; the rest is null for it.
#[Object]
impl IncidentEvent {
    /// Its position: give it as `after` to go on from here.
    async fn cursor(&self) -> EventCursor {
        EventCursor(self.arrived.record.cursor)
    }

    /// Stable and unique: the idempotency key of whoever acts on the event.
    async fn event_id(&self) -> ID {
        ID(self.arrived.record.id.to_string())
    }

    /// When the change was made. When the thing itself happened is `happenedAt`.
    async fn occurred_at(&self) -> DateTime<Utc> {
        self.arrived.record.at
    }

    /// Who made the change; without id and name for a bot that reads incidents without detail.
    async fn actor(&self) -> EventActor {
        let actor = actor(&self.arrived);
        if self.whole { actor } else { EventActor { id: None, name: String::new(), ..actor } }
    }

    /// The account that it concerns.
    async fn account(&self) -> Option<EventAccount> {
        account(&self.arrived, self.whole)
    }

    /// Counts the events of the account, as a whole number in a string: drop an event whose number is not above the last
    /// one you have seen.
    async fn account_version(&self) -> Option<String> {
        version(&self.arrived)
    }

    /// What happened.
    async fn kind(&self) -> Option<IncidentEventKind> {
        self.body().map(|body| body.kind.into())
    }

    /// The incident after the change.
    async fn incident(&self) -> Option<EventIncident> {
        self.body().map(|body| EventIncident::of(&body.incident, self.whole))
    }

    /// The state before, where the state changed.
    async fn previous_state(&self) -> Option<IncidentState> {
        self.body()?.previous_state.map(Into::into)
    }

    /// When it happened, where that was entered later than it was.
    async fn happened_at(&self) -> Option<DateTime<Utc>> {
        self.body()?.happened_at
    }

    /// The fields that changed, in this API's names.
    async fn changed(&self) -> Option<&[String]> {
        self.body().map(|body| body.changed.as_slice())
    }

    /// The executive lead or responder that the event is about.
    async fn person(&self) -> Option<EventPerson> {
        self.body()?.person.as_ref().filter(|_| self.whole).map(Into::into)
    }

    /// The line that was added to the timeline, without its text.
    async fn timeline_entry(&self) -> Option<EventTimelineEntry> {
        let entry = self.body()?.timeline_entry.as_ref().filter(|_| self.whole)?;
        Some(EventTimelineEntry {
            id: ID(entry.id.to_string()),
            kind: entry.kind.into(),
            occurred_at: entry.occurred_at,
        })
    }
}

/// An incident after a change.
#[derive(Clone, Debug, SimpleObject)]
pub struct EventIncident {
    /// The incident's id.
    id: ID,
    /// What people call it: `RC-142`.
    number: String,
    /// What happened, in a line; null for a bot that reads incidents without detail.
    title: Option<String>,
    /// Where it stands.
    state: IncidentState,
    /// The confirmed severity; before triage the claimed one.
    severity: Severity,
    /// Whether triage has confirmed the severity.
    severity_confirmed: bool,
    /// 1, and one more with each reopening.
    generation: i32,
    /// When it was reported; its clocks start here.
    reported_at: DateTime<Utc>,
    /// What clients edit against.
    version: i32,
}

impl EventIncident {
    fn of(snapshot: &IncidentSnapshot, whole: bool) -> Self {
        Self {
            id: ID(snapshot.id.to_string()),
            number: snapshot.number.clone(),
            title: whole.then(|| snapshot.title.clone()),
            state: snapshot.state.into(),
            severity: snapshot.severity.into(),
            severity_confirmed: snapshot.severity_confirmed,
            generation: snapshot.generation,
            reported_at: snapshot.reported_at,
            version: snapshot.version,
        }
    }
}

/// A line of a timeline, without its text.
#[derive(Clone, Debug, SimpleObject)]
pub struct EventTimelineEntry {
    /// The line's id.
    id: ID,
    /// What sort of line.
    kind: TimelineKind,
    /// When it happened.
    occurred_at: DateTime<Utc>,
}

/// Something that happened to an entry of the think tank.
pub struct KnowledgeEvent {
    arrived: Arrived,
    /// Whether the viewer sees the home account.
    tells_home: bool,
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
    async fn cursor(&self) -> EventCursor {
        EventCursor(self.arrived.record.cursor)
    }

    /// Stable and unique: the idempotency key of whoever acts on the event.
    async fn event_id(&self) -> ID {
        ID(self.arrived.record.id.to_string())
    }

    /// When the change was made.
    async fn occurred_at(&self) -> DateTime<Utc> {
        self.arrived.record.at
    }

    /// Who made the change.
    async fn actor(&self) -> EventActor {
        actor(&self.arrived)
    }

    /// The entry's home account, if it has one that you may see.
    async fn account(&self) -> Option<EventAccount> {
        account(&self.arrived, true).filter(|_| self.tells_home)
    }

    /// Counts the events of the account, as a whole number in a string: drop an event whose number is not above the last
    /// one you have seen.
    async fn account_version(&self) -> Option<String> {
        version(&self.arrived).filter(|_| self.tells_home)
    }

    /// What happened.
    async fn kind(&self) -> Option<KnowledgeEventKind> {
        self.body().map(|body| body.kind.into())
    }

    /// The account or incident that the entry was linked to, or no longer is.
    async fn link_target_id(&self) -> Option<ID> {
        let link = self.body()?.link?;
        Some(ID(link.incident.map_or_else(|| link.account.to_string(), |incident| incident.to_string())))
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
        }
    }
}

/// Something that happened to people, bots, keys or settings.
pub struct AdministrationEvent(Arrived);

/// Something that happened to people, bots, keys or settings. Received by administrators.
#[Object]
impl AdministrationEvent {
    /// Its position: give it as `after` to go on from here.
    async fn cursor(&self) -> EventCursor {
        EventCursor(self.0.record.cursor)
    }

    /// Stable and unique: the idempotency key of whoever acts on the event.
    async fn event_id(&self) -> ID {
        ID(self.0.record.id.to_string())
    }

    /// When the change was made.
    async fn occurred_at(&self) -> DateTime<Utc> {
        self.0.record.at
    }

    /// Who made the change.
    async fn actor(&self) -> EventActor {
        actor(&self.0)
    }

    /// Null: it concerns no account.
    async fn account(&self) -> Option<EventAccount> {
        account(&self.0, true)
    }

    /// Null: it concerns no account.
    async fn account_version(&self) -> Option<String> {
        version(&self.0)
    }

    /// What happened: `user.disabled`, `api_key.revoked`, ...
    async fn name(&self) -> &str {
        &self.0.record.kind
    }
}
