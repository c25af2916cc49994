//! Brings a database to the newest schema, one process at a time.

use std::time::{Duration, Instant};

use migration::{Migrator, MigratorTrait};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, DbErr, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait,
};

use crate::platform::db::{Db, Target, open_maintenance};

/// How long to wait for another process that is migrating.
const PATIENCE: Duration = Duration::from_secs(120);

/// Migrates. Of several processes that start at the same moment one does it, the others wait. On SQLite all of it is one
/// transaction: a process that is killed leaves nothing half made.
///
/// # Errors
/// The database failed, or another process held the lock too long.
pub async fn migrate(target: &Target, db: &Db) -> Result<(), DbErr> {
    let Target::Postgres(url) = target else { return migrate_file(db.writer()).await };
    let session = open_maintenance(url).await?;
    lock(&session).await?;
    Migrator::up(&session, None).await?;
    // The lock goes with its session.
    session.close().await
}

/// SeaORM gives each migration a transaction on Postgres, and none on SQLite. Beginning as a writer is the lock.
async fn migrate_file(writer: &DatabaseConnection) -> Result<(), DbErr> {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let transaction = writer.begin_with_options(options).await?;
    Migrator::up(&transaction, None).await?;
    transaction.commit().await
}

/// Takes the lock under which a database is migrated: 7306; stamping has another.
async fn lock(session: &DatabaseConnection) -> Result<(), DbErr> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let sql = "select pg_try_advisory_lock(7306)";
        let row = session.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await?;
        if row.map_or(Ok(false), |row| row.try_get_by_index(0))? {
            return Ok(());
        }
        if Instant::now() > deadline {
            return Err(DbErr::Custom("another process has been migrating the database for too long".into()));
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
