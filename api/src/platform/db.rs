//! The database: one writer on SQLite, a pool on Postgres, and the one way to write: a whole use case in one transaction
//! whose events go into the log with it.

mod connect;

use std::{future::Future, ops::Deref, path::PathBuf, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use entity::id::EventId;
use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, RuntimeErr, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};
use tokio::sync::{Notify, watch};

use super::{
    clock::Clock,
    ids::Ids,
    log::{self, NewEvent},
    secret::Secret,
};

pub(crate) use connect::open_maintenance;

/// Where the data is.
#[derive(Clone)]
pub enum Target {
    /// A SQLite file; it is created if it is not there.
    File(PathBuf),
    /// A Postgres URL. It holds a password: never shown.
    Postgres(Secret),
}

impl std::fmt::Debug for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(path) => write!(f, "sqlite file {}", path.display()),
            Self::Postgres(_) => f.write_str("postgres"),
        }
    }
}

/// The database. Clones share the connections.
#[derive(Clone)]
pub struct Db(Arc<Shared>);

struct Shared {
    search: DatabaseConnection,
    read: DatabaseConnection,
    write: DatabaseConnection,
    clock: Clock,
    ids: Ids,
    /// Rung after each commit that wrote events.
    committed: Notify,
    /// How far this node's feed has read; `None` while it does not run.
    applied: watch::Sender<Option<i64>>,
}

/// How often a use case that lost a race with another transaction is tried.
const ATTEMPTS: u32 = 6;

/// How long a change of rights waits for this node to know it before it is answered all the same.
const SETTLE: Duration = Duration::from_secs(1);

/// An error of a use case, which may be one of the database's.
pub trait WriteError: From<DbErr> {
    /// The database's error, if it is one: some are worth another try.
    fn database(&self) -> Option<&DbErr>;
}

impl WriteError for DbErr {
    fn database(&self) -> Option<&DbErr> {
        Some(self)
    }
}

/// What a committed use case gave, with the ids of its events.
#[derive(Clone, Debug)]
pub struct Committed<T> {
    /// The use case's own result.
    pub value: T,
    /// Its events in order; a client can drop its own echo by them.
    pub events: Vec<EventId>,
}

impl Db {
    /// Connects, without migrating.
    ///
    /// # Errors
    /// The database cannot be reached or opened.
    pub async fn connect(target: &Target, clock: Clock) -> Result<Self, DbErr> {
        let (search, read, write) = match target {
            Target::File(path) => {
                let (readers, writer) = connect::open_sqlite(path).await?;
                (readers.clone(), readers, writer)
            }
            Target::Postgres(url) => {
                let (all, searching) = connect::open_postgres(url.reveal()).await?;
                (searching, all.clone(), all)
            }
        };
        Ok(Self(Arc::new(Shared {
            search,
            read,
            write,
            ids: Ids::new(clock.clone()),
            clock,
            committed: Notify::new(),
            applied: watch::Sender::new(None),
        })))
    }

    /// Closes the connections once they are idle, the writer last: SQLite then takes its write-ahead log into the file.
    /// Nobody can use the database afterwards.
    pub async fn close(&self) {
        for connection in [&self.0.search, &self.0.read, &self.0.write] {
            if let Err(error) = connection.close_by_ref().await {
                tracing::warn!(%error, "cannot close the database");
            }
        }
    }

    /// For queries. On SQLite these connections cannot write.
    pub fn reader(&self) -> &DatabaseConnection {
        &self.0.read
    }

    /// For searches. On Postgres these connections plan a statement once, for all values.
    pub fn searcher(&self) -> &DatabaseConnection {
        &self.0.search
    }

    /// For migrations and bulk loads, which are no use cases.
    pub fn writer(&self) -> &DatabaseConnection {
        &self.0.write
    }

    /// Which engine this is.
    pub fn backend(&self) -> DbBackend {
        self.0.write.get_database_backend()
    }

    /// The clock that stamps rows.
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// The source of ids.
    pub fn ids(&self) -> &Ids {
        &self.0.ids
    }

    /// Rung after each commit that wrote events.
    pub(super) fn committed(&self) -> &Notify {
        &self.0.committed
    }

    /// Where the feed says how far it has read.
    pub(super) fn applied(&self) -> &watch::Sender<Option<i64>> {
        &self.0.applied
    }

    /// Runs a whole use case in one transaction, its events last, and commits. The closure may run several times: it is
    /// tried again after a serialisation failure or a deadlock. A change of rights returns once this node knows it.
    ///
    /// # Errors
    /// Those of the use case, and those of the database; nothing was written then.
    pub async fn write<T, E, F, Fut>(&self, use_case: F) -> Result<Committed<T>, E>
    where
        F: Fn(Tx) -> Fut + Send,
        Fut: Future<Output = Result<T, E>> + Send,
        E: WriteError,
    {
        let mut attempt = 1;
        loop {
            match self.attempt(&use_case).await {
                Err(error) if attempt < ATTEMPTS && error.database().is_some_and(is_lost_race) => {
                    // A few milliseconds, apart from the others that lost the same race.
                    let pause = rand::random_range(1..=4_u64.pow(attempt.min(3)));
                    tokio::time::sleep(Duration::from_millis(pause)).await;
                    attempt += 1;
                }
                other => return other,
            }
        }
    }

    async fn attempt<T, E, F, Fut>(&self, use_case: &F) -> Result<Committed<T>, E>
    where
        F: Fn(Tx) -> Fut + Send,
        Fut: Future<Output = Result<T, E>> + Send,
        E: WriteError,
    {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let inner = self.0.write.begin_with_options(options).await?;
        let tx = Tx {
            inner: Arc::new(inner),
            now: self.0.clock.now(),
            ids: self.0.ids.clone(),
            events: Arc::default(),
        };
        // Boxed: the futures of all mutations lie side by side in that of the schema, and would fill a stack.
        let result = Box::pin(use_case(tx.clone())).await;
        let Tx { inner, events, now, .. } = tx;
        let Some(inner) = Arc::into_inner(inner) else {
            return Err(DbErr::Custom("a use case kept its transaction".into()).into());
        };
        let value = match result {
            Ok(value) => value,
            Err(error) => {
                inner.rollback().await?;
                return Err(error);
            }
        };
        let events = std::mem::take(&mut *lock(&events));
        log::insert(&inner, now, &events).await?;
        inner.commit().await?;
        if !events.is_empty() {
            self.0.committed.notify_one();
        }
        let changes_rights = events.iter().rev().find(|event| event.access.is_some());
        if let Some(event) = changes_rights {
            self.settle(event.id).await;
        }
        Ok(Committed { value, events: events.iter().map(|event| event.id).collect() })
    }

    /// Waits until this node's feed has applied the event, so that what its author does next is judged by it.
    async fn settle(&self, event: EventId) {
        let mut applied = self.0.applied.subscribe();
        if applied.borrow().is_none() {
            return;
        }
        let caught_up = async {
            loop {
                applied.borrow_and_update();
                if let Ok(Some(pos)) = log::position_of(self, event).await {
                    let _ = applied.wait_for(|head| head.is_none_or(|head| head >= pos)).await;
                    return;
                }
                if applied.changed().await.is_err() {
                    return;
                }
            }
        };
        if tokio::time::timeout(SETTLE, caught_up).await.is_err() {
            tracing::warn!(%event, "the feed lags: a change of rights was answered before this node knew it");
        }
    }
}

/// A running transaction: a connection, the instant it began and the events that it will write. Clones share it.
#[derive(Clone)]
pub struct Tx {
    inner: Arc<DatabaseTransaction>,
    now: DateTime<Utc>,
    ids: Ids,
    events: Arc<std::sync::Mutex<Vec<NewEvent>>>,
}

impl Tx {
    /// The instant of the change.
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// A fresh id; wrap it: `AccountId(tx.next_id())`.
    pub fn next_id(&self) -> uuid::Uuid {
        self.ids.next()
    }

    /// Adds an event to the change. It is written last, in the same commit.
    pub fn append(&self, event: NewEvent) {
        lock(&self.events).push(event);
    }

    /// The ids of the events so far.
    pub fn event_ids(&self) -> Vec<EventId> {
        lock(&self.events).iter().map(|event| event.id).collect()
    }
}

impl Deref for Tx {
    type Target = DatabaseTransaction;

    fn deref(&self) -> &DatabaseTransaction {
        &self.inner
    }
}

fn lock<T>(mutex: &std::sync::Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Whether the transaction only lost a race and may win the next: serialisation failure and deadlock on Postgres,
/// a busy database on SQLite.
fn is_lost_race(error: &DbErr) -> bool {
    has_code(error, &["40001", "40P01", "5", "517"])
}

/// Whether the database gave up because it took too long: a statement, or waiting for a lock, on Postgres. Nothing of it was
/// done.
pub fn ran_out_of_time(error: &DbErr) -> bool {
    has_code(error, &["57014", "55P03"])
}

fn has_code(error: &DbErr, codes: &[&str]) -> bool {
    let (DbErr::Exec(RuntimeErr::SqlxError(error))
    | DbErr::Query(RuntimeErr::SqlxError(error))
    | DbErr::Conn(RuntimeErr::SqlxError(error))) = error
    else {
        return false;
    };
    let sqlx::Error::Database(error) = &**error else { return false };
    error.code().is_some_and(|code| codes.contains(&&*code))
}

/// Whether an insert or update met a row that is already there; the text names the constraint or its columns.
pub fn broken_uniqueness(error: &DbErr) -> Option<String> {
    match error.sql_err() {
        Some(sea_orm::SqlErr::UniqueConstraintViolation(text)) => Some(text),
        _ => None,
    }
}
