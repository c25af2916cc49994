//! Loaders: what the rows of a list name is read in one statement for all of them. One set a request, because what a loader
//! gives is what the request's viewer may see; without a cache, because a socket's request lives long.

use std::{
    sync::{Arc, atomic::AtomicUsize},
    time::Duration,
};

use async_graphql::{
    Context,
    dataloader::{DataLoader, Loader},
    runtime::Timer,
};
use futures_util::{
    FutureExt,
    future::BoxFuture,
    task::{FutureObj, Spawn, SpawnError},
};

use super::{
    account::loader::AccountLoader, error::Error, handover::loader::HandoverLoader,
    identity::loader::IdentityLoader, incident::loader::IncidentLoader, knowledge::loader::KnowledgeLoader,
    letter::loader::LetterLoader, request::loader::RequestLoader, special_note::loader::SpecialNoteLoader,
};
use crate::{domain::Services, domain::access::Viewer, limits::Limits, platform::task};

/// The loaders of a request.
pub struct Loaders {
    /// People, bots and regions.
    pub(super) identity: DataLoader<IdentityLoader>,
    /// Accounts and their teams.
    pub(super) account: DataLoader<AccountLoader>,
    /// Entries of the think tank and what belongs to them.
    pub(super) knowledge: Arc<DataLoader<KnowledgeLoader>>,
    /// Incidents and what belongs to them.
    pub(super) incident: Arc<DataLoader<IncidentLoader>>,
    /// Special notes of accounts.
    pub(super) special_note: DataLoader<SpecialNoteLoader>,
    /// Letters of commitment and what was signed of them.
    pub(super) letter: DataLoader<LetterLoader>,
    /// What belongs to customers' requests.
    pub(super) request: DataLoader<RequestLoader>,
    /// Handovers of seats and what belongs to them.
    pub(super) handover: DataLoader<HandoverLoader>,
}

impl Loaders {
    /// Loaders of one request that give what the viewer may see.
    pub fn new(services: &Services, viewer: &Viewer, limits: &Limits) -> Self {
        Self {
            identity: loader(IdentityLoader { services: services.clone(), viewer: viewer.clone() }),
            account: loader(AccountLoader { services: services.clone(), viewer: viewer.clone() }),
            knowledge: Arc::new(loader(KnowledgeLoader {
                services: services.clone(),
                viewer: viewer.clone(),
                compared: AtomicUsize::new(0),
                most_compared: limits.nearest_texts,
            })),
            incident: Arc::new(loader(IncidentLoader { services: services.clone(), viewer: viewer.clone() })),
            special_note: loader(SpecialNoteLoader { services: services.clone(), viewer: viewer.clone() }),
            letter: loader(LetterLoader { services: services.clone(), viewer: viewer.clone() }),
            request: loader(RequestLoader { services: services.clone(), viewer: viewer.clone() }),
            handover: loader(HandoverLoader { services: services.clone(), viewer: viewer.clone() }),
        }
    }
}

/// The loaders of the request that a resolver runs in.
pub(super) fn loaders<'a>(ctx: &Context<'a>) -> &'a Loaders {
    ctx.data_unchecked::<Loaders>()
}

/// What a loader's failure is: it is told to every row that waited for it.
pub(super) type LoadError = Arc<Error>;

/// Loads one thing; `None` if it is not there or not to be seen.
///
/// # Errors
/// The statement failed.
pub(super) async fn load<K, L>(loader: &DataLoader<L>, key: K) -> Result<Option<L::Value>, Error>
where
    K: Send + Sync + std::hash::Hash + Eq + Clone + 'static,
    L: Loader<K, Error = LoadError>,
{
    loader.load_one(key).await.map_err(|error| Error::clone(&error))
}

/// A loader whose batches run as tasks of ours.
fn loader<L>(loader: L) -> DataLoader<L> {
    DataLoader::new(loader, Tasks, Tasks)
}

struct Tasks;

impl Spawn for Tasks {
    fn spawn_obj(&self, future: FutureObj<'static, ()>) -> Result<(), SpawnError> {
        task::spawn("loader", future);
        Ok(())
    }
}

impl Timer for Tasks {
    fn delay(&self, duration: Duration) -> BoxFuture<'static, ()> {
        tokio::time::sleep(duration).boxed()
    }
}
