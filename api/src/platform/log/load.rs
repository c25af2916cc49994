//! Writing a past into an empty log: events that carry their own instants and their accounts' counters. Not for use cases.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr};

use super::{NewEvent, Row, insert_rows, stamp};
use crate::platform::db::Db;

/// An event of a past that is being loaded.
#[derive(Clone, Debug)]
pub struct PastEvent {
    /// The event.
    pub event: NewEvent,
    /// Its number among the events of its account.
    pub account_version: Option<i64>,
    /// When it happened.
    pub at: DateTime<Utc>,
}

/// How many events one statement carries. SQLite looks up each numbered parameter by walking the list of all: the work grows
/// with the square of this.
const AT_ONCE: usize = 100;

/// Appends events in their order.
///
/// # Errors
/// The database failed.
pub async fn load(tx: &DatabaseTransaction, past: Vec<PastEvent>) -> Result<(), DbErr> {
    for some in past.chunks(AT_ONCE) {
        let rows = some.iter().map(|it| Row { event: &it.event, version: it.account_version, at: it.at });
        insert_rows(tx, rows).await?;
    }
    Ok(())
}

/// Brings the counters of all accounts up to their events.
///
/// # Errors
/// The database failed.
pub async fn settle_accounts(tx: &DatabaseTransaction) -> Result<(), DbErr> {
    let sql = "update account set event_version =
        coalesce((select max(account_ver) from event where event.account_id = account.id), 0)";
    tx.execute_unprepared(sql).await.map(drop)
}

/// Numbers all committed events; on SQLite they have their numbers from the start.
///
/// # Errors
/// The database failed.
pub async fn number_all(db: &Db) -> Result<(), DbErr> {
    if db.backend() != DbBackend::Postgres {
        return Ok(());
    }
    let mut floor = 0;
    loop {
        let stamped = stamp(db, floor).await?;
        floor = stamped.next_floor;
        if stamped.n == 0 {
            return Ok(());
        }
    }
}
