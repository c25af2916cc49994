//! Letters of commitment, and the state of an incident whose letter is with the customer.

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
            DbBackend::Postgres => dialect::run(manager, STATE).await?,
            _ => {
                dialect::rebuild(manager, "incident", "'RESOLVED', 'CLOSED'", WIDER).await?;
            }
        }
        dialect::run(manager, LETTERS).await
    }
}

const WIDER: &str = "'RESOLVED', 'COMMITMENT_ISSUED', 'CLOSED'";

const STATE: &[&str] = &[
    "alter table incident drop constraint incident_state_check",
    "alter table incident add constraint incident_state_check check (state in ('REPORTED', 'TRIAGED', 'ACTIVATED',
        'ACKNOWLEDGED', 'MOBILISED', 'ON_SITE', 'REMOTE_ACCEPTED', 'CONTAINED', 'RESOLVED', 'COMMITMENT_ISSUED', 'CLOSED',
        'DECLINED', 'CANCELLED'))",
];

const LETTERS: &[&str] = &[
    r#"create table letter (id {uuid} not null primary key, incident_id {uuid} not null references incident (id),
        generation integer not null, state {text} not null check (state in ('DRAFT', 'INTERNAL_REVIEW', 'SIGNED', 'SENT',
            'RETURNED', 'ACCEPTED', 'IN_PROGRESS', 'VERIFIED', 'FULFILLED', 'BREACHED', 'WAIVED')),
        language {text} not null check (language in ('ENGLISH', 'CHINESE')), number integer not null, text {json} not null,
        drafted_by {uuid} not null references "user" (id), version integer not null, created_at {instant} not null,
        updated_at {instant} not null, unique (incident_id, generation))"#,
    // The content is kept as the very text that the hash is of: a JSON column of Postgres would write it in its own way.
    r#"create table letter_revision (letter_id {uuid} not null references letter (id), number integer not null,
        content {text} not null, content_hash {text} not null, signer_id {uuid} not null references "user" (id),
        signed_at {instant} not null, sent_at {instant}, sent_to {text}, answered_at {instant}, answered_by {text},
        return_note {text}, primary key (letter_id, number))"#,
];
