//! Personal notices, the hours in which a person is left in peace, and how far the readers of the log have come that act on it.

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
    "create table log_follower (name {text} not null primary key, pos bigint not null)",
    r#"create table notice (id {uuid} not null primary key, user_id {uuid} not null references "user" (id),
        kind {text} not null check (kind in ('LADDER_PAGE', 'CLOCK_WARNING', 'CLOCK_BREACH', 'INCIDENT_REPORTED',
            'INCIDENT_CHANGED', 'INCIDENT_CALL', 'SEAT_GIVEN', 'SEAT_ENDED')),
        account_id {uuid} not null references account (id), incident_id {uuid} references incident (id),
        event_id {uuid} not null, event_kind {text} not null, raised_at {instant} not null,
        deliver_at {instant} not null, delivered_at {instant}, read_at {instant}, dismissed_at {instant},
        unique (user_id, event_id))"#,
    "create index notice_of_user on notice (user_id, raised_at, id)",
    "create index notice_incident on notice (incident_id)",
    "create index notice_held on notice (deliver_at) where delivered_at is null",
    // In a storm a person has thousands that wait, and a few that interrupted: both are asked for with each new one.
    "create index notice_held_of_user on notice (user_id, deliver_at) where delivered_at is null",
    "create index notice_interruption on notice (user_id, raised_at) where delivered_at = raised_at",
    r#"create table quiet_hours (user_id {uuid} not null primary key references "user" (id),
        starts_at {text} not null, ends_at {text} not null, time_zone {text} not null, updated_at {instant} not null)"#,
];
