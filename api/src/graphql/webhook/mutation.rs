//! What administrators do with webhooks.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::id::{EventId, WebhookEndpointId};

use super::{
    document::try_as,
    object::{WebhookDelivery, WebhookEndpoint},
};
use crate::{
    domain::webhook::{ChangeEndpoint, RegisterEndpoint},
    graphql::{
        context::{RequestContext, parse_id, services, viewer},
        error::{Error, Nullable},
        failure::Failure,
        payload::{Changed, idempotency, payloads},
        scalar::EventCursor,
    },
};

/// An endpoint to be registered.
#[derive(InputObject)]
pub struct WebhookEndpointRegisterInput {
    /// The key of the bot, `key_...`: what it may receive at the moment of sending is sent, and nothing else. When it
    /// ends, the endpoint is disabled.
    api_key_id: ID,
    /// Where to post to: `https`, a public address unless the operator allows others, no user and password in it. At most
    /// 2,000 characters. Left out: an inbox, from which the bot takes the events itself with `inboxTake`.
    url: Option<String>,
    /// One subscription without variables: the events for which it gives something, and what it gives is the body. `after` and `checkpoints` mean nothing
    /// here, `filter` does.
    document: String,
    /// Repeat the request with the same key, 1 to 255 characters, and it is done once; the secret is shown the first time
    /// only. Kept for 24 hours.
    idempotency_key: Option<ID>,
}

/// What changes about an endpoint; what is left out stays.
#[derive(InputObject)]
pub struct WebhookEndpointChangeInput {
    /// Which, `whe_...`.
    endpoint_id: ID,
    /// The version that the change was made against.
    expected_version: i32,
    /// Another key of the same bot, `key_...`.
    api_key_id: Option<ID>,
    /// Where to post to, as at `webhookEndpointRegister`.
    url: Option<String>,
    /// One subscription, as at `webhookEndpointRegister`.
    document: Option<String>,
}

/// An endpoint that is to get events again.
#[derive(InputObject)]
pub struct WebhookEndpointEnableInput {
    /// Which, `whe_...`.
    endpoint_id: ID,
    /// The version that the change was made against.
    expected_version: i32,
}

/// An endpoint that is to get nothing any more.
#[derive(InputObject)]
pub struct WebhookEndpointDisableInput {
    /// Which, `whe_...`.
    endpoint_id: ID,
    /// The version that the change was made against.
    expected_version: i32,
}

/// An endpoint that is to get a new secret.
#[derive(InputObject)]
pub struct WebhookSecretRotateInput {
    /// Which, `whe_...`.
    endpoint_id: ID,
    /// The version that the change was made against.
    expected_version: i32,
}

/// An endpoint that is to get events from another position on.
#[derive(InputObject)]
pub struct WebhookEndpointReplayInput {
    /// Which, `whe_...`.
    endpoint_id: ID,
    /// The version that the change was made against.
    expected_version: i32,
    /// Everything after this position. A later one than the endpoint has come to leaves out what is in between.
    after: EventCursor,
}

/// An event that was given up, and is to be sent all the same.
#[derive(InputObject)]
pub struct WebhookDeliveryRetryInput {
    /// Which, `whd_...`.
    delivery_id: ID,
}

/// An endpoint that was just registered.
#[derive(SimpleObject)]
pub struct RegisteredWebhookEndpoint {
    /// The endpoint.
    endpoint: WebhookEndpoint,
    /// What its requests are signed with, `whsec_...`, shown this once. Null for a repeated request, and for an inbox.
    secret: Option<String>,
}

/// An endpoint that just got a new secret.
#[derive(SimpleObject)]
pub struct RotatedWebhookSecret {
    /// The endpoint.
    endpoint: WebhookEndpoint,
    /// What its requests are signed with, `whsec_...`, shown this once.
    secret: String,
    /// Until when the secret of before signs beside it.
    previous_until: DateTime<Utc>,
}

payloads! {
    /// What registering an endpoint came to.
    WebhookEndpointRegisterPayload {
        /// The endpoint, with its secret.
        registered: RegisteredWebhookEndpoint
    }
    /// What changing an endpoint came to.
    WebhookEndpointChangePayload {
        /// The endpoint after it.
        endpoint: WebhookEndpoint
    }
    /// What enabling an endpoint came to.
    WebhookEndpointEnablePayload {
        /// The endpoint after it.
        endpoint: WebhookEndpoint
    }
    /// What disabling an endpoint came to.
    WebhookEndpointDisablePayload {
        /// The endpoint after it.
        endpoint: WebhookEndpoint
    }
    /// What rotating a secret came to.
    WebhookSecretRotatePayload {
        /// The endpoint, with its new secret.
        rotated: RotatedWebhookSecret
    }
    /// What replaying came to.
    WebhookEndpointReplayPayload {
        /// The endpoint after it.
        endpoint: WebhookEndpoint
    }
    /// What sending on its way again came to.
    WebhookDeliveryRetryPayload {
        /// The delivery after it.
        delivery: WebhookDelivery
    }
}

/// Root fields that change webhooks.
#[derive(Default)]
pub struct WebhookMutation;

#[Object]
impl WebhookMutation {
    /// Registers an endpoint that events are posted to from now on, signed as Standard Webhooks say, or an inbox that they wait in.
    /// The secret is shown in this answer and never again. User errors: `MALFORMED`, `NOT_HTTPS`, `CREDENTIALS_IN_URL`, `NOT_PUBLIC` of the address;
    /// `REFUSED`, `NOT_A_SUBSCRIPTION`, `SCOPE_MISSING`, `STREAM_NOT_FOR_BOTS` of the document; `KEY_ENDED`.
    ///
    /// Requires: administrator.
    /// Emits: webhook.registered
    async fn webhook_endpoint_register(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Where to, what, and by whose rights.")] input: WebhookEndpointRegisterInput,
    ) -> Nullable<WebhookEndpointRegisterPayload> {
        WebhookEndpointRegisterPayload::of(register(ctx, input).await)
    }

    /// Changes key, address or document. What is under way goes by the new ones with its next attempt. User errors as at
    /// `webhookEndpointRegister`; `NO_ADDRESS`: an inbox stays one.
    /// Of a stale version: `VERSION_CONFLICT`.
    ///
    /// Requires: administrator.
    /// Emits: webhook.changed
    async fn webhook_endpoint_change(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What changes.")] input: WebhookEndpointChangeInput,
    ) -> Nullable<WebhookEndpointChangePayload> {
        WebhookEndpointChangePayload::of(change(ctx, input).await)
    }

    /// Sends events again, from where it stopped: nothing of the time in between is left out. To leave it out, set the place
    /// with `webhookEndpointReplay` before. User error: `KEY_ENDED`.
    /// Of a stale version: `VERSION_CONFLICT`.
    ///
    /// Requires: administrator.
    /// Emits: webhook.enabled
    async fn webhook_endpoint_enable(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which endpoint.")] input: WebhookEndpointEnableInput,
    ) -> Nullable<WebhookEndpointEnablePayload> {
        WebhookEndpointEnablePayload::of(enable(ctx, input).await)
    }

    /// Sends nothing any more. An attempt that is under way ends as it ends; what was not delivered waits.
    /// Of a stale version: `VERSION_CONFLICT`.
    ///
    /// Requires: administrator.
    /// Emits: webhook.disabled
    async fn webhook_endpoint_disable(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which endpoint.")] input: WebhookEndpointDisableInput,
    ) -> Nullable<WebhookEndpointDisablePayload> {
        WebhookEndpointDisablePayload::of(disable(ctx, input).await)
    }

    /// Makes a new secret, which is shown in this answer and never again. For a day requests carry a signature by each: change
    /// the receiver in that time. User error: `NO_ADDRESS` (an inbox signs nothing).
    /// Of a stale version: `VERSION_CONFLICT`.
    ///
    /// Requires: administrator.
    /// Emits: webhook.secret_rotated
    async fn webhook_secret_rotate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which endpoint.")] input: WebhookSecretRotateInput,
    ) -> Nullable<WebhookSecretRotatePayload> {
        WebhookSecretRotatePayload::of(rotate(ctx, input).await)
    }

    /// Sends everything after a position again, each event under the id that it had, as far as the key may receive it now.
    /// What is still on its way stays on its way. Errors `CURSOR_EXPIRED` and `CURSOR_DIVERGED` as at a subscription.
    /// Of a stale version: `VERSION_CONFLICT`.
    ///
    /// Requires: administrator.
    /// Emits: webhook.replayed
    async fn webhook_endpoint_replay(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which endpoint, and from where.")] input: WebhookEndpointReplayInput,
    ) -> Nullable<WebhookEndpointReplayPayload> {
        WebhookEndpointReplayPayload::of(replay(ctx, input).await)
    }

    /// Sends an event that was given up on its way again, with as many attempts as at first.
    ///
    /// Requires: administrator.
    /// Emits: webhook.delivery_retried
    async fn webhook_delivery_retry(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which delivery.")] input: WebhookDeliveryRetryInput,
    ) -> Nullable<WebhookDeliveryRetryPayload> {
        WebhookDeliveryRetryPayload::of(retry(ctx, input).await)
    }
}

async fn register(
    ctx: &Context<'_>,
    input: WebhookEndpointRegisterInput,
) -> Result<Changed<RegisteredWebhookEndpoint>, Failure> {
    let key = idempotency("webhookEndpointRegister", input.idempotency_key.as_ref(), &input)?;
    let webhooks = services(ctx).webhooks();
    let api_key = parse_id(&input.api_key_id)?;
    let reader = webhooks.reader_for(viewer(ctx), api_key).await?;
    let command = RegisterEndpoint {
        api_key,
        url: input.url,
        family: try_as(ctx, reader, &input.document).await?,
        document: input.document,
        after: ctx.data_unchecked::<RequestContext>().head,
    };
    let registered = webhooks.register(viewer(ctx), &command, key.as_ref()).await?;
    let endpoint = endpoint(ctx, WebhookEndpointId(registered.outcome.id)).await?;
    let secret = registered.secret.map(|secret| secret.reveal().to_owned());
    let entity = Some(RegisteredWebhookEndpoint { endpoint, secret });
    Ok(Changed { entity, events: registered.outcome.events })
}

async fn change(
    ctx: &Context<'_>,
    input: WebhookEndpointChangeInput,
) -> Result<Changed<WebhookEndpoint>, Failure> {
    let webhooks = services(ctx).webhooks();
    let id: WebhookEndpointId = parse_id(&input.endpoint_id)?;
    let document = match input.document {
        None => None,
        Some(text) => {
            let reader = match &input.api_key_id {
                Some(key) => webhooks.reader_for(viewer(ctx), parse_id(key)?).await?,
                None => webhooks.reader_of(viewer(ctx), id).await?,
            };
            let family = try_as(ctx, reader, &text).await?;
            Some((text, family))
        }
    };
    let expected_version = input.expected_version;
    let api_key = input.api_key_id.as_ref().map(parse_id).transpose()?;
    let command = ChangeEndpoint { endpoint: id, expected_version, api_key, url: input.url, document };
    let changed = webhooks.change(viewer(ctx), &command).await?;
    answer(ctx, id, changed.events).await
}

async fn enable(
    ctx: &Context<'_>,
    input: WebhookEndpointEnableInput,
) -> Result<Changed<WebhookEndpoint>, Failure> {
    let id = parse_id(&input.endpoint_id)?;
    let enabled = services(ctx).webhooks().enable(viewer(ctx), id, input.expected_version).await?;
    answer(ctx, id, enabled.events).await
}

async fn disable(
    ctx: &Context<'_>,
    input: WebhookEndpointDisableInput,
) -> Result<Changed<WebhookEndpoint>, Failure> {
    let id = parse_id(&input.endpoint_id)?;
    let disabled = services(ctx).webhooks().disable(viewer(ctx), id, input.expected_version).await?;
    answer(ctx, id, disabled.events).await
}

async fn rotate(
    ctx: &Context<'_>,
    input: WebhookSecretRotateInput,
) -> Result<Changed<RotatedWebhookSecret>, Failure> {
    let id = parse_id(&input.endpoint_id)?;
    let rotated = services(ctx).webhooks().rotate_secret(viewer(ctx), id, input.expected_version).await?;
    let entity = RotatedWebhookSecret {
        endpoint: endpoint(ctx, id).await?,
        secret: rotated.value.secret.reveal().to_owned(),
        previous_until: rotated.value.previous_until,
    };
    Ok(Changed { entity: Some(entity), events: rotated.events })
}

async fn replay(
    ctx: &Context<'_>,
    input: WebhookEndpointReplayInput,
) -> Result<Changed<WebhookEndpoint>, Failure> {
    let (services, id) = (services(ctx), parse_id(&input.endpoint_id)?);
    services.webhooks().admit(viewer(ctx))?;
    services.feed().check(input.after.0).await.map_err(Error::from)?;
    let (after, version) = (input.after.0, input.expected_version);
    let replayed = services.webhooks().replay(viewer(ctx), id, version, after).await?;
    answer(ctx, id, replayed.events).await
}

async fn retry(
    ctx: &Context<'_>,
    input: WebhookDeliveryRetryInput,
) -> Result<Changed<WebhookDelivery>, Failure> {
    let id = parse_id(&input.delivery_id)?;
    let retried = services(ctx).webhooks().retry(viewer(ctx), id).await?;
    let delivery = services(ctx).webhooks().delivery(viewer(ctx), id).await?;
    Ok(Changed { entity: Some(WebhookDelivery(delivery)), events: retried.events })
}

async fn endpoint(ctx: &Context<'_>, id: WebhookEndpointId) -> Result<WebhookEndpoint, Failure> {
    Ok(WebhookEndpoint(services(ctx).webhooks().get(viewer(ctx), id).await?))
}

async fn answer(
    ctx: &Context<'_>,
    id: WebhookEndpointId,
    events: Vec<EventId>,
) -> Result<Changed<WebhookEndpoint>, Failure> {
    Ok(Changed { entity: Some(endpoint(ctx, id).await?), events })
}
