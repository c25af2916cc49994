//! The mark by which the demonstration knows a database that it made: SQLite has a field for it in the head of the file,
//! Postgres takes a comment on a table. No other command sets either, so that real data is never mistaken for a demonstration.

use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};

use crate::platform::db::Db;

/// Whose database it is, and how far the story has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// Nobody's: there is no table in it.
    Empty,
    /// The demonstration's; the story was begun and not told to its end.
    Begun,
    /// The demonstration's; the story is in it.
    Told,
    /// Somebody else's.
    Foreign,
}

/// SQLite's `application_id`, "IT" and a number.
const BEGUN: i32 = 0x4954_0001;
const TOLD: i32 = 0x4954_0002;

/// The comment on the table of accounts.
const BEGUN_TEXT: &str = "iron-triangle demonstration, being filled";
const TOLD_TEXT: &str = "iron-triangle demonstration";

/// Reads the mark. Nothing is written, not even the schema.
pub(super) async fn read(db: &Db) -> Result<Mark, DbErr> {
    let tables = match db.backend() {
        DbBackend::Postgres => {
            let known: Option<String> =
                ask(db, "select obj_description(to_regclass('account'), 'pg_class')").await?;
            match known.as_deref() {
                Some(BEGUN_TEXT) => return Ok(Mark::Begun),
                Some(TOLD_TEXT) => return Ok(Mark::Told),
                _ => "select count(*) from pg_tables where schemaname = any (current_schemas(false))",
            }
        }
        _ => match ask::<i32>(db, "pragma application_id").await? {
            BEGUN => return Ok(Mark::Begun),
            TOLD => return Ok(Mark::Told),
            _ => "select count(*) from sqlite_schema",
        },
    };
    Ok(if ask::<i64>(db, tables).await? == 0 { Mark::Empty } else { Mark::Foreign })
}

/// Marks a database that has just been migrated.
pub(super) async fn begin(db: &Db) -> Result<(), DbErr> {
    write(db, BEGUN, BEGUN_TEXT).await
}

/// Notes that the story is in it.
pub(super) async fn finish(db: &Db) -> Result<(), DbErr> {
    write(db, TOLD, TOLD_TEXT).await
}

async fn write(db: &Db, id: i32, text: &str) -> Result<(), DbErr> {
    let sql = match db.backend() {
        DbBackend::Postgres => format!("comment on table account is '{text}'"),
        _ => format!("pragma application_id = {id}"),
    };
    db.writer().execute_unprepared(&sql).await.map(drop)
}

async fn ask<T: sea_orm::TryGetable>(db: &Db, sql: &str) -> Result<T, DbErr> {
    let row = db.writer().query_one_raw(Statement::from_string(db.backend(), sql)).await?;
    row.ok_or_else(|| DbErr::RecordNotFound(sql.to_owned()))?.try_get_by_index(0)
}
