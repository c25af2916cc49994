//! How the connections are made on either engine, and what bounds them.

use std::{
    path::Path,
    str::FromStr,
    sync::Arc,
    time::{Duration, Instant},
};

use sea_orm::{DatabaseConnection, DbErr, RuntimeErr, SqlxPostgresConnector, SqlxSqliteConnector};
use sqlx::{
    Connection,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use super::is_lost_race;
use crate::platform::secret::Secret;

/// How long SQLite waits for a lock that another process holds.
const BUSY: Duration = Duration::from_secs(5);

/// What each connection keeps of the file, 16 MiB in units of 1024 bytes: search reads far more pages than the usual 2 MiB hold.
const CACHE: &str = "-16384";

/// Up to here readers look at the file as the system keeps it in memory, instead of copying each page, in bytes: as much as SQLite allows.
const MAPPED: &str = "2147418112";

/// For so long a session of Postgres that worked is taken to work still; after it, it is asked first. If it ends within that time, the
/// next statement fails that is given to it.
const STILL_THERE: Duration = Duration::from_secs(1);

/// How many rows a session of SQLite reads ahead of the one that takes them: the rows of a search.
const READ_AHEAD: usize = 512;

/// How many statements of searches Postgres works on at once for one server.
const SEARCHING: u32 = 6;

/// One writer and a few readers. FULL: a commit that was answered survives a loss of power.
pub(super) async fn open_sqlite(path: &Path) -> Result<(DatabaseConnection, DatabaseConnection), DbErr> {
    make_private(path).map_err(|error| DbErr::Custom(format!("{}: {error}", path.display())))?;
    let options = SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(BUSY)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .pragma("journal_size_limit", "67108864")
        .pragma("cache_size", CACHE)
        .row_buffer_size(READ_AHEAD)
        // SQLite's own advice, and no samples of values are taken: with these each statement is planned again for each value.
        .analysis_limit(400)
        .optimize_on_close(true, None);
    let writer = open_sqlite_writer(&options).await?;
    // Readers may not optimise: they would fail at it, and be gone before they are closed.
    let reading = options
        .create_if_missing(false)
        .optimize_on_close(false, None)
        .pragma("query_only", "on")
        .pragma("mmap_size", MAPPED);
    let readers = SqlitePoolOptions::new()
        .max_connections(4)
        .idle_timeout(None)
        .max_lifetime(None)
        .acquire_timeout(Duration::from_secs(10))
        .test_before_acquire(false)
        .connect_with(reading)
        .await
        .map_err(connect_error)?;
    let connection = SqlxSqliteConnector::from_sqlx_sqlite_pool;
    Ok((connection(readers), connection(writer)))
}

/// Makes the file, if it is not there, for its owner only: it holds the key that signs tokens. What SQLite keeps beside it
/// takes over its mode.
fn make_private(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

/// The one writer. Turning a fresh file to WAL takes the file for itself, and SQLite answers "busy" there without asking the
/// busy handler: of two processes that start at the same moment one must come again.
async fn open_sqlite_writer(options: &SqliteConnectOptions) -> Result<sqlx::SqlitePool, DbErr> {
    let deadline = Instant::now() + BUSY;
    loop {
        let opened = SqlitePoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .acquire_timeout(Duration::from_secs(10))
            .test_before_acquire(false)
            .connect_with(options.clone())
            .await
            .map_err(connect_error);
        match opened {
            Err(error) if is_lost_race(&error) && Instant::now() < deadline => {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            other => return other,
        }
    }
}

/// Two pools whose sessions give up rather than hang: the limits are those of the design page on events, section 2. The second is for
/// searches, whose statements are long: its sessions plan each once, for all values, and not anew each time.
pub(super) async fn open_postgres(url: &str) -> Result<(DatabaseConnection, DatabaseConnection), DbErr> {
    let options = postgres_options(url)?.options([
        ("statement_timeout", "3s"),
        ("lock_timeout", "2s"),
        ("idle_in_transaction_session_timeout", "5s"),
        // Compiling a statement takes longer than any of ours may.
        ("jit", "off"),
    ]);
    let searching = options.clone().options([("plan_cache_mode", "force_generic_plan")]);
    let searching = pool(SEARCHING).connect_lazy_with(searching);
    let all = pool(20).connect_with(options).await.map_err(connect_error)?;
    let connection = SqlxPostgresConnector::from_sqlx_postgres_pool;
    Ok((connection(all), connection(searching)))
}

fn pool(most: u32) -> PgPoolOptions {
    PgPoolOptions::new()
        .max_connections(most)
        .acquire_timeout(Duration::from_secs(5))
        .test_before_acquire(false)
        .before_acquire(|session, known| {
            Box::pin(async move {
                if known.idle_for >= STILL_THERE {
                    session.ping().await?;
                }
                Ok(true)
            })
        })
}

/// One session without time limits, for migrations: what it sets and locks holds for all that is done through it.
///
/// # Errors
/// The database cannot be reached.
pub(crate) async fn open_maintenance(url: &Secret) -> Result<DatabaseConnection, DbErr> {
    let pool = PgPoolOptions::new()
        .max_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(postgres_options(url.reveal())?)
        .await
        .map_err(connect_error)?;
    Ok(SqlxPostgresConnector::from_sqlx_postgres_pool(pool))
}

fn postgres_options(url: &str) -> Result<PgConnectOptions, DbErr> {
    let options = PgConnectOptions::from_str(url)
        .map_err(|_| {
            DbErr::Custom(
                "the database URL is not one of Postgres: postgres://user:password@host/name".into(),
            )
        })?
        .application_name("iron-triangle")
        .options([("default_transaction_isolation", "read committed"), ("timezone", "UTC")]);
    Ok(options)
}

fn connect_error(error: sqlx::Error) -> DbErr {
    DbErr::Conn(RuntimeErr::SqlxError(Arc::new(error)))
}
