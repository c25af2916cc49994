//! How incidents belong together: merging duplicates, and making one the part of another.

use entity::{
    id::{IncidentId, TimelineEntryId},
    incident::Model,
    timeline_entry::{self, TimelineKind},
};

use super::{
    Incidents, Target,
    change::{Change, News, publish},
};
use crate::{
    domain::{
        access::{Action, IncidentAccess, Viewer, proof},
        incident::{
            error::IncidentError,
            event::{IncidentEvent, IncidentEventKind, TimelineSnapshot},
            rules::{self, Verb},
            store,
        },
        input::Checks,
        journal::{self, Claim, Outcome},
    },
    platform::db::Tx,
};

impl Incidents {
    /// Merges a duplicate into the incident that it repeats. It is cancelled; what it told becomes a line of the other's
    /// timeline, its response team joins the other's, and later alarms go there.
    ///
    /// # Errors
    /// It is resolved or over or has parts; the other one is over, of another account or the same; or the version is not the
    /// present one.
    pub async fn merge(
        &self,
        viewer: &Viewer,
        target: &Target,
        into: IncidentId,
        note: Option<&str>,
    ) -> Result<Outcome, IncidentError> {
        let mut checks = Checks::new();
        let note = &checks.optional_reason("note", note);
        checks.done()?;
        let committed = self.db.write(|tx| self.merge_in(tx, viewer, target, into, note.as_deref())).await?;
        self.clocks_changed.notify_one();
        Ok(Claim::outcome(committed))
    }

    async fn merge_in(
        &self,
        tx: Tx,
        viewer: &Viewer,
        target: &Target,
        into: IncidentId,
        note: Option<&str>,
    ) -> Result<Claim, IncidentError> {
        let change = match Change::begin(tx, viewer, target, Action::DirectIncident).await? {
            Ok(change) => change,
            Err(replayed) => return Ok(replayed),
        };
        let other = proof::incident_for(&change.tx, &change.viewer, into, Action::DirectIncident).await?;
        let before = change.incident().clone();
        let has_parts = store::has_parts(&change.tx, &change.access).await?;
        let next = rules::merge(&before, other.incident(), has_parts, change.tx.now())?;
        store::insert_transition(&change.tx, &change.access, &next, change.actor()?, note).await?;
        take_duplicate(&change, &other, note).await?;
        for parent in store::by_ids(&change.tx, before.parent_id.into_iter()).await? {
            tell_parent(&change, &parent).await?;
        }
        let boards = self.clocks_after(&change, Verb::Cancel, &next).await?;
        let mut changed = vec!["state", "closedAt", "outcomeReason", "mergedInto"];
        changed.extend(before.parent_id.map(|_| "parent"));
        let news = News { boards, previous_state: Some(before.state), changed, ..News::default() };
        change.save(next, IncidentEventKind::Merged, news).await
    }

    /// Makes an incident a part of another, or of none any more.
    ///
    /// # Errors
    /// One of them is over, there would be a third level, it is so already, or the version is not the present one.
    pub async fn change_parent(
        &self,
        viewer: &Viewer,
        target: &Target,
        parent: Option<IncidentId>,
    ) -> Result<Outcome, IncidentError> {
        let committed = self.db.write(|tx| change_parent_in(tx, viewer, target, parent)).await?;
        Ok(Claim::outcome(committed))
    }
}

/// What a duplicate leaves to the incident that it repeats: its story and its response team.
async fn take_duplicate(
    change: &Change<'_>,
    other: &IncidentAccess,
    note: Option<&str>,
) -> Result<(), IncidentError> {
    let (tx, duplicate) = (&change.tx, change.incident());
    store::join_team(tx, &change.access, other).await?;
    let note = note.map(|note| format!("\n\n{note}")).unwrap_or_default();
    let row = timeline_entry::Model {
        id: TimelineEntryId(tx.next_id()),
        incident_id: other.incident().id,
        kind: TimelineKind::Fact,
        body: format!("**RC-{}: {}**\n\n{}{note}", duplicate.number, duplicate.title, duplicate.description),
        author_user: Some(change.actor()?),
        author_bot: None,
        // Nothing in a timeline is older than the report.
        occurred_at: duplicate.reported_at.max(other.incident().reported_at),
        recorded_at: tx.now(),
    };
    let entry = TimelineSnapshot { id: row.id, kind: row.kind, occurred_at: row.occurred_at };
    store::insert_entry(tx, other, row).await?;
    let news =
        News { changed: vec!["timeline", "responseTeam"], timeline_entry: Some(entry), ..News::default() };
    let kind = IncidentEventKind::DuplicateTaken;
    publish(tx, &change.viewer, other, other.incident().clone(), kind, news).await
}

async fn change_parent_in(
    tx: Tx,
    viewer: &Viewer,
    target: &Target,
    parent: Option<IncidentId>,
) -> Result<Claim, IncidentError> {
    let change = match Change::begin(tx, viewer, target, Action::DirectIncident).await? {
        Ok(change) => change,
        Err(replayed) => return Ok(replayed),
    };
    // The parent is locked, too: nobody makes it a part meanwhile.
    let parent = match parent {
        Some(id) => Some(proof::incident_for(&change.tx, &change.viewer, id, Action::DirectIncident).await?),
        None => None,
    };
    let has_parts = store::has_parts(&change.tx, &change.access).await?;
    let before = change.incident().clone();
    let next = rules::become_part(&before, parent.as_ref().map(IncidentAccess::incident), has_parts)?;
    let parents = [before.parent_id, next.parent_id];
    for row in store::by_ids(&change.tx, parents.into_iter().flatten()).await? {
        tell_parent(&change, &row).await?;
    }
    let news = News { changed: vec!["parent"], ..News::default() };
    change.save(next, IncidentEventKind::ParentChanged, news).await
}

/// Tells those who follow a parent that its parts have changed; not which, for they may be of accounts that are not theirs.
async fn tell_parent(change: &Change<'_>, parent: &Model) -> Result<(), IncidentError> {
    let mut event = IncidentEvent::about(IncidentEventKind::PartsChanged, parent.into());
    event.changed = vec!["parts".to_owned()];
    let label = store::account_label(&change.tx, parent.account_id).await?;
    journal::record(&change.tx, &change.viewer, Some(label), &event, Vec::new())?;
    Ok(())
}
