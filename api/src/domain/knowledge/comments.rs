//! What is said to published entries: appended, never changed. The way to add to a negotiation record, which is a fact.

use std::collections::HashMap;

use entity::{
    id::{KnowledgeCommentId, KnowledgeEntryId},
    knowledge_comment,
    knowledge_comment::Column,
    knowledge_entry::KnowledgeState,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::{
    change::Change, error::KnowledgeError, event::KnowledgeEventKind, reading::Shown, rules,
    service::KnowledgeEntries,
};
use crate::{
    domain::{
        access::{Viewer, proof},
        fault::Fault,
        input::Checks,
        journal::{self, Claim, Idempotency, Outcome},
    },
    platform::page::{self, Count, Page, PageRequest, SortKey, Sorting},
};

/// Characters of a comment.
const LONGEST_COMMENT: usize = 10_000;

/// Say something to a published entry.
#[derive(Clone, Debug)]
pub struct CommentEntry {
    /// To which.
    pub id: KnowledgeEntryId,
    /// Markdown.
    pub body: String,
    /// The client's promise.
    pub idempotency: Option<Idempotency>,
}

/// The comments of an entry that the viewer may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CommentsOf(pub Shown);

impl KnowledgeEntries {
    /// Adds a comment to a published entry. It changes no version: nobody who edits the entry is disturbed. The outcome's id is
    /// the comment's.
    ///
    /// # Errors
    /// An empty text, a draft, no right to write for the entry's audience.
    pub async fn add_comment(
        &self,
        viewer: &Viewer,
        command: &CommentEntry,
    ) -> Result<Outcome, KnowledgeError> {
        let mut checks = Checks::new();
        let body = checks.body("body", &command.body, LONGEST_COMMENT);
        checks.done()?;
        let (body, idempotency) = (&body, command.idempotency.as_ref());
        let commented = self.db.write(|tx| async move {
            let viewer = &proof::present(&tx, viewer).await?;
            let claim = journal::claim(&tx, viewer, idempotency, tx.next_id()).await?;
            let Claim::First(id) = claim else { return Ok(claim) };
            let access = proof::knowledge_for(&tx, viewer, command.id, rules::linking).await?;
            if access.entry().state == KnowledgeState::Draft {
                return Err(KnowledgeError::NotPublished);
            }
            let row = knowledge_comment::ActiveModel {
                id: Set(KnowledgeCommentId(id)),
                entry_id: Set(command.id),
                author_id: Set(viewer.person()?.id),
                body: Set(body.clone()),
                created_at: Set(tx.now()),
            };
            knowledge_comment::Entity::insert(row).exec_without_returning(&*tx).await?;
            let change = Change::of(KnowledgeEventKind::Commented, access.entry());
            let change = change.naming(vec!["comments".into()]).commenting(KnowledgeCommentId(id));
            change.unseen(&tx, viewer).await?;
            journal::complete(&tx, viewer, idempotency).await?;
            Ok(claim)
        });
        commented.await.map(Claim::outcome)
    }

    /// A comment to an entry that the viewer may see.
    ///
    /// # Errors
    /// [`Fault::NotFound`] if there is none.
    pub async fn comment(
        &self,
        viewer: &Viewer,
        id: KnowledgeCommentId,
    ) -> Result<knowledge_comment::Model, Fault> {
        let row = knowledge_comment::Entity::find_by_id(id).one(self.db.reader()).await?;
        let row = row.ok_or(Fault::NotFound)?;
        self.access.knowledge(viewer, row.entry_id).await?;
        Ok(row)
    }

    /// The same page of the comments of entries, the oldest first.
    ///
    /// # Errors
    /// Arguments that contradict each other, a cursor of another list.
    pub async fn comments(
        &self,
        of: &[CommentsOf],
        request: &PageRequest,
        default_size: u64,
    ) -> Result<HashMap<CommentsOf, Page<knowledge_comment::Model>>, Fault> {
        let (select, owner) = (to_entries(of), Column::EntryId.into_expr());
        let mark = "comments to an entry";
        let mut pages: HashMap<KnowledgeEntryId, _> =
            page::pages(self.db.reader(), select, owner, &oldest_first(), mark, request, default_size)
                .await?;
        Ok(of.iter().filter_map(|key| Some((*key, pages.remove(&key.0.id())?))).collect())
    }

    /// How many comments each entry has.
    ///
    /// # Errors
    /// The database failed.
    pub async fn count_comments(&self, of: &[CommentsOf]) -> Result<HashMap<CommentsOf, Count>, Fault> {
        let counts: HashMap<KnowledgeEntryId, Count> =
            page::counts(self.db.reader(), to_entries(of), Column::EntryId.into_expr()).await?;
        Ok(of.iter().filter_map(|key| Some((*key, *counts.get(&key.0.id())?))).collect())
    }
}

fn to_entries(of: &[CommentsOf]) -> sea_orm::Select<knowledge_comment::Entity> {
    knowledge_comment::Entity::find().filter(Column::EntryId.is_in(of.iter().map(|key| key.0.id())))
}

fn oldest_first() -> Sorting<knowledge_comment::Entity> {
    let said = SortKey {
        column: Column::CreatedAt.into_expr(),
        nullable: false,
        descending: false,
        of: |row: &knowledge_comment::Model| row.created_at.into(),
    };
    Sorting { keys: vec![said], id: Column::Id, id_of: |row| row.id.0, id_descending: false }
}
