//! What the rows of a list have of handovers, in one statement each.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use entity::{
    handover_open_item,
    id::{AccountId, HandoverId},
};

use crate::{
    domain::{
        Services,
        access::{HandoverAccess, Viewer},
        fault::Fault,
    },
    graphql::loader::LoadError,
};

/// Reads what the viewer may see.
pub struct HandoverLoader {
    pub(in crate::graphql) services: Services,
    pub(in crate::graphql) viewer: Viewer,
}

/// The open handovers of an account, as a loader's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::graphql) struct OpenOn(pub(in crate::graphql) AccountId);

/// What was open when the seat of a handover was moved, as a loader's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct OpenItemsOf(pub(super) HandoverId);

fn failed(fault: Fault) -> LoadError {
    Arc::new(fault.into())
}

impl Loader<HandoverId> for HandoverLoader {
    type Value = HandoverAccess;
    type Error = LoadError;

    async fn load(&self, ids: &[HandoverId]) -> Result<HashMap<HandoverId, HandoverAccess>, LoadError> {
        self.services.access().handovers(&self.viewer, ids).await.map_err(failed)
    }
}

impl Loader<OpenOn> for HandoverLoader {
    type Value = Vec<HandoverAccess>;
    type Error = LoadError;

    async fn load(&self, of: &[OpenOn]) -> Result<HashMap<OpenOn, Self::Value>, LoadError> {
        let ids: Vec<AccountId> = of.iter().map(|key| key.0).collect();
        let mut found: HashMap<OpenOn, Self::Value> = HashMap::new();
        for access in self.services.handovers().open_on(&self.viewer, &ids).await.map_err(failed)? {
            found.entry(OpenOn(access.handover().account_id)).or_default().push(access);
        }
        Ok(found)
    }
}

impl Loader<OpenItemsOf> for HandoverLoader {
    type Value = Vec<handover_open_item::Model>;
    type Error = LoadError;

    async fn load(&self, of: &[OpenItemsOf]) -> Result<HashMap<OpenItemsOf, Self::Value>, LoadError> {
        let ids: Vec<HandoverId> = of.iter().map(|key| key.0).collect();
        let mut found: HashMap<OpenItemsOf, Self::Value> = HashMap::new();
        for row in self.services.handovers().open_items(&ids).await.map_err(failed)? {
            found.entry(OpenItemsOf(row.handover_id)).or_default().push(row);
        }
        Ok(found)
    }
}
