//! Handovers of seats: their states, their packs, what is acknowledged of them, and what was open when a seat was moved.

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
        dialect::run(manager, STATEMENTS).await?;
        match manager.get_database_backend() {
            DbBackend::Postgres => dialect::run(manager, &[NOTICES]).await,
            _ => dialect::rebuild(manager, "notice", "'SEAT_GIVEN',", WIDER).await,
        }
    }
}

const WIDER: &str = "'HANDOVER_CALL', 'HANDOVER_TURN', 'SEAT_GIVEN',";

/// Adds two kinds to those that there are, whichever these are.
const NOTICES: &str = "do $$ declare known text; begin
    select pg_get_constraintdef(oid) into strict known from pg_constraint where conname = 'notice_kind_check';
    alter table notice drop constraint notice_kind_check;
    execute 'alter table notice add constraint notice_kind_check '
        || replace(known, '''SEAT_GIVEN''', '''HANDOVER_CALL''::text, ''HANDOVER_TURN''::text, ''SEAT_GIVEN''');
    end $$";

const STATEMENTS: &[&str] = &[
    r#"create table handover (id {uuid} not null primary key, account_id {uuid} not null references account (id),
        seat {text} not null check (seat in ('SALES', 'TECHNICAL', 'DELIVERY')),
        assignment_id {uuid} not null references assignment (id), outgoing_id {uuid} not null references "user" (id),
        receiver_id {uuid} not null references "user" (id), initiated_by {uuid} not null references "user" (id),
        emergency boolean not null, reason {text} not null, exception_reason {text},
        state {text} not null check (state in ('INITIATED', 'PREPARING', 'PACK_READY', 'ACCEPTED', 'SHADOWING',
            'INTRODUCED', 'CO_OWNED', 'TRANSFERRED', 'CLOSED', 'REFUSED', 'CANCELLED')),
        return_reason {text}, end_reason {text}, informed {text}, accepted_at {instant}, shadowing_at {instant},
        overlap_days integer, transfer_from {instant}, introduced_at {instant}, transferred_at {instant},
        new_assignment_id {uuid} references assignment (id), grace_until {instant}, ended_at {instant},
        next_at {instant}, version integer not null, created_at {instant} not null, updated_at {instant} not null,
        check (outgoing_id <> receiver_id), check (state <> 'TRANSFERRED' or grace_until is not null))"#,
    "create unique index handover_one_open on handover (account_id, seat)
        where state in ('INITIATED', 'PREPARING', 'PACK_READY', 'ACCEPTED', 'SHADOWING', 'INTRODUCED', 'CO_OWNED')",
    "create index handover_of_account on handover (account_id, created_at, id)",
    "create index handover_of_receiver on handover (receiver_id, created_at, id)",
    "create index handover_of_outgoing on handover (outgoing_id, created_at, id)",
    "create index handover_of_initiator on handover (initiated_by, created_at, id)",
    "create index handover_due on handover (next_at) where next_at is not null",
    r#"create table handover_part (handover_id {uuid} not null references handover (id),
        part {text} not null check (part in ('SUMMARY', 'STAKEHOLDERS', 'HISTORY', 'OPEN_ITEMS', 'CONTRACTS', 'NEEDS',
            'PRICING', 'PLAN', 'HEALTH', 'COMPETITORS', 'ACCESS', 'NEXT_90_DAYS')),
        body {text} not null, nothing_reason {text}, must_knows {json} not null,
        written_by {uuid} not null references "user" (id), updated_at {instant} not null,
        primary key (handover_id, part))"#,
    // Kept as the very text that the hash is of, like what was signed of a letter.
    "create table handover_pack (handover_id {uuid} not null primary key references handover (id),
        content {text} not null, content_hash {text} not null, accepted_at {instant} not null)",
    "create table handover_item (handover_id {uuid} not null references handover (id), place integer not null,
        part {text} not null check (part in ('SUMMARY', 'STAKEHOLDERS', 'HISTORY', 'OPEN_ITEMS', 'CONTRACTS', 'NEEDS',
            'PRICING', 'PLAN', 'HEALTH', 'COMPETITORS', 'ACCESS', 'NEXT_90_DAYS')),
        entry_id {uuid} references knowledge_entry (id), revision integer, acknowledged_at {instant},
        primary key (handover_id, place), check ((entry_id is null) = (revision is null)))",
    "create table handover_open_item (handover_id {uuid} not null references handover (id), place integer not null,
        incident_id {uuid} not null references incident (id), commitment_id {uuid} references commitment (id),
        lead boolean not null, outcome {text} not null check (outcome in ('REOWNED', 'RECEIVER_NOT_EXECUTIVE')),
        primary key (handover_id, place))",
];
