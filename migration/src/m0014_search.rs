//! The index of search: what can be found, its lexemes as each engine indexes them, and the words for misspelled ones.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

use crate::dialect;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, SHARED).await?;
        match manager.get_database_backend() {
            DbBackend::Postgres => dialect::run(manager, POSTGRES).await,
            _ => dialect::run(manager, SQLITE).await,
        }
    }
}

const SHARED: &[&str] = &[
    "create table search_term (term {text} not null primary key)",
    "create table search_state (id integer not null primary key check (id = 1), version integer not null,
        step integer, reached {uuid})",
    // What was there before is not in the index: the server builds it at its start.
    "insert into search_state (id, version, step) values (1, 0, 0)",
];

/// A place is a row number of SQLite, by which the index is read from the newest down.
const SQLITE: &[&str] = &[
    "create table search_document (place integer not null primary key, found_id {uuid} not null unique,
        kind {text} not null check (kind in ('ENTRY', 'INCIDENT', 'TIMELINE', 'ACCOUNT')),
        account_id {uuid} references account (id), incident_id {uuid} references incident (id),
        written_at {instant} not null, title_words {text} not null, tag_words {text} not null,
        text_words {text} not null)",
    "create table search_spelling (damaged bigint not null, term {text} not null, primary key (damaged, term))
        without rowid",
    "create virtual table search_index using fts5(lexemes, content='', contentless_delete=1, detail='none',
        tokenize='ascii', prefix='3 4')",
];

const POSTGRES: &[&str] = &[
    "create table search_document (place bigint not null primary key, found_id {uuid} not null unique,
        kind {text} not null check (kind in ('ENTRY', 'INCIDENT', 'TIMELINE', 'ACCOUNT')),
        account_id {uuid} references account (id), incident_id {uuid} references incident (id),
        written_at {instant} not null, title_words {text} not null, tag_words {text} not null,
        text_words {text} not null)",
    "create table search_spelling (damaged bigint not null, term {text} not null, primary key (damaged, term))",
    "create table search_index (place bigint not null primary key references search_document (place) on delete cascade,
        lexemes tsvector not null)",
    "create index search_index_by_lexeme on search_index using gin (lexemes)",
];
