//! Registering and changing endpoints: only such as can work, by the rights of a key that works.

use entity::{
    api_key, bot,
    bot::BotStatus,
    id::{ApiKeyId, WebhookEndpointId},
    webhook_endpoint::{self, WebhookEndpointState},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};

use super::{
    admin::administrator,
    error::WebhookError,
    event::WebhookEvent,
    rules::{scope, shown},
    service::Webhooks,
    store,
};
use crate::{
    domain::{
        access::{Action, Viewer, proof},
        fault::Fault,
        journal::{self, Claim, Idempotency, Outcome},
        stream::Family,
    },
    platform::{
        db::{Committed, Tx},
        log::Cursor,
        secret::Secret,
    },
};

/// An endpoint to be registered.
#[derive(Clone, Debug)]
pub struct RegisterEndpoint {
    /// The key whose rights decide what is sent.
    pub api_key: ApiKeyId,
    /// The address; `None`: an inbox.
    pub url: Option<String>,
    /// The subscription that makes the body of an event: tried already.
    pub document: String,
    /// What it subscribes to.
    pub family: Family,
    /// Where it begins.
    pub after: Cursor,
}

/// An endpoint that was just registered.
#[derive(Clone, Debug)]
pub struct Registered {
    /// Which, and the events.
    pub outcome: Outcome,
    /// Its secret; `None` for a repeated request, because it was shown, and for an inbox.
    pub secret: Option<Secret>,
}

/// What changes about an endpoint; what is left out stays.
#[derive(Clone, Debug)]
pub struct ChangeEndpoint {
    /// Which.
    pub endpoint: WebhookEndpointId,
    /// The version that the change was made against.
    pub expected_version: i32,
    /// Another key of its bot.
    pub api_key: Option<ApiKeyId>,
    /// The address.
    pub url: Option<String>,
    /// The subscription, tried already, and what it subscribes to.
    pub document: Option<(String, Family)>,
}

impl Webhooks {
    /// As whom a document of this key would be run, for administrators.
    ///
    /// # Errors
    /// [`Fault::Forbidden`] for others, [`Fault::NotFound`] for an unknown key, [`WebhookError::KeyEnded`].
    pub async fn reader_for(&self, viewer: &Viewer, key: ApiKeyId) -> Result<Viewer, WebhookError> {
        proof::organisation_for(viewer, Action::Administer)?;
        if let Some(reader) = self.reader(key) {
            return Ok(reader);
        }
        let known = api_key::Entity::find_by_id(key).one(self.db.reader()).await?;
        Err(if known.is_some() { WebhookError::KeyEnded } else { Fault::NotFound.into() })
    }

    /// As whom the document of this endpoint is run, for administrators.
    ///
    /// # Errors
    /// [`Fault::Forbidden`] for others, [`Fault::NotFound`] for an unknown endpoint, [`WebhookError::KeyEnded`].
    pub async fn reader_of(&self, viewer: &Viewer, id: WebhookEndpointId) -> Result<Viewer, WebhookError> {
        proof::organisation_for(viewer, Action::Administer)?;
        let endpoint = self.get(viewer, id).await?;
        self.reader(endpoint.api_key_id).ok_or(WebhookError::KeyEnded)
    }

    /// Registers an endpoint. Its events are those after `after`.
    ///
    /// # Errors
    /// The address or the stream may not be used, or the key does not work; only administrators may.
    pub async fn register(
        &self,
        viewer: &Viewer,
        command: &RegisterEndpoint,
        idempotency: Option<&Idempotency>,
    ) -> Result<Registered, WebhookError> {
        proof::organisation_for(viewer, Action::Administer)?;
        let url = &self.address(command.url.as_deref())?;
        let stream = &stream(command.family)?;
        let secret = &store::fresh_secret();
        let registered = self.db.write(|tx| async move {
            let viewer = administrator(&tx, viewer).await?;
            let claim = journal::claim(&tx, &viewer, idempotency, tx.next_id()).await?;
            let Claim::First(id) = claim else { return Ok(claim) };
            let key = working_key(&tx, command.api_key).await?;
            covers(&key, command.family)?;
            let row = webhook_endpoint::Model {
                id: WebhookEndpointId(id),
                bot_id: key.bot_id,
                api_key_id: key.id,
                url: url.clone(),
                document: command.document.clone(),
                stream: stream.clone(),
                state: WebhookEndpointState::Enabled,
                disabled_because: None,
                failing_since: None,
                paused_until: None,
                queued_through: command.after.pos,
                replayed_at: None,
                version: 1,
                created_at: tx.now(),
                updated_at: tx.now(),
            };
            let insert = webhook_endpoint::ActiveModel::from(row.clone()).reset_all();
            webhook_endpoint::Entity::insert(insert).exec_without_returning(&*tx).await?;
            if url.is_some() {
                store::add_secret(&tx, row.id, secret).await?;
            }
            let event = WebhookEvent::Registered { endpoint: row.id, bot: row.bot_id };
            journal::record(&tx, &viewer, None, &event, Vec::new())?;
            journal::complete(&tx, &viewer, idempotency).await?;
            Ok::<_, WebhookError>(claim)
        });
        let registered = registered.await?;
        let fresh = url.is_some() && matches!(registered.value, Claim::First(_));
        Ok(Registered { outcome: Claim::outcome(registered), secret: fresh.then(|| shown(secret)) })
    }

    /// Changes key, address or document. What is under way goes by the new ones with its next attempt.
    ///
    /// # Errors
    /// The address or the stream may not be used, or an inbox was to get an address; only administrators may.
    pub async fn change(
        &self,
        viewer: &Viewer,
        command: &ChangeEndpoint,
    ) -> Result<Committed<()>, WebhookError> {
        proof::organisation_for(viewer, Action::Administer)?;
        let url = &self.address(command.url.as_deref())?;
        let changed = self.db.write(|tx| async move {
            let viewer = administrator(&tx, viewer).await?;
            let row = store::for_change(&tx, command.endpoint, command.expected_version).await?;
            let mut change: webhook_endpoint::ActiveModel = Default::default();
            if url.is_some() {
                require_address(&row)?;
                change.url = Set(url.clone());
            }
            if command.api_key.is_some() || command.document.is_some() {
                let key = working_key(&tx, command.api_key.unwrap_or(row.api_key_id)).await?;
                if key.bot_id != row.bot_id {
                    return Err(WebhookError::KeyOfAnother);
                }
                let family = command.document.as_ref().map(|(_, family)| *family);
                covers(
                    &key,
                    family.or_else(|| family_of(&row.stream)).ok_or(WebhookError::StreamNotForBots)?,
                )?;
                change.api_key_id = Set(key.id);
            }
            if let Some((document, family)) = &command.document {
                change.document = Set(document.clone());
                change.stream = Set(stream(*family)?);
            }
            let row = store::change(&tx, &row, change).await?;
            let event = WebhookEvent::Changed { endpoint: row.id, bot: row.bot_id };
            journal::record(&tx, &viewer, None, &event, Vec::new())?;
            Ok(())
        });
        changed.await
    }

    /// The address in its usual form, if it may be sent to.
    fn address(&self, url: Option<&str>) -> Result<Option<String>, WebhookError> {
        let read = url.map(|url| self.courier.read(url)).transpose()?;
        Ok(read.map(|url| url.as_str().to_owned()))
    }
}

/// It is sent somewhere.
///
/// # Errors
/// [`WebhookError::NoAddress`]: it is an inbox, and stays one.
pub(super) fn require_address(row: &webhook_endpoint::Model) -> Result<(), WebhookError> {
    if row.url.is_some() { Ok(()) } else { Err(WebhookError::NoAddress) }
}

fn stream(family: Family) -> Result<String, WebhookError> {
    family.stream().map(str::to_owned).ok_or(WebhookError::StreamNotForBots)
}

/// The key, if it works.
pub(super) async fn working_key(tx: &Tx, id: ApiKeyId) -> Result<api_key::Model, WebhookError> {
    let key = api_key::Entity::find_by_id(id).one(&**tx).await?.ok_or(Fault::NotFound)?;
    let bot = bot::Entity::find_by_id(key.bot_id).one(&**tx).await?.ok_or(Fault::NotFound)?;
    let over = key.revoked_at.is_some() || key.expires_at.is_some_and(|end| end <= tx.now());
    if over || bot.status != BotStatus::Active { Err(WebhookError::KeyEnded) } else { Ok(key) }
}

fn family_of(stream: &str) -> Option<Family> {
    let families = [Family::Account, Family::Incident, Family::Knowledge];
    families.into_iter().find(|family| family.stream() == Some(stream))
}

/// A key without the scope would never receive anything.
fn covers(key: &api_key::Model, family: Family) -> Result<(), WebhookError> {
    let needed = scope(family).ok_or(WebhookError::StreamNotForBots)?;
    let scopes: Vec<api_key::Scope> = serde_json::from_value(key.scopes.clone())
        .map_err(|error| Fault::Database(sea_orm::DbErr::Json(error.to_string())))?;
    if scopes.contains(&needed) { Ok(()) } else { Err(WebhookError::ScopeMissing(needed)) }
}
