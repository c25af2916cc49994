//! Alarms that are told again: a trouble that its reporter calls by the same name is one incident until it is solved. What is
//! told again is counted, and what it says anew becomes a line of the timeline.

use entity::{
    id::{IncidentId, TimelineEntryId},
    incident::Model,
    incident_alarm,
    timeline_entry::{self, TimelineKind},
};

use super::{change::News, report::ReportIncident};
use crate::{
    domain::{
        access::{AccountAccess, Viewer},
        fault::Fault,
        incident::{
            error::IncidentError,
            event::{IncidentEventKind, TimelineSnapshot},
            rules,
            store::{self, By},
        },
        journal::{self, Claim},
    },
    platform::{db::Tx, secret},
};

/// The unsolved incident that the reporter told of this trouble before, locked.
pub(super) async fn unsolved(
    tx: &Tx,
    viewer: &Viewer,
    access: &AccountAccess,
    command: &ReportIncident,
) -> Result<Option<Model>, IncidentError> {
    let Some(key) = &command.dedupe_key else { return Ok(None) };
    for known in store::alarm::incidents(tx, access, &reporter(viewer)?, key).await? {
        let mut found = Some(known);
        while let Some(into) = found.as_ref().and_then(|row| row.merged_into_id) {
            found = store::alarm::lock_of_account(tx, access, into).await?;
        }
        if let Some(row) = found.filter(|row| row.state.is_open() && !row.state.is_solved()) {
            return Ok(Some(row));
        }
    }
    Ok(None)
}

/// Makes what is told again a part of the incident. Whoever may report may do this, whether or not they see the incident.
pub(super) async fn repeat(
    tx: &Tx,
    viewer: &Viewer,
    access: &AccountAccess,
    incident: Model,
    command: &ReportIncident,
) -> Result<Claim, IncidentError> {
    let said_before = note(tx, viewer, access, incident.id, command).await?;
    let mut news = News { changed: vec!["alarms"], ..News::default() };
    if !said_before {
        let line = line(tx, viewer, &incident, command)?;
        let (id, kind, occurred_at) = (line.id, line.kind, line.occurred_at);
        news.happened_at = (occurred_at < tx.now()).then_some(occurred_at);
        news.changed.push("timeline");
        news.timeline_entry = Some(TimelineSnapshot { id, kind, occurred_at });
        store::alarm::insert_line(tx, access, line).await?;
    }
    // SEV1 comes first.
    let worse = !said_before && command.severity < rules::severity(&incident);
    let kind = if worse { IncidentEventKind::AlarmWorsened } else { IncidentEventKind::AlarmRepeated };
    let (event, _) = news.event(kind, (&incident).into());
    journal::record(tx, viewer, Some(access.account().into()), &event, Vec::new())?;
    Ok(journal::complete_as(tx, viewer, command.idempotency.as_ref(), incident.id.0).await?)
}

/// Counts an alarm with a key; whether it says what the last one with this key said.
pub(super) async fn note(
    tx: &Tx,
    viewer: &Viewer,
    access: &AccountAccess,
    incident: IncidentId,
    command: &ReportIncident,
) -> Result<bool, IncidentError> {
    let Some(key) = command.dedupe_key.clone() else { return Ok(false) };
    let alarm = incident_alarm::Model {
        incident_id: incident,
        reporter: reporter(viewer)?,
        dedupe_key: key,
        times: 1,
        first_at: tx.now(),
        last_at: tx.now(),
        last_hash: hash(command),
    };
    Ok(store::alarm::count(tx, access, alarm).await?)
}

fn reporter(viewer: &Viewer) -> Result<String, Fault> {
    viewer.principal().map(|principal| principal.to_string()).ok_or(Fault::Unauthenticated)
}

fn hash(command: &ReportIncident) -> String {
    let said = serde_json::json!([command.title, command.description, command.severity]);
    secret::sha256_hex(said.to_string().as_bytes())
}

fn line(
    tx: &Tx,
    viewer: &Viewer,
    incident: &Model,
    command: &ReportIncident,
) -> Result<timeline_entry::Model, IncidentError> {
    let by = By::of(viewer)?;
    let began = rules::beginning(command.occurred_at, tx.now())?;
    let claim = serde_json::to_value(command.severity).ok();
    let claim = claim.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default();
    Ok(timeline_entry::Model {
        id: TimelineEntryId(tx.next_id()),
        incident_id: incident.id,
        kind: TimelineKind::Fact,
        body: format!("**{}** ({claim})\n\n{}", command.title, command.description),
        author_user: by.user,
        author_bot: by.bot,
        // Nothing in a timeline is older than the report.
        occurred_at: began.max(incident.reported_at),
        recorded_at: tx.now(),
    })
}
