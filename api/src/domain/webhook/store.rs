//! Queries and writes of endpoints, secrets and deliveries.

use chrono::{DateTime, Utc};
use entity::{
    id::{BotId, WebhookDeliveryId, WebhookEndpointId, WebhookSecretId},
    webhook_delivery::{self, WebhookDeliveryState},
    webhook_endpoint::{self, WebhookDisabledBecause, WebhookEndpointState},
    webhook_secret::{self, SecretBytes},
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, Condition, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict},
};

use super::rules::{OVERLAP, SECRET_BYTES};
use crate::{
    domain::fault::{Fault, expect_version},
    platform::{
        db::Tx,
        log::Record,
        page::{Key, SortKey, Sorting},
    },
};

/// The endpoints of a bot; of all, if none is named.
pub(super) fn of_bot(bot: Option<BotId>) -> Condition {
    Condition::all().add_option(bot.map(|bot| webhook_endpoint::Column::BotId.eq(bot)))
}

/// The newest first.
pub(super) fn newest_first() -> Sorting<webhook_endpoint::Entity> {
    Sorting {
        keys: Vec::new(),
        id: webhook_endpoint::Column::Id,
        id_of: |row: &webhook_endpoint::Model| row.id.0,
        id_descending: true,
    }
}

/// The deliveries of an endpoint in these states; in all, if none is named.
pub(super) fn of_endpoint(endpoint: WebhookEndpointId, states: Option<&[WebhookDeliveryState]>) -> Condition {
    use webhook_delivery::Column;
    Condition::all()
        .add(Column::EndpointId.eq(endpoint))
        .add_option(states.map(|states| Column::State.is_in(states.iter().copied())))
}

/// The latest event first.
pub(super) fn latest_first() -> Sorting<webhook_delivery::Entity> {
    let pos = SortKey {
        column: webhook_delivery::Column::Pos.into_expr(),
        nullable: false,
        descending: true,
        of: |row: &webhook_delivery::Model| Key::Number(row.pos),
    };
    Sorting {
        keys: vec![pos],
        id: webhook_delivery::Column::Id,
        id_of: |row: &webhook_delivery::Model| row.id.0,
        id_descending: true,
    }
}

/// An endpoint, locked against other changes, at the version that the change was made against.
pub(super) async fn for_change(
    tx: &Tx,
    id: WebhookEndpointId,
    expected_version: i32,
) -> Result<webhook_endpoint::Model, Fault> {
    let found = webhook_endpoint::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?;
    let row = found.ok_or(Fault::NotFound)?;
    expect_version(expected_version, row.version)?;
    Ok(row)
}

/// Writes a change that somebody made.
pub(super) async fn change(
    tx: &Tx,
    row: &webhook_endpoint::Model,
    change: webhook_endpoint::ActiveModel,
) -> Result<webhook_endpoint::Model, DbErr> {
    let change = webhook_endpoint::ActiveModel {
        id: Set(row.id),
        version: Set(row.version + 1),
        updated_at: Set(tx.now()),
        ..change
    };
    change.update(&**tx).await
}

/// What disables an endpoint.
pub(super) fn disabled(because: WebhookDisabledBecause) -> webhook_endpoint::ActiveModel {
    webhook_endpoint::ActiveModel {
        state: Set(WebhookEndpointState::Disabled),
        disabled_because: Set(Some(because)),
        ..Default::default()
    }
}

/// Gives an endpoint a secret; the one that it has goes on signing for a while.
pub(super) async fn add_secret(
    tx: &Tx,
    endpoint: WebhookEndpointId,
    secret: &SecretBytes,
) -> Result<(), DbErr> {
    use webhook_secret::Column;
    webhook_secret::Entity::update_many()
        .col_expr(Column::ExpiresAt, Expr::value(tx.now() + OVERLAP))
        .filter(Column::EndpointId.eq(endpoint))
        .filter(Column::ExpiresAt.is_null())
        .exec(&**tx)
        .await?;
    let row = webhook_secret::ActiveModel {
        id: Set(WebhookSecretId(tx.next_id())),
        endpoint_id: Set(endpoint),
        secret: Set(secret.clone()),
        created_at: Set(tx.now()),
        expires_at: Set(None),
    };
    webhook_secret::Entity::insert(row).exec_without_returning(&**tx).await.map(drop)
}

/// A new secret.
pub(super) fn fresh_secret() -> SecretBytes {
    SecretBytes(rand::random::<[u8; SECRET_BYTES]>().to_vec())
}

/// The secrets that sign for these endpoints now, the newest first.
pub(super) async fn signing(
    tx: &Tx,
    endpoints: &[WebhookEndpointId],
) -> Result<Vec<webhook_secret::Model>, DbErr> {
    use webhook_secret::Column;
    webhook_secret::Entity::find()
        .filter(Column::EndpointId.is_in(endpoints.iter().copied()))
        .filter(Condition::any().add(Column::ExpiresAt.is_null()).add(Column::ExpiresAt.gt(tx.now())))
        .order_by_desc(Column::Id)
        .all(&**tx)
        .await
}

/// Queues events for an endpoint. What was settled before is queued again; what is under way stays as it is.
pub(super) async fn queue(tx: &Tx, endpoint: WebhookEndpointId, events: &[&Record]) -> Result<(), DbErr> {
    use webhook_delivery::Column;
    let row = |record: &&Record| webhook_delivery::ActiveModel {
        id: Set(WebhookDeliveryId(tx.next_id())),
        endpoint_id: Set(endpoint),
        event_id: Set(record.id),
        event_kind: Set(record.kind.clone()),
        pos: Set(record.cursor.pos),
        state: Set(WebhookDeliveryState::Pending),
        attempts: Set(0),
        next_at: Set(Some(tx.now())),
        lease: Set(None),
        last_attempt_at: Set(None),
        last_status: Set(None),
        last_error: Set(None),
        settled_at: Set(None),
        created_at: Set(tx.now()),
    };
    let again = OnConflict::columns([Column::EndpointId, Column::EventId])
        .update_columns([Column::State, Column::Attempts, Column::NextAt, Column::SettledAt])
        .action_and_where(
            Expr::col((webhook_delivery::Entity, Column::State)).ne(WebhookDeliveryState::Pending),
        )
        .to_owned();
    webhook_delivery::Entity::insert_many(events.iter().map(row))
        .on_conflict(again)
        .exec_without_returning(&**tx)
        .await
        .map(drop)
}

/// Deletes what was settled before an instant, and secrets that sign no more.
pub(super) async fn purge(tx: &Tx, before: DateTime<Utc>) -> Result<(), DbErr> {
    let old = webhook_delivery::Column::SettledAt.lt(before);
    webhook_delivery::Entity::delete_many().filter(old).exec(&**tx).await?;
    let over = webhook_secret::Column::ExpiresAt.lte(tx.now());
    webhook_secret::Entity::delete_many().filter(over).exec(&**tx).await.map(drop)
}
