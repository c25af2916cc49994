//! What every change of an incident has in common: it begins with the viewer, the key and the right, and ends with the row,
//! the event and the facts that rights follow from.

use chrono::{DateTime, Utc};
use entity::{
    id::{TimelineEntryId, UserId},
    incident::{IncidentState, Model},
    timeline_entry::{self, TimelineKind},
};

use super::Target;
use crate::{
    domain::{
        access::{Action, IncidentAccess, Viewer, proof},
        account::event::PersonLabel,
        fault::expect_version,
        incident::{
            clock::{self, board::Board},
            error::IncidentError,
            event::{IncidentEvent, IncidentEventKind, IncidentSnapshot, TimelineSnapshot},
            store,
        },
        journal::{self, Claim},
    },
    platform::db::Tx,
};

/// A change of an incident in the making: the right is proved, the row is locked, the version is the expected one.
pub(super) struct Change<'a> {
    pub(super) tx: Tx,
    pub(super) viewer: Viewer,
    pub(super) access: IncidentAccess,
    target: &'a Target,
    claim: Claim,
}

/// What others learn of a change beside the incident itself.
#[derive(Default)]
pub(super) struct News {
    pub(super) previous_state: Option<IncidentState>,
    pub(super) happened_at: Option<DateTime<Utc>>,
    pub(super) changed: Vec<&'static str>,
    pub(super) person: Option<PersonLabel>,
    pub(super) timeline_entry: Option<TimelineSnapshot>,
    pub(super) boards: Vec<Board>,
}

impl News {
    /// The event, and the clocks that changed with it.
    pub(super) fn event(
        mut self,
        kind: IncidentEventKind,
        incident: IncidentSnapshot,
    ) -> (IncidentEvent, Vec<Board>) {
        let ladder = self.boards.last().map(|board| board.ladder().into());
        let event = IncidentEvent {
            kind,
            incident,
            previous_state: self.previous_state,
            happened_at: self.happened_at,
            changed: self.changed.into_iter().map(str::to_owned).collect(),
            person: self.person,
            timeline_entry: self.timeline_entry,
            clocks: self.boards.iter_mut().flat_map(Board::changed).map(Into::into).collect(),
            ladder,
        };
        (event, self.boards)
    }
}

impl<'a> Change<'a> {
    /// Begins a change; `Err` of the inner result: it was made before, with this key.
    pub(super) async fn begin(
        tx: Tx,
        viewer: &Viewer,
        target: &'a Target,
        action: Action,
    ) -> Result<Result<Self, Claim>, IncidentError> {
        let viewer = proof::present(&tx, viewer).await?;
        let claim = journal::claim(&tx, &viewer, target.idempotency.as_ref(), target.incident.0).await?;
        if matches!(claim, Claim::Replay(_)) {
            return Ok(Err(claim));
        }
        let access = proof::incident_for(&tx, &viewer, target.incident, action).await?;
        expect_version(target.expected_version, access.incident().version)?;
        Ok(Ok(Self { tx, viewer, access, target, claim }))
    }

    /// The incident before the change.
    pub(super) fn incident(&self) -> &Model {
        self.access.incident()
    }

    /// The person who makes the change. No right that it takes is open to bots.
    pub(super) fn actor(&self) -> Result<UserId, IncidentError> {
        Ok(self.viewer.person()?.id)
    }

    /// Adds a line to the timeline that belongs to the change.
    pub(super) async fn write_down(
        &self,
        kind: TimelineKind,
        body: String,
        author: UserId,
        occurred_at: DateTime<Utc>,
    ) -> Result<TimelineSnapshot, IncidentError> {
        let row = timeline_entry::Model {
            id: TimelineEntryId(self.tx.next_id()),
            incident_id: self.incident().id,
            kind,
            body,
            author_user: Some(author),
            author_bot: None,
            occurred_at,
            recorded_at: self.tx.now(),
        };
        let snapshot = TimelineSnapshot { id: row.id, kind, occurred_at };
        store::insert_entry(&self.tx, &self.access, row).await?;
        Ok(snapshot)
    }

    /// Ends the change: the row, the event, the facts that rights follow from, and the answer for whoever repeats it.
    pub(super) async fn save(
        self,
        next: Model,
        kind: IncidentEventKind,
        news: News,
    ) -> Result<Claim, IncidentError> {
        publish(&self.tx, &self.viewer, &self.access, next, kind, news).await?;
        journal::complete(&self.tx, &self.viewer, self.target.idempotency.as_ref()).await?;
        Ok(self.claim)
    }
}

/// Writes the incident after a change and tells it: the row, the event, the facts that rights follow from.
pub(super) async fn publish(
    tx: &Tx,
    viewer: &Viewer,
    access: &IncidentAccess,
    next: Model,
    kind: IncidentEventKind,
    news: News,
) -> Result<(), IncidentError> {
    let next = store::save(tx, access, next).await?;
    let label = store::account_label(tx, next.account_id).await?;
    let fact = store::access_change(tx, &next).await?;
    let (event, boards) = news.event(kind, (&next).into());
    journal::record(tx, viewer, Some(label.clone()), &event, vec![fact])?;
    Ok(clock::store::save(tx, boards, &next, &label).await?)
}
