//! The log of record: every change of the domain writes its event in its own transaction, and every event has one position
//! in one total order. On SQLite the row's key is the position; on Postgres `log_stamp` numbers rows after commit
//! (design page on events, sections 1 to 4). Both variants stand side by side here and nowhere else.

mod load;

use std::{collections::BTreeMap, fmt, str::FromStr};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use entity::id::{AccountId, EventId};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, FromQueryResult, QueryResult, Statement, Value};
use serde_json::Value as Json;

use super::db::Db;

pub use load::{PastEvent, load, number_all, settle_accounts};

/// An event that a use case writes.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// Public, stable; the idempotency key of whoever acts on the event.
    pub id: EventId,
    /// What happened, `incident.reported`.
    pub kind: &'static str,
    /// The account that it concerns.
    pub account: Option<AccountId>,
    /// What others may learn, as a snapshot.
    pub body: Json,
    /// What it changes about who may see what. Internal: never shown.
    pub access: Option<Json>,
}

/// An event as the log keeps it.
#[derive(Clone, Debug)]
pub struct Record {
    /// Where it stands in the total order.
    pub cursor: Cursor,
    /// Public id.
    pub id: EventId,
    /// What happened.
    pub kind: String,
    /// The account that it concerns.
    pub account: Option<AccountId>,
    /// A counter of the account's events, so that a client can drop what is older than its state.
    pub account_version: Option<i64>,
    /// What others may learn.
    pub body: Json,
    /// What it changes about who may see what.
    pub access: Option<Json>,
    /// When the change was made.
    pub at: DateTime<Utc>,
}

/// A position in the log: opaque outside, unsigned because it grants nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cursor {
    /// Which history: it changes when acknowledged events may have been lost (failover, restore).
    pub epoch: i64,
    /// 1, 2, 3 ... without holes; 0 stands before the first event.
    pub pos: i64,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(format!("v1.{}.{}", self.epoch, self.pos)))
    }
}

/// The text is no cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MalformedCursor;

impl FromStr for Cursor {
    type Err = MalformedCursor;

    fn from_str(text: &str) -> Result<Self, MalformedCursor> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| MalformedCursor)?;
        let plain = String::from_utf8(bytes).map_err(|_| MalformedCursor)?;
        let (epoch, pos) =
            plain.strip_prefix("v1.").and_then(|rest| rest.split_once('.')).ok_or(MalformedCursor)?;
        let number = |text: &str| text.parse().ok().filter(|n: &i64| *n >= 0).ok_or(MalformedCursor);
        let cursor = Self { epoch: number(epoch)?, pos: number(pos)? };
        // One text for one position, so that clients may compare cursors as texts.
        if cursor.to_string() == text { Ok(cursor) } else { Err(MalformedCursor) }
    }
}

/// Writes the events of a transaction, in order; on each account they take the next numbers of its own counter.
pub(super) async fn insert<C: ConnectionTrait>(
    tx: &C,
    now: DateTime<Utc>,
    events: &[NewEvent],
) -> Result<(), DbErr> {
    if events.is_empty() {
        return Ok(());
    }
    let mut versions = bump_accounts(tx, events).await?;
    let rows = events.iter().map(|event| {
        let version = event.account.and_then(|account| versions.get_mut(&account)).map(|next| {
            *next += 1;
            *next
        });
        Row { event, version, at: now }
    });
    insert_rows(tx, rows).await
}

/// A row of the table, before it has a position.
struct Row<'a> {
    event: &'a NewEvent,
    version: Option<i64>,
    at: DateTime<Utc>,
}

async fn insert_rows<'a, C: ConnectionTrait>(
    tx: &C,
    rows: impl Iterator<Item = Row<'a>>,
) -> Result<(), DbErr> {
    let mut sql =
        String::from("insert into event (id, kind, account_id, account_ver, body, access, at) values ");
    let mut values: Vec<Value> = Vec::new();
    for (index, Row { event, version, at }) in rows.enumerate() {
        let first = index * 7;
        let comma = if index == 0 { "" } else { ", " };
        let marks: Vec<String> = (first + 1..=first + 7).map(|n| format!("${n}")).collect();
        sql.push_str(&format!("{comma}({})", marks.join(", ")));
        values.extend([
            event.id.into(),
            event.kind.into(),
            event.account.into(),
            version.into(),
            event.body.clone().into(),
            event.access.clone().into(),
            at.into(),
        ]);
    }
    tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, values)).await?;
    Ok(())
}

/// Adds the number of events to each account's counter, in id order so that two transactions cannot lock each other out.
/// Gives the counters as they were.
async fn bump_accounts<C: ConnectionTrait>(
    tx: &C,
    events: &[NewEvent],
) -> Result<BTreeMap<AccountId, i64>, DbErr> {
    let mut counts: BTreeMap<AccountId, i64> = BTreeMap::new();
    for account in events.iter().filter_map(|event| event.account) {
        *counts.entry(account).or_default() += 1;
    }
    for (account, count) in &mut counts {
        let statement = Statement::from_sql_and_values(
            tx.get_database_backend(),
            "update account set event_version = event_version + $1 where id = $2 returning event_version",
            [(*count).into(), (*account).into()],
        );
        let row = tx.query_one_raw(statement).await?;
        let row = row.ok_or_else(|| DbErr::RecordNotFound(format!("{account} of an event")))?;
        *count = row.try_get_by_index::<i64>(0)? - *count;
    }
    Ok(counts)
}

/// What a call of `log_stamp` says.
#[derive(Debug, FromQueryResult)]
pub(super) struct Stamped {
    /// How many rows it numbered; -1: somebody else was at it.
    pub(super) n: i32,
    /// Below this transaction id every row has a number.
    pub(super) next_floor: i64,
}

/// Numbers committed events on Postgres.
pub(super) async fn stamp(db: &Db, floor: i64) -> Result<Stamped, DbErr> {
    let statement = Statement::from_sql_and_values(
        DbBackend::Postgres,
        "select n, next_floor from log_stamp(5000, $1)",
        [floor.into()],
    );
    let row = db.writer().query_one_raw(statement).await?;
    Stamped::from_query_result(&row.ok_or_else(|| DbErr::RecordNotFound("log_stamp".into()))?, "")
}

/// Makes the log ready for its first reader: on Postgres the first call of `log_stamp` opens the epoch.
///
/// # Errors
/// The database failed.
pub async fn prepare(db: &Db) -> Result<(), DbErr> {
    if db.backend() == DbBackend::Postgres {
        stamp(db, 0).await?;
    }
    Ok(())
}

/// Up to `limit` numbered events after a position, in order.
pub(super) async fn page<C: ConnectionTrait>(
    connection: &C,
    after: i64,
    limit: u64,
) -> Result<Vec<Record>, DbErr> {
    let sql = match connection.get_database_backend() {
        DbBackend::Postgres => {
            "select pos, epoch::bigint as epoch, id, kind, account_id, account_ver, body, access, at from event
             where pos > $1 order by pos limit $2"
        }
        _ => {
            "select pos, (select epoch from log_meta) as epoch, id, kind, account_id, account_ver, body, access, at
             from event where pos > $1 order by pos limit $2"
        }
    };
    let values = [after.into(), i64::try_from(limit).unwrap_or(i64::MAX).into()];
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
    connection.query_all_raw(statement).await?.iter().map(record).collect()
}

/// Up to `limit` numbered events of some accounts after a position and not past another, in order.
pub(super) async fn page_of_accounts<C: ConnectionTrait>(
    connection: &C,
    accounts: &[AccountId],
    (after, through): (i64, i64),
    limit: u64,
) -> Result<Vec<Record>, DbErr> {
    let epoch = match connection.get_database_backend() {
        DbBackend::Postgres => "epoch::bigint",
        _ => "(select epoch from log_meta)",
    };
    let marks: Vec<String> = (4..4 + accounts.len()).map(|n| format!("${n}")).collect();
    let sql = format!(
        "select pos, {epoch} as epoch, id, kind, account_id, account_ver, body, access, at from event
         where account_id in ({}) and pos > $1 and pos <= $2 order by pos limit $3",
        marks.join(", ")
    );
    let mut values: Vec<Value> =
        vec![after.into(), through.into(), i64::try_from(limit).unwrap_or(i64::MAX).into()];
    values.extend(accounts.iter().map(|account| Value::from(*account)));
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
    connection.query_all_raw(statement).await?.iter().map(record).collect()
}

fn record(row: &QueryResult) -> Result<Record, DbErr> {
    Ok(Record {
        cursor: Cursor { epoch: row.try_get("", "epoch")?, pos: row.try_get("", "pos")? },
        id: row.try_get("", "id")?,
        kind: row.try_get("", "kind")?,
        account: row.try_get("", "account_id")?,
        account_version: row.try_get("", "account_ver")?,
        body: row.try_get("", "body")?,
        access: row.try_get("", "access")?,
        at: row.try_get("", "at")?,
    })
}

/// The last numbered position and its epoch.
pub async fn head<C: ConnectionTrait>(connection: &C) -> Result<Cursor, DbErr> {
    let sql = match connection.get_database_backend() {
        DbBackend::Postgres => {
            "select coalesce((select epoch from log_epoch order by epoch desc limit 1), 0)::bigint as epoch,
             greatest(coalesce((select max(pos) from event), 0), trimmed_through) as pos from log_meta"
        }
        _ => {
            "select epoch, max(coalesce((select max(pos) from event), 0), trimmed_through) as pos from log_meta"
        }
    };
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let row = connection.query_one_raw(statement).await?;
    let row = row.ok_or_else(|| DbErr::RecordNotFound("log_meta".into()))?;
    Ok(Cursor { epoch: row.try_get("", "epoch")?, pos: row.try_get("", "pos")? })
}

/// The position of an event; `None` while it has no number yet.
pub(super) async fn position_of(db: &Db, event: EventId) -> Result<Option<i64>, DbErr> {
    let statement =
        Statement::from_sql_and_values(db.backend(), "select pos from event where id = $1", [event.into()]);
    match db.reader().query_one_raw(statement).await? {
        Some(row) => row.try_get_by_index(0),
        None => Ok(None),
    }
}

/// Why a cursor cannot be resumed from.
#[derive(Clone, Debug, thiserror::Error)]
pub enum CursorFault {
    /// It lies on a history that a failover or restore has cut off.
    #[error("the cursor belongs to a history that this log no longer continues")]
    Diverged,
    /// The events after it are no longer kept.
    #[error("the cursor is older than the oldest event that is kept")]
    Expired {
        /// The oldest position that can be resumed from.
        oldest: Cursor,
    },
    /// The database failed.
    #[error("the log cannot be read")]
    Database(#[from] DbErr),
}

/// Whether the events after a cursor are those that its holder would have got: its epoch is the present one, or it ends
/// at or before the position where the next epoch began, and nothing after it was trimmed.
pub(super) async fn check(db: &Db, cursor: Cursor) -> Result<(), CursorFault> {
    let head = head(db.reader()).await?;
    let valid_through = match db.backend() {
        DbBackend::Postgres => epoch_end(db, cursor.epoch, head).await?,
        _ if cursor.epoch == head.epoch => Some(head.pos),
        _ => None,
    };
    if valid_through.is_none_or(|end| cursor.pos > end) {
        return Err(CursorFault::Diverged);
    }
    let statement = Statement::from_string(db.backend(), "select trimmed_through from log_meta");
    let row = db.reader().query_one_raw(statement).await?;
    let trimmed: i64 = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
    if cursor.pos < trimmed {
        return Err(CursorFault::Expired { oldest: Cursor { epoch: head.epoch, pos: trimmed } });
    }
    Ok(())
}

/// The last position up to which an epoch's numbering holds: the next epoch's base, or the head for the present one.
async fn epoch_end(db: &Db, epoch: i64, head: Cursor) -> Result<Option<i64>, DbErr> {
    let statement = Statement::from_sql_and_values(
        DbBackend::Postgres,
        "select (select min(base_pos) from log_epoch where epoch > $1) as base from log_epoch where epoch = $1",
        [i32::try_from(epoch).unwrap_or(-1).into()],
    );
    let Some(row) = db.reader().query_one_raw(statement).await? else { return Ok(None) };
    Ok(Some(row.try_get::<Option<i64>>("", "base")?.unwrap_or(head.pos)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_round_trips_and_nothing_else_parses() {
        let cursor = Cursor { epoch: 7, pos: 40_190 };
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        for plain in ["", "v1.1", "v2.1.1", "v1.-1.1", "v1.1.-1", "v1.1.1.1", "v1.01.1", "v1.+1.1", "v1.1.x"]
        {
            assert_eq!(URL_SAFE_NO_PAD.encode(plain).parse::<Cursor>(), Err(MalformedCursor), "{plain}");
        }
        assert_eq!("not base64!".parse::<Cursor>(), Err(MalformedCursor));
    }
}
