//! A change of an entry on its way into the log.

use entity::{
    id::{KnowledgeCommentId, KnowledgeEntryId},
    knowledge_entry,
};

use super::{
    error::KnowledgeError,
    event::{KnowledgeEvent, KnowledgeEventKind, LinkSnapshot},
    store,
};
use crate::{
    domain::{
        access::{AccessChange, Viewer, facts::knowledge_fact},
        account::event::PersonLabel,
        journal::{self, Outcome},
    },
    platform::db::{Committed, Tx},
};

/// The outcome of a use case that replays nothing.
pub(super) fn outcome(id: KnowledgeEntryId, committed: Committed<()>) -> Outcome {
    Outcome { id: id.0, events: committed.events }
}

/// A change on its way into the log.
pub(super) struct Change<'a> {
    entry: &'a knowledge_entry::Model,
    event: KnowledgeEvent,
}

impl<'a> Change<'a> {
    pub(super) fn of(kind: KnowledgeEventKind, entry: &'a knowledge_entry::Model) -> Self {
        let event = KnowledgeEvent {
            kind,
            entry: entry.into(),
            changed: Vec::new(),
            person: None,
            link: None,
            concerned: Vec::new(),
            comment: None,
        };
        Self { entry, event }
    }

    /// Names the fields that changed.
    pub(super) fn naming(mut self, changed: Vec<String>) -> Self {
        self.event.changed = changed;
        self
    }

    /// Names the editor that it is about.
    pub(super) fn about(mut self, person: PersonLabel) -> Self {
        self.event.person = Some(person);
        self
    }

    /// Names those who must be told.
    pub(super) fn concerning(mut self, people: Vec<PersonLabel>) -> Self {
        self.event.concerned = people;
        self
    }

    /// Names the comment that it is about.
    pub(super) fn commenting(mut self, comment: KnowledgeCommentId) -> Self {
        self.event.comment = Some(comment);
        self
    }

    /// Says where the link leads that it is about.
    pub(super) fn leading(mut self, link: LinkSnapshot) -> Self {
        self.event.link = Some(link);
        self
    }

    /// Records a change of who may see the entry.
    pub(super) async fn seen(self, tx: &Tx, viewer: &Viewer) -> Result<(), KnowledgeError> {
        let editors = store::editors(tx, self.entry.id).await?;
        let fact = AccessChange::Knowledge(knowledge_fact(self.entry, editors));
        self.record(tx, viewer, vec![fact]).await
    }

    /// Records a change that leaves as it is who may see the entry.
    pub(super) async fn unseen(self, tx: &Tx, viewer: &Viewer) -> Result<(), KnowledgeError> {
        self.record(tx, viewer, Vec::new()).await
    }

    async fn record(self, tx: &Tx, viewer: &Viewer, access: Vec<AccessChange>) -> Result<(), KnowledgeError> {
        let home = store::home_label(tx, self.entry.account_id).await?;
        journal::record(tx, viewer, home, &self.event, access)?;
        Ok(())
    }
}
