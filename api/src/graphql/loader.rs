//! Loaders: what the rows of a list name is read in one statement for all of them. One set a request, because what a loader
//! gives is what the request's viewer may see; without a cache, because a socket's request lives long.

use std::{
    any::TypeId,
    hash::Hash,
    sync::{Arc, Mutex, PoisonError, atomic::AtomicUsize},
};

use async_graphql::{
    Context, Request,
    dataloader::{DataLoader, Loader},
};

use super::{
    account::loader::AccountLoader,
    batch::{Apart, Batches, batches},
    error::Error,
    handover::loader::HandoverLoader,
    identity::loader::IdentityLoader,
    incident::loader::IncidentLoader,
    knowledge::loader::KnowledgeLoader,
    letter::loader::LetterLoader,
    request::loader::RequestLoader,
    special_note::loader::SpecialNoteLoader,
};
use crate::{domain::Services, domain::access::Viewer, limits::Limits};

/// The loaders of a request.
pub struct Loaders {
    /// People, bots and regions.
    pub(super) identity: DataLoader<Apart<IdentityLoader>>,
    /// Accounts and their teams.
    pub(super) account: DataLoader<Apart<AccountLoader>>,
    /// Entries of the think tank and what belongs to them.
    pub(super) knowledge: Arc<DataLoader<Apart<KnowledgeLoader>>>,
    /// Incidents and what belongs to them.
    pub(super) incident: Arc<DataLoader<Apart<IncidentLoader>>>,
    /// Special notes of accounts.
    pub(super) special_note: DataLoader<Apart<SpecialNoteLoader>>,
    /// Letters of commitment and what was signed of them.
    pub(super) letter: DataLoader<Apart<LetterLoader>>,
    /// What belongs to customers' requests.
    pub(super) request: DataLoader<Apart<RequestLoader>>,
    /// Handovers of seats and what belongs to them.
    pub(super) handover: DataLoader<Apart<HandoverLoader>>,
    batches: Mutex<Option<Batches>>,
}

impl Loaders {
    /// Loaders of one request that give what the viewer may see.
    pub fn new(services: &Services, viewer: &Viewer, limits: &Limits) -> Self {
        let (begin, batches) = batches();
        let (services, viewer) = (|| services.clone(), || viewer.clone());
        let knowledge = KnowledgeLoader {
            services: services(),
            viewer: viewer(),
            compared: AtomicUsize::new(0),
            most_compared: limits.nearest_texts,
        };
        Self {
            identity: begin.loader(IdentityLoader { services: services(), viewer: viewer() }),
            account: begin.loader(AccountLoader { services: services(), viewer: viewer() }),
            knowledge: Arc::new(begin.loader(knowledge)),
            incident: Arc::new(begin.loader(IncidentLoader { services: services(), viewer: viewer() })),
            special_note: begin.loader(SpecialNoteLoader { services: services(), viewer: viewer() }),
            letter: begin.loader(LetterLoader { services: services(), viewer: viewer() }),
            request: begin.loader(RequestLoader { services: services(), viewer: viewer() }),
            handover: begin.loader(HandoverLoader { services: services(), viewer: viewer() }),
            batches: Mutex::new(Some(batches)),
        }
    }
}

/// The batches of the loaders that are data of a request; of none, if it has none or they were taken.
pub fn batches_of(request: &Request) -> Batches {
    let data = request.data.get(&TypeId::of::<Loaders>());
    let loaders = data.and_then(|data| data.downcast_ref::<Loaders>());
    let taken = |loaders: &Loaders| loaders.batches.lock().unwrap_or_else(PoisonError::into_inner).take();
    loaders.and_then(taken).unwrap_or_else(|| batches().1)
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
    K: Send + Sync + Hash + Eq + Clone + 'static,
    L: Loader<K, Error = LoadError>,
{
    loader.load_one(key).await.map_err(|error| Error::clone(&error))
}
