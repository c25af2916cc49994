//! Bulk loads: many rows in few statements and few transactions, past the use cases. Only for a database that is still
//! empty and that nobody serves.

use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr, EntityTrait,
    IntoActiveModel, Iterable, ModelTrait, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

use super::db::{Db, Target, open_maintenance};

/// How many values one statement carries: well below the 32,766 of SQLite and the 65,535 of Postgres.
const VALUES: usize = 12_000;

/// A session that loads, without the time limits of requests.
pub struct Bulk {
    session: DatabaseConnection,
}

impl Bulk {
    /// Opens a session on a migrated database.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn open(target: &Target, db: &Db) -> Result<Self, DbErr> {
        let session = match target {
            Target::File(_) => db.writer().clone(),
            Target::Postgres(url) => open_maintenance(url).await?,
        };
        Ok(Self { session })
    }

    /// Begins a transaction; the caller commits it.
    ///
    /// # Errors
    /// The database failed.
    pub async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        self.session.begin_with_options(options).await
    }

    /// Tells the planner what the tables hold now.
    ///
    /// # Errors
    /// The database failed.
    pub async fn analyze(&self) -> Result<(), DbErr> {
        self.session.execute_unprepared("analyze").await.map(drop)
    }
}

/// Inserts rows, some hundreds a statement, and gives their number.
///
/// # Errors
/// The database failed.
pub async fn insert<M>(tx: &DatabaseTransaction, rows: Vec<M>) -> Result<u64, DbErr>
where
    M: ModelTrait + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel>,
    <M::Entity as EntityTrait>::ActiveModel: ActiveModelTrait<Entity = M::Entity>,
{
    let columns = <M::Entity as EntityTrait>::Column::iter().count();
    let mut inserted = 0;
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let some = rows.by_ref().take(VALUES / columns).map(IntoActiveModel::into_active_model);
        inserted += M::Entity::insert_many(some).exec_without_returning(tx).await?;
    }
    Ok(inserted)
}
