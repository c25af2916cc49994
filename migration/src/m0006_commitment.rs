//! Promises of letters of commitment, tracked to their end.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, COMMITMENTS).await
    }
}

const COMMITMENTS: &[&str] = &[
    r#"create table commitment (id {uuid} not null primary key, letter_id {uuid} not null references letter (id),
        number integer not null, place integer not null, incident_id {uuid} not null references incident (id),
        action {text} not null, owner_id {uuid} not null references "user" (id), due_on {date} not null,
        measure {text} not null, verifier {text} not null, preventive boolean not null,
        state {text} not null check (state in ('OPEN', 'KEPT', 'PARTIAL', 'BROKEN', 'CANCELLED')), evidence {text},
        recorded_at {instant}, recorded_by {uuid} references "user" (id), verified_at {instant}, verified_by {text},
        overdue_at {instant}, version integer not null, updated_at {instant} not null,
        unique (letter_id, number, place))"#,
    "create index commitment_by_incident on commitment (incident_id, due_on, id)",
    "create index commitment_by_owner on commitment (owner_id, due_on, id)",
    "create index commitment_by_due on commitment (due_on, id)",
    "create index commitment_to_watch on commitment (due_on) where state = 'OPEN' and overdue_at is null",
];
