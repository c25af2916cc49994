//! The few words in which the two engines differ, filled into the SQL of a migration.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{DbBackend, Statement},
};

/// Runs statements written once for both engines: `{uuid}`, `{instant}`, `{date}`, `{json}`, `{bytes}` and `{text}`
/// stand for the engine's types. SQLite's names are those that SeaORM itself would declare.
pub(crate) async fn run(manager: &SchemaManager<'_>, statements: &[&str]) -> Result<(), DbErr> {
    let words = match manager.get_database_backend() {
        DbBackend::Postgres => [
            ("{uuid}", "uuid"),
            ("{instant}", "timestamp with time zone"),
            ("{date}", "date"),
            ("{json}", "jsonb"),
            ("{bytes}", "bytea"),
            // Keyset order compares keys byte by byte on both engines.
            ("{text}", "text collate \"C\""),
        ],
        _ => [
            ("{uuid}", "uuid_text"),
            ("{instant}", "timestamp_with_timezone_text"),
            ("{date}", "date_text"),
            ("{json}", "json_text"),
            ("{bytes}", "blob"),
            ("{text}", "text"),
        ],
    };
    for statement in statements {
        let sql = words.iter().fold((*statement).to_owned(), |sql, (word, name)| sql.replace(word, name));
        manager.get_connection().execute_unprepared(&sql).await?;
    }
    Ok(())
}

/// Gives a table of SQLite other checks, which it cannot alter: writes the table anew with `from` replaced by `to` in its
/// definition. Columns, rows, indexes, and the references of other tables stay. It must run in a transaction, at whose
/// end the references are checked.
pub(crate) async fn rebuild(
    manager: &SchemaManager<'_>,
    table: &str,
    from: &str,
    to: &str,
) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    let definitions = format!(
        "select sql from sqlite_schema where tbl_name = '{table}' and sql is not null order by type = 'table' desc, name"
    );
    let rows = connection.query_all_raw(Statement::from_string(DbBackend::Sqlite, definitions)).await?;
    let definitions: Vec<String> =
        rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?;
    let [old, indexes @ ..] = definitions.as_slice() else {
        return Err(DbErr::Migration(format!("there is no table {table}")));
    };
    if !old.contains(from) {
        return Err(DbErr::Migration(format!("the table {table} has no {from}")));
    }
    let steps = [
        "pragma defer_foreign_keys = on".to_owned(),
        format!("create temporary table rebuilt as select * from {table}"),
        format!("drop table {table}"),
        old.replacen(from, to, 1),
        format!("insert into {table} select * from rebuilt"),
        "drop table rebuilt".to_owned(),
    ];
    for statement in steps.iter().chain(indexes) {
        connection.execute_unprepared(statement).await?;
    }
    Ok(())
}
