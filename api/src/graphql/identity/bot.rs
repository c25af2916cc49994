//! Bots and their keys in the schema.

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, Utc};
use entity::id::BotId;

use super::loader::KeysOf;
use crate::{
    domain::identity::{ApiKey as Key, BotProfile},
    graphql::{
        error::{Error, Nullable},
        loader::{load, loaders},
        vocabulary::{Audience, BotStatus, Scope},
    },
};

/// A program that acts through API keys.
pub struct Bot(pub(in crate::graphql) BotProfile);

/// A program that acts through API keys.
#[Object]
impl Bot {
    /// Identity.
    pub(in crate::graphql) async fn id(&self) -> ID {
        ID(self.0.public().id.to_string())
    }

    /// What people call it.
    async fn name(&self) -> &str {
        &self.0.public().name
    }

    /// Whether its keys work.
    async fn status(&self) -> BotStatus {
        self.0.public().status.into()
    }

    /// Goes up with each change; changes are made against it.
    async fn version(&self) -> i32 {
        self.0.public().version
    }

    /// When it was entered.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.public().created_at
    }

    /// When it was last changed.
    async fn updated_at(&self) -> DateTime<Utc> {
        self.0.public().updated_at
    }

    /// All keys that it ever got, the newest first. For administrators; null for others.
    async fn api_keys(&self, ctx: &Context<'_>) -> Nullable<Vec<ApiKey>> {
        if !self.0.is_whole() {
            return None;
        }
        let keys = load(&loaders(ctx).identity, KeysOf(self.0.public().id)).await;
        Some(keys.map(|keys| keys.unwrap_or_default().into_iter().map(ApiKey).collect()))
    }
}

/// The bot that something names; it is read together with those of the other rows of the list.
pub(in crate::graphql) async fn load_bot(ctx: &Context<'_>, id: BotId) -> Nullable<Bot> {
    match load(&loaders(ctx).identity, id).await {
        Ok(Some(profile)) => Some(Ok(Bot(profile))),
        Ok(None) => Some(Err(Error::not_found())),
        Err(error) => Some(Err(error)),
    }
}

/// A key of a bot: what it may do, never the secret itself.
pub struct ApiKey(pub(super) Key);

/// A key of a bot: what it may do, never the secret itself.
#[Object]
impl ApiKey {
    /// Identity.
    async fn id(&self) -> ID {
        ID(self.0.row.id.to_string())
    }

    /// What it is for.
    async fn label(&self) -> &str {
        &self.0.row.label
    }

    /// What it may do.
    async fn scopes(&self) -> Vec<Scope> {
        self.0.fact.scopes.iter().map(|scope| (*scope).into()).collect()
    }

    /// Which published knowledge it reads.
    async fn audiences(&self) -> Vec<Audience> {
        self.0.fact.audiences.iter().map(|audience| (*audience).into()).collect()
    }

    /// Whether it reads incidents whole; else only number, account code, state, severity and times.
    async fn incident_detail(&self) -> bool {
        self.0.fact.incident_detail
    }

    /// The accounts that it works for; null: all.
    async fn account_ids(&self) -> Option<Vec<ID>> {
        let accounts = self.0.fact.accounts.as_ref()?;
        Some(accounts.iter().map(|id| ID(id.to_string())).collect())
    }

    /// When it was issued.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.row.created_at
    }

    /// When it stops working; null: never by itself.
    async fn expires_at(&self) -> Option<DateTime<Utc>> {
        self.0.row.expires_at
    }

    /// When it was revoked; null: it was not.
    async fn revoked_at(&self) -> Option<DateTime<Utc>> {
        self.0.row.revoked_at
    }
}
