//! Inboxes: deliveries that the bot takes itself, and acknowledges or gives back.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use entity::{
    id::{ApiKeyId, WebhookDeliveryId, WebhookEndpointId},
    webhook_delivery::{self, Column, WebhookDeliveryState},
    webhook_endpoint::{self, WebhookEndpointState},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    prelude::{Expr, Uuid},
};

use super::{
    error::WebhookError,
    rules::{ATTEMPTS, next_attempt},
    send::{Leased, hold, take_due, with_endpoints},
    service::Webhooks,
};
use crate::{
    domain::{
        access::{Viewer, proof},
        fault::Fault,
        input::Checks,
    },
    platform::db::Tx,
};

/// The shortest and the longest lease, in seconds.
const LEASES: std::ops::RangeInclusive<i64> = 10..=3_600;

/// What a bot takes from its inbox.
#[derive(Clone, Copy, Debug)]
pub struct TakeFromInbox {
    /// Which inbox.
    pub endpoint: WebhookEndpointId,
    /// How many deliveries at most.
    pub count: usize,
    /// For how many seconds nobody else takes them.
    pub lease_seconds: i64,
}

impl Webhooks {
    /// Leases deliveries of an inbox that are due and that nobody holds, in the order of the log as far as none was taken before.
    /// One that was taken as often as it may be is dead instead.
    ///
    /// # Errors
    /// [`Fault::NotFound`] if it is not the inbox of the viewer's key, [`WebhookError::Disabled`], a lease that is too short or
    /// too long.
    pub async fn take(&self, viewer: &Viewer, command: &TakeFromInbox) -> Result<Vec<Leased>, WebhookError> {
        let mut checks = Checks::new();
        if !LEASES.contains(&command.lease_seconds) {
            let told = format!("must be from {} to {} seconds", LEASES.start(), LEASES.end());
            checks.refuse("leaseSeconds", "OUT_OF_RANGE", told);
        }
        checks.done()?;
        Ok(self.db.write(|tx| take_in(tx, viewer, command)).await?.value)
    }

    /// Acknowledges deliveries of the viewer's inboxes: they are done. One that was acknowledged before stays so.
    ///
    /// # Errors
    /// [`Fault::NotFound`] if one of them is none of the viewer's; then none is acknowledged.
    pub async fn acknowledge(&self, viewer: &Viewer, ids: &[WebhookDeliveryId]) -> Result<(), WebhookError> {
        self.db.write(|tx| acknowledge_in(tx, viewer, ids)).await?;
        Ok(())
    }

    /// Gives deliveries of the viewer's inboxes back: they can be taken again after a pause, or are dead if they were taken as
    /// often as they may be. What is settled stays as it is.
    ///
    /// # Errors
    /// [`Fault::NotFound`] if one of them is none of the viewer's; then none is given back.
    pub async fn give_back(
        &self,
        viewer: &Viewer,
        ids: &[WebhookDeliveryId],
        reason: &str,
    ) -> Result<(), WebhookError> {
        let mut checks = Checks::new();
        let reason = &checks.reason("reason", reason);
        checks.done()?;
        self.db.write(|tx| give_back_in(tx, viewer, ids, reason)).await?;
        Ok(())
    }
}

async fn take_in(tx: Tx, viewer: &Viewer, command: &TakeFromInbox) -> Result<Vec<Leased>, WebhookError> {
    let key = key(&tx, viewer).await?;
    let found = webhook_endpoint::Entity::find_by_id(command.endpoint).one(&*tx).await?;
    let inbox = found.filter(|row| row.api_key_id == key && row.url.is_none()).ok_or(Fault::NotFound)?;
    if inbox.state == WebhookEndpointState::Disabled {
        return Err(WebhookError::Disabled);
    }
    let due = take_due(&tx, inbox.id, command.count).await?;
    let worn: Vec<WebhookDeliveryId> = webhook_delivery::Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::Id.is_in(due.iter().copied()))
        .filter(Column::Attempts.gte(ATTEMPTS))
        .into_tuple()
        .all(&*tx)
        .await?;
    bury(&tx, &worn, "it was taken again and again, and never acknowledged").await?;
    let due: Vec<WebhookDeliveryId> = due.into_iter().filter(|id| !worn.contains(id)).collect();
    if due.is_empty() {
        return Ok(Vec::new());
    }
    let lease = tx.next_id();
    hold(&tx, &due, lease, TimeDelta::seconds(command.lease_seconds)).await?;
    let mut leased = with_endpoints(&tx, &due, lease).await?;
    leased.sort_unstable_by_key(|leased| leased.delivery.pos);
    Ok(leased)
}

async fn acknowledge_in(tx: Tx, viewer: &Viewer, ids: &[WebhookDeliveryId]) -> Result<(), WebhookError> {
    own(&tx, viewer, ids).await?;
    webhook_delivery::Entity::update_many()
        .col_expr(Column::State, Expr::value(WebhookDeliveryState::Delivered))
        .col_expr(Column::NextAt, Expr::value(None::<chrono::DateTime<chrono::Utc>>))
        .col_expr(Column::Lease, Expr::value(None::<Uuid>))
        .col_expr(Column::LastError, Expr::value(None::<String>))
        .col_expr(Column::SettledAt, Expr::value(tx.now()))
        .filter(Column::Id.is_in(ids.iter().copied()))
        .filter(Column::State.ne(WebhookDeliveryState::Delivered))
        .exec(&*tx)
        .await?;
    Ok(())
}

async fn give_back_in(
    tx: Tx,
    viewer: &Viewer,
    ids: &[WebhookDeliveryId],
    reason: &str,
) -> Result<(), WebhookError> {
    for row in own(&tx, viewer, ids).await? {
        if row.state != WebhookDeliveryState::Pending {
            continue;
        }
        let Some(next) = next_attempt(row.attempts, tx.now(), None, rand::random()) else {
            bury(&tx, &[row.id], reason).await?;
            continue;
        };
        webhook_delivery::Entity::update_many()
            .col_expr(Column::NextAt, Expr::value(next))
            .col_expr(Column::Lease, Expr::value(None::<Uuid>))
            .col_expr(Column::LastError, Expr::value(reason))
            .filter(Column::Id.eq(row.id))
            .exec(&*tx)
            .await?;
    }
    Ok(())
}

/// Gives deliveries up.
async fn bury(tx: &Tx, ids: &[WebhookDeliveryId], reason: &str) -> Result<(), Fault> {
    if ids.is_empty() {
        return Ok(());
    }
    webhook_delivery::Entity::update_many()
        .col_expr(Column::State, Expr::value(WebhookDeliveryState::Dead))
        .col_expr(Column::NextAt, Expr::value(None::<chrono::DateTime<chrono::Utc>>))
        .col_expr(Column::Lease, Expr::value(None::<Uuid>))
        .col_expr(Column::LastError, Expr::value(reason))
        .col_expr(Column::SettledAt, Expr::value(tx.now()))
        .filter(Column::Id.is_in(ids.iter().copied()))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// The viewer's key, as it is now. Only a bot has one: for others no inbox exists.
async fn key(tx: &Tx, viewer: &Viewer) -> Result<ApiKeyId, Fault> {
    match proof::present(tx, viewer).await? {
        Viewer::Bot(bot) => Ok(bot.key),
        _ => Err(Fault::NotFound),
    }
}

/// These deliveries, locked, in an order that everybody locks in, if each is of an inbox of the viewer's key.
async fn own(
    tx: &Tx,
    viewer: &Viewer,
    ids: &[WebhookDeliveryId],
) -> Result<Vec<webhook_delivery::Model>, Fault> {
    let key = key(tx, viewer).await?;
    let inboxes = webhook_endpoint::Entity::find()
        .select_only()
        .column(webhook_endpoint::Column::Id)
        .filter(webhook_endpoint::Column::ApiKeyId.eq(key))
        .filter(webhook_endpoint::Column::Url.is_null());
    let wanted: BTreeSet<WebhookDeliveryId> = ids.iter().copied().collect();
    let mine = Condition::all()
        .add(Column::Id.is_in(wanted.iter().copied()))
        .add(Column::EndpointId.in_subquery(inboxes.into_query()));
    let rows = webhook_delivery::Entity::find()
        .filter(mine)
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .all(&**tx)
        .await?;
    if rows.len() == wanted.len() { Ok(rows) } else { Err(Fault::NotFound) }
}
