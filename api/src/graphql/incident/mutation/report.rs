//! Reporting incidents and telling what happens in them: what bots do, too.

use async_graphql::{Context, ID, InputObject, Object};
use chrono::{DateTime, Utc};
use entity::id::TimelineEntryId;

use super::{Answer, answer, incident_payloads};
use crate::{
    domain::{
        fault::Fault,
        incident::{AddEntry, ReportIncident},
    },
    graphql::{
        context::{parse_id, services, viewer},
        error::Nullable,
        failure::Failure,
        incident::timeline::TimelineEntry,
        payload::{Changed, idempotency, payloads},
        scalar::Markdown,
        vocabulary::{Severity, TimelineKind},
    },
};

/// An incident to be reported.
#[derive(InputObject)]
pub struct IncidentReportInput {
    /// Whose incident, `acc_...`.
    account_id: ID,
    /// What happened, in a line. At most 200 characters.
    title: String,
    /// What happened, in words. At most 20,000 characters.
    description: Markdown,
    /// How bad it seems; triage confirms it.
    severity: Severity,
    /// When the trouble began: not in the future. Left out: now.
    occurred_at: Option<DateTime<Utc>>,
    /// What you call this trouble, 1 to 255 characters, such as `<monitor>-<rule>-<customer's system>`. As long as your incident
    /// of this account with the same key is not resolved, what you report becomes part of it: it is counted in `alarms`,
    /// and a line is added to the timeline if it says something else than the last time. Left out: a new incident.
    dedupe_key: Option<String>,
    /// Repeat the request with the same key, 1 to 255 characters, and it is done once. Kept for 24 hours.
    idempotency_key: Option<ID>,
}

/// A line for a timeline.
#[derive(InputObject)]
pub struct IncidentAddTimelineEntryInput {
    /// Of which incident, `inc_...`.
    incident_id: ID,
    /// What sort of line.
    kind: TimelineKind,
    /// What is said. At most 20,000 characters.
    body: Markdown,
    /// When it happened, if it is entered late: not in the future, and not before the incident was reported. Left out: now.
    occurred_at: Option<DateTime<Utc>>,
    /// Repeat the request with the same key, 1 to 255 characters, and it is done once. Kept for 24 hours.
    idempotency_key: Option<ID>,
}

incident_payloads! {
    /// What reporting an incident came to.
    IncidentReportPayload;
}

payloads! {
    /// What adding to a timeline came to.
    IncidentAddTimelineEntryPayload {
        /// The line; null if it was not added, or the viewer may not see the incident whole.
        entry: TimelineEntry
    }
}

/// Root fields that tell what happens.
#[derive(Default)]
pub struct ReportMutation;

#[Object]
impl ReportMutation {
    /// Reports that an account is in danger. A member of the account team joins the response team by it, to follow what they
    /// reported. With a `dedupeKey` an alarm that is told again gives the incident that it was reported in. User errors:
    /// `ACCOUNT_ENDED`, `OCCURRED_IN_FUTURE`.
    ///
    /// Requires: primary, deputy or member of the account; director of the region; escalation manager; executive; bot with
    /// `incident:report`.
    /// Emits: incident.reported; incident.alarm_repeated or incident.alarm_worsened where it was told before
    async fn incident_report(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What happened.")] input: IncidentReportInput,
    ) -> Nullable<IncidentReportPayload> {
        IncidentReportPayload::of(report(ctx, input).await)
    }

    /// Adds a line to the timeline of an incident. The incident's version stays. User errors: `ACCOUNTABILITY_TOO_EARLY`
    /// (solve first: who is answerable is recorded once the incident is resolved), `OCCURRED_TOO_EARLY`,
    /// `OCCURRED_IN_FUTURE`.
    ///
    /// Requires: whoever may see the incident, auditors excepted; bot with `incident:timeline`.
    /// Emits: incident.timeline_entry_added
    async fn incident_add_timeline_entry(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The line.")] input: IncidentAddTimelineEntryInput,
    ) -> Nullable<IncidentAddTimelineEntryPayload> {
        IncidentAddTimelineEntryPayload::of(add_entry(ctx, input).await)
    }
}

async fn report(ctx: &Context<'_>, input: IncidentReportInput) -> Answer {
    let key = idempotency("incidentReport", input.idempotency_key.as_ref(), &input)?;
    let command = ReportIncident {
        account: parse_id(&input.account_id)?,
        title: input.title,
        description: input.description.0,
        severity: input.severity.into(),
        occurred_at: input.occurred_at,
        dedupe_key: input.dedupe_key,
        idempotency: key,
    };
    let outcome = services(ctx).incidents().report(viewer(ctx), &command).await;
    answer(ctx, outcome).await
}

async fn add_entry(
    ctx: &Context<'_>,
    input: IncidentAddTimelineEntryInput,
) -> Result<Changed<TimelineEntry>, Failure> {
    let key = idempotency("incidentAddTimelineEntry", input.idempotency_key.as_ref(), &input)?;
    let command = AddEntry {
        incident: parse_id(&input.incident_id)?,
        kind: input.kind.into(),
        body: input.body.0,
        occurred_at: input.occurred_at,
        idempotency: key,
    };
    let outcome = services(ctx).incidents().add_entry(viewer(ctx), &command).await?;
    let entity = match services(ctx).incidents().entry(viewer(ctx), TimelineEntryId(outcome.id)).await {
        Ok(row) => Some(TimelineEntry(row)),
        Err(Fault::NotFound) => None,
        Err(fault) => return Err(fault.into()),
    };
    Ok(Changed { entity, events: outcome.events })
}
