//! What incidents cost.

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
    r#"create table incident_cost (id {uuid} not null primary key, incident_id {uuid} not null references incident (id),
        kind {text} not null check (kind in ('PERSON_HOURS', 'CONCESSION')), note {text} not null, minutes bigint,
        hourly_minor_units bigint, minor_units bigint not null check (minor_units >= 0), currency {text} not null,
        recorded_by {uuid} not null references "user" (id), recorded_at {instant} not null, withdrawn_at {instant},
        withdrawn_by {uuid} references "user" (id),
        check ((kind = 'PERSON_HOURS') = (minutes is not null)),
        check ((minutes is null) = (hourly_minor_units is null)),
        check ((withdrawn_at is null) = (withdrawn_by is null)))"#,
    "create index incident_cost_of_incident on incident_cost (incident_id, id)",
];
