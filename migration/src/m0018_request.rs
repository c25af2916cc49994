//! What customers ask: requests, the seats that must answer, their answers, and the way from seat to seat.

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
    r#"create table customer_request (id {uuid} not null primary key, account_id {uuid} not null references account (id),
        title {text} not null, body {text} not null,
        kind {text} not null check (kind in ('QUESTION', 'QUOTATION', 'TECHNICAL', 'DELIVERY', 'COMPLAINT', 'CHANGE', 'OTHER')),
        channel {text} not null check (channel in ('PHONE', 'EMAIL', 'MEETING', 'CHAT', 'PORTAL', 'LETTER', 'OTHER')),
        contact {text}, state {text} not null check (state in ('OPEN', 'CLOSED', 'WITHDRAWN')),
        round integer not null check (round > 0), holder {text} check (holder in ('SALES', 'TECHNICAL', 'DELIVERY')),
        held_since {instant}, occurred_at {instant} not null, recorded_at {instant} not null,
        recorded_by {uuid} not null references "user" (id), round_began_at {instant} not null,
        first_answered_at {instant}, closed_at {instant}, outcome {text},
        tier_at_log {text} check (tier_at_log in ('S', 'A', 'B', 'C')), region_id {uuid} not null references region (id),
        time_zone {text} not null, policy_version integer not null references escalation_policy (version),
        target_minutes integer check (target_minutes > 0), due_at {instant}, late_told_at {instant},
        version integer not null, updated_at {instant} not null,
        check ((holder is null) = (held_since is null)),
        check (holder is null or state = 'OPEN'),
        check ((state = 'OPEN') = (closed_at is null)),
        check ((target_minutes is null) = (due_at is null)),
        check (occurred_at <= recorded_at))"#,
    "create index customer_request_by_account on customer_request (account_id, occurred_at, id)",
    "create index customer_request_by_occurrence on customer_request (occurred_at, id)",
    "create index customer_request_open on customer_request (account_id, due_at, occurred_at, id) where state = 'OPEN'",
    "create index customer_request_to_watch on customer_request (due_at, id)
        where state = 'OPEN' and due_at is not null and first_answered_at is null and late_told_at is null",
    r#"create table request_role (request_id {uuid} not null references customer_request (id), round integer not null,
        seat {text} not null check (seat in ('SALES', 'TECHNICAL', 'DELIVERY')), asked_at {instant} not null,
        answered_at {instant}, added_at {instant} not null, added_by {uuid} not null references "user" (id), reason {text},
        removed_at {instant}, removed_by {uuid} references "user" (id), removal_reason {text},
        primary key (request_id, round, seat),
        check (answered_at >= asked_at),
        check ((removed_at is null) = (removed_by is null)))"#,
    "create index request_role_waiting on request_role (request_id, seat)
        where answered_at is null and removed_at is null",
    r#"create table request_answer (id {uuid} not null primary key,
        request_id {uuid} not null references customer_request (id), round integer not null,
        seat {text} not null check (seat in ('SALES', 'TECHNICAL', 'DELIVERY')),
        kind {text} not null check (kind in ('SUBSTANTIVE', 'HOLDING', 'AUTOMATIC')), body {text},
        answered_by {uuid} not null references "user" (id), answered_at {instant} not null,
        recorded_at {instant} not null, check (answered_at <= recorded_at))"#,
    "create index request_answer_of_request on request_answer (request_id, answered_at, id)",
    r#"create table request_hop (id {uuid} not null primary key, request_id {uuid} not null references customer_request (id),
        round integer not null, place integer not null check (place > 0),
        from_seat {text} check (from_seat in ('SALES', 'TECHNICAL', 'DELIVERY')),
        to_seat {text} check (to_seat in ('SALES', 'TECHNICAL', 'DELIVERY')), occurred_at {instant} not null,
        recorded_at {instant} not null, moved_by {uuid} not null references "user" (id), note {text},
        check (from_seat is null or to_seat is null or from_seat <> to_seat))"#,
    "create unique index request_hop_of_request on request_hop (request_id, place)",
];
