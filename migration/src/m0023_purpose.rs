//! What the think tank is used for: requests of customers and handovers of seats, beside incidents.

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
        dialect::run(manager, COLUMNS).await?;
        match manager.get_database_backend() {
            DbBackend::Postgres => dialect::run(manager, &[ONE]).await,
            _ => dialect::rebuild(manager, "knowledge_use", KEY, KEY_AND_ONE).await,
        }
    }
}

const COLUMNS: &[&str] = &[
    "alter table knowledge_use add column request_id {uuid} references customer_request (id)",
    "alter table knowledge_use add column handover_id {uuid} references handover (id)",
];

const ONE: &str = "alter table knowledge_use add constraint knowledge_use_check check (num_nonnulls(incident_id, request_id, handover_id) = 1)";

const KEY: &str = "primary key (entry_id, target, user_id)";
const KEY_AND_ONE: &str = "primary key (entry_id, target, user_id), check ((incident_id is not null) + (request_id is not null) + (handover_id is not null) = 1)";
