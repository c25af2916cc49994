//! Writing: beginning an entry and changing what it says.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};

use super::{super::KnowledgeEntry, Answer, answer};
use crate::{
    domain::knowledge::{DraftEntry, ReviseEntry},
    graphql::{
        context::{parse_id, services, viewer},
        error::Nullable,
        payload::{idempotency, payloads},
        scalar::Markdown,
        vocabulary::{Audience, KnowledgeType},
    },
};

/// An entry to be begun.
#[derive(InputObject)]
pub struct KnowledgeEntryDraftInput {
    /// What sort of knowledge.
    #[graphql(name = "type")]
    kind: KnowledgeType,
    /// Title, one line of at most 200 characters.
    title: String,
    /// Text of at most 100,000 characters.
    body: Markdown,
    /// At most 20 tags of at most 50 characters. Tags that differ only in case, accents or width are kept once.
    #[graphql(default)]
    tags: Vec<String>,
    /// The account that it is about, `acc_...`. It governs who may see the entry and cannot be changed later. Left out:
    /// company-wide.
    home_account_id: Option<ID>,
    /// Who may read it once it is published. `TRIANGLE` and `ACCOUNT_TEAM` need a home account. Left out: `TRIANGLE` for a
    /// `NEGOTIATION_RECORD`; for others `ACCOUNT_TEAM` with a home account and `ALL_STAFF` without.
    audience: Option<Audience>,
    /// Repeat the request with the same key, 1 to 255 characters, and it is done once. Kept for 24 hours.
    idempotency_key: Option<ID>,
}

/// A change of what an entry says. What is left out stays.
#[derive(InputObject)]
pub struct KnowledgeEntryReviseInput {
    /// Which, `kno_...`.
    entry_id: ID,
    /// The version that the change was made against.
    expected_version: i32,
    /// Title, one line of at most 200 characters.
    title: MaybeUndefined<String>,
    /// Text of at most 100,000 characters.
    body: MaybeUndefined<Markdown>,
    /// All tags; null takes them all away.
    tags: MaybeUndefined<Vec<String>>,
}

payloads! {
    /// What beginning an entry came to.
    KnowledgeEntryDraftPayload {
        /// The entry.
        knowledge_entry: KnowledgeEntry
    }
    /// What changing an entry came to.
    KnowledgeEntryRevisePayload {
        /// The entry after it.
        knowledge_entry: KnowledgeEntry
    }
}

/// Root fields for writing.
#[derive(Default)]
pub struct DraftMutation;

#[Object]
impl DraftMutation {
    /// Begins an entry, as a draft that only its author sees. User errors: `HOME_ACCOUNT_REQUIRED`.
    ///
    /// Requires: a person who may read at that audience, other than as an auditor.
    /// Emits: knowledge.drafted
    async fn knowledge_entry_draft(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What.")] input: KnowledgeEntryDraftInput,
    ) -> Nullable<KnowledgeEntryDraftPayload> {
        KnowledgeEntryDraftPayload::of(draft(ctx, input).await)
    }

    /// Changes title, text or tags, as a new revision; of a published entry it is out at once. A published
    /// `NEGOTIATION_RECORD` is a fact: `RECORD_IMMUTABLE`.
    /// Of a stale version: `VERSION_CONFLICT`.
    ///
    /// Requires: for a draft its author or an editor; for a published entry who may publish it.
    /// Emits: knowledge.revised, unless everything was so already.
    async fn knowledge_entry_revise(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and what.")] input: KnowledgeEntryReviseInput,
    ) -> Nullable<KnowledgeEntryRevisePayload> {
        KnowledgeEntryRevisePayload::of(revise(ctx, input).await)
    }
}

async fn draft(ctx: &Context<'_>, input: KnowledgeEntryDraftInput) -> Answer {
    let idempotency = idempotency("knowledgeEntryDraft", input.idempotency_key.as_ref(), &input)?;
    let command = DraftEntry {
        kind: input.kind.into(),
        home: input.home_account_id.as_ref().map(parse_id).transpose()?,
        audience: input.audience.map(Into::into),
        title: input.title,
        body: input.body.0,
        tags: input.tags,
        idempotency,
    };
    answer(ctx, services(ctx).knowledge().draft(viewer(ctx), &command).await).await
}

async fn revise(ctx: &Context<'_>, input: KnowledgeEntryReviseInput) -> Answer {
    let command = ReviseEntry {
        id: parse_id(&input.entry_id)?,
        expected_version: input.expected_version,
        title: given(input.title),
        body: given(input.body).map(|body| body.0),
        tags: given(input.tags),
    };
    answer(ctx, services(ctx).knowledge().revise(viewer(ctx), &command).await).await
}

/// What was given; null is nothing at all.
fn given<T: Empty>(value: MaybeUndefined<T>) -> Option<T> {
    match value {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => Some(T::empty()),
        MaybeUndefined::Value(value) => Some(value),
    }
}

/// What null means for a part of a text.
trait Empty {
    fn empty() -> Self;
}

impl Empty for String {
    fn empty() -> Self {
        Self::new()
    }
}

impl Empty for Markdown {
    fn empty() -> Self {
        Self(String::new())
    }
}

impl Empty for Vec<String> {
    fn empty() -> Self {
        Self::new()
    }
}
