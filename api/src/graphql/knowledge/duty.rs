//! What the viewer is to verify, and how much of a collection is verified.

use async_graphql::{Context, Object, SimpleObject};
use chrono::{DateTime, Utc};

use super::{KnowledgeEntry, query::KnowledgeEntryFilter};
use crate::{
    domain::knowledge::{TrustScore, list::KnowledgeList},
    graphql::{
        context::{limits, services, viewer},
        error::{Nullable, Result},
        filter::{comparable, filter},
        page::{Connection, ROOT_SIZE, connection},
    },
    platform::page::PageRequest,
};

/// How much of a collection is verified: of the published entries that the viewer may see and that have not expired.
/// Negotiation records are facts and do not count.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct KnowledgeTrustScore {
    /// How many there are.
    current: i32,
    /// How many of them are `VERIFIED`.
    verified: i32,
    /// How many of them are `STALE`.
    stale: i32,
    /// How many of them are `UNVERIFIED`.
    unverified: i32,
    /// The share that is verified, 0 to 1; null: there are none.
    score: Option<f64>,
    /// The share to reach, 0 to 1.
    target: f64,
}

impl From<TrustScore> for KnowledgeTrustScore {
    fn from(score: TrustScore) -> Self {
        let count = |number: u64| i32::try_from(number).unwrap_or(i32::MAX);
        Self {
            current: count(score.current()),
            verified: count(score.verified),
            stale: count(score.stale),
            unverified: count(score.unverified),
            score: score.share(),
            target: f64::from(score.target_percent) / 100.0,
        }
    }
}

/// Root fields about trust.
#[derive(Default)]
pub struct DutyQuery;

#[Object]
impl DutyQuery {
    /// The entries that you are to verify, what is due first first: those that name you, or a seat that you hold, or the
    /// publishers of a type that you publish; yours as author or editor where nobody is named, or where nobody who is named has
    /// access any more; and as a sales primary those of your accounts that nobody else answers for. Expired entries and
    /// negotiation records need nobody.
    ///
    /// Requires: a person.
    async fn my_verifications(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only what is due before this instant; all of them, if left out.")]
        due_before: Option<DateTime<Utc>>,
        #[graphql(desc = "How many from the front, at most 100; 20 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the back, at most 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Nullable<Connection<KnowledgeEntry>> {
        Some(verifications(ctx, due_before, PageRequest { first, after, last, before }).await)
    }

    /// How much of a collection is verified, as far as you may see it: of an account, a type, a tag, or of any entries that a
    /// filter finds.
    ///
    /// Requires: as `knowledgeEntry`, entry by entry.
    async fn knowledge_trust_score(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which entries; all that you may see, if left out.")] filter: Option<
            KnowledgeEntryFilter,
        >,
    ) -> Nullable<KnowledgeTrustScore> {
        Some(score(ctx, filter).await)
    }
}

async fn verifications(
    ctx: &Context<'_>,
    due_before: Option<DateTime<Utc>>,
    request: PageRequest,
) -> Result<Connection<KnowledgeEntry>> {
    comparable([("dueBefore", due_before)])?;
    let (services, who) = (services(ctx).clone(), viewer(ctx).clone());
    let page = services.knowledge().duties(&who, due_before, &request, ROOT_SIZE).await?;
    Ok(connection(page, KnowledgeEntry, move || {
        let (services, who) = (services.clone(), who.clone());
        async move { services.knowledge().count_duties(&who, due_before).await }
    }))
}

async fn score(ctx: &Context<'_>, given: Option<KnowledgeEntryFilter>) -> Result<KnowledgeTrustScore> {
    let list = KnowledgeList { filter: filter(given, limits(ctx))?, expired: false, sorts: Vec::new() };
    Ok(services(ctx).knowledge().trust_score(viewer(ctx), &list).await?.into())
}
