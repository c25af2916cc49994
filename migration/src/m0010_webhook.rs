//! Outgoing webhooks and inboxes: where events are sent to or wait, the secrets that sign them, and each event on its way.

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
    "create table webhook_endpoint (id {uuid} not null primary key, bot_id {uuid} not null references bot (id),
        api_key_id {uuid} not null references api_key (id), url {text}, document {text} not null,
        stream {text} not null, state {text} not null check (state in ('ENABLED', 'DISABLED')),
        disabled_because {text} check (disabled_because in ('ADMINISTRATOR', 'GONE', 'FAILING', 'KEY_ENDED')),
        failing_since {instant}, paused_until {instant}, queued_through bigint not null, replayed_at {instant},
        version integer not null, created_at {instant} not null, updated_at {instant} not null,
        check ((state = 'DISABLED') = (disabled_because is not null)))",
    "create index webhook_endpoint_of_bot on webhook_endpoint (bot_id, id)",
    "create table webhook_secret (id {uuid} not null primary key,
        endpoint_id {uuid} not null references webhook_endpoint (id), secret {bytes} not null,
        created_at {instant} not null, expires_at {instant})",
    "create index webhook_secret_of_endpoint on webhook_secret (endpoint_id)",
    "create table webhook_delivery (id {uuid} not null primary key,
        endpoint_id {uuid} not null references webhook_endpoint (id), event_id {uuid} not null,
        event_kind {text} not null, pos bigint not null,
        state {text} not null check (state in ('PENDING', 'DELIVERED', 'DEAD')), attempts integer not null,
        next_at {instant}, lease {uuid}, last_attempt_at {instant}, last_status integer, last_error {text},
        settled_at {instant}, created_at {instant} not null,
        check ((state = 'PENDING') = (next_at is not null)),
        unique (endpoint_id, event_id))",
    "create index webhook_delivery_of_endpoint on webhook_delivery (endpoint_id, pos)",
    "create index webhook_delivery_due on webhook_delivery (endpoint_id, next_at) where next_at is not null",
    "create index webhook_delivery_settled on webhook_delivery (settled_at) where settled_at is not null",
];
