//! People, bots, keys and regions that the rows of a list name, in one statement each.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use entity::{
    id::{BotId, RegionId, UserId},
    region,
};

use super::super::loader::LoadError;
use crate::domain::{
    Services,
    access::Viewer,
    fault::Fault,
    identity::{ApiKey, BotProfile, Profile},
};

/// Reads what the viewer may see.
pub struct IdentityLoader {
    pub(in crate::graphql) services: Services,
    pub(in crate::graphql) viewer: Viewer,
}

/// The keys of a bot, as a loader's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct KeysOf(pub(super) BotId);

fn failed(fault: Fault) -> LoadError {
    Arc::new(fault.into())
}

impl Loader<UserId> for IdentityLoader {
    type Value = Profile;
    type Error = LoadError;

    async fn load(&self, ids: &[UserId]) -> Result<HashMap<UserId, Profile>, LoadError> {
        self.services.identity().users(&self.viewer, ids).await.map_err(failed)
    }
}

impl Loader<BotId> for IdentityLoader {
    type Value = BotProfile;
    type Error = LoadError;

    async fn load(&self, ids: &[BotId]) -> Result<HashMap<BotId, BotProfile>, LoadError> {
        self.services.identity().bots_by_id(&self.viewer, ids).await.map_err(failed)
    }
}

impl Loader<RegionId> for IdentityLoader {
    type Value = region::Model;
    type Error = LoadError;

    async fn load(&self, ids: &[RegionId]) -> Result<HashMap<RegionId, region::Model>, LoadError> {
        self.services.identity().regions_by_id(&self.viewer, ids).await.map_err(failed)
    }
}

impl Loader<KeysOf> for IdentityLoader {
    type Value = Vec<ApiKey>;
    type Error = LoadError;

    async fn load(&self, bots: &[KeysOf]) -> Result<HashMap<KeysOf, Vec<ApiKey>>, LoadError> {
        let bots: Vec<BotId> = bots.iter().map(|key| key.0).collect();
        let keys = self.services.identity().keys_of_bots(&self.viewer, &bots).await.map_err(failed)?;
        Ok(keys.into_iter().map(|(bot, keys)| (KeysOf(bot), keys)).collect())
    }
}
