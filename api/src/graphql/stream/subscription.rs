//! The streams.

use async_graphql::{Context, Subscription};
use futures_util::{Stream, StreamExt};

use super::{
    filter::{AccountEventFilter, IncidentEventFilter, KnowledgeEventFilter, NoticeEventFilter, Wanted},
    item::{AccountEventItem, IncidentEventItem, KnowledgeEventItem, NoticeEventItem},
    single::Single,
    source::{self, Item},
};
use crate::{
    domain::access::Viewer,
    graphql::{
        context::{services, viewer},
        error::{Error, Result},
        scalar::EventCursor,
    },
};

/// Streams of events.
#[derive(Default)]
pub struct EventSubscription;

/// Streams of events. Each goes on from a cursor without gap or reordering; delivery is at least once, and exactly once for
/// a client that keeps the last cursor it has processed. Rights are judged again for every event when it is sent.
#[Subscription]
impl EventSubscription {
    /// What happens to accounts, their triangles, the handovers of their seats, their special notes and the requests of their
    /// customers, as far as the viewer may see them when it is sent. Time alone makes `handover.transfer_due`, and
    /// `handover.closed` where the time of grace is over.
    ///
    /// Requires: a person, or a bot with `account:read`, which gets nothing of requests and special notes.
    /// Of the server's own accord: request.late
    async fn account_events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything after this position; left out: from now on.")] after: Option<
            EventCursor,
        >,
        #[graphql(desc = "Which of them; all, if left out.")] filter: Option<AccountEventFilter>,
        #[graphql(desc = "Send a `StreamCheckpoint` after 30 seconds without an event; true, if left out.")]
        checkpoints: Option<bool>,
    ) -> Result<impl Stream<Item = Result<AccountEventItem>>> {
        let items = open(ctx, after, Wanted::of_accounts(filter.unwrap_or_default())?, checkpoints).await?;
        Ok(items.filter_map(|item| async { item.map(AccountEventItem::of).transpose() }))
    }

    /// What happens in the red channel and to its letters of commitment, as far as the viewer may see the incidents when it is
    /// sent. Time alone makes `incident.clock_warned`,
    /// `incident.clock_breached`, `incident.ladder_stepped`, `incident.acknowledgement_lapsed`, and `incident.clock_resumed` where
    /// a pause has lasted as long as it may.
    ///
    /// Requires: a person, or a bot with `incident:read`.
    /// Of the server's own accord: letter.promise_overdue
    async fn incident_events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything after this position; left out: from now on.")] after: Option<
            EventCursor,
        >,
        #[graphql(desc = "Which of them; all, if left out.")] filter: Option<IncidentEventFilter>,
        #[graphql(desc = "Send a `StreamCheckpoint` after 30 seconds without an event; true, if left out.")]
        checkpoints: Option<bool>,
    ) -> Result<impl Stream<Item = Result<IncidentEventItem>>> {
        let items = open(ctx, after, Wanted::of_incidents(filter.unwrap_or_default())?, checkpoints).await?;
        Ok(items.filter_map(|item| async { item.map(IncidentEventItem::of).transpose() }))
    }

    /// What happens in the think tank, as far as the viewer may read the entries when it is sent.
    ///
    /// Requires: a person, or a bot with `knowledge:read`.
    /// Of the server's own accord: knowledge.verification_due
    async fn knowledge_events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything after this position; left out: from now on.")] after: Option<
            EventCursor,
        >,
        #[graphql(desc = "Which of them; all, if left out.")] filter: Option<KnowledgeEventFilter>,
        #[graphql(desc = "Send a `StreamCheckpoint` after 30 seconds without an event; true, if left out.")]
        checkpoints: Option<bool>,
    ) -> Result<impl Stream<Item = Result<KnowledgeEventItem>>> {
        let items = open(ctx, after, Wanted::of_knowledge(filter.unwrap_or_default())?, checkpoints).await?;
        Ok(items.filter_map(|item| async { item.map(KnowledgeEventItem::of).transpose() }))
    }

    /// The viewer's own notices, as they come and as they are read: nobody else's. What interrupts is `RAISED` and
    /// `DIGESTED`. `AccessRevoked` says that notices of an account's incidents are gone, too.
    ///
    /// Requires: a person.
    /// Of the server's own accord: notice.raised, notice.digested
    async fn notice_events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything after this position; left out: from now on.")] after: Option<
            EventCursor,
        >,
        #[graphql(desc = "Which of them; all, if left out.")] filter: Option<NoticeEventFilter>,
        #[graphql(desc = "Send a `StreamCheckpoint` after 30 seconds without an event; true, if left out.")]
        checkpoints: Option<bool>,
    ) -> Result<impl Stream<Item = Result<NoticeEventItem>>> {
        viewer(ctx).person()?;
        let items = open(ctx, after, Wanted::of_notices(filter.unwrap_or_default()), checkpoints).await?;
        Ok(items.filter_map(|item| async { item.map(NoticeEventItem::of).transpose() }))
    }
}

async fn open(
    ctx: &Context<'_>,
    after: Option<EventCursor>,
    wanted: Wanted,
    checkpoints: Option<bool>,
) -> Result<impl Stream<Item = Result<Item>> + use<>> {
    let viewer = viewer(ctx);
    if matches!(viewer, Viewer::Anonymous) {
        return Err(Error::unauthenticated());
    }
    let services = services(ctx);
    wanted.admit(services.access(), viewer)?;
    let single = match ctx.data_opt::<Single>() {
        None => {
            let at = source::start(ctx, after.map(|cursor| cursor.0)).await?;
            let items =
                source::items(services.clone(), viewer.clone(), wanted, at, checkpoints.unwrap_or(true));
            return Ok(items.left_stream());
        }
        Some(Single::Event(arrived)) => source::admit(services, viewer, &wanted, arrived),
        Some(Single::Trial(family)) => {
            let _ = wanted.family().map(|it| family.set(it));
            None
        }
    };
    Ok(futures_util::stream::iter(single.map(|event| Ok(Item::Event(event)))).right_stream())
}
