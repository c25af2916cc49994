//! Questions about webhooks.

use async_graphql::{Context, ID, Object};
use entity::webhook_delivery;

use super::object::{WebhookDelivery, WebhookDeliveryState, WebhookEndpoint};
use crate::{
    graphql::{
        context::{parse_id, services, viewer},
        error::{Nullable, Result},
        page::{Connection, ROOT_SIZE, connection},
    },
    platform::page::PageRequest,
};

/// Root fields about webhooks.
#[derive(Default)]
pub struct WebhookQuery;

#[Object]
impl WebhookQuery {
    /// An endpoint that events are sent to. Requires: administrator.
    async fn webhook_endpoint(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "`whe_...`")] id: ID,
    ) -> Nullable<WebhookEndpoint> {
        Some(find_endpoint(ctx, &id).await)
    }

    /// The endpoints that events are sent to, the newest first. Requires: administrator.
    async fn webhook_endpoints(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those of this bot, `bot_...`; all, if left out.")] bot_id: Option<ID>,
        #[graphql(desc = "How many from the front, at most 100; 20 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the back, at most 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Nullable<Connection<WebhookEndpoint>> {
        Some(page_endpoints(ctx, bot_id, PageRequest { first, after, last, before }).await)
    }

    /// One event on its way to one endpoint. Requires: administrator.
    async fn webhook_delivery(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "`whd_...`")] id: ID,
    ) -> Nullable<WebhookDelivery> {
        Some(find_delivery(ctx, &id).await)
    }

    /// The events on their way to an endpoint, delivered to it, or given up, the latest first. Requires: administrator.
    #[expect(clippy::too_many_arguments, reason = "they are the arguments of a connection")]
    async fn webhook_deliveries(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The endpoint, `whe_...`.")] endpoint_id: ID,
        #[graphql(desc = "Only those in these states: `[DEAD]` is what was given up; all, if left out.")]
        states: Option<Vec<WebhookDeliveryState>>,
        #[graphql(desc = "How many from the front, at most 100; 20 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the back, at most 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Nullable<Connection<WebhookDelivery>> {
        let request = PageRequest { first, after, last, before };
        Some(page_deliveries(ctx, endpoint_id, states, request).await)
    }
}

async fn find_endpoint(ctx: &Context<'_>, id: &ID) -> Result<WebhookEndpoint> {
    Ok(WebhookEndpoint(services(ctx).webhooks().get(viewer(ctx), parse_id(id)?).await?))
}

async fn find_delivery(ctx: &Context<'_>, id: &ID) -> Result<WebhookDelivery> {
    Ok(WebhookDelivery(services(ctx).webhooks().delivery(viewer(ctx), parse_id(id)?).await?))
}

async fn page_endpoints(
    ctx: &Context<'_>,
    bot: Option<ID>,
    request: PageRequest,
) -> Result<Connection<WebhookEndpoint>> {
    let (services, who) = (services(ctx).clone(), viewer(ctx).clone());
    let bot = bot.as_ref().map(parse_id).transpose()?;
    let page = services.webhooks().page(&who, bot, &request, ROOT_SIZE).await?;
    Ok(connection(page, WebhookEndpoint, move || {
        let (services, who) = (services.clone(), who.clone());
        async move { services.webhooks().count(&who, bot).await }
    }))
}

async fn page_deliveries(
    ctx: &Context<'_>,
    endpoint: ID,
    states: Option<Vec<WebhookDeliveryState>>,
    request: PageRequest,
) -> Result<Connection<WebhookDelivery>> {
    let (services, who) = (services(ctx).clone(), viewer(ctx).clone());
    let endpoint = parse_id(&endpoint)?;
    let states: Option<Vec<webhook_delivery::WebhookDeliveryState>> =
        states.map(|states| states.into_iter().map(Into::into).collect());
    let webhooks = services.webhooks();
    let page = webhooks.page_deliveries(&who, endpoint, states.as_deref(), &request, ROOT_SIZE).await?;
    Ok(connection(page, WebhookDelivery, move || {
        let (services, who, states) = (services.clone(), who.clone(), states.clone());
        async move { services.webhooks().count_deliveries(&who, endpoint, states.as_deref()).await }
    }))
}
