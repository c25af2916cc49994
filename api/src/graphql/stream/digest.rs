//! Digests for people who were away: one query, and one subscription that repeats it.

use std::time::Duration;

use async_graphql::{Context, ID, Object, SimpleObject, Subscription, Union};
use futures_util::{Stream, StreamExt};

use super::{
    event::{EventAccount, EventObject},
    item::StreamCheckpoint,
    single::Single,
    source,
};
use crate::{
    domain::{Services, access::Viewer, digest},
    graphql::{
        context::{services, viewer},
        error::{Error, ErrorCode, Nullable, Result},
        scalar::EventCursor,
    },
    platform::log::Cursor,
};

/// Minutes between two digests, unless the client says otherwise.
const EVERY: i32 = 15;

/// Root field of the digest.
#[derive(Default)]
pub struct DigestQuery;

/// The stream of digests.
#[derive(Default)]
pub struct DigestSubscription;

/// What changed on the accounts that you serve, gathered by account and by the thing that the events are about. It holds
/// what others did, as snapshots: for the present state ask `nodes` with the ids.
#[derive(SimpleObject)]
pub struct ChangeDigest {
    /// Everything up to here is in it: give it as `after` next time.
    cursor: EventCursor,
    /// Whether it ends before the present, because too much has happened: ask again after `cursor`.
    has_more: bool,
    /// The accounts on which something changed, the last change first.
    accounts: Vec<AccountDigest>,
}

/// What changed on one account.
#[derive(SimpleObject)]
pub struct AccountDigest {
    /// The account, as it was called at the last change.
    account: EventAccount,
    /// The things that changed, the last change first.
    changes: Vec<DigestedChange>,
}

/// What happened to one thing: the account itself with its triangle, a customer's request, an incident, a letter, an entry of the think tank.
#[derive(SimpleObject)]
pub struct DigestedChange {
    /// The id of the thing, for `node`.
    subject_id: ID,
    /// How many events there were.
    count: i32,
    /// How many of each kind.
    kinds: Vec<KindCount>,
    /// The first event: what it tells of the thing is how it began.
    first: EventObject,
    /// The last event: what it tells of the thing is how it stands.
    last: EventObject,
}

/// How many events of a kind.
#[derive(SimpleObject)]
pub struct KindCount {
    /// The kind as mutations name it under `Emits`: `incident.acknowledged`.
    kind: String,
    /// How many.
    count: i32,
}

/// What `changeDigests` sends. Expect unknown members.
#[derive(Union)]
pub enum ChangeDigestItem {
    /// Something has changed.
    Digest(ChangeDigest),
    /// Nothing has.
    Checkpoint(StreamCheckpoint),
}

#[Object]
impl DigestQuery {
    /// What others changed on the accounts that you serve (assigned to, as executive sponsor, or at work on an open incident)
    /// after a position, as far as you may see it now: for the morning, and for the return from a journey. A digest looks at
    /// 5,000 events at most.
    ///
    /// Requires: a person who is signed in.
    async fn change_digest(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Everything after this position: the `cursor` of the digest before, or an `eventCursor` that you \
                          kept."
        )]
        after: EventCursor,
    ) -> Nullable<ChangeDigest> {
        Some(ask(ctx, after.0).await)
    }
}

#[Subscription]
impl DigestSubscription {
    /// A digest as soon as you subscribe, if anything changed after the position, and then one for each span in which something
    /// did. What `changeDigest` says holds for each.
    ///
    /// Requires: a person who is signed in.
    async fn change_digests(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything after this position; left out: from now on.")] after: Option<
            EventCursor,
        >,
        #[graphql(desc = "The span between two digests in minutes, 1 to 1440; 15 if nothing is said.")]
        every_minutes: Option<i32>,
        #[graphql(desc = "Send a `StreamCheckpoint` for each span without a change; true, if left out.")]
        checkpoints: Option<bool>,
    ) -> Result<impl Stream<Item = Result<ChangeDigestItem>>> {
        let viewer = viewer(ctx);
        viewer.person()?;
        let minutes = every_minutes.unwrap_or(EVERY);
        if !(1..=1_440).contains(&minutes) {
            return Err(Error::new(ErrorCode::BadUserInput, "`everyMinutes` is from 1 to 1440"));
        }
        if ctx.data_opt::<Single>().is_some() {
            // A webhook: it is run for one event, and a digest is of many.
            return Ok(futures_util::stream::empty().left_stream());
        }
        let at = source::start(ctx, after.map(|cursor| cursor.0)).await?;
        let every = Duration::from_secs(60 * u64::from(minutes.unsigned_abs()));
        let items = digests(services(ctx).clone(), viewer.clone(), at, every);
        let checkpoints = checkpoints.unwrap_or(true);
        let wanted = move |item: &Result<ChangeDigestItem>| {
            std::future::ready(checkpoints || !matches!(item, Ok(ChangeDigestItem::Checkpoint(_))))
        };
        Ok(items.filter(wanted).right_stream())
    }
}

async fn ask(ctx: &Context<'_>, after: Cursor) -> Result<ChangeDigest> {
    let (services, viewer) = (services(ctx), viewer(ctx));
    viewer.person()?;
    services.feed().check(after).await?;
    read(services, viewer, after).await
}

async fn read(services: &Services, viewer: &Viewer, after: Cursor) -> Result<ChangeDigest> {
    let digest = digest::since(services.feed(), services.access(), viewer, after).await;
    Ok(told(services, viewer, digest.map_err(Error::internal)?))
}

/// A digest after the cursor, then one for each span, for ever.
fn digests(
    services: Services,
    viewer: Viewer,
    mut at: Cursor,
    every: Duration,
) -> impl Stream<Item = Result<ChangeDigestItem>> + Send {
    async_stream::stream! {
        let mut is_first = true;
        loop {
            let begun = services.clock().now();
            let Ok(digest) = read(&services, &viewer, at).await else {
                yield Err(Error::stream_lost());
                return;
            };
            at = digest.cursor.0;
            let has_more = digest.has_more;
            if !digest.accounts.is_empty() {
                yield Ok(ChangeDigestItem::Digest(digest));
            } else if !is_first && !has_more {
                yield Ok(ChangeDigestItem::Checkpoint(StreamCheckpoint { cursor: EventCursor(at) }));
            }
            is_first = false;
            if !has_more {
                services.clock().sleep_until(begun + every).await;
            }
        }
    }
}

fn told(services: &Services, viewer: &Viewer, digest: digest::Digest) -> ChangeDigest {
    let account = |digest: digest::AccountDigest| AccountDigest {
        account: EventAccount::from(&digest.account),
        changes: digest.changes.into_iter().filter_map(|change| changed(services, viewer, change)).collect(),
    };
    ChangeDigest {
        cursor: EventCursor(digest.through),
        has_more: digest.has_more,
        accounts: digest.accounts.into_iter().map(account).collect(),
    }
}

fn changed(services: &Services, viewer: &Viewer, change: digest::Change) -> Option<DigestedChange> {
    let access = services.access();
    Some(DigestedChange {
        count: number(change.count()),
        first: EventObject::of(access, viewer, &change.first)?,
        last: EventObject::of(access, viewer, &change.last)?,
        subject_id: ID(change.subject),
        kinds: change
            .kinds
            .into_iter()
            .map(|(kind, count)| KindCount { kind, count: number(count) })
            .collect(),
    })
}

fn number(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
