//! Adding to the timeline of an incident. It is append-only, and a new line does not change the incident's version: bots
//! write while people act.

use chrono::{DateTime, Utc};
use entity::{
    id::{IncidentId, TimelineEntryId},
    timeline_entry::{Model, TimelineKind},
};

use super::{Incidents, change::News};
use crate::{
    domain::{
        access::{Action, Viewer, proof},
        fault::Fault,
        incident::{
            clock,
            error::IncidentError,
            event::{IncidentEventKind, TimelineSnapshot},
            rules,
            store::{self, By},
        },
        input::Checks,
        journal::{self, Claim, Idempotency, Outcome},
    },
    platform::db::Tx,
};

/// The longest line.
const BODY: usize = 20_000;

/// A line for the timeline.
#[derive(Clone, Debug)]
pub struct AddEntry {
    /// Of which incident.
    pub incident: IncidentId,
    /// What sort of line.
    pub kind: TimelineKind,
    /// Markdown.
    pub body: String,
    /// When it happened; `None`: now.
    pub occurred_at: Option<DateTime<Utc>>,
    /// The client's promise that requests with this key are one request.
    pub idempotency: Option<Idempotency>,
}

impl AddEntry {
    fn checked(&self) -> Result<Self, Fault> {
        let mut checks = Checks::new();
        let body = checks.body("body", &self.body, BODY);
        checks.done()?;
        Ok(Self { body, ..self.clone() })
    }
}

impl Incidents {
    /// Adds a line to the timeline. The outcome's id is the line's.
    ///
    /// # Errors
    /// It says who is answerable and the incident is not resolved, or it happened too early or in the future.
    pub async fn add_entry(&self, viewer: &Viewer, command: &AddEntry) -> Result<Outcome, IncidentError> {
        let command = &command.checked()?;
        let committed = self.db.write(|tx| self.add_entry_in(tx, viewer, command)).await?;
        self.clocks_changed.notify_one();
        Ok(Claim::outcome(committed))
    }

    async fn add_entry_in(
        &self,
        tx: Tx,
        viewer: &Viewer,
        command: &AddEntry,
    ) -> Result<Claim, IncidentError> {
        let viewer = &proof::present(&tx, viewer).await?;
        let claim = journal::claim(&tx, viewer, command.idempotency.as_ref(), tx.next_id()).await?;
        let Claim::First(id) = &claim else { return Ok(claim) };
        let access = proof::incident_for(&tx, viewer, command.incident, Action::AddTimeline).await?;
        let incident = access.incident();
        let occurred_at = rules::timeline_moment(command.kind, incident, command.occurred_at, tx.now())?;
        let by = By::of(viewer)?;
        let row = Model {
            id: TimelineEntryId(*id),
            incident_id: incident.id,
            kind: command.kind,
            body: command.body.clone(),
            author_user: by.user,
            author_bot: by.bot,
            occurred_at,
            recorded_at: tx.now(),
        };
        let board = self.clocks_after_news(&tx, viewer, &access, (command.kind, occurred_at)).await?;
        let news = News {
            boards: board.into_iter().collect(),
            happened_at: (occurred_at < tx.now()).then_some(occurred_at),
            changed: vec!["timeline"],
            timeline_entry: Some(TimelineSnapshot { id: row.id, kind: row.kind, occurred_at }),
            ..News::default()
        };
        store::insert_entry(&tx, &access, row).await?;
        let label = store::account_label(&tx, incident.account_id).await?;
        let (event, boards) = news.event(IncidentEventKind::TimelineEntryAdded, incident.into());
        journal::record(&tx, viewer, Some(label.clone()), &event, Vec::new())?;
        clock::store::save(&tx, boards, incident, &label).await?;
        journal::complete(&tx, viewer, command.idempotency.as_ref()).await?;
        Ok(claim)
    }
}
