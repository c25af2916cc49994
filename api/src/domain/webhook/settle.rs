//! What becomes of a delivery, and of its endpoint, after an attempt.

use chrono::{DateTime, Utc};
use entity::{
    id::WebhookEndpointId,
    webhook_delivery::{self, Column, WebhookDeliveryState},
    webhook_endpoint::{self, WebhookDisabledBecause, WebhookEndpointState},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, prelude::Uuid, sea_query::Expr,
};

use super::{
    admin::disable_in,
    rules::{FAILING_FOR, next_attempt},
    send::{Leased, Outcome},
    service::Webhooks,
};
use crate::{
    domain::{access::Viewer, fault::Fault},
    platform::db::Tx,
};

impl Webhooks {
    /// Writes down what an attempt came to, unless the lease has passed to somebody else.
    ///
    /// # Errors
    /// The database failed; the delivery will be attempted again.
    pub async fn settle(&self, leased: &Leased, outcome: &Outcome) -> Result<(), Fault> {
        self.db.write(|tx| settle_in(tx, leased, outcome)).await?;
        Ok(())
    }
}

/// The endpoint first, then the delivery, as everybody locks them.
async fn settle_in(tx: Tx, leased: &Leased, outcome: &Outcome) -> Result<(), Fault> {
    match outcome {
        Outcome::Nothing => {}
        Outcome::Delivered { .. } => mark_working(&tx, leased.endpoint.id).await?,
        _ => {
            let endpoint = webhook_endpoint::Entity::find_by_id(leased.endpoint.id);
            if let Some(row) = endpoint.lock_exclusive().one(&*tx).await? {
                mark_failing(&tx, &row, outcome).await?;
            }
        }
    }
    if *outcome == Outcome::Nothing {
        let mine = webhook_delivery::Entity::delete_many().filter(held(leased));
        mine.exec(&*tx).await?;
        return Ok(());
    }
    let settled = Settled::of(&leased.delivery, outcome, tx.now());
    if settled.state == WebhookDeliveryState::Dead {
        let (event, endpoint) = (leased.delivery.event_id, leased.endpoint.id);
        tracing::warn!(%event, %endpoint, reason = settled.error, "a webhook was given up");
    }
    webhook_delivery::Entity::update_many()
        .col_expr(Column::State, Expr::value(settled.state))
        .col_expr(Column::NextAt, Expr::value(settled.next_at))
        .col_expr(Column::Lease, Expr::value(None::<Uuid>))
        .col_expr(Column::LastStatus, Expr::value(settled.status))
        .col_expr(Column::LastError, Expr::value(settled.error))
        .col_expr(Column::SettledAt, Expr::value(settled.at))
        .filter(held(leased))
        .exec(&*tx)
        .await?;
    Ok(())
}

/// The delivery, as long as the lease is the one that it was taken with.
fn held(leased: &Leased) -> Condition {
    Condition::all().add(Column::Id.eq(leased.delivery.id)).add(Column::Lease.eq(leased.lease))
}

/// What a delivery is after an attempt.
struct Settled {
    state: WebhookDeliveryState,
    next_at: Option<DateTime<Utc>>,
    at: Option<DateTime<Utc>>,
    status: Option<i32>,
    error: Option<String>,
}

impl Settled {
    fn of(delivery: &webhook_delivery::Model, outcome: &Outcome, now: DateTime<Utc>) -> Self {
        let (status, error, next_at) = match outcome {
            Outcome::Delivered { status } => {
                let status = Some(i32::from(*status));
                return Self {
                    state: WebhookDeliveryState::Delivered,
                    next_at: None,
                    at: Some(now),
                    status,
                    error: None,
                };
            }
            // It waits until the endpoint is enabled again.
            Outcome::Gone | Outcome::Nothing => (Some(410), "answered 410".to_owned(), Some(now)),
            Outcome::KeyEnded => (None, "the key does not work any more".to_owned(), Some(now)),
            Outcome::Failed { status, reason, peace_until } => {
                let next = next_attempt(delivery.attempts, now, *peace_until, rand::random());
                (*status, reason.clone(), next)
            }
        };
        let state =
            if next_at.is_some() { WebhookDeliveryState::Pending } else { WebhookDeliveryState::Dead };
        let at = next_at.is_none().then_some(now);
        Self { state, next_at, at, status: status.map(i32::from), error: Some(error) }
    }
}

/// Asks the row and not the lease: another attempt may have failed since this one began.
async fn mark_working(tx: &Tx, endpoint: WebhookEndpointId) -> Result<(), Fault> {
    use webhook_endpoint::Column;
    webhook_endpoint::Entity::update_many()
        .col_expr(Column::FailingSince, Expr::value(None::<DateTime<Utc>>))
        .filter(Column::Id.eq(endpoint))
        .filter(Column::FailingSince.is_not_null())
        .exec(&**tx)
        .await?;
    Ok(())
}

/// What an attempt that did not deliver says of its endpoint.
async fn mark_failing(tx: &Tx, row: &webhook_endpoint::Model, outcome: &Outcome) -> Result<(), Fault> {
    use webhook_endpoint::Column;
    let (failing_since, paused_until) = match outcome {
        Outcome::Delivered { .. } | Outcome::Nothing => return Ok(()),
        Outcome::KeyEnded => (row.failing_since, row.paused_until),
        Outcome::Gone => (row.failing_since.or(Some(tx.now())), row.paused_until),
        Outcome::Failed { peace_until, .. } => {
            (row.failing_since.or(Some(tx.now())), row.paused_until.max(*peace_until))
        }
    };
    webhook_endpoint::Entity::update_many()
        .col_expr(Column::FailingSince, Expr::value(failing_since))
        .col_expr(Column::PausedUntil, Expr::value(paused_until))
        .filter(Column::Id.eq(row.id))
        .exec(&**tx)
        .await?;
    let because = match outcome {
        Outcome::Gone => Some(WebhookDisabledBecause::Gone),
        Outcome::KeyEnded => Some(WebhookDisabledBecause::KeyEnded),
        Outcome::Failed { .. } => {
            let too_long = failing_since.is_some_and(|since| since + FAILING_FOR <= tx.now());
            too_long.then_some(WebhookDisabledBecause::Failing)
        }
        _ => None,
    };
    match because {
        Some(because) if row.state == WebhookEndpointState::Enabled => {
            tracing::warn!(endpoint = %row.id, ?because, "a webhook endpoint was disabled");
            disable_in(tx, &Viewer::Anonymous, row, because).await
        }
        _ => Ok(()),
    }
}
