//! What a bot does with its inboxes.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::id::WebhookDeliveryId;

use crate::{
    domain::{
        fault::Fault,
        stream::Arrived,
        webhook::{Leased, Outcome, Receipt, TakeFromInbox},
    },
    graphql::{
        context::{limits, parse_id, services, viewer},
        error::{Error, ErrorCode, Nullable, Result},
        failure::Failure,
        payload::{Changed, payloads},
        stream::{self, EventObject},
    },
    platform::page::MAX_SIZE,
};

/// Deliveries to be taken from an inbox.
#[derive(InputObject)]
pub struct InboxTakeInput {
    /// Which inbox, `whe_...`: an endpoint without an address that was registered for the key that asks.
    endpoint_id: ID,
    /// How many at most, 1 to 100.
    first: i32,
    /// For how long nobody else takes them, in seconds: 10 to 3,600.
    lease_seconds: i64,
}

/// Deliveries that are done.
#[derive(InputObject)]
pub struct InboxAcknowledgeInput {
    /// The receipts of what was taken; at most 100.
    receipts: Vec<String>,
}

/// Deliveries that could not be done.
#[derive(InputObject)]
pub struct InboxGiveBackInput {
    /// The receipts of what was taken; at most 100.
    receipts: Vec<String>,
    /// Why, for the administrators who look after what was given up. At most 2,000 characters.
    reason: String,
}

/// An event that was taken from an inbox.
#[derive(SimpleObject)]
pub struct InboxDelivery {
    /// Give it back when you acknowledge or give back. It holds for this time only.
    receipt: String,
    /// The delivery, `whd_...`: the same each time.
    delivery_id: ID,
    /// How often it was taken, this time included. Above 1 it may have been done before: its event's `eventId` is the same.
    attempts: i32,
    /// Until when nobody else takes it.
    leased_until: Option<DateTime<Utc>>,
    /// What happened, by the rights of now.
    event: EventObject,
}

payloads! {
    /// What taking from an inbox came to.
    InboxTakePayload {
        /// What was taken, in the order of the log; fewer than `first`: there is no more for now.
        deliveries: Vec<InboxDelivery>
    }
    /// What acknowledging came to.
    InboxAcknowledgePayload {
        /// The deliveries that are done, `whd_...`; without those that somebody else took after the lease had ended.
        delivery_ids: Vec<ID>
    }
    /// What giving back came to.
    InboxGiveBackPayload {
        /// The deliveries that were given back, `whd_...`; without those that are settled, or that somebody else took after the
        /// lease had ended.
        delivery_ids: Vec<ID>
    }
}

/// Root fields for bots with an inbox.
#[derive(Default)]
pub struct InboxMutation;

#[Object]
impl InboxMutation {
    /// Takes events from an inbox for a while. What is not acknowledged until the lease ends can be taken again: an event comes at
    /// least once. After eight times it is given up, and an administrator finds it among the `DEAD`. What the key may no longer
    /// receive is left out and gone. User errors: `DISABLED`, `OUT_OF_RANGE`.
    ///
    /// Requires: the bot, with the key that the inbox was registered for.
    /// Emits: nothing: an inbox is between the bot and the server
    async fn inbox_take(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which inbox, how many, for how long.")] input: InboxTakeInput,
    ) -> Nullable<InboxTakePayload> {
        InboxTakePayload::of(take(ctx, input).await)
    }

    /// Says that deliveries are done, also if their lease has ended meanwhile and nobody else took them. If one of the receipts
    /// is of no inbox of the key: `NOT_FOUND`, and none is acknowledged.
    ///
    /// Requires: the bot, with the key that the inbox was registered for.
    /// Emits: nothing: an inbox is between the bot and the server
    async fn inbox_acknowledge(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which deliveries.")] input: InboxAcknowledgeInput,
    ) -> Nullable<InboxAcknowledgePayload> {
        InboxAcknowledgePayload::of(acknowledge(ctx, input).await)
    }

    /// Gives deliveries back that could not be done. They can be taken again after 5 s, then 5 min, 30 min, 2 h, 5 h, 10 h, 14 h,
    /// each up to a fifth longer by chance; after the eighth time they are given up. If one of the receipts is of no inbox of
    /// the key: `NOT_FOUND`, and none is given back.
    ///
    /// Requires: the bot, with the key that the inbox was registered for.
    /// Emits: nothing: an inbox is between the bot and the server
    async fn inbox_give_back(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which deliveries, and why.")] input: InboxGiveBackInput,
    ) -> Nullable<InboxGiveBackPayload> {
        InboxGiveBackPayload::of(give_back(ctx, input).await)
    }
}

async fn take(ctx: &Context<'_>, input: InboxTakeInput) -> Result<Changed<Vec<InboxDelivery>>, Failure> {
    let count = usize::try_from(input.first).ok().filter(|count| (1..=MAX_SIZE as usize).contains(count));
    let count = count.ok_or_else(|| Error::new(ErrorCode::BadUserInput, "`first` is from 1 to 100"))?;
    let endpoint = parse_id(&input.endpoint_id)?;
    let command = TakeFromInbox { endpoint, count, lease_seconds: input.lease_seconds };
    let webhooks = services(ctx).webhooks();
    let taken = webhooks.take(viewer(ctx), &command).await?;
    let events = events(ctx, &taken).await?;
    let mut deliveries = Vec::new();
    for (leased, arrived) in taken.into_iter().zip(events) {
        match arrived.and_then(|arrived| stream::seen(services(ctx), viewer(ctx), &arrived)) {
            Some(event) => deliveries.push(InboxDelivery {
                receipt: leased.receipt().to_string(),
                delivery_id: ID(leased.delivery.id.to_string()),
                attempts: leased.delivery.attempts,
                leased_until: leased.delivery.next_at,
                event,
            }),
            None => webhooks.settle(&leased, &Outcome::Nothing).await?,
        }
    }
    Ok(Changed { entity: Some(deliveries), events: Vec::new() })
}

/// The events of deliveries that stand in the order of the log, each batch of it read once.
async fn events(ctx: &Context<'_>, taken: &[Leased]) -> Result<Vec<Option<Arrived>>> {
    let feed = services(ctx).feed();
    let (mut events, mut batch) = (Vec::with_capacity(taken.len()), Vec::new().into_iter().peekable());
    for delivery in taken.iter().map(|leased| &leased.delivery) {
        while batch.next_if(|it: &Arrived| it.record.cursor.pos < delivery.pos).is_some() {}
        if batch.peek().is_none() {
            // Another node may have queued what this one has not read yet; its rights are not known here either.
            let before = delivery.pos - 1;
            feed.moved_past(before).await.map_err(|_| Error::unavailable())?;
            batch = feed.after(before).await.map_err(Error::internal)?.into_iter().peekable();
        }
        events.push(batch.peek().filter(|it| it.record.id == delivery.event_id).cloned());
    }
    Ok(events)
}

async fn acknowledge(ctx: &Context<'_>, input: InboxAcknowledgeInput) -> Result<Changed<Vec<ID>>, Failure> {
    let receipts = receipts(ctx, &input.receipts)?;
    Ok(settled(services(ctx).webhooks().acknowledge(viewer(ctx), &receipts).await?))
}

async fn give_back(ctx: &Context<'_>, input: InboxGiveBackInput) -> Result<Changed<Vec<ID>>, Failure> {
    let receipts = receipts(ctx, &input.receipts)?;
    Ok(settled(services(ctx).webhooks().give_back(viewer(ctx), &receipts, &input.reason).await?))
}

fn settled(ids: Vec<WebhookDeliveryId>) -> Changed<Vec<ID>> {
    let ids = ids.into_iter().map(|id| ID(id.to_string())).collect();
    Changed { entity: Some(ids), events: Vec::new() }
}

fn receipts(ctx: &Context<'_>, given: &[String]) -> Result<Vec<Receipt>, Failure> {
    let max = limits(ctx).input_list;
    if given.len() > max {
        return Err(Error::limit("inputList", given.len(), max).into());
    }
    Ok(given.iter().map(|text| text.parse()).collect::<Result<_, Fault>>()?)
}
