//! How incidents belong together, and who goes to the customer.

use async_graphql::{Context, ID, Object};

use super::{Answer, answer, incident_inputs, incident_payloads};
use crate::{
    domain::incident::OnSiteParty,
    graphql::{
        context::{limits, parse_id, services, viewer},
        error::{Error, Nullable, Result},
    },
};

incident_inputs! {
    /// A duplicate.
    IncidentMergeInput of "incidentMerge" {
        /// The incident that it repeats, `inc_...`: of the same account, and not over.
        into_id: ID,
        /// What is to be said of it. At most 2,000 characters.
        note: Option<String>,
    }

    /// An incident that is a part of a larger trouble.
    IncidentAttachInput of "incidentAttach" {
        /// The incident that it is a part of, `inc_...`: of whatever account, not over, and no part itself.
        parent_id: ID,
    }

    /// An incident that is a part of no other.
    IncidentDetachInput of "incidentDetach" {}

    /// The party on site, in place of whoever was named before.
    IncidentSetOnSitePartyInput of "incidentSetOnSiteParty" {
        /// Who goes, `usr_...`: people who work on the incident; at most 100. Empty: nobody.
        user_ids: Vec<ID>,
        /// Who at the customer received them. At most 200 characters. Left out: nobody is named.
        customer_witness: Option<String>,
    }
}

incident_payloads! {
    /// What merging a duplicate came to.
    IncidentMergePayload;
    /// What making an incident a part of another came to.
    IncidentAttachPayload;
    /// What letting a part go came to.
    IncidentDetachPayload;
    /// What naming the party on site came to.
    IncidentSetOnSitePartyPayload;
}

/// Root fields about how incidents belong together, and who goes to the customer.
#[derive(Default)]
pub struct FamilyMutation;

#[Object]
impl FamilyMutation {
    /// Merges a duplicate into the incident that it repeats. It is cancelled and points there (`mergedInto`); what it told
    /// becomes a line of the other one's timeline, its response team joins the other's, and alarms with its `dedupeKey` go
    /// there from then on. User errors: `ILLEGAL_TRANSITION`, `MERGE_WITH_ITSELF`, `MERGE_ACROSS_ACCOUNTS`,
    /// `MERGE_TARGET_OVER`, `HAS_PARTS`.
    /// Of a stale version: `VERSION_CONFLICT`.
    ///
    /// Requires: escalation manager; director of the region.
    /// Emits: incident.merged; incident.duplicate_taken, of the other incident; incident.parts_changed, of its parent
    async fn incident_merge(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The duplicate, and the incident that it repeats.")] input: IncidentMergeInput,
    ) -> Nullable<IncidentMergePayload> {
        IncidentMergePayload::of(merge(ctx, input).await)
    }

    /// Makes an incident a part of a larger trouble that hits several accounts, in place of the one that it was a part of.
    /// Each of them lives its own life; who sees one of them does not learn of the others by it. User errors: `NOT_OPEN`,
    /// `PARENT_OVER`, `PART_ALREADY`, `TOO_DEEP` (a part has no parts).
    /// Of a stale version: `VERSION_CONFLICT`.
    ///
    /// Requires: escalation manager; director of the regions of both.
    /// Emits: incident.parent_changed; incident.parts_changed, of the parents before and after
    async fn incident_attach(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The part, and its parent.")] input: IncidentAttachInput,
    ) -> Nullable<IncidentAttachPayload> {
        IncidentAttachPayload::of(attach(ctx, input).await)
    }

    /// Lets an incident be a part no longer. User error: `NOT_A_PART`.
    /// Of a stale version: `VERSION_CONFLICT`.
    ///
    /// Requires: escalation manager; director of the region.
    /// Emits: incident.parent_changed; incident.parts_changed, of the parent before
    async fn incident_detach(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The part.")] input: IncidentDetachInput,
    ) -> Nullable<IncidentDetachPayload> {
        IncidentDetachPayload::of(detach(ctx, input).await)
    }

    /// Says who goes to the customer and, once they are there, who received them. Possible from `MOBILISED` on until it is over,
    /// unless the customer agreed to remote help. User errors: `NO_VISIT`, `NOT_OPEN`, `NOT_INVOLVED`.
    /// Of a stale version: `VERSION_CONFLICT`.
    ///
    /// Requires: primary or deputy of the account; executive lead; escalation manager.
    /// Emits: incident.on_site_party_set
    async fn incident_set_on_site_party(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who goes, and who received them.")] input: IncidentSetOnSitePartyInput,
    ) -> Nullable<IncidentSetOnSitePartyPayload> {
        IncidentSetOnSitePartyPayload::of(set_party(ctx, input).await)
    }
}

async fn merge(ctx: &Context<'_>, input: IncidentMergeInput) -> Answer {
    let (target, into) = (input.target()?, parse_id(&input.into_id)?);
    let note = input.note.as_deref();
    let outcome = services(ctx).incidents().merge(viewer(ctx), &target, into, note).await;
    answer(ctx, outcome).await
}

async fn attach(ctx: &Context<'_>, input: IncidentAttachInput) -> Answer {
    let (target, parent) = (input.target()?, parse_id(&input.parent_id)?);
    let outcome = services(ctx).incidents().change_parent(viewer(ctx), &target, Some(parent)).await;
    answer(ctx, outcome).await
}

async fn detach(ctx: &Context<'_>, input: IncidentDetachInput) -> Answer {
    let outcome = services(ctx).incidents().change_parent(viewer(ctx), &input.target()?, None).await;
    answer(ctx, outcome).await
}

async fn set_party(ctx: &Context<'_>, input: IncidentSetOnSitePartyInput) -> Answer {
    let (target, max) = (input.target()?, limits(ctx).input_list);
    if input.user_ids.len() > max {
        return Err(Error::limit("inputList", input.user_ids.len(), max).into());
    }
    let people = input.user_ids.iter().map(parse_id).collect::<Result<_>>()?;
    let party = OnSiteParty { people, witness: input.customer_witness };
    let outcome = services(ctx).incidents().set_on_site_party(viewer(ctx), &target, &party).await;
    answer(ctx, outcome).await
}
