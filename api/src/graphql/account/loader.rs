//! Accounts and teams that the rows of a list name, in one statement each.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use entity::id::AccountId;

use crate::{
    domain::{
        Services,
        access::{AccountAccess, Viewer},
        fault::Fault,
        triangle::Member,
    },
    graphql::loader::LoadError,
};

/// Reads what the viewer may see.
pub struct AccountLoader {
    pub(in crate::graphql) services: Services,
    pub(in crate::graphql) viewer: Viewer,
}

/// The team of an account, as a loader's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::graphql) struct TeamOf(pub(in crate::graphql) AccountId);

/// The running assignments of an account.
pub(in crate::graphql) type Team = Arc<Vec<Member>>;

fn failed(fault: Fault) -> LoadError {
    Arc::new(fault.into())
}

impl Loader<AccountId> for AccountLoader {
    type Value = AccountAccess;
    type Error = LoadError;

    async fn load(&self, ids: &[AccountId]) -> Result<HashMap<AccountId, AccountAccess>, LoadError> {
        self.services.access().accounts(&self.viewer, ids).await.map_err(failed)
    }
}

impl Loader<TeamOf> for AccountLoader {
    type Value = Team;
    type Error = LoadError;

    async fn load(&self, accounts: &[TeamOf]) -> Result<HashMap<TeamOf, Team>, LoadError> {
        let accounts: Vec<AccountId> = accounts.iter().map(|key| key.0).collect();
        let teams = self.services.triangles().teams(&self.viewer, &accounts).await.map_err(failed)?;
        Ok(teams.into_iter().map(|(account, team)| (TeamOf(account), Arc::new(team))).collect())
    }
}
