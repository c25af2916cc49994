//! The sweeper: fires what has become due. Every node runs one. It takes incidents that nobody else holds at the moment, looks
//! at them again under their lock, and writes what happened, the events and the next due instant in one transaction: whoever
//! is killed in between has done nothing, and another node does it.

use std::{collections::HashMap, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    account,
    id::{AccountId, IncidentId},
    incident,
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, Statement};

use super::{board::Moment, store};
use crate::{
    domain::{fault::Fault, incident::Incidents, journal::AccountLabel},
    platform::db::Tx,
};

/// How many incidents a transaction takes.
const BATCH: usize = 200;

/// The longest that the sweeper trusts what it knows of the next due instant: other nodes open channels, too.
const RECHECK: TimeDelta = TimeDelta::seconds(1);

/// How soon it looks again at what is due and was held by somebody else.
const HELD: Duration = Duration::from_millis(20);

impl Incidents {
    /// Fires everything that is due. Gives the instant at which it is worth to look again.
    ///
    /// # Errors
    /// The database failed. What was fired before stays; the rest is still due.
    pub async fn sweep(&self) -> Result<DateTime<Utc>, Fault> {
        loop {
            let now = self.db.clock().now();
            let Some(due) = self.next_due().await? else { return Ok(now + RECHECK) };
            if due > now {
                return Ok(due.min(now + RECHECK));
            }
            match self.db.write(|tx| self.sweep_in(tx, None)).await {
                // Locks are held in real time, whatever the clock says.
                Ok(swept) if swept.value == 0 => tokio::time::sleep(HELD).await,
                Ok(_) => {}
                Err(fault) => {
                    self.sweep_each(fault).await?;
                    return Ok(now + RECHECK);
                }
            }
        }
    }

    /// Fires what is due of each incident by itself, after some of them could not be fired together: one that cannot be read must
    /// not hold up the others.
    async fn sweep_each(&self, together: Fault) -> Result<(), Fault> {
        let reader = self.db.reader();
        let sql = due_sql(BATCH * 5);
        let now = [self.db.clock().now().into()];
        let due = Statement::from_sql_and_values(reader.get_database_backend(), sql, now);
        let mut swept = false;
        for row in reader.query_all_raw(due).await? {
            let id: IncidentId = row.try_get("", "incident_id")?;
            match self.db.write(|tx| self.sweep_in(tx, Some(id))).await {
                Ok(_) => swept = true,
                Err(error) => {
                    tracing::error!(%error, incident = %id, "the clocks of an incident cannot be fired");
                    // Without a database the next one would fail, too.
                    reader.ping().await?;
                }
            }
        }
        if swept { Ok(()) } else { Err(together) }
    }

    /// Resolves when the sweeper should look again: at the instant, or when a clock of this node has changed.
    pub async fn until_due(&self, instant: DateTime<Utc>) {
        tokio::select! {
            () = self.clocks_changed.notified() => {}
            () = self.db.clock().sleep_until(instant) => {}
        }
    }

    /// When the next thing is due.
    ///
    /// # Errors
    /// The database failed.
    pub async fn next_due(&self) -> Result<Option<DateTime<Utc>>, Fault> {
        let reader = self.db.reader();
        let sql = "select min(next_at) as next_at from (select min(next_at) as next_at from clock
            union all select min(next_at) from ladder) as due";
        let row = reader.query_one_raw(Statement::from_string(reader.get_database_backend(), sql)).await?;
        Ok(row.map_or(Ok(None), |row| row.try_get("", "next_at"))?)
    }

    async fn sweep_in(&self, tx: Tx, only: Option<IncidentId>) -> Result<usize, Fault> {
        let incidents = take_due(&tx, only).await?;
        let rows: Vec<&incident::Model> = incidents.iter().collect();
        let labels = labels(&tx, &rows).await?;
        let mut boards = Vec::new();
        for mut board in store::load(&tx, &self.policies, &rows).await? {
            let Some(row) = rows.iter().find(|row| row.id == board.incident) else { continue };
            let Some(label) = labels.get(&row.account_id) else { continue };
            if row.state.is_open() {
                board.catch_up(tx.now());
            } else {
                board.end(Moment { at: row.state_since, now: tx.now(), actor: None });
            }
            boards.push((board, *row, label));
        }
        let taken = boards.len();
        store::save_all(&tx, boards).await?;
        Ok(taken)
    }
}

/// Locks incidents of which something is due and that nobody else holds. A use case locks its incident before its clocks,
/// too: neither waits for the other with something in its hands.
async fn take_due(tx: &Tx, only: Option<IncidentId>) -> Result<Vec<incident::Model>, Fault> {
    let backend = tx.get_database_backend();
    let lock = if backend == DbBackend::Postgres { " for update skip locked" } else { "" };
    let mut values = vec![tx.now().into()];
    values.extend(only.map(Into::into));
    let of_it = if only.is_some() { " and id = $2" } else { "" };
    let due = due_sql(BATCH * 5);
    let sql = format!("select id from incident where id in ({due}){of_it} limit {BATCH}{lock}");
    let rows = tx.query_all_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    let ids = rows.iter().map(|row| row.try_get::<IncidentId>("", "id")).collect::<Result<Vec<_>, _>>()?;
    // Read again, now that they are locked: whoever held them before may have changed them.
    Ok(incident::Entity::find().filter(incident::Column::Id.is_in(ids)).all(&**tx).await?)
}

/// The incidents of which something is due at `$1`, what is due longest first.
fn due_sql(limit: usize) -> String {
    format!(
        "select incident_id from (select incident_id, next_at from clock where next_at <= $1
            union all select incident_id, next_at from ladder where next_at <= $1) as due
         group by incident_id order by min(next_at) limit {limit}"
    )
}

async fn labels(tx: &Tx, rows: &[&incident::Model]) -> Result<HashMap<AccountId, AccountLabel>, Fault> {
    let accounts = account::Entity::find()
        .filter(account::Column::Id.is_in(rows.iter().map(|row| row.account_id)))
        .all(&**tx)
        .await?;
    Ok(accounts.iter().map(|row| (row.id, row.into())).collect())
}
