//! The log for clients that poll.

use async_graphql::{Context, Object, SimpleObject};

use super::{event::EventObject, filter::Wanted, source};
use crate::{
    domain::access::Viewer,
    graphql::{
        context::{RequestContext, services, viewer},
        error::{Error, ErrorCode, Nullable, Result},
        scalar::EventCursor,
    },
    platform::{log::Cursor, page::MAX_SIZE},
};

/// How many events of the log one poll looks at, so that it ends even if none of them may be seen.
const LOOKED_AT: usize = 20_000;

/// Root fields of the log.
#[derive(Default)]
pub struct EventQuery;

/// A part of the event log.
#[derive(SimpleObject)]
pub struct EventLogPage {
    /// The events that the viewer may see, in order.
    events: Vec<EventObject>,
    /// Where to go on: give it as `after` next time, also if there were no events.
    cursor: EventCursor,
    /// Whether there is more to read now.
    has_more: bool,
}

#[Object]
impl EventQuery {
    /// Where the event log stood when this request began, before anything was read. Ask for it together with the state that
    /// you show, then subscribe `after` it: nothing is missed in between.
    ///
    /// Requires: nothing.
    async fn event_cursor(&self, ctx: &Context<'_>) -> EventCursor {
        EventCursor(ctx.data_unchecked::<RequestContext>().head)
    }

    /// The events after a position that the viewer may see now, of all families: the subscriptions for clients that poll.
    /// Keep `cursor` and ask again after it.
    ///
    /// Requires: a person, or a bot; each event as its subscription says, those of people and settings: an administrator.
    async fn event_log(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything after this position.")] after: EventCursor,
        #[graphql(desc = "How many events at most, 1 to 100; 20 if nothing is said.")] first: Option<i32>,
    ) -> Nullable<EventLogPage> {
        Some(read(ctx, after.0, first.unwrap_or(20)).await)
    }
}

async fn read(ctx: &Context<'_>, after: Cursor, first: i32) -> Result<EventLogPage> {
    let (services, viewer) = (services(ctx), viewer(ctx));
    if matches!(viewer, Viewer::Anonymous) {
        return Err(Error::unauthenticated());
    }
    let size = usize::try_from(first).ok().filter(|size| (1..=MAX_SIZE as usize).contains(size));
    let size = size.ok_or_else(|| Error::new(ErrorCode::BadUserInput, "`first` is from 1 to 100"))?;
    services.feed().check(after).await?;
    let (mut at, mut looked_at, mut events) = (after, 0, Vec::new());
    loop {
        let batch = services.feed().after(at.pos).await.map_err(Error::internal)?;
        if batch.is_empty() || looked_at > LOOKED_AT {
            let has_more = !batch.is_empty();
            return Ok(EventLogPage { events, cursor: EventCursor(at), has_more });
        }
        for arrived in batch {
            if events.len() == size {
                return Ok(EventLogPage { events, cursor: EventCursor(at), has_more: true });
            }
            at = arrived.record.cursor;
            looked_at += 1;
            events.extend(source::admit(services, viewer, &Wanted::everything(), &arrived));
        }
    }
}
