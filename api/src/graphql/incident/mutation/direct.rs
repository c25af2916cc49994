//! Directing incidents: whether the red channel is for them, how bad they are, and when they are over.

use async_graphql::{Context, Object};

use super::{Answer, advance, answer, incident_inputs, incident_payloads, step_inputs};
use crate::{
    domain::incident::rules::Step,
    graphql::{
        context::{services, viewer},
        error::Nullable,
        scalar::Markdown,
        vocabulary::Severity,
    },
};

step_inputs! {
    /// A severity to be confirmed.
    IncidentTriageInput of "incidentTriage" {
        /// How bad it is, whatever the reporter claimed.
        severity: Severity,
        /// Why. At most 2,000 characters.
        note: Option<String>,
    } => |input| Step::Triage { severity: input.severity.into(), note: input.note };

    /// An incident that is not for the red channel.
    IncidentDeclineInput of "incidentDecline" {
        /// The justification. At most 2,000 characters.
        reason: String,
    } => |input| Step::Decline { reason: input.reason };

    /// A red channel to be opened.
    IncidentActivateInput of "incidentActivate" {
        /// Why it opens although the tier is not entitled to it for this severity; only then, and only by whoever may override
        /// the entitlement. At most 2,000 characters.
        override_reason: Option<String>,
    } => |input| Step::Activate { override_reason: input.override_reason };

    /// An incident to be closed.
    IncidentCloseInput of "incidentClose" {
        /// The factual review: what happened, without blame. At most 20,000 characters.
        review: Markdown,
        /// Why no letter of commitment is written, if none was, and `letterWaive` did not say so before. At most 2,000
        /// characters.
        letter_waiver_reason: Option<String>,
        /// Why it taught no lesson, if no published lesson of the think tank is linked to it. At most 2,000 characters.
        lesson_waiver_reason: Option<String>,
    } => |input| Step::Close {
        review: input.review.0,
        waiver_reason: input.letter_waiver_reason,
        lesson_waiver_reason: input.lesson_waiver_reason,
    };

    /// An incident that was not over.
    IncidentReopenInput of "incidentReopen" {
        /// Why. At most 2,000 characters.
        reason: String,
    } => |input| Step::Reopen { reason: input.reason };

    /// A false alarm.
    IncidentCancelInput of "incidentCancel" {
        /// Why. At most 2,000 characters.
        reason: String,
    } => |input| Step::Cancel { reason: input.reason };
}

incident_inputs! {
    /// A decision to open the red channel without entitlement.
    IncidentOverrideEntitlementInput of "incidentOverrideEntitlement" {
        /// Why. At most 2,000 characters.
        reason: String,
    }

    /// Another severity.
    IncidentChangeSeverityInput of "incidentChangeSeverity" {
        /// How bad it is now.
        severity: Severity,
        /// Why; it becomes a line of the timeline. At most 2,000 characters.
        reason: String,
    }
}

incident_payloads! {
    /// What confirming the severity came to.
    IncidentTriagePayload;
    /// What declining an incident came to.
    IncidentDeclinePayload;
    /// What opening the red channel came to.
    IncidentActivatePayload;
    /// What closing an incident came to.
    IncidentClosePayload;
    /// What reopening an incident came to.
    IncidentReopenPayload;
    /// What cancelling an incident came to.
    IncidentCancelPayload;
    /// What overriding the entitlement came to.
    IncidentOverrideEntitlementPayload;
    /// What changing the severity came to.
    IncidentChangeSeverityPayload;
}

/// Root fields that direct incidents.
#[derive(Default)]
pub struct DirectMutation;

#[Object]
impl DirectMutation {
    /// Confirms the severity of an incident that was reported.
    /// Of a stale version or a state that does not allow it: `VERSION_CONFLICT`, `ILLEGAL_TRANSITION`.
    ///
    /// Requires: escalation manager; director of the region.
    /// Emits: incident.triaged
    async fn incident_triage(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which incident, and how bad it is.")] input: IncidentTriageInput,
    ) -> Nullable<IncidentTriagePayload> {
        IncidentTriagePayload::of(advance(ctx, input.command()).await)
    }

    /// Says that an incident is not for the red channel, before it opens.
    /// Of a stale version or a state that does not allow it: `VERSION_CONFLICT`, `ILLEGAL_TRANSITION`.
    ///
    /// Requires: escalation manager; director of the region.
    /// Emits: incident.declined
    async fn incident_decline(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which incident, and why.")] input: IncidentDeclineInput,
    ) -> Nullable<IncidentDeclinePayload> {
        IncidentDeclinePayload::of(advance(ctx, input.command()).await)
    }

    /// Opens the red channel for an incident that was triaged. The account's tier at the report decides about entitlement: S
    /// and A for every severity, B for `SEV1` and `SEV2`, C for `SEV1` on approval, unrated for none. Where it is missing, or
    /// needs approval, somebody must say why the channel opens all the same: here, or before by `incidentOverrideEntitlement`.
    /// User errors: `NOT_ENTITLED`, `OVERRIDE_NOT_NEEDED`.
    /// Of a stale version or a state that does not allow it: `VERSION_CONFLICT`, `ILLEGAL_TRANSITION`.
    ///
    /// Requires: escalation manager; director of the region. With `overrideReason`: director of the region or executive, too.
    /// Emits: incident.activated, incident.ladder_stepped
    async fn incident_activate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which incident.")] input: IncidentActivateInput,
    ) -> Nullable<IncidentActivatePayload> {
        IncidentActivatePayload::of(advance(ctx, input.command()).await)
    }

    /// Lets the red channel open without entitlement, between triage and activation; somebody else may then activate. The
    /// incident's clocks are the slowest. User errors: `OVERRIDE_NOT_NEEDED`, `OVERRIDE_OUT_OF_PLACE`.
    /// Of a stale version: `VERSION_CONFLICT`.
    ///
    /// Requires: director of the region; executive.
    /// Emits: incident.entitlement_overridden
    async fn incident_override_entitlement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which incident, and why.")] input: IncidentOverrideEntitlementInput,
    ) -> Nullable<IncidentOverrideEntitlementPayload> {
        IncidentOverrideEntitlementPayload::of(override_entitlement(ctx, input).await)
    }

    /// Changes the severity of an incident that was triaged and is not over. The reason becomes a line of the timeline, a
    /// decision. User errors: `SAME_SEVERITY`, `NOT_TRIAGED`, `NOT_OPEN`.
    /// Of a stale version: `VERSION_CONFLICT`.
    ///
    /// Requires: escalation manager; director of the region.
    /// Emits: incident.severity_changed
    async fn incident_change_severity(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which incident, how bad it is, and why.")] input: IncidentChangeSeverityInput,
    ) -> Nullable<IncidentChangeSeverityPayload> {
        IncidentChangeSeverityPayload::of(change_severity(ctx, input).await)
    }

    /// Closes an incident with a factual review: when its letter of commitment has had its end, or with the reason why none is
    /// written. User errors: `LETTER_REQUIRED`, `LETTER_UNFINISHED` (it was begun and neither sent nor waived),
    /// `LETTER_UNSETTLED` (it is with the customer and has not had its end), `WAIVER_OUT_OF_PLACE` (it was sent),
    /// `LESSON_REQUIRED` (no published entry of type `LESSON` is linked to it, and it is not said why).
    /// Of a stale version or a state that does not allow it: `VERSION_CONFLICT`, `ILLEGAL_TRANSITION`.
    ///
    /// Requires: executive.
    /// Emits: incident.closed
    async fn incident_close(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which incident, its review, and why there is no letter, if there is none.")]
        input: IncidentCloseInput,
    ) -> Nullable<IncidentClosePayload> {
        IncidentClosePayload::of(advance(ctx, input.command()).await)
    }

    /// Begins again with an incident that was resolved or closed, until `reopenUntil`: it is acknowledged, in a new generation.
    /// User error: `REOPEN_TOO_LATE`.
    /// Of a stale version or a state that does not allow it: `VERSION_CONFLICT`, `ILLEGAL_TRANSITION`.
    ///
    /// Requires: escalation manager; director of the region.
    /// Emits: incident.reopened
    async fn incident_reopen(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which incident, and why.")] input: IncidentReopenInput,
    ) -> Nullable<IncidentReopenPayload> {
        IncidentReopenPayload::of(advance(ctx, input.command()).await)
    }

    /// Ends an incident that is not resolved: a false alarm, or merged into another.
    /// Of a stale version or a state that does not allow it: `VERSION_CONFLICT`, `ILLEGAL_TRANSITION`.
    ///
    /// Requires: escalation manager; director of the region.
    /// Emits: incident.cancelled
    async fn incident_cancel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which incident, and why.")] input: IncidentCancelInput,
    ) -> Nullable<IncidentCancelPayload> {
        IncidentCancelPayload::of(advance(ctx, input.command()).await)
    }
}

async fn override_entitlement(ctx: &Context<'_>, input: IncidentOverrideEntitlementInput) -> Answer {
    let target = input.target()?;
    let outcome = services(ctx).incidents().override_entitlement(viewer(ctx), &target, &input.reason).await;
    answer(ctx, outcome).await
}

async fn change_severity(ctx: &Context<'_>, input: IncidentChangeSeverityInput) -> Answer {
    let target = input.target()?;
    let incidents = services(ctx).incidents();
    let outcome = incidents.change_severity(viewer(ctx), &target, input.severity.into(), &input.reason).await;
    answer(ctx, outcome).await
}
