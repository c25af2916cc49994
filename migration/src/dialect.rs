//! The few words in which the two engines differ, filled into the SQL of a migration.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

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
