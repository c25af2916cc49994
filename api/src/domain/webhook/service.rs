//! What webhooks work with, and reading them: for administrators.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use entity::{
    id::{ApiKeyId, BotId, WebhookDeliveryId, WebhookEndpointId},
    webhook_delivery::{self, WebhookDeliveryState},
    webhook_endpoint,
};
use sea_orm::{EntityTrait, QueryFilter};
use tokio::sync::Notify;

use super::{rules::KEPT, store};
use crate::{
    domain::{
        access::{Access, Action, Viewer, proof},
        fault::Fault,
    },
    platform::{
        courier::Courier,
        db::Db,
        page::{self, Count, Page, PageRequest},
    },
};

/// Outgoing webhooks. Clones share them.
#[derive(Clone)]
pub struct Webhooks {
    pub(super) db: Db,
    pub(super) access: Access,
    pub(super) courier: Courier,
    /// Rung when this node has queued something.
    pub(super) queued: Arc<Notify>,
}

impl Webhooks {
    /// Webhooks that this courier carries.
    pub fn new(db: Db, access: Access, courier: Courier) -> Self {
        Self { db, access, courier, queued: Arc::default() }
    }

    /// Whether the viewer may change webhooks at all, for what must be looked up before a change.
    ///
    /// # Errors
    /// [`Fault::Unauthenticated`], [`Fault::Forbidden`].
    pub fn admit(&self, viewer: &Viewer) -> Result<(), Fault> {
        proof::organisation_for(viewer, Action::Administer)
    }

    /// As whom an endpoint's document is run: the bot with that key, as it is now; `None` if the key does not work.
    pub fn reader(&self, key: ApiKeyId) -> Option<Viewer> {
        let bot = self.access.facts().bot_of_key(key, self.db.clock().now())?;
        Some(Viewer::Bot(Arc::new(bot)))
    }

    /// An endpoint, for administrators.
    ///
    /// # Errors
    /// [`Fault::NotFound`] if there is none that the viewer may see, [`Fault::Unauthenticated`] if nobody asks.
    pub async fn get(
        &self,
        viewer: &Viewer,
        id: WebhookEndpointId,
    ) -> Result<webhook_endpoint::Model, Fault> {
        seen(viewer)?;
        let found = webhook_endpoint::Entity::find_by_id(id).one(self.db.reader()).await?;
        found.ok_or(Fault::NotFound)
    }

    /// The endpoints of a bot, or all, the newest first, for administrators.
    ///
    /// # Errors
    /// [`Fault::Forbidden`] for others; a page that cannot be given.
    pub async fn page(
        &self,
        viewer: &Viewer,
        bot: Option<BotId>,
        request: &PageRequest,
        default_size: u64,
    ) -> Result<Page<webhook_endpoint::Model>, Fault> {
        proof::organisation_for(viewer, Action::Administer)?;
        let select = webhook_endpoint::Entity::find().filter(store::of_bot(bot));
        let (sorting, mark) = (store::newest_first(), format!("webhook endpoints {bot:?}"));
        Ok(page::page(self.db.reader(), select, &sorting, &mark, request, default_size).await?)
    }

    /// How many endpoints a bot has, or all have, for administrators.
    ///
    /// # Errors
    /// [`Fault::Forbidden`] for others.
    pub async fn count(&self, viewer: &Viewer, bot: Option<BotId>) -> Result<Count, Fault> {
        proof::organisation_for(viewer, Action::Administer)?;
        let select = webhook_endpoint::Entity::find().filter(store::of_bot(bot));
        Ok(page::count(self.db.reader(), select).await?)
    }

    /// A delivery, for administrators.
    ///
    /// # Errors
    /// [`Fault::NotFound`] if there is none that the viewer may see, [`Fault::Unauthenticated`] if nobody asks.
    pub async fn delivery(
        &self,
        viewer: &Viewer,
        id: WebhookDeliveryId,
    ) -> Result<webhook_delivery::Model, Fault> {
        seen(viewer)?;
        let found = webhook_delivery::Entity::find_by_id(id).one(self.db.reader()).await?;
        found.ok_or(Fault::NotFound)
    }

    /// The deliveries of an endpoint, the latest event first, for administrators.
    ///
    /// # Errors
    /// [`Fault::NotFound`] if there is no endpoint that the viewer may see; a page that cannot be given.
    pub async fn page_deliveries(
        &self,
        viewer: &Viewer,
        endpoint: WebhookEndpointId,
        states: Option<&[WebhookDeliveryState]>,
        request: &PageRequest,
        default_size: u64,
    ) -> Result<Page<webhook_delivery::Model>, Fault> {
        self.get(viewer, endpoint).await?;
        let select = webhook_delivery::Entity::find().filter(store::of_endpoint(endpoint, states));
        let (sorting, mark) = (store::latest_first(), format!("webhook deliveries {endpoint} {states:?}"));
        Ok(page::page(self.db.reader(), select, &sorting, &mark, request, default_size).await?)
    }

    /// How many deliveries an endpoint has, for administrators.
    ///
    /// # Errors
    /// [`Fault::NotFound`] if there is no endpoint that the viewer may see.
    pub async fn count_deliveries(
        &self,
        viewer: &Viewer,
        endpoint: WebhookEndpointId,
        states: Option<&[WebhookDeliveryState]>,
    ) -> Result<Count, Fault> {
        self.get(viewer, endpoint).await?;
        let select = webhook_delivery::Entity::find().filter(store::of_endpoint(endpoint, states));
        Ok(page::count(self.db.reader(), select).await?)
    }

    /// Deletes deliveries that are settled and kept no longer, and secrets that sign no more.
    ///
    /// # Errors
    /// The database failed.
    pub async fn purge(&self) -> Result<(), Fault> {
        self.db.write(|tx| async move { store::purge(&tx, tx.now() - KEPT).await }).await?;
        Ok(())
    }

    /// Resolves when it is worth to look for deliveries again: at the instant, or when this node has queued some.
    pub async fn until_due(&self, instant: DateTime<Utc>) {
        tokio::select! {
            () = self.queued.notified() => {}
            () = self.db.clock().sleep_until(instant) => {}
        }
    }
}

/// One thing of which only administrators know.
fn seen(viewer: &Viewer) -> Result<(), Fault> {
    if matches!(viewer, Viewer::Anonymous) {
        return Err(Fault::Unauthenticated);
    }
    proof::organisation_for(viewer, Action::Administer).map_err(|_| Fault::NotFound)
}
