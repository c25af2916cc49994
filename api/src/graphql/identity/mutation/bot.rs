//! Bots and their keys.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::id::{ApiKeyId, BotId, EventId};

use super::super::bot::{ApiKey, Bot};
use crate::{
    domain::identity::IssueApiKey,
    graphql::{
        context::{parse_id, services, viewer},
        error::{Nullable, Result},
        failure::Failure,
        payload::{Changed, idempotency, payloads},
        vocabulary::{Audience, Scope},
    },
};

/// A bot to be entered.
#[derive(InputObject)]
pub struct BotCreateInput {
    /// Unique, whatever its case, accents and width. At most 200 characters.
    name: String,
    /// Repeat the request with the same key, 1 to 255 characters, and it is done once. Kept for 24 hours.
    idempotency_key: Option<ID>,
}

/// A bot whose keys stop.
#[derive(InputObject)]
pub struct BotDisableInput {
    /// Which, `bot_...`.
    bot_id: ID,
    /// The version that the change was made against.
    expected_version: i32,
}

/// A bot whose keys work again.
#[derive(InputObject)]
pub struct BotEnableInput {
    /// Which, `bot_...`.
    bot_id: ID,
    /// The version that the change was made against.
    expected_version: i32,
}

/// A key to be issued.
#[derive(InputObject)]
pub struct ApiKeyIssueInput {
    /// For which bot, `bot_...`.
    bot_id: ID,
    /// What it is for. At most 200 characters.
    label: String,
    /// What it may do: at least one.
    scopes: Vec<Scope>,
    /// Which published knowledge it reads: at least one audience with the scope `KNOWLEDGE_READ`, none without.
    #[graphql(default)]
    audiences: Vec<Audience>,
    /// Whether it reads incidents whole and not only number, account code, state, severity and times. Needs the scope
    /// `INCIDENT_READ`.
    #[graphql(default)]
    incident_detail: bool,
    /// The accounts that it works for, `acc_...`; left out or null: all.
    account_ids: Option<Vec<ID>>,
    /// When it stops working; left out or null: never by itself.
    expires_at: Option<DateTime<Utc>>,
    /// Repeat the request with the same key, 1 to 255 characters, and it is done once; the secret is shown the first time
    /// only. Kept for 24 hours.
    idempotency_key: Option<ID>,
}

/// A key to be revoked.
#[derive(InputObject)]
pub struct ApiKeyRevokeInput {
    /// Which, `key_...`.
    api_key_id: ID,
}

/// A key that was just issued.
#[derive(SimpleObject)]
pub struct IssuedApiKey {
    /// What it may do.
    api_key: ApiKey,
    /// The key itself, `itk_...`, shown this once: the bot sends it with each request, `Authorization: Bearer itk_...`. Null
    /// for a repeated request.
    secret: Option<String>,
}

payloads! {
    /// What entering a bot came to.
    BotCreatePayload {
        /// The bot.
        bot: Bot
    }
    /// What disabling a bot came to.
    BotDisablePayload {
        /// The bot after it.
        bot: Bot
    }
    /// What enabling a bot came to.
    BotEnablePayload {
        /// The bot after it.
        bot: Bot
    }
    /// What issuing a key came to.
    ApiKeyIssuePayload {
        /// The key, with its secret.
        issued: IssuedApiKey
    }
    /// What revoking a key came to.
    ApiKeyRevokePayload {
        /// The key after it.
        api_key: ApiKey
    }
}

/// Root fields about bots.
#[derive(Default)]
pub struct BotMutation;

#[Object]
impl BotMutation {
    /// Enters a bot. It can do nothing until it has a key. A name that another bot has is the user error `BOT_NAME_TAKEN`.
    ///
    /// Requires: administrator.
    /// Emits: bot.created
    async fn bot_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which bot.")] input: BotCreateInput,
    ) -> Nullable<BotCreatePayload> {
        BotCreatePayload::of(create(ctx, input).await)
    }

    /// Stops all keys of a bot at once and closes its sockets.
    /// Of a stale version: `VERSION_CONFLICT`.
    ///
    /// Requires: administrator.
    /// Emits: bot.disabled
    async fn bot_disable(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which bot.")] input: BotDisableInput,
    ) -> Nullable<BotDisablePayload> {
        BotDisablePayload::of(disable(ctx, input).await)
    }

    /// Lets those keys of a bot work again that were not revoked.
    /// Of a stale version: `VERSION_CONFLICT`.
    ///
    /// Requires: administrator.
    /// Emits: bot.enabled
    async fn bot_enable(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which bot.")] input: BotEnableInput,
    ) -> Nullable<BotEnablePayload> {
        BotEnablePayload::of(enable(ctx, input).await)
    }

    /// Issues a key to a bot. Its secret is shown in this answer and never again.
    ///
    /// Requires: administrator.
    /// Emits: api_key.issued
    async fn api_key_issue(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "For which bot, and what it may do.")] input: ApiKeyIssueInput,
    ) -> Nullable<ApiKeyIssuePayload> {
        ApiKeyIssuePayload::of(issue(ctx, input).await)
    }

    /// Revokes a key for good, at once; its sockets are closed.
    ///
    /// Requires: administrator.
    /// Emits: api_key.revoked
    async fn api_key_revoke(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which key.")] input: ApiKeyRevokeInput,
    ) -> Nullable<ApiKeyRevokePayload> {
        ApiKeyRevokePayload::of(revoke(ctx, input).await)
    }
}

async fn create(ctx: &Context<'_>, input: BotCreateInput) -> Result<Changed<Bot>, Failure> {
    let key = idempotency("botCreate", input.idempotency_key.as_ref(), &input)?;
    let outcome = services(ctx).identity().create_bot(viewer(ctx), &input.name, key.as_ref()).await?;
    answer(ctx, BotId(outcome.id), outcome.events).await
}

async fn disable(ctx: &Context<'_>, input: BotDisableInput) -> Result<Changed<Bot>, Failure> {
    let id = parse_id(&input.bot_id)?;
    let disabled = services(ctx).identity().disable_bot(viewer(ctx), id, input.expected_version).await?;
    answer(ctx, id, disabled.events).await
}

async fn enable(ctx: &Context<'_>, input: BotEnableInput) -> Result<Changed<Bot>, Failure> {
    let id = parse_id(&input.bot_id)?;
    let enabled = services(ctx).identity().enable_bot(viewer(ctx), id, input.expected_version).await?;
    answer(ctx, id, enabled.events).await
}

async fn answer(ctx: &Context<'_>, id: BotId, events: Vec<EventId>) -> Result<Changed<Bot>, Failure> {
    let bot = services(ctx).identity().bot(viewer(ctx), id).await?;
    Ok(Changed { entity: Some(Bot(bot)), events })
}

async fn issue(ctx: &Context<'_>, input: ApiKeyIssueInput) -> Result<Changed<IssuedApiKey>, Failure> {
    let key = idempotency("apiKeyIssue", input.idempotency_key.as_ref(), &input)?;
    let accounts =
        input.account_ids.map(|ids| ids.iter().map(parse_id).collect::<Result<_>>()).transpose()?;
    let command = IssueApiKey {
        bot: parse_id(&input.bot_id)?,
        label: input.label,
        scopes: input.scopes.into_iter().map(Into::into).collect(),
        audiences: input.audiences.into_iter().map(Into::into).collect(),
        incident_detail: input.incident_detail,
        accounts,
        expires_at: input.expires_at,
    };
    let identity = services(ctx).identity();
    let issued = identity.issue_api_key(viewer(ctx), &command, key.as_ref()).await?;
    let api_key = ApiKey(identity.api_key(viewer(ctx), ApiKeyId(issued.outcome.id)).await?);
    let secret = issued.secret.map(|secret| secret.reveal().to_owned());
    Ok(Changed { entity: Some(IssuedApiKey { api_key, secret }), events: issued.outcome.events })
}

async fn revoke(ctx: &Context<'_>, input: ApiKeyRevokeInput) -> Result<Changed<ApiKey>, Failure> {
    let id = parse_id(&input.api_key_id)?;
    let revoked = services(ctx).identity().revoke_api_key(viewer(ctx), id).await?;
    let key = services(ctx).identity().api_key(viewer(ctx), id).await?;
    Ok(Changed { entity: Some(ApiKey(key)), events: revoked.events })
}
