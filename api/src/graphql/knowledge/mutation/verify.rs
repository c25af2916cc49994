//! Trust: who answers for an entry, that it holds, that it does not.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, OneofObject};
use chrono::{DateTime, Utc};

use super::{super::KnowledgeEntry, Answer, answer};
use crate::{
    domain::knowledge::{ContestEntry, GovernEntry, NamedVerifier, VerifyEntry},
    graphql::{
        context::{parse_id, services, viewer},
        error::{Nullable, Result},
        payload::payloads,
        vocabulary::{Confidence, Governance, Seat},
    },
};

/// Who is to verify an entry: exactly one of these.
#[derive(OneofObject)]
pub enum KnowledgeVerifierInput {
    /// A person who belongs to the entry's audience, `usr_...`.
    UserId(ID),
    /// Primary and deputy of this seat of the home account, whoever they are.
    Seat(Seat),
    /// Whoever publishes its type; `true`.
    Publishers(bool),
}

/// How sure an entry is, who answers for it, and for how long. What is left out stays.
#[derive(InputObject)]
pub struct KnowledgeEntryGovernInput {
    /// Which, `kno_...`.
    entry_id: ID,
    /// The version that the change was made against.
    expected_version: i32,
    /// How sure its author is.
    confidence: Option<Confidence>,
    /// Who may change it once it is published.
    governance: Option<Governance>,
    /// Who is to verify it; null: its author and editors.
    verifier: MaybeUndefined<KnowledgeVerifierInput>,
    /// For how many days a verification holds, 1 to 3,650; null: as its type says. A present verification then holds so long
    /// from when it was made.
    interval_days: MaybeUndefined<i32>,
    /// When lists begin to withhold it; null: never.
    expires_at: MaybeUndefined<DateTime<Utc>>,
}

/// An entry that holds as it stands.
#[derive(InputObject)]
pub struct KnowledgeEntryVerifyInput {
    /// Which, `kno_...`.
    entry_id: ID,
    /// The version that was read: nobody verifies a text that they have not seen.
    expected_version: i32,
    /// What it was held against, in a line of at most 500 characters: a document, a conversation, a visit.
    source: Option<String>,
}

/// An entry that does not hold.
#[derive(InputObject)]
pub struct KnowledgeEntryContestInput {
    /// Which, `kno_...`.
    entry_id: ID,
    /// The version that was read.
    expected_version: i32,
    /// Why, in at most 2,000 characters. Whoever reads the entry reads this.
    reason: String,
}

payloads! {
    /// What governing an entry came to.
    KnowledgeEntryGovernPayload {
        /// The entry after it.
        knowledge_entry: KnowledgeEntry
    }
    /// What verifying an entry came to.
    KnowledgeEntryVerifyPayload {
        /// The entry after it.
        knowledge_entry: KnowledgeEntry
    }
    /// What contesting an entry came to.
    KnowledgeEntryContestPayload {
        /// The entry after it.
        knowledge_entry: KnowledgeEntry
    }
}

/// Root fields for trust.
#[derive(Default)]
pub struct VerifyMutation;

#[Object]
impl VerifyMutation {
    /// Says how sure an entry is, who may change it, who is to verify it, for how long that holds, and when lists begin to
    /// withhold it. User errors: `VERIFIER_OUTSIDE_AUDIENCE`, `HOME_ACCOUNT_REQUIRED` for a seat without an account,
    /// `RECORD_HAS_NO_TERMS` for a `NEGOTIATION_RECORD`, of which only the confidence can be told.
    /// Of a stale version: `VERSION_CONFLICT`.
    ///
    /// Requires: for a draft its author or an editor; for a published entry who may publish it.
    /// Emits: knowledge.governed, unless everything was so already.
    async fn knowledge_entry_govern(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and how.")] input: KnowledgeEntryGovernInput,
    ) -> Nullable<KnowledgeEntryGovernPayload> {
        KnowledgeEntryGovernPayload::of(govern(ctx, input).await)
    }

    /// Says that a published entry holds as it stands. It is `VERIFIED` for as many days as the entry says or, if it says
    /// nothing, its type (see `knowledgeTerms`), then `STALE`. An edit by anybody else makes it `UNVERIFIED`. It ends a
    /// contest. User errors: `NOT_VERIFIABLE` for a draft and a `NEGOTIATION_RECORD`.
    /// Of a stale version: `VERSION_CONFLICT`.
    ///
    /// Requires: a person to whom the verification falls, see `verification.fallsTo`.
    /// Emits: knowledge.verified
    async fn knowledge_entry_verify(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: KnowledgeEntryVerifyInput,
    ) -> Nullable<KnowledgeEntryVerifyPayload> {
        KnowledgeEntryVerifyPayload::of(verify(ctx, input).await)
    }

    /// Says that a published entry does not hold: it is `UNVERIFIED` and due at once, until somebody verifies it again. User
    /// errors: `NOT_VERIFIABLE` for a draft and a `NEGOTIATION_RECORD`, `ALREADY_CONTESTED`.
    /// Of a stale version: `VERSION_CONFLICT`.
    ///
    /// Requires: who sees the entry, other than as an auditor.
    /// Emits: knowledge.contested
    async fn knowledge_entry_contest(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and why.")] input: KnowledgeEntryContestInput,
    ) -> Nullable<KnowledgeEntryContestPayload> {
        KnowledgeEntryContestPayload::of(contest(ctx, input).await)
    }
}

async fn govern(ctx: &Context<'_>, input: KnowledgeEntryGovernInput) -> Answer {
    let command = GovernEntry {
        id: parse_id(&input.entry_id)?,
        expected_version: input.expected_version,
        confidence: input.confidence.map(Into::into),
        governance: input.governance.map(Into::into),
        verifier: given(input.verifier).map(named).transpose()?,
        interval_days: given(input.interval_days),
        expires_at: given(input.expires_at),
    };
    answer(ctx, services(ctx).knowledge().govern(viewer(ctx), &command).await).await
}

/// What was given: `Some(None)` for null.
fn given<T>(value: MaybeUndefined<T>) -> Option<Option<T>> {
    match value {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => Some(None),
        MaybeUndefined::Value(value) => Some(Some(value)),
    }
}

fn named(verifier: Option<KnowledgeVerifierInput>) -> Result<NamedVerifier> {
    Ok(match verifier {
        None | Some(KnowledgeVerifierInput::Publishers(false)) => NamedVerifier::Owners,
        Some(KnowledgeVerifierInput::Publishers(true)) => NamedVerifier::Publishers,
        Some(KnowledgeVerifierInput::Seat(seat)) => NamedVerifier::Seat(seat.into()),
        Some(KnowledgeVerifierInput::UserId(id)) => NamedVerifier::Person(parse_id(&id)?),
    })
}

async fn verify(ctx: &Context<'_>, input: KnowledgeEntryVerifyInput) -> Answer {
    let command = VerifyEntry {
        id: parse_id(&input.entry_id)?,
        expected_version: input.expected_version,
        source: input.source,
    };
    answer(ctx, services(ctx).knowledge().verify(viewer(ctx), &command).await).await
}

async fn contest(ctx: &Context<'_>, input: KnowledgeEntryContestInput) -> Answer {
    let command = ContestEntry {
        id: parse_id(&input.entry_id)?,
        expected_version: input.expected_version,
        reason: input.reason,
    };
    answer(ctx, services(ctx).knowledge().contest(viewer(ctx), &command).await).await
}
