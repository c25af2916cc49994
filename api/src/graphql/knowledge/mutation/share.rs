//! Working on a draft together.

use async_graphql::{Context, ID, InputObject, Object};

use super::{super::KnowledgeEntry, Answer, answer};
use crate::{
    domain::knowledge::ShareDraft,
    graphql::{
        context::{parse_id, services, viewer},
        error::{Nullable, Result},
        payload::payloads,
    },
};

/// Somebody who shall see and change a draft.
#[derive(InputObject)]
pub struct KnowledgeEntryShareDraftInput {
    /// Which, `kno_...`.
    entry_id: ID,
    /// The version that was read.
    expected_version: i32,
    /// With whom, `usr_...`.
    user_id: ID,
}

/// Somebody who shall no longer see and change a draft.
#[derive(InputObject)]
pub struct KnowledgeEntryUnshareDraftInput {
    /// Which, `kno_...`.
    entry_id: ID,
    /// The version that was read.
    expected_version: i32,
    /// From whom, `usr_...`.
    user_id: ID,
}

payloads! {
    /// What sharing a draft came to.
    KnowledgeEntryShareDraftPayload {
        /// The entry after it.
        knowledge_entry: KnowledgeEntry
    }
    /// What taking a draft back came to.
    KnowledgeEntryUnshareDraftPayload {
        /// The entry after it; null if you took it from yourself.
        knowledge_entry: KnowledgeEntry
    }
}

/// Root fields for sharing drafts.
#[derive(Default)]
pub struct ShareMutation;

#[Object]
impl ShareMutation {
    /// Lets somebody who belongs to the entry's audience see and change a draft. At most 50 editors. User errors:
    /// `EDITOR_OUTSIDE_AUDIENCE`, `TOO_MANY_EDITORS`, `NOT_A_DRAFT`.
    /// Of a stale version: `VERSION_CONFLICT`.
    ///
    /// Requires: author or editor of the draft.
    /// Emits: knowledge.editor_added, unless it was so already.
    async fn knowledge_entry_share_draft(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and with whom.")] input: KnowledgeEntryShareDraftInput,
    ) -> Nullable<KnowledgeEntryShareDraftPayload> {
        KnowledgeEntryShareDraftPayload::of(share(ctx, input).await)
    }

    /// Takes a draft back from an editor, who loses sight of it at once. User errors: `NOT_A_DRAFT`.
    /// Of a stale version: `VERSION_CONFLICT`.
    ///
    /// Requires: author or editor of the draft.
    /// Emits: knowledge.editor_removed, unless it was so already.
    async fn knowledge_entry_unshare_draft(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and from whom.")] input: KnowledgeEntryUnshareDraftInput,
    ) -> Nullable<KnowledgeEntryUnshareDraftPayload> {
        KnowledgeEntryUnshareDraftPayload::of(unshare(ctx, input).await)
    }
}

async fn share(ctx: &Context<'_>, input: KnowledgeEntryShareDraftInput) -> Answer {
    let command = command(&input.entry_id, input.expected_version, &input.user_id)?;
    answer(ctx, services(ctx).knowledge().share_draft(viewer(ctx), &command).await).await
}

async fn unshare(ctx: &Context<'_>, input: KnowledgeEntryUnshareDraftInput) -> Answer {
    let command = command(&input.entry_id, input.expected_version, &input.user_id)?;
    answer(ctx, services(ctx).knowledge().unshare_draft(viewer(ctx), &command).await).await
}

fn command(entry: &ID, expected_version: i32, editor: &ID) -> Result<ShareDraft> {
    Ok(ShareDraft { id: parse_id(entry)?, expected_version, editor: parse_id(editor)? })
}
