//! What makes search fast on each engine: SQLite learns the words of its index, Postgres gathers rare matches by its index, whatever
//! its planner expects.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

use crate::dialect;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        match manager.get_database_backend() {
            DbBackend::Postgres => dialect::run(manager, &[MATCHES]).await,
            _ => dialect::run(manager, WORDS).await,
        }
    }
}

/// Settings of a function hold inside it: the planner has nothing left but the index of lexemes.
const MATCHES: &str =
    "create function search_matches(asked tsquery, most integer) returns setof bigint language sql stable
    set enable_seqscan = off set enable_indexscan = off
    as $$ select place from search_index where lexemes @@ asked limit most $$";

/// The server builds the index once more at its start, and learns the words of what was there before.
const WORDS: &[&str] = &[
    "create table search_word (word text not null primary key) without rowid",
    "update search_state set version = 0, step = 0, reached = null",
];
