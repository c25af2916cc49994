//! What belongs to the requests of a list, in one statement each.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use entity::{id::RequestId, request_answer, request_hop, request_role};

use crate::{
    domain::{
        Services,
        access::{RequestAccess, Viewer},
        fault::Fault,
        request::timing::Timing,
    },
    graphql::loader::LoadError,
};

/// Reads what the viewer may see.
pub struct RequestLoader {
    pub(in crate::graphql) services: Services,
    pub(in crate::graphql) viewer: Viewer,
}

/// The seats of a request, as a loader's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct SeatsOf(pub(super) RequestId);

/// The answers to a request, as a loader's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct AnswersOf(pub(super) RequestId);

/// The hops of a request, as a loader's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct HopsOf(pub(super) RequestId);

/// How fast a request was answered, as a loader's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct TimingOf(pub(super) RequestId);

fn failed(fault: Fault) -> LoadError {
    Arc::new(fault.into())
}

/// Loads what belongs to requests: `Key, Value: use case`.
macro_rules! belongings {
    ($($key:ident, $value:ty: $use_case:ident;)*) => {$(
        impl Loader<$key> for RequestLoader {
            type Value = $value;
            type Error = LoadError;

            async fn load(&self, of: &[$key]) -> Result<HashMap<$key, Self::Value>, LoadError> {
                let ids: Vec<RequestId> = of.iter().map(|key| key.0).collect();
                let found = self.services.requests().$use_case(&self.viewer, &ids).await.map_err(failed)?;
                Ok(found.into_iter().map(|(id, value)| ($key(id), value)).collect())
            }
        }
    )*};
}

impl Loader<RequestId> for RequestLoader {
    type Value = RequestAccess;
    type Error = LoadError;

    async fn load(&self, ids: &[RequestId]) -> Result<HashMap<RequestId, RequestAccess>, LoadError> {
        self.services.requests().by_id(&self.viewer, ids).await.map_err(failed)
    }
}

belongings! {
    SeatsOf, Vec<request_role::Model>: roles;
    AnswersOf, Vec<request_answer::Model>: answers;
    HopsOf, Vec<request_hop::Model>: hops;
    TimingOf, Timing: timings;
}
