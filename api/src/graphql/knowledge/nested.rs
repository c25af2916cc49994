//! The nested lists of knowledge: of an account, of an incident, the revisions of an entry. All of a list's rows together
//! cost one statement, and another one if their totals are asked for.

use std::{fmt::Debug, hash::Hash, sync::Arc};

use async_graphql::{Context, OutputType, dataloader::Loader};
use entity::id::{AccountId, IncidentId};

use super::{
    KnowledgeEntry,
    comment::KnowledgeComment,
    loader::{CountOf, KnowledgeLoader, PageAnswer, PageOf},
    revision::KnowledgeRevision,
};
use crate::{
    domain::knowledge::{CommentsOf, reading::Shown},
    graphql::{
        error::{Error, Nullable, Result},
        loader::{LoadError, load, loaders},
        page::{Connection, connection},
    },
    platform::page::{Count, Page, PageRequest},
};

/// The entries whose home an account is, what was changed last first.
pub(in crate::graphql) async fn of_account(
    ctx: &Context<'_>,
    account: AccountId,
    request: PageRequest,
) -> Nullable<Connection<KnowledgeEntry>> {
    Some(nested(ctx, account, request, KnowledgeEntry).await)
}

/// The entries that are linked to an incident, what was changed last first.
pub(in crate::graphql) async fn of_incident(
    ctx: &Context<'_>,
    incident: IncidentId,
    request: PageRequest,
) -> Nullable<Connection<KnowledgeEntry>> {
    Some(nested(ctx, incident, request, KnowledgeEntry).await)
}

/// The revisions of an entry, the newest first.
pub(super) async fn revisions(
    ctx: &Context<'_>,
    entry: Shown,
    request: PageRequest,
) -> Nullable<Connection<KnowledgeRevision>> {
    Some(nested(ctx, entry, request, KnowledgeRevision).await)
}

/// What was said to an entry, the oldest first.
pub(super) async fn comments(
    ctx: &Context<'_>,
    entry: Shown,
    request: PageRequest,
) -> Nullable<Connection<KnowledgeComment>> {
    Some(nested(ctx, CommentsOf(entry), request, KnowledgeComment).await)
}

async fn nested<O, R, T>(
    ctx: &Context<'_>,
    owner: O,
    request: PageRequest,
    node: impl FnMut(R) -> T,
) -> Result<Connection<T>>
where
    O: Copy + Debug + Eq + Hash + Send + Sync + 'static,
    R: Clone + Send + Sync + 'static,
    T: OutputType,
    KnowledgeLoader: Loader<PageOf<O>, Value = PageAnswer<R>, Error = LoadError>
        + Loader<CountOf<O>, Value = Count, Error = LoadError>,
{
    let loader = Arc::clone(&loaders(ctx).knowledge);
    let page = load(&loader, PageOf(owner, request.clone())).await?;
    let page = page.unwrap_or_else(|| Ok(Page::empty(&request))).map_err(|error| Error::clone(&error))?;
    Ok(connection(page, node, move || {
        let loader = Arc::clone(&loader);
        async move { load(&loader, CountOf(owner)).await.map(Option::unwrap_or_default) }
    }))
}
