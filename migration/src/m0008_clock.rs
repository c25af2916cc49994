//! Clocks and ladders of incidents, their history, and what they have set off.

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
    "create table clock (id {uuid} not null primary key, incident_id {uuid} not null references incident (id),
        kind {text} not null check (kind in ('ACKNOWLEDGE', 'EXECUTIVE_LEAD', 'ON_SITE', 'CONTAIN', 'RESOLVE',
            'TEAM_UPDATE', 'CUSTOMER_UPDATE', 'LETTER')),
        generation integer not null, round integer not null,
        state {text} not null check (state in ('RUNNING', 'PAUSED', 'BREACHED', 'MET', 'CANCELLED')),
        started_at {instant} not null, target_seconds bigint not null, calendar {json}, due_at {instant} not null,
        original_due_at {instant} not null, paused_micros bigint not null, pause_used_micros bigint not null,
        pause_cap_seconds bigint not null, paused_since {instant}, level integer not null, next_at {instant},
        breached_at {instant}, met_at {instant}, cancelled_at {instant},
        check ((state = 'PAUSED') = (paused_since is not null)),
        check (next_at is null or state not in ('MET', 'CANCELLED')),
        unique (incident_id, generation, kind))",
    "create index clock_due on clock (next_at) where next_at is not null",
    "create table ladder (incident_id {uuid} not null references incident (id), generation integer not null,
        policy_version integer not null references escalation_policy (version),
        state {text} not null check (state in ('CLIMBING', 'HELD', 'EXHAUSTED', 'ENDED')),
        level integer not null, round integer not null, last_round integer not null, heard_at {instant},
        lapsed_at {instant}, next_at {instant}, primary key (incident_id, generation),
        check (next_at is null or state in ('CLIMBING', 'HELD')))",
    "create index ladder_due on ladder (next_at) where next_at is not null",
    r#"create table clock_event (id {uuid} not null primary key, incident_id {uuid} not null references incident (id),
        clock {text} not null, generation integer not null, round integer not null,
        kind {text} not null check (kind in ('ACTIVATE', 'PAUSE', 'RESUME', 'RETARGET', 'FULFIL', 'BREACH', 'CANCEL',
            'LAPSE')),
        at {instant} not null, recorded_at {instant} not null, target_seconds bigint,
        reason {text} check (reason in ('CUSTOMER_ASKED_DELAY', 'CUSTOMER_ACCESS_NOT_GIVEN', 'FORCE_MAJEURE')),
        note {text}, actor_user {uuid} references "user" (id))"#,
    "create index clock_event_by_incident on clock_event (incident_id, id)",
    // Whatever goes wrong elsewhere: nothing is set off twice.
    "create table clock_firing (incident_id {uuid} not null references incident (id), clock {text} not null,
        generation integer not null, level integer not null, round integer not null, due_at {instant} not null,
        fired_at {instant} not null, event_id {uuid} not null,
        primary key (incident_id, clock, generation, level, round))",
];
