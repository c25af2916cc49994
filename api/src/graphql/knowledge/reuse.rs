//! Reuse of entries, and what is missing.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject, Union};
use chrono::{DateTime, Utc};
use entity::{
    id::{HandoverId, IncidentId, RequestId},
    knowledge_gap,
};

use super::{
    KnowledgeEntry,
    loader::UsesFor,
    mutation::{Answer, answer},
};
use crate::{
    domain::knowledge::{Purpose, Reuse, Use, UseEntry},
    graphql::{
        context::{kind_of, parse_id, services, viewer},
        error::{Nullable, Result},
        handover::Handover,
        identity::user::{User, load_user},
        incident::Incident,
        loader::{load, loaders},
        page::{Connection, ROOT_SIZE, connection},
        payload::payloads,
        request::CustomerRequest,
    },
    platform::page::PageRequest,
};

/// That somebody used an entry for something that you may see.
pub struct KnowledgeUse(pub(super) Use);

/// What an entry was used for. Expect unknown members.
#[derive(Union)]
pub enum KnowledgePurpose {
    /// To solve an incident.
    Incident(Incident),
    /// To answer a customer's request.
    CustomerRequest(CustomerRequest),
    /// To hand over a seat.
    Handover(Handover),
}

/// That somebody used an entry for something that you may see.
#[Object]
impl KnowledgeUse {
    /// What it was used for; null if you lost sight of it this moment.
    async fn purpose(&self, ctx: &Context<'_>) -> Nullable<KnowledgePurpose> {
        let found = match self.0.purpose {
            Purpose::Incident(id) => load(&loaders(ctx).incident, id)
                .await
                .map(|access| access.map(Incident).map(KnowledgePurpose::Incident)),
            Purpose::Request(id) => load(&loaders(ctx).request, id)
                .await
                .map(|access| access.map(CustomerRequest).map(KnowledgePurpose::CustomerRequest)),
            Purpose::Handover(id) => load(&loaders(ctx).handover, id)
                .await
                .map(|access| access.map(Handover).map(KnowledgePurpose::Handover)),
        };
        found.transpose()
    }

    /// The entry; null if you lost sight of it this moment.
    async fn entry(&self, ctx: &Context<'_>) -> Nullable<KnowledgeEntry> {
        let found = load(&loaders(ctx).knowledge, self.0.entry).await;
        found.map(|access| access.map(KnowledgeEntry)).transpose()
    }

    /// Who used it.
    async fn user(&self, ctx: &Context<'_>) -> Nullable<User> {
        load_user(ctx, self.0.user).await
    }

    /// When that was said first.
    async fn used_at(&self) -> DateTime<Utc> {
        self.0.used_at
    }

    /// Whether it was useful; null: that was not said.
    async fn useful(&self) -> Option<bool> {
        self.0.useful
    }

    /// What was said about that.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }
}

/// The uses of entries for a thing that the viewer sees; for the rows of a list together. Null for bots.
pub(in crate::graphql) async fn uses_for(ctx: &Context<'_>, purpose: Purpose) -> Nullable<Vec<KnowledgeUse>> {
    viewer(ctx).person().ok()?;
    let uses = load(&loaders(ctx).knowledge, UsesFor(purpose)).await;
    Some(uses.map(|uses| uses.unwrap_or_default().into_iter().map(KnowledgeUse).collect()))
}

/// How often an entry was used. Uses for what you may not see do not count: the figures tell of nothing that is hidden.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct KnowledgeReuse {
    /// How often.
    uses: i32,
    /// How often it was said to be useful.
    useful: i32,
    /// How often it was said not to be.
    not_useful: i32,
}

impl From<Reuse> for KnowledgeReuse {
    fn from(reuse: Reuse) -> Self {
        let count = |number: i64| i32::try_from(number).unwrap_or(i32::MAX);
        Self { uses: count(reuse.uses), useful: count(reuse.useful), not_useful: count(reuse.useless) }
    }
}

/// What was looked for in vain. Nothing is kept of who asked.
pub struct KnowledgeGap(knowledge_gap::Model);

/// What was looked for in vain. Nothing is kept of who asked.
#[Object]
impl KnowledgeGap {
    /// What was looked for, in small letters without accents.
    async fn query(&self) -> &str {
        &self.0.query
    }

    /// How often.
    async fn searches(&self) -> i32 {
        i32::try_from(self.0.searches).unwrap_or(i32::MAX)
    }

    /// When it was last.
    async fn last_at(&self) -> DateTime<Utc> {
        self.0.last_at
    }
}

/// That an entry was used.
#[derive(InputObject)]
pub struct KnowledgeEntryUseInput {
    /// Which, `kno_...`.
    entry_id: ID,
    /// For what: exactly one thing that you may see, an incident (`inc_...`), a customer's request (`req_...`) or a handover
    /// (`hnd_...`). The id of anything else is refused with `ID_TYPE_MISMATCH`.
    purpose_id: ID,
    /// Whether it was useful. Left out: not said, or as it was said before.
    useful: Option<bool>,
    /// What there is to say about that, in at most 2,000 characters; read by who sees the entry and what it was used for. Left out: nothing,
    /// or as it was said before.
    note: Option<String>,
}

payloads! {
    /// What using an entry came to.
    KnowledgeEntryUsePayload {
        /// The entry after it.
        knowledge_entry: KnowledgeEntry
    }
}

/// Root fields about what is missing.
#[derive(Default)]
pub struct GapQuery;

#[Object]
impl GapQuery {
    /// What was looked for in the think tank and not found, the most wanted first. It is noted in the background, a moment after
    /// the search. Texts that look like the address or number of a person are not kept, nor those of more than 200 characters. Of
    /// more than 10,000 texts the thousand that were looked for least are dropped, the oldest first. What incidents taught nothing, `incidents` tells with the filter `lessonMissing`.
    ///
    /// Requires: executive, or director of any region.
    async fn knowledge_gaps(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, at most 100; 20 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the back, at most 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Nullable<Connection<KnowledgeGap>> {
        Some(gaps(ctx, PageRequest { first, after, last, before }).await)
    }
}

async fn gaps(ctx: &Context<'_>, request: PageRequest) -> Result<Connection<KnowledgeGap>> {
    let (services, who) = (services(ctx).clone(), viewer(ctx).clone());
    let page = services.knowledge().gaps(&who, &request, ROOT_SIZE).await?;
    Ok(connection(page, KnowledgeGap, move || {
        let (services, who) = (services.clone(), who.clone());
        async move { services.knowledge().count_gaps(&who).await }
    }))
}

/// Root fields for reuse.
#[derive(Default)]
pub struct UseMutation;

#[Object]
impl UseMutation {
    /// Says that you used a published entry for something, and whether it was useful. Each person uses an entry for one thing once:
    /// say it again to tell later whether it helped. User errors: `NOT_PUBLISHED`.
    ///
    /// Requires: who sees the entry, other than as an auditor, and sees what it was used for.
    /// Emits: knowledge.used, unless it was so already.
    async fn knowledge_entry_use(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and for what.")] input: KnowledgeEntryUseInput,
    ) -> Nullable<KnowledgeEntryUsePayload> {
        KnowledgeEntryUsePayload::of(use_entry(ctx, input).await)
    }
}

fn parse_purpose(id: &ID) -> Result<Purpose> {
    match kind_of(id, &[IncidentId::PREFIX, RequestId::PREFIX, HandoverId::PREFIX])? {
        RequestId::PREFIX => parse_id(id).map(Purpose::Request),
        HandoverId::PREFIX => parse_id(id).map(Purpose::Handover),
        _ => parse_id(id).map(Purpose::Incident),
    }
}

async fn use_entry(ctx: &Context<'_>, input: KnowledgeEntryUseInput) -> Answer {
    let command = UseEntry {
        id: parse_id(&input.entry_id)?,
        purpose: parse_purpose(&input.purpose_id)?,
        useful: input.useful,
        note: input.note,
    };
    answer(ctx, services(ctx).knowledge().use_entry(viewer(ctx), &command).await).await
}
