//! The letters of the incidents of a list, in one statement each.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use entity::{
    commitment,
    id::{IncidentId, LetterId},
    letter_revision,
};

use crate::{
    domain::{Services, access::Viewer, fault::Fault, letter::LetterAccess},
    graphql::loader::LoadError,
};

/// Reads what the viewer may see.
pub struct LetterLoader {
    pub(in crate::graphql) services: Services,
    pub(in crate::graphql) viewer: Viewer,
}

/// The letters of an incident, as a loader's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::graphql) struct LettersOf(pub(in crate::graphql) IncidentId);

/// The signed versions of a letter that the viewer sees, as a loader's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct RevisionsOf(pub(super) LetterId);

/// What of a letter cannot be printed, as a loader's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct UnprintableOf(pub(super) LetterId);

/// The promises of a letter that was sent, as a loader's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct PromisesOf(pub(super) LetterId);

fn failed(fault: Fault) -> LoadError {
    Arc::new(fault.into())
}

impl Loader<LettersOf> for LetterLoader {
    type Value = Vec<LetterAccess>;
    type Error = LoadError;

    async fn load(&self, of: &[LettersOf]) -> Result<HashMap<LettersOf, Self::Value>, LoadError> {
        let ids: Vec<IncidentId> = of.iter().map(|key| key.0).collect();
        let letters = self.services.letters().of_incidents(&self.viewer, &ids).await.map_err(failed)?;
        Ok(letters.into_iter().map(|(id, letters)| (LettersOf(id), letters)).collect())
    }
}

impl Loader<RevisionsOf> for LetterLoader {
    type Value = Vec<letter_revision::Model>;
    type Error = LoadError;

    async fn load(&self, of: &[RevisionsOf]) -> Result<HashMap<RevisionsOf, Self::Value>, LoadError> {
        let ids: Vec<LetterId> = of.iter().map(|key| key.0).collect();
        let revisions = self.services.letters().revisions(&ids).await.map_err(failed)?;
        Ok(revisions.into_iter().map(|(id, rows)| (RevisionsOf(id), rows)).collect())
    }
}

impl Loader<PromisesOf> for LetterLoader {
    type Value = Vec<commitment::Model>;
    type Error = LoadError;

    async fn load(&self, of: &[PromisesOf]) -> Result<HashMap<PromisesOf, Self::Value>, LoadError> {
        let ids: Vec<LetterId> = of.iter().map(|key| key.0).collect();
        let promises = self.services.letters().promises_of(&self.viewer, &ids).await.map_err(failed)?;
        Ok(promises.into_iter().map(|(id, rows)| (PromisesOf(id), rows)).collect())
    }
}

impl Loader<UnprintableOf> for LetterLoader {
    type Value = Vec<char>;
    type Error = LoadError;

    async fn load(&self, of: &[UnprintableOf]) -> Result<HashMap<UnprintableOf, Self::Value>, LoadError> {
        let ids: Vec<LetterId> = of.iter().map(|key| key.0).collect();
        let lacking = self.services.letters().unprintable(&self.viewer, &ids).await.map_err(failed)?;
        Ok(lacking.into_iter().map(|(id, lacking)| (UnprintableOf(id), lacking)).collect())
    }
}
