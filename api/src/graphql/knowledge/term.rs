//! For how long a verification holds, by type of knowledge.

use async_graphql::{Context, InputObject, Object};
use entity::knowledge_term;

use crate::{
    domain::knowledge::SetTerm,
    graphql::{
        context::{services, viewer},
        error::Nullable,
        failure::Failure,
        payload::{Changed, payloads},
        vocabulary::KnowledgeType,
    },
};

/// For how long a verification of a type of knowledge holds.
pub struct KnowledgeTerm(knowledge_term::Model);

/// For how long a verification of a type of knowledge holds. A negotiation record is a fact and is never verified.
#[Object]
impl KnowledgeTerm {
    /// Of which type.
    #[graphql(name = "type")]
    async fn kind(&self) -> KnowledgeType {
        self.0.kind.into()
    }

    /// How many days, unless the entry says otherwise; null: for ever.
    async fn interval_days(&self) -> Option<i32> {
        self.0.interval_days
    }

    /// Goes up with each change; changes are made against it.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// For how long verifications of a type shall hold.
#[derive(InputObject)]
pub struct KnowledgeTermSetInput {
    /// Of which type; any but `NEGOTIATION_RECORD`.
    #[graphql(name = "type")]
    kind: KnowledgeType,
    /// The version that was read.
    expected_version: i32,
    /// How many days, 1 to 3,650; null: for ever.
    interval_days: Option<i32>,
}

payloads! {
    /// What setting a term came to.
    KnowledgeTermSetPayload {
        /// The term after it.
        term: KnowledgeTerm
    }
}

/// Root fields that read the terms.
#[derive(Default)]
pub struct TermQuery;

#[Object]
impl TermQuery {
    /// For how long a verification holds, by type of knowledge. The server comes with 90 days for trends and handover notes,
    /// 60 for competitor briefs, 180 for playbooks and frequent questions, 365 for lessons.
    ///
    /// Requires: a person.
    async fn knowledge_terms(&self, ctx: &Context<'_>) -> Nullable<Vec<KnowledgeTerm>> {
        let terms = services(ctx).knowledge().terms(viewer(ctx)).await;
        Some(terms.map(|terms| terms.into_iter().map(KnowledgeTerm).collect()).map_err(Into::into))
    }
}

/// Root fields that change the terms.
#[derive(Default)]
pub struct TermMutation;

#[Object]
impl TermMutation {
    /// Sets for how long verifications of a type hold from now on. Those that were made stay as they are.
    /// Of a stale version: `VERSION_CONFLICT`.
    ///
    /// Requires: administrator.
    /// Emits: knowledge_term.set, unless it was so already.
    async fn knowledge_term_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of which type, and how long.")] input: KnowledgeTermSetInput,
    ) -> Nullable<KnowledgeTermSetPayload> {
        KnowledgeTermSetPayload::of(set(ctx, input).await)
    }
}

async fn set(ctx: &Context<'_>, input: KnowledgeTermSetInput) -> Result<Changed<KnowledgeTerm>, Failure> {
    let command = SetTerm {
        kind: input.kind.into(),
        expected_version: input.expected_version,
        interval_days: input.interval_days,
    };
    let (term, events) = services(ctx).knowledge().set_term(viewer(ctx), &command).await?;
    Ok(Changed { entity: Some(KnowledgeTerm(term)), events })
}
