//! Notices about entries of the think tank, which need not concern an account.

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
            DbBackend::Postgres => dialect::run(manager, POSTGRES).await?,
            _ => {
                dialect::rebuild(manager, "notice", "'INCIDENT_CALL',", WIDER).await?;
                dialect::rebuild(manager, "notice", REQUIRED, OPTIONAL).await?;
            }
        }
        dialect::run(manager, BOTH).await
    }
}

const WIDER: &str = "'INCIDENT_CALL', 'VERIFICATION_DUE', 'ENTRY_CONTESTED',";
const REQUIRED: &str = "account_id uuid_text not null references account (id)";
const OPTIONAL: &str = "account_id uuid_text references account (id)";

/// The kinds are added to those that are there, whichever these are.
const POSTGRES: &[&str] = &[
    r"do $$
    declare kinds text;
    begin
        select pg_get_constraintdef(oid) into strict kinds from pg_constraint where conname = 'notice_kind_check';
        kinds := replace(kinds, '''INCIDENT_CALL''::text',
            '''INCIDENT_CALL''::text, ''VERIFICATION_DUE''::text, ''ENTRY_CONTESTED''::text');
        execute 'alter table notice drop constraint notice_kind_check';
        execute 'alter table notice add constraint notice_kind_check ' || kinds;
    end $$",
    "alter table notice alter column account_id drop not null",
];

const BOTH: &[&str] = &[
    "alter table notice add column entry_id {uuid} references knowledge_entry (id)",
    "create index notice_entry on notice (entry_id) where entry_id is not null",
];
