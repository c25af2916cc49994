//! Notices about customers' requests.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

use crate::dialect;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// SQLite rebuilds a table for this: all of it or nothing.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        match manager.get_database_backend() {
            DbBackend::Postgres => dialect::run(manager, &[KINDS]).await?,
            _ => dialect::rebuild(manager, "notice", "'SEAT_GIVEN',", WIDER).await?,
        }
        dialect::run(manager, REQUEST).await
    }
}

const WIDER: &str = "'REQUEST_CALL', 'REQUEST_LATE', 'SEAT_GIVEN',";

/// Adds two kinds to those that there are, whichever these are.
const KINDS: &str = "do $$ declare known text; begin
    select pg_get_constraintdef(oid) into strict known from pg_constraint where conname = 'notice_kind_check';
    alter table notice drop constraint notice_kind_check;
    execute 'alter table notice add constraint notice_kind_check '
        || replace(known, '''SEAT_GIVEN''', '''REQUEST_CALL''::text, ''REQUEST_LATE''::text, ''SEAT_GIVEN''');
    end $$";

const REQUEST: &[&str] = &[
    "alter table notice add column request_id {uuid} references customer_request (id)",
    "create index notice_request on notice (request_id) where request_id is not null",
];
