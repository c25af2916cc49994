//! What a leaving holder leaves in the think tank, and who was told of a verification that is due.

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
            DbBackend::Postgres => dialect::run(manager, WIDER_ON_POSTGRES).await?,
            _ => {
                for (from, to) in WIDER {
                    dialect::rebuild(manager, "handover_open_item", from, to).await?;
                }
            }
        }
        dialect::run(manager, STATEMENTS).await
    }
}

const WIDER: [(&str, &str); 2] = [
    (
        "incident_id uuid_text not null references incident (id)",
        "incident_id uuid_text references incident (id)",
    ),
    ("'RECEIVER_NOT_EXECUTIVE')", "'RECEIVER_NOT_EXECUTIVE', 'FELL_BACK', 'STAYED')"),
];

const WIDER_ON_POSTGRES: &[&str] = &[
    "alter table handover_open_item alter column incident_id drop not null",
    "alter table handover_open_item drop constraint handover_open_item_outcome_check",
    "alter table handover_open_item add constraint handover_open_item_outcome_check
        check (outcome in ('REOWNED', 'RECEIVER_NOT_EXECUTIVE', 'FELL_BACK', 'STAYED'))",
];

const STATEMENTS: &[&str] = &[
    "alter table handover_open_item add column entry_id {uuid} references knowledge_entry (id)",
    // An item is of an incident, an entry, or a number of drafts.
    "alter table handover_open_item add column drafts integer check (drafts > 0)
        check (case when incident_id is null then 0 else 1 end + case when entry_id is null then 0 else 1 end
            + case when drafts is null then 0 else 1 end = 1)",
    // Who was told that an entry is to be verified, and of which falling due.
    r#"create table knowledge_duty_told (entry_id {uuid} not null references knowledge_entry (id),
        user_id {uuid} not null references "user" (id), due_at {instant} not null, primary key (entry_id, user_id))"#,
];
