//! What administrators do with endpoints and deliveries that are there.

use entity::{
    id::{WebhookDeliveryId, WebhookEndpointId},
    webhook_delivery::{self, WebhookDeliveryState},
    webhook_endpoint::{self, WebhookDisabledBecause, WebhookEndpointState},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, QuerySelect};

use super::{
    error::WebhookError,
    event::WebhookEvent,
    register::{require_address, working_key},
    rules::{OVERLAP, shown},
    service::Webhooks,
    store,
};
use crate::{
    domain::{
        access::{Action, Viewer, proof},
        fault::Fault,
        journal,
    },
    platform::{
        db::{Committed, Tx},
        log::Cursor,
        secret::Secret,
    },
};

/// A secret that was just made.
#[derive(Clone, Debug)]
pub struct Rotated {
    /// The secret.
    pub secret: Secret,
    /// Until when the one before signs beside it.
    pub previous_until: chrono::DateTime<chrono::Utc>,
}

impl Webhooks {
    /// Sends events again, from where it stopped.
    ///
    /// # Errors
    /// [`WebhookError::IllegalTransition`]; only administrators may.
    pub async fn enable(
        &self,
        viewer: &Viewer,
        id: WebhookEndpointId,
        expected_version: i32,
    ) -> Result<Committed<()>, WebhookError> {
        let enabled = self.db.write(|tx| async move {
            let viewer = administrator(&tx, viewer).await?;
            let row = store::for_change(&tx, id, expected_version).await?;
            if row.state == WebhookEndpointState::Enabled {
                return Err(WebhookError::stays(row.state));
            }
            working_key(&tx, row.api_key_id).await?;
            let change = webhook_endpoint::ActiveModel {
                state: Set(WebhookEndpointState::Enabled),
                disabled_because: Set(None),
                failing_since: Set(None),
                paused_until: Set(None),
                ..Default::default()
            };
            let row = store::change(&tx, &row, change).await?;
            let event = WebhookEvent::Enabled { endpoint: row.id, bot: row.bot_id };
            journal::record(&tx, &viewer, None, &event, Vec::new())?;
            Ok(())
        });
        let enabled = enabled.await?;
        self.queued.notify_one();
        Ok(enabled)
    }

    /// Sends nothing any more. An attempt that is under way ends as it ends.
    ///
    /// # Errors
    /// [`WebhookError::IllegalTransition`]; only administrators may.
    pub async fn disable(
        &self,
        viewer: &Viewer,
        id: WebhookEndpointId,
        expected_version: i32,
    ) -> Result<Committed<()>, WebhookError> {
        let disabled = self.db.write(|tx| async move {
            let viewer = administrator(&tx, viewer).await?;
            let row = store::for_change(&tx, id, expected_version).await?;
            if row.state == WebhookEndpointState::Disabled {
                return Err(WebhookError::stays(row.state));
            }
            disable_in(&tx, &viewer, &row, WebhookDisabledBecause::Administrator).await?;
            Ok(())
        });
        disabled.await
    }

    /// Disables an endpoint whose key does not work any more. Its place and what waits stay.
    ///
    /// # Errors
    /// The database failed.
    pub async fn end_with_key(&self, id: WebhookEndpointId) -> Result<(), Fault> {
        self.db
            .write(|tx| async move {
                let found = webhook_endpoint::Entity::find_by_id(id).lock_exclusive().one(&*tx).await?;
                match found.filter(|row| row.state == WebhookEndpointState::Enabled) {
                    Some(row) => {
                        disable_in(&tx, &Viewer::Anonymous, &row, WebhookDisabledBecause::KeyEnded).await
                    }
                    None => Ok(()),
                }
            })
            .await?;
        Ok(())
    }

    /// Makes a new secret; the present one signs beside it for a day.
    ///
    /// # Errors
    /// [`WebhookError::NoAddress`]; only administrators may.
    pub async fn rotate_secret(
        &self,
        viewer: &Viewer,
        id: WebhookEndpointId,
        expected_version: i32,
    ) -> Result<Committed<Rotated>, WebhookError> {
        let secret = &store::fresh_secret();
        let rotated = self.db.write(|tx| async move {
            let viewer = administrator(&tx, viewer).await?;
            let row = store::for_change(&tx, id, expected_version).await?;
            require_address(&row)?;
            store::add_secret(&tx, id, secret).await?;
            let row = store::change(&tx, &row, Default::default()).await?;
            let event = WebhookEvent::SecretRotated { endpoint: row.id, bot: row.bot_id };
            journal::record(&tx, &viewer, None, &event, Vec::new())?;
            Ok(Rotated { secret: shown(secret), previous_until: tx.now() + OVERLAP })
        });
        rotated.await
    }

    /// Sets the place in the log from which events are sent: what was settled after it is sent again, under its own id.
    ///
    /// # Errors
    /// Only administrators may.
    pub async fn replay(
        &self,
        viewer: &Viewer,
        id: WebhookEndpointId,
        expected_version: i32,
        after: Cursor,
    ) -> Result<Committed<()>, WebhookError> {
        let replayed = self.db.write(|tx| async move {
            let viewer = administrator(&tx, viewer).await?;
            let row = store::for_change(&tx, id, expected_version).await?;
            let change = webhook_endpoint::ActiveModel {
                queued_through: Set(after.pos),
                replayed_at: Set(Some(tx.now())),
                ..Default::default()
            };
            let row = store::change(&tx, &row, change).await?;
            let event = WebhookEvent::Replayed { endpoint: row.id, bot: row.bot_id };
            journal::record(&tx, &viewer, None, &event, Vec::new())?;
            Ok(())
        });
        replayed.await
    }

    /// Sends an event that was given up on its way again.
    ///
    /// # Errors
    /// [`WebhookError::IllegalTransition`] if it was not given up; only administrators may.
    pub async fn retry(&self, viewer: &Viewer, id: WebhookDeliveryId) -> Result<Committed<()>, WebhookError> {
        let retried = self.db.write(|tx| async move {
            let viewer = administrator(&tx, viewer).await?;
            let found = webhook_delivery::Entity::find_by_id(id).lock_exclusive().one(&*tx).await?;
            let row = found.ok_or(Fault::NotFound)?;
            if row.state != WebhookDeliveryState::Dead {
                return Err(WebhookError::not_dead(row.state));
            }
            let endpoint = webhook_endpoint::Entity::find_by_id(row.endpoint_id).one(&*tx).await?;
            let endpoint = endpoint.ok_or(Fault::NotFound)?;
            let change = webhook_delivery::ActiveModel {
                id: Set(id),
                state: Set(WebhookDeliveryState::Pending),
                attempts: Set(0),
                next_at: Set(Some(tx.now())),
                settled_at: Set(None),
                ..Default::default()
            };
            change.update(&*tx).await?;
            let event = WebhookEvent::DeliveryRetried {
                endpoint: endpoint.id,
                bot: endpoint.bot_id,
                event: row.event_id,
            };
            journal::record(&tx, &viewer, None, &event, Vec::new())?;
            Ok(())
        });
        let retried = retried.await?;
        self.queued.notify_one();
        Ok(retried)
    }
}

/// Disables an endpoint that is locked, and tells it.
pub(super) async fn disable_in(
    tx: &Tx,
    actor: &Viewer,
    row: &webhook_endpoint::Model,
    because: WebhookDisabledBecause,
) -> Result<(), Fault> {
    let row = store::change(tx, row, store::disabled(because)).await?;
    let event = WebhookEvent::Disabled { endpoint: row.id, bot: row.bot_id, because };
    journal::record(tx, actor, None, &event, Vec::new()).map(drop)
}

/// The viewer as the tables have them, if they may manage webhooks.
pub(super) async fn administrator(tx: &Tx, viewer: &Viewer) -> Result<Viewer, Fault> {
    let viewer = proof::present(tx, viewer).await?;
    proof::organisation_for(&viewer, Action::Administer)?;
    Ok(viewer)
}
