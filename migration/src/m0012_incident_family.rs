//! How incidents belong together, duplicates and parts of one trouble; and who goes to the customer.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, STATEMENTS).await
    }
}

const STATEMENTS: &[&str] = &[
    "alter table incident add column merged_into_id {uuid} references incident (id)
        check (merged_into_id is null or (state = 'CANCELLED' and merged_into_id <> id))",
    "alter table incident add column parent_id {uuid} references incident (id) check (parent_id <> id)",
    "alter table incident add column customer_witness {text}",
    "create index incident_merged_into on incident (merged_into_id) where merged_into_id is not null",
    "create index incident_parent on incident (parent_id) where parent_id is not null",
    r#"create table incident_visitor (incident_id {uuid} not null references incident (id), generation integer not null,
        user_id {uuid} not null references "user" (id), primary key (incident_id, generation, user_id))"#,
];
