//! The event log as clients see it.

use async_graphql::{Context, Object, Subscription};

use super::{context::RequestContext, scalar::EventCursor};

/// Root fields of the log.
#[derive(Default)]
pub struct LogQuery;

#[Object]
impl LogQuery {
    /// Where the event log stood when this request began, before anything was read. Ask for it together with the state that
    /// you show, then subscribe `after` it: nothing is missed in between.
    async fn event_cursor(&self, ctx: &Context<'_>) -> EventCursor {
        EventCursor(ctx.data_unchecked::<RequestContext>().head)
    }
}

/// x
#[derive(Default)]
pub struct Placeholder;

#[Object]
impl Placeholder {
    /// x
    async fn nothing(&self) -> Option<bool> {
        None
    }
}

/// x
#[derive(Default)]
pub struct PlaceholderStream;

#[Subscription]
impl PlaceholderStream {
    /// x
    async fn nothing(&self) -> impl futures_util::Stream<Item = bool> {
        futures_util::stream::empty()
    }
}
