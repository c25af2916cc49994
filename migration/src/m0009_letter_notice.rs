//! Notices about letters of commitment and their promises.

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
            DbBackend::Postgres => dialect::run(manager, KINDS).await,
            _ => dialect::rebuild(manager, "notice", "'INCIDENT_CALL',", WIDER).await,
        }
    }
}

const WIDER: &str = "'INCIDENT_CALL', 'LETTER_TO_SIGN', 'PROMISE_GIVEN', 'PROMISE_OVERDUE',";

const KINDS: &[&str] = &[
    "alter table notice drop constraint notice_kind_check",
    "alter table notice add constraint notice_kind_check check (kind in ('LADDER_PAGE', 'CLOCK_WARNING', 'CLOCK_BREACH',
        'INCIDENT_REPORTED', 'INCIDENT_CHANGED', 'INCIDENT_CALL', 'LETTER_TO_SIGN', 'PROMISE_GIVEN', 'PROMISE_OVERDUE',
        'SEAT_GIVEN', 'SEAT_ENDED'))",
];
