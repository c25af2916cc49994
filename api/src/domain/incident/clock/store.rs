//! Reading and writing boards, in the transaction that has locked their incidents; and what a board tells others.

use std::collections::{BTreeSet, HashMap};

use entity::{
    clock, clock_event, clock_firing,
    id::{ClockEventId, EventId, IncidentId},
    incident, ladder,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, Iterable, QueryFilter, QueryOrder,
    sea_query::OnConflict,
};

use super::{
    board::{Board, Happened, Subject, Told},
    timer::Timer,
};
use crate::{
    domain::{
        access::Viewer,
        fault::Fault,
        incident::event::{ClockSnapshot, IncidentEvent, LadderSnapshot},
        journal::{self, AccountLabel},
        policy::Policies,
    },
    platform::db::Tx,
};

/// The boards of the present generations of these incidents, which the transaction has locked. An incident whose channel never
/// opened has none.
pub(in crate::domain::incident) async fn load(
    tx: &Tx,
    policies: &Policies,
    incidents: &[&incident::Model],
) -> Result<Vec<Board>, Fault> {
    let ids = || incidents.iter().map(|row| row.id);
    let ladders = ladder::Entity::find().filter(ladder::Column::IncidentId.is_in(ids())).all(&**tx).await?;
    if ladders.is_empty() {
        return Ok(Vec::new());
    }
    let clocks = clock::Entity::find()
        .filter(clock::Column::IncidentId.is_in(ids()))
        .order_by_asc(clock::Column::Id)
        .all(&**tx)
        .await?;
    let mut timers: HashMap<(IncidentId, i32), Vec<Timer>> = HashMap::new();
    for row in clocks {
        timers.entry((row.incident_id, row.generation)).or_default().push(Timer::of(row));
    }
    let mut ladders: HashMap<(IncidentId, i32), ladder::Model> =
        ladders.into_iter().map(|row| ((row.incident_id, row.generation), row)).collect();
    let mut boards = Vec::new();
    for incident in incidents {
        let key = (incident.id, incident.generation);
        let Some(ladder) = ladders.remove(&key) else { continue };
        boards.push(Board {
            incident: incident.id,
            generation: incident.generation,
            tier: incident.tier_at_report,
            policy: policies.version(tx, ladder.policy_version).await?,
            timers: timers.remove(&key).unwrap_or_default(),
            ladder,
            changed: BTreeSet::new(),
            happened: Vec::new(),
            told: Vec::new(),
        });
    }
    Ok(boards)
}

/// Writes the boards of an incident, as [`save_all`] does.
pub(in crate::domain::incident) async fn save(
    tx: &Tx,
    boards: Vec<Board>,
    incident: &incident::Model,
    account: &AccountLabel,
) -> Result<(), Fault> {
    if boards.is_empty() {
        return Ok(());
    }
    save_all(tx, boards.into_iter().map(|board| (board, incident, account)).collect()).await
}

/// Writes boards, and tells what they set off: the events and their keys stand in the same commit as what made them due.
pub(super) async fn save_all(
    tx: &Tx,
    boards: Vec<(Board, &incident::Model, &AccountLabel)>,
) -> Result<(), Fault> {
    let (mut clocks, mut ladders, mut events, mut firings) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (mut board, incident, account) in boards {
        clocks.extend(board.changed().into_iter().map(|row| row.clone().into_active_model().reset_all()));
        let of = (incident.id, board.generation);
        let history = board.happened.drain(..).map(|it| history_row(tx, of, it));
        events.extend(history.map(|row| row.into_active_model().reset_all()));
        for told in board.told.drain(..) {
            let firing = told.firing;
            let event = record(tx, incident, account, told)?;
            firings.extend(firing.map(|firing| clock_firing::Model {
                incident_id: incident.id,
                clock: firing.source,
                generation: board.generation,
                level: firing.level,
                round: firing.round,
                due_at: firing.due_at,
                fired_at: tx.now(),
                event_id: event,
            }));
        }
        ladders.push(board.ladder.into_active_model().reset_all());
    }
    let known = OnConflict::column(clock::Column::Id).update_columns(clock::Column::iter()).to_owned();
    write(clock::Entity::insert_many(clocks).on_conflict(known), tx).await?;
    let known = OnConflict::columns([ladder::Column::IncidentId, ladder::Column::Generation])
        .update_columns(ladder::Column::iter())
        .to_owned();
    write(ladder::Entity::insert_many(ladders).on_conflict(known), tx).await?;
    write(clock_event::Entity::insert_many(events), tx).await?;
    let firings = firings.into_iter().map(|row| row.into_active_model().reset_all());
    write(clock_firing::Entity::insert_many(firings), tx).await
}

async fn write<A: ActiveModelTrait>(rows: sea_orm::InsertMany<A>, tx: &Tx) -> Result<(), Fault> {
    rows.exec_without_returning(&**tx).await?;
    Ok(())
}

fn history_row(tx: &Tx, (incident_id, generation): (IncidentId, i32), it: Happened) -> clock_event::Model {
    let (reason, note) = it.pause.unzip();
    clock_event::Model {
        id: ClockEventId(tx.next_id()),
        incident_id,
        clock: it.clock,
        generation,
        round: it.round,
        kind: it.kind,
        at: it.at,
        recorded_at: tx.now(),
        target_seconds: it.target_seconds,
        reason,
        note: note.flatten(),
        actor_user: it.actor,
    }
}

/// Records what a board set off, in its transaction: warnings, breaches, steps of the ladder with the roles that they reach. Who
/// must be told of it follows from the event.
fn record(tx: &Tx, incident: &incident::Model, account: &AccountLabel, told: Told) -> Result<EventId, Fault> {
    let mut event = IncidentEvent::about(told.kind, incident.into());
    match told.subject {
        Subject::Clock(clock) => event.clocks = vec![ClockSnapshot::from(&*clock)],
        Subject::Ladder(ladder, roles) => {
            event.ladder = Some(LadderSnapshot { roles, ..LadderSnapshot::from(&ladder) });
        }
    }
    // The server itself tells it: nobody did it.
    journal::record(tx, &Viewer::Anonymous, Some(account.clone()), &event, Vec::new())
}
