//! Working on an incident: from taking it to solving it.

use async_graphql::{Context, Object};

use super::{advance, incident_payloads, step_inputs};
use crate::{domain::incident::rules::Step, graphql::error::Nullable};

step_inputs! {
    /// An incident that somebody takes.
    IncidentAcknowledgeInput of "incidentAcknowledge" {
        /// Anything worth saying. At most 2,000 characters.
        note: Option<String>,
    } => |input| Step::Acknowledge { note: input.note };

    /// A team that is on its way.
    IncidentMobiliseInput of "incidentMobilise" {
        /// Anything worth saying. At most 2,000 characters.
        note: Option<String>,
    } => |input| Step::Mobilise { note: input.note };

    /// A team that is with the customer.
    IncidentArriveOnSiteInput of "incidentArriveOnSite" {
        /// Anything worth saying. At most 2,000 characters.
        note: Option<String>,
    } => |input| Step::ArriveOnSite { note: input.note };

    /// A customer who agreed to remote help.
    IncidentAcceptRemoteInput of "incidentAcceptRemote" {
        /// Who at the customer agreed, by name. At most 200 characters.
        consent_name: String,
        /// How and to what they agreed. At most 2,000 characters.
        consent_note: Option<String>,
    } => |input| Step::AcceptRemote { consent_name: input.consent_name, consent_note: input.consent_note };

    /// An incident that gets no worse.
    IncidentContainInput of "incidentContain" {
        /// Anything worth saying. At most 2,000 characters.
        note: Option<String>,
    } => |input| Step::Contain { note: input.note };

    /// An incident that is solved.
    IncidentResolveInput of "incidentResolve" {
        /// Anything worth saying. At most 2,000 characters.
        note: Option<String>,
    } => |input| Step::Resolve { note: input.note };
}

incident_payloads! {
    /// What acknowledging an incident came to.
    IncidentAcknowledgePayload;
    /// What mobilising came to.
    IncidentMobilisePayload;
    /// What noting the arrival came to.
    IncidentArriveOnSitePayload;
    /// What noting the customer's consent came to.
    IncidentAcceptRemotePayload;
    /// What containing an incident came to.
    IncidentContainPayload;
    /// What resolving an incident came to.
    IncidentResolvePayload;
}

/// Root fields of those who work on incidents.
#[derive(Default)]
pub struct WorkMutation;

#[Object]
impl WorkMutation {
    /// Takes an incident whose channel is open: the commander right. Only people can.
    /// Of a stale version or a state that does not allow it: `VERSION_CONFLICT`, `ILLEGAL_TRANSITION`.
    ///
    /// Requires: primary or deputy of the account; escalation manager; the executive lead.
    /// Emits: incident.acknowledged
    async fn incident_acknowledge(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which incident.")] input: IncidentAcknowledgeInput,
    ) -> Nullable<IncidentAcknowledgePayload> {
        IncidentAcknowledgePayload::of(advance(ctx, input.command()).await)
    }

    /// Sends executive lead and team on their way. User error: `EXECUTIVE_LEAD_REQUIRED`, if nobody was named, or who was named
    /// is no active executive any more.
    /// Of a stale version or a state that does not allow it: `VERSION_CONFLICT`, `ILLEGAL_TRANSITION`.
    ///
    /// Requires: primary or deputy of the account; escalation manager; the executive lead.
    /// Emits: incident.mobilised
    async fn incident_mobilise(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which incident.")] input: IncidentMobiliseInput,
    ) -> Nullable<IncidentMobilisePayload> {
        IncidentMobilisePayload::of(advance(ctx, input.command()).await)
    }

    /// Says that the team is with the customer.
    /// Of a stale version or a state that does not allow it: `VERSION_CONFLICT`, `ILLEGAL_TRANSITION`.
    ///
    /// Requires: primary or deputy of the account; escalation manager; the executive lead.
    /// Emits: incident.arrived_on_site
    async fn incident_arrive_on_site(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which incident.")] input: IncidentArriveOnSiteInput,
    ) -> Nullable<IncidentArriveOnSitePayload> {
        IncidentArriveOnSitePayload::of(advance(ctx, input.command()).await)
    }

    /// Notes that the customer agreed to remote help instead of a visit, and who there did.
    /// Of a stale version or a state that does not allow it: `VERSION_CONFLICT`, `ILLEGAL_TRANSITION`.
    ///
    /// Requires: primary or deputy of the account; escalation manager; the executive lead.
    /// Emits: incident.remote_accepted
    async fn incident_accept_remote(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which incident, and who agreed.")] input: IncidentAcceptRemoteInput,
    ) -> Nullable<IncidentAcceptRemotePayload> {
        IncidentAcceptRemotePayload::of(advance(ctx, input.command()).await)
    }

    /// Says that it gets no worse. May be skipped where it is resolved at once.
    /// Of a stale version or a state that does not allow it: `VERSION_CONFLICT`, `ILLEGAL_TRANSITION`.
    ///
    /// Requires: primary or deputy of the account; escalation manager; the executive lead.
    /// Emits: incident.contained
    async fn incident_contain(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which incident.")] input: IncidentContainInput,
    ) -> Nullable<IncidentContainPayload> {
        IncidentContainPayload::of(advance(ctx, input.command()).await)
    }

    /// Says that the problem is solved.
    /// Of a stale version or a state that does not allow it: `VERSION_CONFLICT`, `ILLEGAL_TRANSITION`.
    ///
    /// Requires: primary or deputy of the account; escalation manager; the executive lead.
    /// Emits: incident.resolved
    async fn incident_resolve(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which incident.")] input: IncidentResolveInput,
    ) -> Nullable<IncidentResolvePayload> {
        IncidentResolvePayload::of(advance(ctx, input.command()).await)
    }
}
