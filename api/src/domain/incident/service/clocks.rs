//! What steps, people and news do to the clocks of an incident; and pausing them.

use std::collections::HashMap;

use entity::{
    account, clock,
    clock::ClockKind,
    clock_event::{self, PauseReason},
    id::{IncidentId, UserId},
    incident::Model,
    ladder,
    timeline_entry::TimelineKind,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{
    Incidents, Target,
    change::{Change, News},
    read::{grouped, seen, visible},
};
use crate::{
    domain::{
        access::{Action, IncidentAccess, Viewer},
        fault::Fault,
        incident::{
            clock::{
                board::{Board, Moment, Place},
                store,
            },
            error::IncidentError,
            event::IncidentEventKind,
            rules::{self, Verb},
        },
        input::Checks,
        journal::{Claim, Outcome},
    },
    platform::db::Tx,
};

/// What is done with a clock.
#[derive(Clone, Debug)]
pub enum ClockChange {
    /// It stands still.
    Pause {
        /// Why.
        reason: PauseReason,
        /// What is to be said of it.
        note: Option<String>,
    },
    /// It runs again.
    Resume,
}

/// How the wait for a letter of commitment ends.
#[derive(Clone, Copy, Debug)]
pub(super) enum LetterEnd {
    /// It is with the customer.
    Sent,
    /// There is none.
    Waived,
}

impl Incidents {
    /// Lets a clock of an incident stand still, or run again.
    ///
    /// # Errors
    /// The incident is over, the clock does not run, may not rest or does not stand still, or the version is not the present
    /// one.
    pub async fn change_clock(
        &self,
        viewer: &Viewer,
        target: &Target,
        kind: ClockKind,
        wanted: &ClockChange,
    ) -> Result<Outcome, IncidentError> {
        let mut checks = Checks::new();
        let wanted = &match wanted {
            ClockChange::Pause { reason, note } => {
                ClockChange::Pause { reason: *reason, note: checks.optional_reason("note", note.as_deref()) }
            }
            ClockChange::Resume => ClockChange::Resume,
        };
        checks.done()?;
        let committed = self.db.write(|tx| self.change_clock_in(tx, viewer, target, kind, wanted)).await?;
        self.clocks_changed.notify_one();
        Ok(Claim::outcome(committed))
    }

    async fn change_clock_in(
        &self,
        tx: Tx,
        viewer: &Viewer,
        target: &Target,
        kind: ClockKind,
        wanted: &ClockChange,
    ) -> Result<Claim, IncidentError> {
        let change = match Change::begin(tx, viewer, target, Action::PauseClock).await? {
            Ok(change) => change,
            Err(replayed) => return Ok(replayed),
        };
        let incident = change.incident().clone();
        rules::require_open(&incident)?;
        let mut board = self.board(&change.tx, &incident).await?.ok_or(IncidentError::ClockNotRunning)?;
        let now = change.tx.now();
        let moment = Moment { at: now, now, actor: Some(change.actor()?) };
        let event = match wanted {
            ClockChange::Pause { reason, note } => {
                board.pause(kind, (*reason, note.clone()), moment)?;
                IncidentEventKind::ClockPaused
            }
            ClockChange::Resume => {
                board.resume(kind, moment)?;
                IncidentEventKind::ClockResumed
            }
        };
        let news = News { changed: vec!["clocks"], boards: vec![board], ..News::default() };
        change.save(incident, event, news).await
    }

    /// What a step does to the clocks.
    pub(super) async fn clocks_after(
        &self,
        change: &Change<'_>,
        verb: Verb,
        next: &Model,
    ) -> Result<Vec<Board>, IncidentError> {
        let (tx, before) = (&change.tx, change.incident());
        let moment = Moment { at: next.state_since, now: tx.now(), actor: Some(change.actor()?) };
        let board = self.board(tx, before).await?;
        match verb {
            Verb::Activate => return Ok(vec![self.open(tx, next, None, moment).await?]),
            Verb::Reopen => return self.open_again(tx, next, board, moment).await,
            _ => {}
        }
        let Some(mut board) = board else { return Ok(Vec::new()) };
        match verb {
            Verb::Acknowledge => board.meet(ClockKind::Acknowledge, moment),
            Verb::ArriveOnSite | Verb::AcceptRemote => board.meet(ClockKind::OnSite, moment),
            Verb::Contain => board.meet(ClockKind::Contain, moment),
            Verb::Resolve => {
                let account = account_of(tx, next).await?;
                board.solve(&place(&account), moment, tx.next_id());
            }
            Verb::IssueCommitment => board.meet(ClockKind::Letter, moment),
            Verb::Close | Verb::Cancel | Verb::Decline => board.end(moment),
            Verb::Mobilise | Verb::Triage | Verb::Activate | Verb::Reopen => {}
        }
        board.hear(moment);
        Ok(vec![board])
    }

    /// The board of an opened channel, by the version of the policy that is in force, or that an earlier generation held to.
    async fn open(
        &self,
        tx: &Tx,
        next: &Model,
        version: Option<i32>,
        moment: Moment,
    ) -> Result<Board, IncidentError> {
        let policy = match version {
            Some(version) => (version, self.policies.version(tx, version).await?),
            None => self.policies.in_force(tx).await?,
        };
        let account = account_of(tx, next).await?;
        Ok(Board::open(policy, next, &place(&account), moment, || tx.next_id()))
    }

    async fn open_again(
        &self,
        tx: &Tx,
        next: &Model,
        last: Option<Board>,
        moment: Moment,
    ) -> Result<Vec<Board>, IncidentError> {
        let version = last.as_ref().map(Board::policy_version);
        let mut boards: Vec<Board> = last.into_iter().collect();
        boards.iter_mut().for_each(|board| board.end(moment));
        boards.push(self.open(tx, next, version, moment).await?);
        Ok(boards)
    }

    /// What another severity does to the clocks.
    pub(super) async fn clocks_at_severity(
        &self,
        change: &Change<'_>,
        next: &Model,
    ) -> Result<Vec<Board>, IncidentError> {
        let now = change.tx.now();
        let mut board = self.board(&change.tx, change.incident()).await?;
        let moment = Moment { at: now, now, actor: Some(change.actor()?) };
        board.iter_mut().for_each(|board| board.retarget(next, moment));
        Ok(board.into_iter().collect())
    }

    /// What naming an executive lead does to the clocks.
    pub(super) async fn clocks_with_lead(&self, change: &Change<'_>) -> Result<Vec<Board>, IncidentError> {
        let now = change.tx.now();
        let mut board = self.board(&change.tx, change.incident()).await?;
        let moment = Moment { at: now, now, actor: Some(change.actor()?) };
        board.iter_mut().for_each(|board| board.meet(ClockKind::ExecutiveLead, moment));
        Ok(board.into_iter().collect())
    }

    /// What a line of the timeline does to the clocks: news that a person gives begins the next span.
    pub(super) async fn clocks_after_news(
        &self,
        tx: &Tx,
        viewer: &Viewer,
        access: &IncidentAccess,
        line: (TimelineKind, chrono::DateTime<chrono::Utc>),
    ) -> Result<Option<Board>, IncidentError> {
        let kind = match line.0 {
            TimelineKind::TeamUpdate => ClockKind::TeamUpdate,
            TimelineKind::CustomerUpdate => ClockKind::CustomerUpdate,
            _ => return Ok(None),
        };
        let Viewer::Person(person) = viewer else { return Ok(None) };
        let incident = access.incident();
        let Some(mut board) = self.board(tx, incident).await? else { return Ok(None) };
        let moment = Moment { at: line.1, now: tx.now(), actor: Some(person.id) };
        board.update(kind, moment);
        let commands = access.standing().permits(viewer, incident.account_id, Action::AcknowledgeIncident);
        if kind == ClockKind::TeamUpdate && commands {
            board.hear(moment);
        }
        Ok(Some(board))
    }

    /// What the end of the wait for a letter does to the clocks.
    pub(super) async fn clocks_after_letter(
        &self,
        tx: &Tx,
        incident: &Model,
        actor: UserId,
        end: LetterEnd,
    ) -> Result<Vec<Board>, IncidentError> {
        let mut board = self.board(tx, incident).await?;
        let moment = Moment { at: tx.now(), now: tx.now(), actor: Some(actor) };
        board.iter_mut().for_each(|board| match end {
            LetterEnd::Sent => board.meet(ClockKind::Letter, moment),
            LetterEnd::Waived => board.cancel(ClockKind::Letter, moment),
        });
        Ok(board.into_iter().collect())
    }

    async fn board(&self, tx: &Tx, incident: &Model) -> Result<Option<Board>, Fault> {
        Ok(store::load(tx, &self.policies, &[incident]).await?.pop())
    }

    /// Whether the viewer may pause and resume clocks of an incident now.
    pub fn may_pause(&self, viewer: &Viewer, access: &IncidentAccess) -> bool {
        let incident = access.incident();
        let permits = access.standing().permits(viewer, incident.account_id, Action::PauseClock);
        permits && Verb::Cancel.starts_from(incident.state) && !Verb::Triage.starts_from(incident.state)
    }

    /// The clocks of all generations of these incidents that the viewer may see.
    ///
    /// # Errors
    /// The database failed.
    pub async fn clocks(
        &self,
        viewer: &Viewer,
        ids: &[IncidentId],
    ) -> Result<HashMap<IncidentId, Vec<clock::Model>>, Fault> {
        let rows = seen(viewer, clock::Entity::find(), clock::Column::IncidentId, ids)
            .order_by_asc(clock::Column::Generation)
            .order_by_asc(clock::Column::Id)
            .all(self.db.reader())
            .await?;
        Ok(grouped(rows, |row| row.incident_id))
    }

    /// The ladders of all generations of these incidents that the viewer may see whole.
    ///
    /// # Errors
    /// The database failed.
    pub async fn ladders(
        &self,
        viewer: &Viewer,
        ids: &[IncidentId],
    ) -> Result<HashMap<IncidentId, Vec<ladder::Model>>, Fault> {
        let rows = visible(viewer, ladder::Entity::find(), ladder::Column::IncidentId, ids)
            .order_by_asc(ladder::Column::Generation)
            .all(self.db.reader())
            .await?;
        Ok(grouped(rows, |row| row.incident_id))
    }

    /// What happened to the clocks of these incidents that the viewer may see whole, in the order of its recording.
    ///
    /// # Errors
    /// The database failed.
    pub async fn clock_events(
        &self,
        viewer: &Viewer,
        ids: &[IncidentId],
    ) -> Result<HashMap<IncidentId, Vec<clock_event::Model>>, Fault> {
        let rows = visible(viewer, clock_event::Entity::find(), clock_event::Column::IncidentId, ids)
            .order_by_asc(clock_event::Column::Id)
            .all(self.db.reader())
            .await?;
        Ok(grouped(rows, |row| row.incident_id))
    }
}

async fn account_of(tx: &Tx, incident: &Model) -> Result<account::Model, Fault> {
    let row = account::Entity::find().filter(account::Column::Id.eq(incident.account_id)).one(&**tx).await?;
    row.ok_or(Fault::NotFound)
}

fn place(account: &account::Model) -> Place<'_> {
    Place { region: account.region_id, zone: &account.time_zone }
}
