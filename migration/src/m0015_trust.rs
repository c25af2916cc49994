//! How far an entry of the think tank can be trusted: who answers for it, until when it was verified, what was said to it.

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
    "alter table knowledge_entry add column confidence {text} not null default 'MEDIUM'
        check (confidence in ('LOW', 'MEDIUM', 'HIGH'))",
    "alter table knowledge_entry add column governance {text} not null default 'OPEN'
        check (governance in ('OPEN', 'GUARDED'))",
    "alter table knowledge_entry add column verifier {text} not null default 'OWNERS'
        check (verifier in ('OWNERS', 'PERSON', 'SEAT', 'PUBLISHERS'))",
    r#"alter table knowledge_entry add column verifier_id {uuid} references "user" (id)
        check ((verifier_id is not null) = (verifier = 'PERSON'))"#,
    "alter table knowledge_entry add column verifier_seat {text}
        check (verifier_seat in ('SALES', 'TECHNICAL', 'DELIVERY') and verifier = 'SEAT'
            or verifier_seat is null and verifier <> 'SEAT')",
    "alter table knowledge_entry add column interval_days integer check (interval_days > 0)",
    "alter table knowledge_entry add column expires_at {instant}",
    "alter table knowledge_entry add column verified_at {instant}",
    r#"alter table knowledge_entry add column verified_by {uuid} references "user" (id)"#,
    "alter table knowledge_entry add column verified_revision integer",
    "alter table knowledge_entry add column verified_source {text}",
    "alter table knowledge_entry add column contested_at {instant}",
    r#"alter table knowledge_entry add column contested_by {uuid} references "user" (id)"#,
    "alter table knowledge_entry add column contest_reason {text}",
    "alter table knowledge_entry add column due_at {instant}",
    "alter table knowledge_entry add column due_told_at {instant}",
    // What was published before waits to be verified. Nobody is told of thousands of them at once.
    "update knowledge_entry set due_at = published_at, due_told_at = published_at
        where state = 'PUBLISHED' and kind <> 'NEGOTIATION_RECORD'",
    "create index knowledge_entry_due on knowledge_entry (due_at, id) where due_at is not null",
    "create index knowledge_entry_untold on knowledge_entry (due_at) where due_told_at is null and due_at is not null",
    "create table knowledge_term (kind {text} not null primary key check (kind in ('INDUSTRY_TREND', 'PLAYBOOK', 'LESSON',
            'COMPETITOR_BRIEF', 'HANDOVER_NOTE', 'FAQ')),
        interval_days integer check (interval_days > 0), version integer not null)",
    "insert into knowledge_term (kind, interval_days, version) values ('INDUSTRY_TREND', 90, 1), ('PLAYBOOK', 180, 1),
        ('LESSON', 365, 1), ('COMPETITOR_BRIEF', 60, 1), ('HANDOVER_NOTE', 90, 1), ('FAQ', 180, 1)",
    r#"create table knowledge_comment (id {uuid} not null primary key,
        entry_id {uuid} not null references knowledge_entry (id), author_id {uuid} not null references "user" (id),
        body {text} not null, created_at {instant} not null)"#,
    "create index knowledge_comment_of_entry on knowledge_comment (entry_id, created_at, id)",
];
