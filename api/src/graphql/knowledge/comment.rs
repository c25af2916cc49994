//! What was said to an entry.

use async_graphql::{Context, ID, InputObject, Object};
use chrono::{DateTime, Utc};
use entity::{id::KnowledgeCommentId, knowledge_comment};

use crate::{
    domain::{fault::Fault, knowledge::CommentEntry},
    graphql::{
        context::{parse_id, services, viewer},
        error::{Error, Nullable},
        failure::Failure,
        identity::user::{User, load_user},
        payload::{Changed, idempotency, payloads},
        scalar::Markdown,
    },
};

/// What somebody said to a published entry. It is never changed.
pub struct KnowledgeComment(pub(super) knowledge_comment::Model);

/// What somebody said to a published entry. It is never changed.
#[Object]
impl KnowledgeComment {
    /// Identity.
    async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// What was said.
    async fn body(&self) -> Markdown {
        Markdown(self.0.body.clone())
    }

    /// Who said it.
    async fn author(&self, ctx: &Context<'_>) -> Nullable<User> {
        load_user(ctx, self.0.author_id).await
    }

    /// When it was said.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }
}

/// Something to be said to a published entry.
#[derive(InputObject)]
pub struct KnowledgeEntryCommentInput {
    /// To which, `kno_...`.
    entry_id: ID,
    /// Text of at most 10,000 characters.
    body: Markdown,
    /// Repeat the request with the same key, 1 to 255 characters, and it is done once. Kept for 24 hours.
    idempotency_key: Option<ID>,
}

payloads! {
    /// What commenting on an entry came to.
    KnowledgeEntryCommentPayload {
        /// The comment.
        comment: KnowledgeComment
    }
}

/// Root fields for comments.
#[derive(Default)]
pub struct CommentMutation;

#[Object]
impl CommentMutation {
    /// Says something to a published entry, for everybody who reads it. It is the way to add to a `NEGOTIATION_RECORD`, whose text
    /// is a fact. Comments are never changed, and change no version. User errors: `NOT_PUBLISHED`.
    ///
    /// Requires: who sees the entry, other than as an auditor.
    /// Emits: knowledge.commented
    async fn knowledge_entry_comment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "To which, and what.")] input: KnowledgeEntryCommentInput,
    ) -> Nullable<KnowledgeEntryCommentPayload> {
        KnowledgeEntryCommentPayload::of(comment(ctx, input).await)
    }
}

async fn comment(
    ctx: &Context<'_>,
    input: KnowledgeEntryCommentInput,
) -> Result<Changed<KnowledgeComment>, Failure> {
    let idempotency = idempotency("knowledgeEntryComment", input.idempotency_key.as_ref(), &input)?;
    let command = CommentEntry { id: parse_id(&input.entry_id)?, body: input.body.0, idempotency };
    let knowledge = services(ctx).knowledge();
    let outcome = knowledge.add_comment(viewer(ctx), &command).await?;
    let entity = match knowledge.comment(viewer(ctx), KnowledgeCommentId(outcome.id)).await {
        Ok(row) => Some(KnowledgeComment(row)),
        Err(Fault::NotFound) => None,
        Err(fault) => return Err(Error::from(fault).into()),
    };
    Ok(Changed { entity, events: outcome.events })
}
