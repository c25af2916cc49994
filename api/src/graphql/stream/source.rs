//! The one loop behind every subscription: read after the cursor, judge, filter, send; at the head, wait. There is no
//! separate replay and so no seam between replay and live.

use std::{collections::BTreeSet, time::Duration};

use entity::id::AccountId;
use futures_util::Stream;

use super::{event::EventObject, filter::Wanted};
use crate::{
    domain::{Services, access::Viewer, stream::Arrived},
    graphql::{
        context::RequestContext,
        error::{Error, Result},
        resume::ResumeFrom,
    },
    platform::log::Cursor,
};

/// How often a stream that has nothing to send tells how far it is.
const CHECKPOINT: Duration = Duration::from_secs(30);

/// How long a stream bears a database that cannot be read before it sends its client elsewhere.
const PATIENCE: u32 = 30;

/// Something to send.
pub(super) enum Item {
    /// An event that the viewer wants and may see.
    Event(EventObject),
    /// The stream has come this far.
    Checkpoint(Cursor),
    /// The viewer may no longer see the account.
    Revoked(AccountId, Cursor),
}

/// Where a stream begins: where SSE's `Last-Event-ID` says, else after the cursor of the argument, else now.
pub(super) async fn start(ctx: &async_graphql::Context<'_>, after: Option<Cursor>) -> Result<Cursor> {
    let request = ctx.data_unchecked::<RequestContext>();
    let resumed = ctx.data_opt::<ResumeFrom>().map(|resume| {
        resume.0.parse().map_err(|_| {
            let text = "Last-Event-ID is not a cursor of the event log";
            Error::new(crate::graphql::error::ErrorCode::CursorInvalid, text)
        })
    });
    let Some(cursor) = resumed.transpose()?.or(after) else { return Ok(request.head) };
    request.services.feed().check(cursor).await?;
    Ok(cursor)
}

/// The events after a cursor that the viewer wants and may see, for ever.
pub(super) fn items(
    services: Services,
    viewer: Viewer,
    mut wanted: Wanted,
    mut at: Cursor,
    checkpoints: bool,
) -> impl Stream<Item = Result<Item>> + Send {
    async_stream::stream! {
        let mut failures = 0;
        let mut told = services.clock().now();
        loop {
            let batch = match services.feed().after(at.pos).await {
                Ok(batch) => batch,
                Err(_) if failures < PATIENCE => {
                    failures += 1;
                    tokio::time::sleep(Duration::from_secs(1)).await;
                    continue;
                }
                Err(_) => {
                    yield Err(Error::stream_lost());
                    return;
                }
            };
            failures = 0;
            if batch.is_empty() {
                let due = told + CHECKPOINT;
                tokio::select! {
                    moved = services.feed().moved_past(at.pos) => {
                        if moved.is_err() {
                            yield Err(Error::stream_lost());
                            return;
                        }
                    }
                    () = services.clock().sleep_until(due), if checkpoints => {
                        told = services.clock().now();
                        yield Ok(Item::Checkpoint(at));
                    }
                }
                continue;
            }
            for arrived in batch {
                at = arrived.record.cursor;
                for account in revoked(&viewer, &wanted, &arrived) {
                    yield Ok(Item::Revoked(account, at));
                    if forget(&mut wanted.accounts, account) {
                        return;
                    }
                }
                if let Some(event) = admit(&services, &viewer, &wanted, &arrived) {
                    told = services.clock().now();
                    yield Ok(Item::Event(event));
                }
            }
        }
    }
}

/// The event, if the viewer wants it and may see it now.
pub(super) fn admit(
    services: &Services,
    viewer: &Viewer,
    wanted: &Wanted,
    arrived: &Arrived,
) -> Option<EventObject> {
    let (access, event) = (services.access(), &arrived.event);
    let sent = wanted.matches(access, viewer, event) && access.receives(viewer, event.subject());
    if sent { EventObject::of(access, viewer, arrived) } else { None }
}

/// The accounts among those wanted that the viewer lost sight of by this event, in this family.
fn revoked(viewer: &Viewer, wanted: &Wanted, arrived: &Arrived) -> BTreeSet<AccountId> {
    let Viewer::Person(person) = viewer else { return BTreeSet::new() };
    let Some(family) = wanted.family() else { return BTreeSet::new() };
    let lost = arrived.event.revoked.iter().filter(|revocation| {
        revocation.user == person.id
            && family.is_lost(revocation.lost)
            && wanted.accounts.as_ref().is_none_or(|accounts| accounts.contains(&revocation.account))
    });
    lost.map(|revocation| revocation.account).collect()
}

/// Takes an account off those that the filter names; true if none is left.
fn forget(accounts: &mut Option<BTreeSet<AccountId>>, account: AccountId) -> bool {
    let Some(accounts) = accounts else { return false };
    accounts.remove(&account);
    accounts.is_empty()
}
