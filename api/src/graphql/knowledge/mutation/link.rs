//! Saying what an entry is about beside its home account.

use async_graphql::{Context, ID, InputObject, Object};
use entity::id::{AccountId, IncidentId};

use super::{super::KnowledgeEntry, Answer, answer};
use crate::{
    domain::knowledge::{LinkEntry, Target},
    graphql::{
        context::{kind_of, parse_id, services, viewer},
        error::{Nullable, Result},
        payload::payloads,
    },
};

/// A link to be made.
#[derive(InputObject)]
pub struct KnowledgeEntryLinkInput {
    /// Which, `kno_...`.
    entry_id: ID,
    /// The version that was read.
    expected_version: i32,
    /// Where to: an account, `acc_...`, or an incident, `inc_...`.
    target_id: ID,
}

/// A link to be taken back.
#[derive(InputObject)]
pub struct KnowledgeEntryUnlinkInput {
    /// Which, `kno_...`.
    entry_id: ID,
    /// The version that was read.
    expected_version: i32,
    /// Where it leads: an account, `acc_...`, or an incident, `inc_...`.
    target_id: ID,
}

payloads! {
    /// What linking an entry came to.
    KnowledgeEntryLinkPayload {
        /// The entry after it.
        knowledge_entry: KnowledgeEntry
    }
    /// What taking a link back came to.
    KnowledgeEntryUnlinkPayload {
        /// The entry after it.
        knowledge_entry: KnowledgeEntry
    }
}

/// Root fields for links.
#[derive(Default)]
pub struct LinkMutation;

#[Object]
impl LinkMutation {
    /// Links an entry to an account or an incident that you may see. Links grant no rights: who may not see the target does
    /// not see the link. User errors: `TOO_MANY_LINKS`.
    /// Of a stale version: `VERSION_CONFLICT`.
    ///
    /// Requires: who sees the entry, other than as an auditor.
    /// Emits: knowledge.linked, unless it was so already.
    async fn knowledge_entry_link(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and where to.")] input: KnowledgeEntryLinkInput,
    ) -> Nullable<KnowledgeEntryLinkPayload> {
        KnowledgeEntryLinkPayload::of(link(ctx, input).await)
    }

    /// Takes back a link to an account or an incident that you may see.
    /// Of a stale version: `VERSION_CONFLICT`.
    ///
    /// Requires: who sees the entry, other than as an auditor.
    /// Emits: knowledge.unlinked, unless it was so already.
    async fn knowledge_entry_unlink(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and where it leads.")] input: KnowledgeEntryUnlinkInput,
    ) -> Nullable<KnowledgeEntryUnlinkPayload> {
        KnowledgeEntryUnlinkPayload::of(unlink(ctx, input).await)
    }
}

async fn link(ctx: &Context<'_>, input: KnowledgeEntryLinkInput) -> Answer {
    let command = command(&input.entry_id, input.expected_version, &input.target_id)?;
    answer(ctx, services(ctx).knowledge().link(viewer(ctx), &command).await).await
}

async fn unlink(ctx: &Context<'_>, input: KnowledgeEntryUnlinkInput) -> Answer {
    let command = command(&input.entry_id, input.expected_version, &input.target_id)?;
    answer(ctx, services(ctx).knowledge().unlink(viewer(ctx), &command).await).await
}

fn command(entry: &ID, expected_version: i32, target: &ID) -> Result<LinkEntry> {
    Ok(LinkEntry { id: parse_id(entry)?, expected_version, target: parse_target(target)? })
}

fn parse_target(id: &ID) -> Result<Target> {
    match kind_of(id, &[AccountId::PREFIX, IncidentId::PREFIX])? {
        IncidentId::PREFIX => parse_id(id).map(Target::Incident),
        _ => parse_id(id).map(Target::Account),
    }
}
