//! The queue: from the log to deliveries. Each endpoint has its own place in the log, which moves in the transaction that
//! makes the deliveries before it.

use entity::webhook_endpoint::{self, Column, WebhookEndpointState};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};

use super::{service::Webhooks, store};
use crate::{domain::fault::Fault, platform::log::Record};

impl Webhooks {
    /// The endpoints that events are queued for.
    ///
    /// # Errors
    /// The database failed.
    pub async fn queues(&self) -> Result<Vec<webhook_endpoint::Model>, Fault> {
        Ok(webhook_endpoint::Entity::find()
            .filter(Column::State.eq(WebhookEndpointState::Enabled))
            .order_by_asc(Column::Id)
            .all(self.db.reader())
            .await?)
    }

    /// Queues these events for an endpoint as it was read, and moves its place behind them. False: somebody else has moved it,
    /// and nothing was done.
    ///
    /// # Errors
    /// The database failed.
    pub async fn queue(
        &self,
        endpoint: &webhook_endpoint::Model,
        events: &[&Record],
        through: i64,
    ) -> Result<bool, Fault> {
        let moved = self.db.write(|tx| async move {
            let place = webhook_endpoint::Entity::update_many()
                .col_expr(Column::QueuedThrough, Expr::value(through))
                .filter(Column::Id.eq(endpoint.id))
                .filter(Column::QueuedThrough.eq(endpoint.queued_through))
                .filter(Column::State.eq(WebhookEndpointState::Enabled))
                .exec(&*tx)
                .await?;
            if place.rows_affected == 0 {
                return Ok(false);
            }
            if !events.is_empty() {
                store::queue(&tx, endpoint.id, events).await?;
            }
            Ok::<_, Fault>(true)
        });
        let moved = moved.await?.value;
        if moved && !events.is_empty() {
            self.queued.notify_one();
        }
        Ok(moved)
    }
}
