//! What the think tank was used for, and what was looked for in it in vain.

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
    r#"create table knowledge_use (entry_id {uuid} not null references knowledge_entry (id), target {uuid} not null,
        user_id {uuid} not null references "user" (id), incident_id {uuid} references incident (id),
        used_at {instant} not null, useful boolean, note {text}, primary key (entry_id, target, user_id))"#,
    "create index knowledge_use_of_target on knowledge_use (target, entry_id)",
    "create table knowledge_gap (id {uuid} not null primary key, query {text} not null unique, searches bigint not null check (searches > 0),
        last_at {instant} not null)",
    "create index knowledge_gap_by_searches on knowledge_gap (searches, id)",
];
