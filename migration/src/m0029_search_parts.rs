//! What makes common words fast on Postgres: separate lists of what is for all, and the words of the index, as SQLite has them.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

use crate::dialect;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() != DbBackend::Postgres {
            return Ok(());
        }
        dialect::run(manager, PARTS).await?;
        for (name, part) in MATCHES {
            dialect::run(manager, &[&matches(name, part)]).await?;
        }
        Ok(())
    }
}

const PARTS: &[&str] = &[
    // For all is what all staff may read or what is about no account, as `search/index.rs` writes it.
    "alter table search_index add column for_all boolean not null default false",
    "update search_index set for_all = true where lexemes @@ '''rnone'' | ''rstaff'''",
    "create index search_index_for_all on search_index (place) where for_all",
    "create index search_index_for_all_by_lexeme on search_index using gin (lexemes) where for_all",
    "create table search_word (word text collate \"C\" not null primary key)",
    "insert into search_word
        select substr(word, 2) from ts_stat('select lexemes from search_index')
        where word like 'w%' and char_length(word) > 2",
    "drop function search_matches",
];

const MATCHES: [(&str, &str); 3] = [
    ("search_matches", "true"),
    ("search_matches_for_all", "for_all"),
    ("search_matches_for_some", "not for_all"),
];

/// Settings of a function hold inside it: the planner has nothing left but the index of lexemes.
fn matches(name: &str, part: &str) -> String {
    format!(
        "create function {name}(asked tsquery) returns setof bigint language sql stable
        set enable_seqscan = off set enable_indexscan = off
        as $$ select place from search_index where {part} and lexemes @@ asked $$"
    )
}
