//! Inboxes: deliveries that the bot takes itself, and acknowledges or gives back.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
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

/// That somebody took a delivery: only who holds it settles it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// What was taken.
    pub delivery: WebhookDeliveryId,
    /// In which lease.
    pub lease: Uuid,
}

impl std::fmt::Display for Receipt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.delivery, self.lease.simple())
    }
}

impl std::str::FromStr for Receipt {
    type Err = Fault;

    /// What is no receipt is one of nothing.
    fn from_str(text: &str) -> Result<Self, Fault> {
        let (delivery, lease) = text.split_once('.').ok_or(Fault::NotFound)?;
        Ok(Self {
            delivery: delivery.parse().map_err(|_| Fault::NotFound)?,
            lease: lease.parse().map_err(|_| Fault::NotFound)?,
        })
    }
}

impl Leased {
    /// What shows that it was taken.
    pub fn receipt(&self) -> Receipt {
        Receipt { delivery: self.delivery.id, lease: self.lease }
    }
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

    /// Acknowledges what was taken from the viewer's inboxes: it is done. Gives the deliveries that are; not among them is what
    /// somebody else has taken meanwhile.
    ///
    /// # Errors
    /// [`Fault::NotFound`] if one of them is none of the viewer's; then none is acknowledged.
    pub async fn acknowledge(
        &self,
        viewer: &Viewer,
        receipts: &[Receipt],
    ) -> Result<Vec<WebhookDeliveryId>, WebhookError> {
        Ok(self.db.write(|tx| acknowledge_in(tx, viewer, receipts)).await?.value)
    }

    /// Gives back what was taken from the viewer's inboxes: it can be taken again after a pause, or is dead if it was taken as
    /// often as it may be. Gives the deliveries that were given back; not among them is what is settled, or what somebody else
    /// has taken meanwhile.
    ///
    /// # Errors
    /// [`Fault::NotFound`] if one of them is none of the viewer's; then none is given back.
    pub async fn give_back(
        &self,
        viewer: &Viewer,
        receipts: &[Receipt],
        reason: &str,
    ) -> Result<Vec<WebhookDeliveryId>, WebhookError> {
        let mut checks = Checks::new();
        let reason = &checks.reason("reason", reason);
        checks.done()?;
        Ok(self.db.write(|tx| give_back_in(tx, viewer, receipts, reason)).await?.value)
    }
}

async fn take_in(tx: Tx, viewer: &Viewer, command: &TakeFromInbox) -> Result<Vec<Leased>, WebhookError> {
    let key = key(&tx, viewer).await?;
    let found = webhook_endpoint::Entity::find_by_id(command.endpoint).one(&*tx).await?;
    let inbox = found.filter(|row| row.api_key_id == key && row.url.is_none()).ok_or(Fault::NotFound)?;
    if inbox.state == WebhookEndpointState::Disabled {
        return Err(WebhookError::Disabled);
    }
    let due = loop {
        let due = take_due(&tx, inbox.id, command.count).await?;
        let worn = worn(&tx, &due).await?;
        if worn.is_empty() {
            break due;
        }
        bury(&tx, &worn, "it was taken again and again, and never acknowledged").await?;
    };
    if due.is_empty() {
        return Ok(Vec::new());
    }
    let lease = tx.next_id();
    hold(&tx, &due, lease, TimeDelta::seconds(command.lease_seconds)).await?;
    let mut leased = with_endpoints(&tx, &due, lease).await?;
    leased.sort_unstable_by_key(|leased| leased.delivery.pos);
    Ok(leased)
}

/// Those that were taken as often as they may be.
async fn worn(tx: &Tx, ids: &[WebhookDeliveryId]) -> Result<Vec<WebhookDeliveryId>, Fault> {
    let worn = webhook_delivery::Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::Id.is_in(ids.iter().copied()))
        .filter(Column::Attempts.gte(ATTEMPTS));
    Ok(worn.into_tuple().all(&**tx).await?)
}

async fn acknowledge_in(
    tx: Tx,
    viewer: &Viewer,
    receipts: &[Receipt],
) -> Result<Vec<WebhookDeliveryId>, WebhookError> {
    let rows = own(&tx, viewer, receipts).await?;
    let held: Vec<WebhookDeliveryId> = held(&rows, receipts).map(|row| row.id).collect();
    webhook_delivery::Entity::update_many()
        .col_expr(Column::State, Expr::value(WebhookDeliveryState::Delivered))
        .col_expr(Column::NextAt, Expr::value(None::<DateTime<Utc>>))
        .col_expr(Column::LastError, Expr::value(None::<String>))
        .col_expr(Column::SettledAt, Expr::value(tx.now()))
        .filter(Column::Id.is_in(held.iter().copied()))
        .filter(Column::State.ne(WebhookDeliveryState::Delivered))
        .exec(&*tx)
        .await?;
    Ok(held)
}

async fn give_back_in(
    tx: Tx,
    viewer: &Viewer,
    receipts: &[Receipt],
    reason: &str,
) -> Result<Vec<WebhookDeliveryId>, WebhookError> {
    let rows = own(&tx, viewer, receipts).await?;
    let mut given_back = Vec::new();
    for row in held(&rows, receipts).filter(|row| row.state == WebhookDeliveryState::Pending) {
        given_back.push(row.id);
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
    Ok(given_back)
}

/// Those whose last lease is the one of their receipt.
fn held<'a>(
    rows: &'a [webhook_delivery::Model],
    receipts: &'a [Receipt],
) -> impl Iterator<Item = &'a webhook_delivery::Model> {
    rows.iter().filter(|row| {
        receipts.iter().any(|receipt| receipt.delivery == row.id && row.lease == Some(receipt.lease))
    })
}

/// Gives deliveries up.
async fn bury(tx: &Tx, ids: &[WebhookDeliveryId], reason: &str) -> Result<(), Fault> {
    if ids.is_empty() {
        return Ok(());
    }
    webhook_delivery::Entity::update_many()
        .col_expr(Column::State, Expr::value(WebhookDeliveryState::Dead))
        .col_expr(Column::NextAt, Expr::value(None::<DateTime<Utc>>))
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
async fn own(tx: &Tx, viewer: &Viewer, receipts: &[Receipt]) -> Result<Vec<webhook_delivery::Model>, Fault> {
    let key = key(tx, viewer).await?;
    let inboxes = webhook_endpoint::Entity::find()
        .select_only()
        .column(webhook_endpoint::Column::Id)
        .filter(webhook_endpoint::Column::ApiKeyId.eq(key))
        .filter(webhook_endpoint::Column::Url.is_null());
    let wanted: BTreeSet<WebhookDeliveryId> = receipts.iter().map(|receipt| receipt.delivery).collect();
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
