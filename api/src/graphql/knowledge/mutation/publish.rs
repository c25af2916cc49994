//! Deciding who sees an entry: publishing and changing its audience.

use async_graphql::{Context, ID, InputObject, Object};

use super::{super::KnowledgeEntry, Answer, answer};
use crate::{
    domain::knowledge::{ChangeAudience, PublishEntry},
    graphql::{
        context::{parse_id, services, viewer},
        error::Nullable,
        payload::payloads,
        vocabulary::Audience,
    },
};

/// A draft to be published.
#[derive(InputObject)]
pub struct KnowledgeEntryPublishInput {
    /// Which, `kno_...`.
    entry_id: ID,
    /// The version that was read.
    expected_version: i32,
}

/// Another audience for an entry.
#[derive(InputObject)]
pub struct KnowledgeEntryChangeAudienceInput {
    /// Which, `kno_...`.
    entry_id: ID,
    /// The version that the change was made against.
    expected_version: i32,
    /// Who may read it. `TRIANGLE` and `ACCOUNT_TEAM` need a home account.
    audience: Audience,
}

payloads! {
    /// What publishing a draft came to.
    KnowledgeEntryPublishPayload {
        /// The entry after it.
        knowledge_entry: KnowledgeEntry
    }
    /// What changing an audience came to.
    KnowledgeEntryChangeAudiencePayload {
        /// The entry after it.
        knowledge_entry: KnowledgeEntry
    }
}

/// Root fields that decide who sees an entry.
#[derive(Default)]
pub struct PublishMutation;

#[Object]
impl PublishMutation {
    /// Publishes a draft: its audience sees it from now on, in its present revision and those that follow.
    /// Of a stale version: `VERSION_CONFLICT`.
    ///
    /// Requires: author or editor of the draft who is primary or deputy of the home account, or publishes its type.
    /// Emits: knowledge.published
    async fn knowledge_entry_publish(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: KnowledgeEntryPublishInput,
    ) -> Nullable<KnowledgeEntryPublishPayload> {
        KnowledgeEntryPublishPayload::of(publish(ctx, input).await)
    }

    /// Gives an entry to another audience. It takes effect at once: who no longer belongs to it finds the entry in no list
    /// and receives no event of it, also none from before. User errors: `HOME_ACCOUNT_REQUIRED`.
    /// Of a stale version: `VERSION_CONFLICT`.
    ///
    /// Requires: the right to change the entry, for both audiences: a draft its author or an editor, a published entry who
    /// may publish it.
    /// Emits: knowledge.audience_changed, unless it was so already.
    async fn knowledge_entry_change_audience(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and for whom.")] input: KnowledgeEntryChangeAudienceInput,
    ) -> Nullable<KnowledgeEntryChangeAudiencePayload> {
        KnowledgeEntryChangeAudiencePayload::of(change_audience(ctx, input).await)
    }
}

async fn publish(ctx: &Context<'_>, input: KnowledgeEntryPublishInput) -> Answer {
    let id = parse_id(&input.entry_id)?;
    let command = PublishEntry { id, expected_version: input.expected_version };
    answer(ctx, services(ctx).knowledge().publish(viewer(ctx), &command).await).await
}

async fn change_audience(ctx: &Context<'_>, input: KnowledgeEntryChangeAudienceInput) -> Answer {
    let command = ChangeAudience {
        id: parse_id(&input.entry_id)?,
        expected_version: input.expected_version,
        audience: input.audience.into(),
    };
    answer(ctx, services(ctx).knowledge().change_audience(viewer(ctx), &command).await).await
}
