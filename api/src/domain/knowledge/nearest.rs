//! The entries nearest to a text that somebody writes: a draft, or the report of an incident.

use std::{collections::HashMap, sync::Arc};

use entity::id::KnowledgeEntryId;

use super::service::KnowledgeEntries;
use crate::domain::{
    access::{Action, KnowledgeAccess, Viewer},
    fault::Fault,
    search::{Draft, Matcher, Search},
};

/// An entry near to a text, which the viewer may see.
#[derive(Clone, Debug)]
pub struct NearEntry {
    /// The entry.
    pub access: KnowledgeAccess,
    /// The words that both have, as the text writes them, the most telling first.
    pub shared: Vec<String>,
    /// Marks what both say.
    pub matcher: Arc<Matcher>,
}

impl KnowledgeEntries {
    /// The entries nearest to each of the texts, of those that the viewer may see, the nearest first. An account that the viewer
    /// may not see counts as none: an order must not tell which entries are about it.
    ///
    /// # Errors
    /// Nobody asks, the database failed.
    pub async fn nearest(&self, viewer: &Viewer, drafts: &[Draft]) -> Result<Vec<Vec<NearEntry>>, Fault> {
        let sees = |account: &_| self.access.facts().permits_account(viewer, *account, Action::ReadAccount);
        let drafts: Vec<Draft> = drafts
            .iter()
            .map(|draft| Draft { account: draft.account.filter(sees), ..draft.clone() })
            .collect();
        let found = Search::new(self.db.clone()).nearest(viewer, &drafts).await?;
        let ids: Vec<KnowledgeEntryId> = found.iter().flatten().map(|near| near.entry).collect();
        let seen: HashMap<KnowledgeEntryId, KnowledgeAccess> =
            self.access.knowledge_entries(viewer, &ids).await?;
        let with_entry = |near: crate::domain::search::Near| {
            let access = seen.get(&near.entry)?.clone();
            Some(NearEntry { access, shared: near.shared, matcher: near.matcher })
        };
        Ok(found.into_iter().map(|near| near.into_iter().filter_map(with_entry).collect()).collect())
    }
}
