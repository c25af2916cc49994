//! Who works on an incident.

use async_graphql::{Context, ID, Object};

use super::{Answer, answer, incident_inputs, incident_payloads};
use crate::{
    domain::incident::{Responder, StaffChange, Target},
    graphql::{
        context::{parse_id, services, viewer},
        error::{Nullable, Result},
    },
};

incident_inputs! {
    /// An executive who is to lead.
    IncidentNameExecutiveLeadInput of "incidentNameExecutiveLead" {
        /// Who, `usr_...`: an active executive.
        user_id: ID,
    }

    /// Somebody for the response team.
    IncidentAddResponderInput of "incidentAddResponder" {
        /// Who, `usr_...`.
        user_id: ID,
        /// What they do there. At most 200 characters.
        duty: Option<String>,
    }

    /// Somebody who leaves the response team.
    IncidentRemoveResponderInput of "incidentRemoveResponder" {
        /// Who, `usr_...`.
        user_id: ID,
    }
}

incident_payloads! {
    /// What naming an executive lead came to.
    IncidentNameExecutiveLeadPayload;
    /// What adding to the response team came to.
    IncidentAddResponderPayload;
    /// What taking somebody off the response team came to.
    IncidentRemoveResponderPayload;
}

/// Root fields about who works on incidents.
#[derive(Default)]
pub struct StaffMutation;

#[Object]
impl StaffMutation {
    /// Names the executive who leads the team to the customer, in place of whoever led before. They see the incident, and
    /// its account while it is open. User errors: `UNKNOWN_PERSON`, `NOT_AN_EXECUTIVE`, `NOT_OPEN`.
    /// Of a stale version: `VERSION_CONFLICT`.
    ///
    /// Requires: escalation manager; director of the region; executive.
    /// Emits: incident.executive_lead_named
    async fn incident_name_executive_lead(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which incident, and who.")] input: IncidentNameExecutiveLeadInput,
    ) -> Nullable<IncidentNameExecutiveLeadPayload> {
        IncidentNameExecutiveLeadPayload::of(name_lead(ctx, input).await)
    }

    /// Adds somebody to the response team. They see the incident, and its account while it is open. User errors:
    /// `UNKNOWN_PERSON`, `ON_TEAM`, `NOT_OPEN`.
    /// Of a stale version: `VERSION_CONFLICT`.
    ///
    /// Requires: escalation manager; director of the region; executive.
    /// Emits: incident.responder_added
    async fn incident_add_responder(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which incident, who, and what they do.")] input: IncidentAddResponderInput,
    ) -> Nullable<IncidentAddResponderPayload> {
        IncidentAddResponderPayload::of(add(ctx, input).await)
    }

    /// Takes somebody off the response team; what they saw only by it they see no longer. Possible when the incident is over,
    /// too. User error: `NOT_ON_TEAM`.
    /// Of a stale version: `VERSION_CONFLICT`.
    ///
    /// Requires: escalation manager; director of the region; executive.
    /// Emits: incident.responder_removed
    async fn incident_remove_responder(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which incident, and who.")] input: IncidentRemoveResponderInput,
    ) -> Nullable<IncidentRemoveResponderPayload> {
        IncidentRemoveResponderPayload::of(remove(ctx, input).await)
    }
}

async fn name_lead(ctx: &Context<'_>, input: IncidentNameExecutiveLeadInput) -> Answer {
    let change = parse_id(&input.user_id).map(StaffChange::NameLead);
    staff(ctx, input.target(), change).await
}

async fn add(ctx: &Context<'_>, input: IncidentAddResponderInput) -> Answer {
    let target = input.target();
    let change = parse_id(&input.user_id).map(|user| StaffChange::Add(Responder { user, duty: input.duty }));
    staff(ctx, target, change).await
}

async fn remove(ctx: &Context<'_>, input: IncidentRemoveResponderInput) -> Answer {
    let change = parse_id(&input.user_id).map(StaffChange::Remove);
    staff(ctx, input.target(), change).await
}

async fn staff(ctx: &Context<'_>, target: Result<Target>, change: Result<StaffChange>) -> Answer {
    let outcome = services(ctx).incidents().staff(viewer(ctx), &target?, &change?).await;
    answer(ctx, outcome).await
}
