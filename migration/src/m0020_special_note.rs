//! Special notes: what everybody must heed who deals with an account.

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
    r#"create table special_note (id {uuid} not null primary key, account_id {uuid} not null references account (id),
        kind {text} not null check (kind in ('AVOID', 'HEED', 'KNOW')),
        severity {text} not null check (severity in ('CRITICAL', 'WARNING', 'INFO')), text {text} not null,
        effective_from {instant} not null, expires_at {instant} check (expires_at > effective_from),
        author_id {uuid} not null references "user" (id), version integer not null, created_at {instant} not null,
        updated_at {instant} not null, revoked_at {instant}, revoked_by {uuid} references "user" (id),
        revoke_reason {text})"#,
    "create index special_note_of_account on special_note (account_id, effective_from, id)",
];
