//! Who answers for an entry, and until when it was verified.

use async_graphql::{Context, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{
    knowledge_entry,
    knowledge_entry::{KnowledgeState, KnowledgeType},
};

use crate::graphql::{
    context::services,
    error::Nullable,
    identity::user::{User, load_user, load_users},
    vocabulary::{Seat, VerifierKind},
};

/// Who answers for an entry, and until when it was verified.
pub struct KnowledgeVerification(knowledge_entry::Model);

/// That somebody says that an entry does not hold.
pub struct KnowledgeContest(knowledge_entry::Model);

/// Who is named to verify an entry.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct KnowledgeVerifier {
    /// A person, a group, or nobody in particular.
    kind: VerifierKind,
    /// The seat of the home account, of the kind `SEAT`.
    seat: Option<Seat>,
    #[graphql(skip)]
    user: Option<entity::id::UserId>,
}

#[async_graphql::ComplexObject]
impl KnowledgeVerifier {
    /// The person, of the kind `PERSON`.
    async fn user(&self, ctx: &Context<'_>) -> Nullable<User> {
        load_user(ctx, self.user?).await
    }
}

impl KnowledgeVerification {
    /// That of an entry; a negotiation record is never verified.
    pub(super) fn of(entry: &knowledge_entry::Model) -> Option<Self> {
        (entry.kind != KnowledgeType::NegotiationRecord).then(|| Self(entry.clone()))
    }
}

/// Who answers for an entry, and until when it was verified.
#[Object]
impl KnowledgeVerification {
    /// Who is named to verify it.
    async fn verifier(&self) -> KnowledgeVerifier {
        KnowledgeVerifier {
            kind: self.0.verifier.into(),
            seat: self.0.verifier_seat.map(Into::into),
            user: self.0.verifier_id,
        }
    }

    /// To whom it falls now: those named who may come in and belong to the audience; if there are none, the author and
    /// editors who do; if there are none, the sales primary of the home account, and of a company-wide entry the publishers of
    /// its type. Empty for a draft.
    async fn falls_to(&self, ctx: &Context<'_>) -> Nullable<Vec<User>> {
        let people = services(ctx).access().facts().verifiers(&self.0);
        Some(load_users(ctx, people.into_iter().collect()).await)
    }

    /// For how many days a verification holds, where the entry says so itself; null: as its type says, see
    /// `knowledgeTerms`.
    async fn interval_days(&self) -> Option<i32> {
        self.0.interval_days
    }

    /// When it was verified; null: it is not.
    async fn verified_at(&self) -> Option<DateTime<Utc>> {
        self.0.verified_at
    }

    /// Who verified it.
    async fn verified_by(&self, ctx: &Context<'_>) -> Nullable<User> {
        load_user(ctx, self.0.verified_by?).await
    }

    /// The revision that the verification stands for: the one that was verified, or a later one of the verifier's own.
    async fn verified_revision(&self) -> Option<i32> {
        self.0.verified_revision
    }

    /// What it was held against, if its verifier said so.
    async fn source(&self) -> Option<&str> {
        self.0.verified_source.as_deref()
    }

    /// Until when the verification holds; null: for ever, or it is not verified.
    async fn verified_until(&self) -> Option<DateTime<Utc>> {
        self.0.due_at.filter(|_| self.0.verified_at.is_some())
    }

    /// By when it is to be verified, for the first time or again; null: never, or it is a draft.
    async fn due_at(&self) -> Option<DateTime<Utc>> {
        self.0.due_at
    }

    /// That somebody says that it does not hold; null: nobody does, or it was verified since.
    async fn contest(&self) -> Option<KnowledgeContest> {
        let is_open = self.0.contested_at.is_some() && self.0.state == KnowledgeState::Published;
        is_open.then(|| KnowledgeContest(self.0.clone()))
    }
}

/// That somebody says that an entry does not hold.
#[Object]
impl KnowledgeContest {
    /// Since when.
    async fn at(&self) -> Option<DateTime<Utc>> {
        self.0.contested_at
    }

    /// Who.
    async fn by(&self, ctx: &Context<'_>) -> Nullable<User> {
        load_user(ctx, self.0.contested_by?).await
    }

    /// Why.
    async fn reason(&self) -> Option<&str> {
        self.0.contest_reason.as_deref()
    }
}
