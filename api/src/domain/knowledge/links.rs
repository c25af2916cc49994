//! What an entry is about beside its home account. Links grant nothing, and are seen by who sees their target.

use entity::id::{AccountId, IncidentId, KnowledgeEntryId};
use uuid::Uuid;

use super::{
    change::{Change, outcome},
    error::KnowledgeError,
    event::{KnowledgeEventKind, LinkSnapshot},
    rules::{self, MOST_LINKS},
    service::KnowledgeEntries,
    store,
};
use crate::{
    domain::{
        access::{Viewer, proof},
        fault::{Fault, expect_version},
        journal::Outcome,
    },
    platform::db::Tx,
};

/// Where a link leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// To an account.
    Account(AccountId),
    /// To an incident.
    Incident(IncidentId),
}

impl Target {
    pub(super) fn uuid(self) -> Uuid {
        match self {
            Self::Account(id) => id.0,
            Self::Incident(id) => id.0,
        }
    }

    pub(super) fn account(self) -> Option<AccountId> {
        match self {
            Self::Account(id) => Some(id),
            Self::Incident(_) => None,
        }
    }

    pub(super) fn incident(self) -> Option<IncidentId> {
        match self {
            Self::Account(_) => None,
            Self::Incident(id) => Some(id),
        }
    }
}

/// Link an entry to an account or incident, or take the link back.
#[derive(Clone, Copy, Debug)]
pub struct LinkEntry {
    /// Which.
    pub id: KnowledgeEntryId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// Where to.
    pub target: Target,
}

impl KnowledgeEntries {
    /// Links an entry. Linking it to the same thing again changes nothing.
    ///
    /// # Errors
    /// A stale version, a target that the viewer may not see, too many links, no right to write for the entry's audience.
    pub async fn link(&self, viewer: &Viewer, command: &LinkEntry) -> Result<Outcome, KnowledgeError> {
        let linked = self.db.write(|tx| async move {
            let viewer = &proof::present(&tx, viewer).await?;
            let access = proof::knowledge_for(&tx, viewer, command.id, rules::linking).await?;
            expect_version(command.expected_version, access.entry().version)?;
            let seen = see(&tx, viewer, command.target).await?;
            let links = store::links(&tx, viewer, command.id).await?;
            if links.iter().any(|link| link.target == command.target.uuid()) {
                return Ok(());
            }
            if links.len() >= MOST_LINKS {
                return Err(KnowledgeError::TooManyLinks);
            }
            store::insert_link(&tx, &access, command.target).await?;
            let entry = store::save(&tx, access, |_| {}).await?;
            let change = Change::of(KnowledgeEventKind::Linked, &entry).naming(vec!["links".into()]);
            change.leading(seen).unseen(&tx, viewer).await
        });
        linked.await.map(|committed| outcome(command.id, committed))
    }

    /// Takes a link back. Taking back what is not there changes nothing.
    ///
    /// # Errors
    /// A stale version, a target that the viewer may not see, no right to write for the entry's audience.
    pub async fn unlink(&self, viewer: &Viewer, command: &LinkEntry) -> Result<Outcome, KnowledgeError> {
        let unlinked = self.db.write(|tx| async move {
            let viewer = &proof::present(&tx, viewer).await?;
            let access = proof::knowledge_for(&tx, viewer, command.id, rules::linking).await?;
            expect_version(command.expected_version, access.entry().version)?;
            let seen = see(&tx, viewer, command.target).await?;
            let links = store::links(&tx, viewer, command.id).await?;
            if links.iter().all(|link| link.target != command.target.uuid()) {
                return Ok(());
            }
            store::delete_link(&tx, &access, command.target).await?;
            let entry = store::save(&tx, access, |_| {}).await?;
            let change = Change::of(KnowledgeEventKind::Unlinked, &entry).naming(vec!["links".into()]);
            change.leading(seen).unseen(&tx, viewer).await
        });
        unlinked.await.map(|committed| outcome(command.id, committed))
    }
}

/// Whoever links must see the target.
async fn see(tx: &Tx, viewer: &Viewer, target: Target) -> Result<LinkSnapshot, Fault> {
    let account = match target {
        Target::Account(id) => proof::see_account(tx, viewer, id).await.map(|()| id),
        Target::Incident(id) => proof::see_incident(tx, viewer, id).await,
    }?;
    Ok(LinkSnapshot { incident: target.incident(), ..LinkSnapshot::account(account) })
}
