//! Sharing a draft: who may see and change it beside its author.

use entity::id::{KnowledgeEntryId, UserId};

use super::{
    change::{Change, outcome},
    error::KnowledgeError,
    event::KnowledgeEventKind,
    rules::{self, MOST_EDITORS},
    service::KnowledgeEntries,
    store,
};
use crate::domain::{
    access::{Viewer, proof},
    account::event::PersonLabel,
    fault::{Fault, expect_version},
    journal::Outcome,
};

/// Share a draft with somebody, or no longer.
#[derive(Clone, Copy, Debug)]
pub struct ShareDraft {
    /// Which.
    pub id: KnowledgeEntryId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// With whom.
    pub editor: UserId,
}

impl KnowledgeEntries {
    /// Lets somebody see and change a draft. Sharing with its author, or a second time, changes nothing.
    ///
    /// # Errors
    /// A stale version, an entry that is published, somebody who does not belong to its audience, too many editors, no right
    /// to change the draft.
    pub async fn share_draft(
        &self,
        viewer: &Viewer,
        command: &ShareDraft,
    ) -> Result<Outcome, KnowledgeError> {
        let editor = command.editor;
        let shared = self.db.write(|tx| async move {
            let viewer = &proof::present(&tx, viewer).await?;
            let access = proof::knowledge_for(&tx, viewer, command.id, rules::sharing).await?;
            expect_version(command.expected_version, access.entry().version)?;
            rules::check_draft(access.entry())?;
            let editors = store::editors(&tx, command.id).await?;
            if access.entry().author_id == editor || editors.contains(&editor) {
                return Ok(());
            }
            if editors.len() >= MOST_EDITORS {
                return Err(KnowledgeError::TooManyEditors);
            }
            let Some(name) = proof::could_edit(&tx, editor, access.entry()).await? else {
                return Err(KnowledgeError::EditorOutsideAudience);
            };
            store::insert_editor(&tx, &access, editor).await?;
            let entry = store::save(&tx, access, |_| {}).await?;
            let change = Change::of(KnowledgeEventKind::EditorAdded, &entry);
            change
                .naming(vec!["editors".into()])
                .about(PersonLabel { id: editor, name })
                .seen(&tx, viewer)
                .await
        });
        shared.await.map(|committed| outcome(command.id, committed))
    }

    /// Takes a draft back from an editor. Taking it from somebody who has it not changes nothing.
    ///
    /// # Errors
    /// A stale version, an entry that is published, no right to change the draft.
    pub async fn unshare_draft(
        &self,
        viewer: &Viewer,
        command: &ShareDraft,
    ) -> Result<Outcome, KnowledgeError> {
        let editor = command.editor;
        let unshared = self.db.write(|tx| async move {
            let viewer = &proof::present(&tx, viewer).await?;
            let access = proof::knowledge_for(&tx, viewer, command.id, rules::sharing).await?;
            expect_version(command.expected_version, access.entry().version)?;
            rules::check_draft(access.entry())?;
            if !store::editors(&tx, command.id).await?.contains(&editor) {
                return Ok(());
            }
            let name = store::name_of(&tx, editor).await?.ok_or(Fault::NotFound)?;
            store::delete_editor(&tx, &access, editor).await?;
            let entry = store::save(&tx, access, |_| {}).await?;
            let change = Change::of(KnowledgeEventKind::EditorRemoved, &entry);
            change
                .naming(vec!["editors".into()])
                .about(PersonLabel { id: editor, name })
                .seen(&tx, viewer)
                .await
        });
        unshared.await.map(|committed| outcome(command.id, committed))
    }
}
