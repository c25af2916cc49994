//! What the rows of a list have of knowledge, in one statement each.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use async_graphql::dataloader::Loader;
use entity::{
    id::{AccountId, IncidentId, KnowledgeEntryId, UserId},
    knowledge_comment,
};

use crate::{
    domain::{
        Services,
        access::{KnowledgeAccess, Viewer},
        fault::Fault,
        knowledge::{
            CommentsOf, NearEntry, Purpose, Reuse, Use,
            reading::{Link, RevisionHead, Shown, ShownRevision},
        },
        search::Draft,
    },
    graphql::{error::Error, loader::LoadError, page::NESTED_SIZE},
    platform::page::{Count, Page, PageRequest},
};

/// Reads what the viewer may see.
pub struct KnowledgeLoader {
    pub(in crate::graphql) services: Services,
    pub(in crate::graphql) viewer: Viewer,
    /// For how many texts the request has asked for the nearest entries, and for how many it may.
    pub(in crate::graphql) compared: AtomicUsize,
    pub(in crate::graphql) most_compared: usize,
}

/// The tags of a revision, as a loader's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct TagsOf(pub(super) ShownRevision);

/// The editors of an entry, as a loader's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct EditorsOf(pub(super) Shown);

/// The links of an entry, as a loader's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct LinksOf(pub(super) Shown);

/// The uses of an entry, as a loader's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct UsesOf(pub(super) Shown);

/// The uses for a thing, as a loader's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct UsesFor(pub(super) Purpose);

/// How often an entry was used, as a loader's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct ReuseOf(pub(super) Shown);

/// The entries nearest to a text, as a loader's key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct NearestTo(pub(super) Draft);

/// A page of something's nested list, as a loader's key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct PageOf<O>(pub(super) O, pub(super) PageRequest);

/// The length of something's nested list, as a loader's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct CountOf<O>(pub(super) O);

/// A page of a nested list, or why this request for it is refused.
pub(super) type PageAnswer<R> = Result<Page<R>, LoadError>;

fn failed(fault: Fault) -> LoadError {
    Arc::new(fault.into())
}

/// The owners of pages by what they ask: nearly always all of them ask the same.
fn by_request<O: Copy>(keys: &[PageOf<O>]) -> HashMap<PageRequest, Vec<O>> {
    let mut groups: HashMap<PageRequest, Vec<O>> = HashMap::new();
    for PageOf(owner, request) in keys {
        groups.entry(request.clone()).or_default().push(*owner);
    }
    groups
}

impl Loader<KnowledgeEntryId> for KnowledgeLoader {
    type Value = KnowledgeAccess;
    type Error = LoadError;

    async fn load(
        &self,
        ids: &[KnowledgeEntryId],
    ) -> Result<HashMap<KnowledgeEntryId, KnowledgeAccess>, LoadError> {
        self.services.access().knowledge_entries(&self.viewer, ids).await.map_err(failed)
    }
}

impl Loader<ShownRevision> for KnowledgeLoader {
    type Value = String;
    type Error = LoadError;

    async fn load(&self, of: &[ShownRevision]) -> Result<HashMap<ShownRevision, String>, LoadError> {
        self.services.knowledge().bodies(of).await.map_err(failed)
    }
}

impl Loader<TagsOf> for KnowledgeLoader {
    type Value = Vec<String>;
    type Error = LoadError;

    async fn load(&self, of: &[TagsOf]) -> Result<HashMap<TagsOf, Vec<String>>, LoadError> {
        let of: Vec<ShownRevision> = of.iter().map(|key| key.0).collect();
        let tags = self.services.knowledge().tags(&of).await.map_err(failed)?;
        Ok(tags.into_iter().map(|(of, tags)| (TagsOf(of), tags)).collect())
    }
}

impl Loader<EditorsOf> for KnowledgeLoader {
    type Value = Vec<UserId>;
    type Error = LoadError;

    async fn load(&self, of: &[EditorsOf]) -> Result<HashMap<EditorsOf, Vec<UserId>>, LoadError> {
        let of: Vec<Shown> = of.iter().map(|key| key.0).collect();
        let editors = self.services.knowledge().editors(&of).await.map_err(failed)?;
        Ok(editors.into_iter().map(|(of, editors)| (EditorsOf(of), editors)).collect())
    }
}

impl Loader<LinksOf> for KnowledgeLoader {
    type Value = Vec<Link>;
    type Error = LoadError;

    async fn load(&self, of: &[LinksOf]) -> Result<HashMap<LinksOf, Vec<Link>>, LoadError> {
        let of: Vec<Shown> = of.iter().map(|key| key.0).collect();
        let links = self.services.knowledge().links(&self.viewer, &of).await.map_err(failed)?;
        Ok(links.into_iter().map(|(of, links)| (LinksOf(of), links)).collect())
    }
}

impl Loader<UsesOf> for KnowledgeLoader {
    type Value = Vec<Use>;
    type Error = LoadError;

    async fn load(&self, of: &[UsesOf]) -> Result<HashMap<UsesOf, Vec<Use>>, LoadError> {
        let of: Vec<Shown> = of.iter().map(|key| key.0).collect();
        let uses = self.services.knowledge().uses(&self.viewer, &of).await.map_err(failed)?;
        Ok(uses.into_iter().map(|(of, uses)| (UsesOf(of), uses)).collect())
    }
}

impl Loader<UsesFor> for KnowledgeLoader {
    type Value = Vec<Use>;
    type Error = LoadError;

    async fn load(&self, of: &[UsesFor]) -> Result<HashMap<UsesFor, Vec<Use>>, LoadError> {
        let of: Vec<Purpose> = of.iter().map(|key| key.0).collect();
        let uses = self.services.knowledge().uses_for(&self.viewer, &of).await.map_err(failed)?;
        Ok(uses.into_iter().map(|(of, uses)| (UsesFor(of), uses)).collect())
    }
}

impl Loader<ReuseOf> for KnowledgeLoader {
    type Value = Reuse;
    type Error = LoadError;

    async fn load(&self, of: &[ReuseOf]) -> Result<HashMap<ReuseOf, Reuse>, LoadError> {
        let of: Vec<Shown> = of.iter().map(|key| key.0).collect();
        let reuse = self.services.knowledge().reuse(&self.viewer, &of).await.map_err(failed)?;
        Ok(reuse.into_iter().map(|(of, reuse)| (ReuseOf(of), reuse)).collect())
    }
}

impl Loader<NearestTo> for KnowledgeLoader {
    type Value = Vec<NearEntry>;
    type Error = LoadError;

    async fn load(&self, texts: &[NearestTo]) -> Result<HashMap<NearestTo, Self::Value>, LoadError> {
        let asked = self.compared.fetch_add(texts.len(), Ordering::Relaxed) + texts.len();
        if asked > self.most_compared {
            return Err(Arc::new(Error::limit("nearestTexts", asked, self.most_compared)));
        }
        let drafts: Vec<Draft> = texts.iter().map(|key| key.0.clone()).collect();
        let near = self.services.knowledge().nearest(&self.viewer, &drafts).await.map_err(failed)?;
        Ok(drafts.into_iter().map(NearestTo).zip(near).collect())
    }
}

/// The answers to those who ask for the same page. A refused request is refused to each of them, and to nobody else.
fn answers<O: Copy + Eq + Hash, R>(
    pages: Result<HashMap<O, Page<R>>, LoadError>,
    owners: &[O],
    request: &PageRequest,
) -> Vec<(PageOf<O>, PageAnswer<R>)> {
    let key = |owner: O| PageOf(owner, request.clone());
    match pages {
        Ok(pages) => pages.into_iter().map(|(owner, page)| (key(owner), Ok(page))).collect(),
        Err(error) => owners.iter().map(|owner| (key(*owner), Err(Arc::clone(&error)))).collect(),
    }
}

/// Loads pages of nested lists: `Owner, Row: pages by counts`.
macro_rules! nested_lists {
    ($($owner:ty, $row:ty: |$loader:ident, $of:ident, $request:ident| $pages:expr, $counts:expr;)*) => {$(
        impl Loader<PageOf<$owner>> for KnowledgeLoader {
            type Value = PageAnswer<$row>;
            type Error = LoadError;

            async fn load(
                &self,
                keys: &[PageOf<$owner>],
            ) -> Result<HashMap<PageOf<$owner>, Self::Value>, LoadError> {
                let mut found = HashMap::new();
                for (request, owners) in by_request(keys) {
                    let ($loader, $of, $request) = (self, &owners[..], &request);
                    let pages = $pages.await.map_err(failed);
                    found.extend(answers(pages, &owners, &request));
                }
                Ok(found)
            }
        }

        impl Loader<CountOf<$owner>> for KnowledgeLoader {
            type Value = Count;
            type Error = LoadError;

            async fn load(
                &self,
                keys: &[CountOf<$owner>],
            ) -> Result<HashMap<CountOf<$owner>, Count>, LoadError> {
                let owners: Vec<$owner> = keys.iter().map(|key| key.0).collect();
                let ($loader, $of) = (self, &owners[..]);
                let counts = $counts.await.map_err(failed)?;
                Ok(counts.into_iter().map(|(owner, count)| (CountOf(owner), count)).collect())
            }
        }
    )*};
}

nested_lists! {
    Shown, RevisionHead: |at, of, request|
        at.services.knowledge().revisions(of, request, NESTED_SIZE),
        at.services.knowledge().count_revisions(of);
    CommentsOf, knowledge_comment::Model: |at, of, request|
        at.services.knowledge().comments(of, request, NESTED_SIZE),
        at.services.knowledge().count_comments(of);
    AccountId, KnowledgeAccess: |at, of, request|
        at.services.knowledge().pages_of_accounts(&at.viewer, of, request, NESTED_SIZE),
        at.services.knowledge().counts_of_accounts(&at.viewer, of);
    IncidentId, KnowledgeAccess: |at, of, request|
        at.services.knowledge().pages_of_incidents(&at.viewer, of, request, NESTED_SIZE),
        at.services.knowledge().counts_of_incidents(&at.viewer, of);
}
