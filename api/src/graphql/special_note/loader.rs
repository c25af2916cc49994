//! The notes of the accounts that the rows of a list name, in one statement.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use entity::id::AccountId;

use crate::{
    domain::{Services, access::Viewer, special_note::SpecialNote},
    graphql::loader::LoadError,
};

/// Reads what the viewer may see.
pub struct SpecialNoteLoader {
    pub(in crate::graphql) services: Services,
    pub(in crate::graphql) viewer: Viewer,
}

impl Loader<AccountId> for SpecialNoteLoader {
    type Value = Vec<SpecialNote>;
    type Error = LoadError;

    async fn load(&self, accounts: &[AccountId]) -> Result<HashMap<AccountId, Vec<SpecialNote>>, LoadError> {
        let notes = self.services.special_notes().in_force(&self.viewer, accounts).await;
        notes.map_err(|fault| Arc::new(fault.into()))
    }
}
