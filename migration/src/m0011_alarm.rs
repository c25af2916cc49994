//! Alarms with a key, gathered in one incident.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, TABLES).await
    }
}

const TABLES: &[&str] = &[
    "create table incident_alarm (incident_id {uuid} not null references incident (id), reporter {text} not null,
        dedupe_key {text} not null, times bigint not null check (times > 0), first_at {instant} not null,
        last_at {instant} not null, last_hash {text} not null, primary key (incident_id, reporter, dedupe_key))",
    "create index incident_alarm_by_key on incident_alarm (dedupe_key, reporter)",
];
