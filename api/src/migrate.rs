//! Brings a database to the newest schema, one process at a time.

use std::time::{Duration, Instant};

use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, Statement};

use crate::platform::db::{Db, Target, open_maintenance};

/// How long to wait for another process that is migrating.
const PATIENCE: Duration = Duration::from_secs(120);

/// Migrates. Of several processes that start at the same moment on Postgres one does it, the others wait; on SQLite the
/// single writer's lock does the same.
///
/// # Errors
/// The database failed, or another process held the lock too long.
pub async fn migrate(target: &Target, db: &Db) -> Result<(), DbErr> {
    let Target::Postgres(url) = target else { return Migrator::up(db.writer(), None).await };
    let session = open_maintenance(url).await?;
    lock(&session).await?;
    Migrator::up(&session, None).await?;
    // The lock goes with its session.
    session.close().await
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
