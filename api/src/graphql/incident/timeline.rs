//! What happened in an incident: its steps from state to state, its response team, its timeline.

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, Utc};
use entity::{id::IncidentId, incident_responder, incident_transition, timeline_entry};

use super::{
    author::{IncidentAuthor, load_author},
    list::nested,
    loader::Asked,
    object::Incident,
};
use crate::{
    domain::incident::TimelinePart,
    graphql::{
        error::{Error, Nullable, Result},
        identity::user::{User, load_user},
        loader::{load, loaders},
        page::{Connection, NESTED_SIZE},
        scalar::Markdown,
        vocabulary::{IncidentState, TimelineKind},
    },
    platform::page::{Page, PageRequest},
};

/// A step of an incident from one state to the next. What clocks and figures are computed from.
pub struct IncidentTransition(pub(super) incident_transition::Model);

/// A step of an incident from one state to the next. What clocks and figures are computed from.
#[Object]
impl IncidentTransition {
    /// Identity.
    async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// The state that was left; null: it was reported.
    async fn from(&self) -> Option<IncidentState> {
        self.0.from_state.map(Into::into)
    }

    /// The state that was entered.
    async fn to(&self) -> IncidentState {
        self.0.to_state.into()
    }

    /// The incident's generation after the step.
    async fn generation(&self) -> i32 {
        self.0.generation
    }

    /// When it happened.
    async fn occurred_at(&self) -> DateTime<Utc> {
        self.0.occurred_at
    }

    /// When it was written down; later than `occurredAt` where it was entered late.
    async fn recorded_at(&self) -> DateTime<Utc> {
        self.0.recorded_at
    }

    /// Who took the step.
    async fn actor(&self, ctx: &Context<'_>) -> Nullable<IncidentAuthor> {
        load_author(ctx, self.0.actor_user, self.0.actor_bot).await
    }

    /// Why, or what was worth saying.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }
}

/// Somebody on the response team of an incident.
pub struct IncidentResponder(pub(super) incident_responder::Model);

/// Somebody on the response team of an incident.
#[Object]
impl IncidentResponder {
    /// Who.
    async fn user(&self, ctx: &Context<'_>) -> Nullable<User> {
        load_user(ctx, self.0.user_id).await
    }

    /// What they do there.
    async fn duty(&self) -> Option<&str> {
        self.0.duty.as_deref()
    }

    /// Since when.
    async fn added_at(&self) -> DateTime<Utc> {
        self.0.added_at
    }
}

/// A line of an incident's timeline. It is never changed and never taken away.
pub struct TimelineEntry(pub(in crate::graphql) timeline_entry::Model);

/// A line of an incident's timeline. It is never changed and never taken away.
#[Object]
impl TimelineEntry {
    /// Identity.
    async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// The incident.
    async fn incident(&self, ctx: &Context<'_>) -> Nullable<Incident> {
        load_incident(ctx, self.0.incident_id).await
    }

    /// What sort of line.
    async fn kind(&self) -> TimelineKind {
        self.0.kind.into()
    }

    /// What is said.
    async fn body(&self) -> Markdown {
        Markdown(self.0.body.clone())
    }

    /// Who says it.
    async fn author(&self, ctx: &Context<'_>) -> Nullable<IncidentAuthor> {
        load_author(ctx, self.0.author_user, self.0.author_bot).await
    }

    /// When it happened.
    async fn occurred_at(&self) -> DateTime<Utc> {
        self.0.occurred_at
    }

    /// When it was written down; later than `occurredAt` where it was entered late.
    async fn recorded_at(&self) -> DateTime<Utc> {
        self.0.recorded_at
    }
}

/// The incident that something names; it is read together with those of the other rows of the list.
pub(in crate::graphql) async fn load_incident(ctx: &Context<'_>, id: IncidentId) -> Nullable<Incident> {
    match load(&loaders(ctx).incident, id).await {
        Ok(Some(access)) => Some(Ok(Incident(access))),
        Ok(None) => Some(Err(Error::not_found())),
        Err(error) => Some(Err(error)),
    }
}

/// The timeline of an incident; it is read together with those of the other incidents of the list.
pub(super) async fn of_incident(
    ctx: &Context<'_>,
    incident: IncidentId,
    kinds: Option<Vec<TimelineKind>>,
    request: PageRequest,
) -> Result<Connection<TimelineEntry>> {
    let empty = Page::empty(&request);
    let kinds = kinds.map(|kinds| kinds.into_iter().map(Into::into).collect());
    let asked = Asked::new(TimelinePart { kinds, request, default_size: NESTED_SIZE });
    nested(ctx, incident, asked, empty, TimelineEntry).await
}
