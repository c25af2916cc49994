//! Events of the red channel. A bot that reads incidents without detail gets as little of them as of the incident.

use async_graphql::{ID, Object, SimpleObject};
use chrono::{DateTime, Utc};

use super::{
    Arrived, EventAccount, EventActor, EventPerson, account, actor,
    clock::{EventClock, EventLadder},
    version,
};
use crate::{
    domain::{incident::event::IncidentSnapshot, stream::Body},
    graphql::{
        scalar::EventCursor,
        vocabulary::{IncidentEventKind, IncidentState, Severity, TimelineKind},
    },
};

/// Something that happened to an incident.
pub struct IncidentEvent {
    pub(super) arrived: Arrived,
    pub(super) whole: bool,
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
    pub(super) async fn cursor(&self) -> EventCursor {
        EventCursor(self.arrived.record.cursor)
    }

    /// Stable and unique: the idempotency key of whoever acts on the event.
    pub(super) async fn event_id(&self) -> ID {
        ID(self.arrived.record.id.to_string())
    }

    /// When the change was made. When the thing itself happened is `happenedAt`.
    pub(super) async fn occurred_at(&self) -> DateTime<Utc> {
        self.arrived.record.at
    }

    /// Who made the change; without id and name for a bot that reads incidents without detail.
    pub(super) async fn actor(&self) -> EventActor {
        let actor = actor(&self.arrived);
        if self.whole { actor } else { EventActor { id: None, name: String::new(), ..actor } }
    }

    /// The account that it concerns.
    pub(super) async fn account(&self) -> Option<EventAccount> {
        account(&self.arrived, self.whole)
    }

    /// Counts the events of the account, as a whole number in a string: drop an event whose number is not above the last
    /// one you have seen.
    pub(super) async fn account_version(&self) -> Option<String> {
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

    /// The clocks that changed with it or set it off. Whoever acts on a warning or breach once, does so by incident, kind,
    /// generation, level and round.
    async fn clocks(&self) -> Option<Vec<EventClock>> {
        Some(self.body()?.clocks.iter().map(Into::into).collect())
    }

    /// The ladder, where it changed with it or set it off; null for a bot that reads incidents without detail.
    async fn ladder(&self) -> Option<EventLadder> {
        self.body()?.ladder.as_ref().filter(|_| self.whole).map(Into::into)
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
    pub(super) fn of(snapshot: &IncidentSnapshot, whole: bool) -> Self {
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
