//! The question, and what it answers beside its hits.

use async_graphql::{
    Context, ID, InputObject, Object,
    connection::{Connection as Relay, Edge, EmptyFields},
};
use chrono::{DateTime, Utc};

use super::{
    facet::SearchFacets,
    hit::{SearchHit, with_things},
};
use crate::{
    domain::{
        Services,
        access::Viewer,
        search::{Asked, Question, SearchFilter as Filter},
    },
    graphql::{
        context::{parse_id, services, viewer},
        error::{Nullable, Result},
        failure::CountPrecision,
        filter::comparable,
        page::{ROOT_SIZE, TotalCount},
        vocabulary::{FoundKind, KnowledgeType, Trust},
    },
    platform::{page::PageRequest, text},
};

/// In what to search. What is given must all hold; an empty list is as good as none.
#[derive(Clone, Debug, Default, InputObject)]
pub struct SearchFilter {
    /// Only things of these sorts.
    kinds: Option<Vec<FoundKind>>,
    /// Only what belongs to these accounts or is one of them, `acc_...`. An account that you may not see counts as not there.
    account_ids: Option<Vec<ID>>,
    /// Only what belongs to accounts of these industries, whatever the case, accents and width. Accounts that you may not see
    /// count as not there.
    industries: Option<Vec<String>>,
    /// Only entries with one of these tags, whatever the case, accents and width.
    tags: Option<Vec<String>>,
    /// Only entries of these types.
    knowledge_types: Option<Vec<KnowledgeType>>,
    /// Only entries that can be trusted so far now; drafts and negotiation records, of which that is not asked, are not among
    /// them. `EXPIRED` asks for expired entries, whether or not `includeExpired` does.
    trust: Option<Vec<Trust>>,
    /// Only what was written at this instant or later.
    written_from: Option<DateTime<Utc>>,
    /// Only what was written before this instant.
    written_before: Option<DateTime<Utc>>,
    /// Whether expired entries are found beside the others; false if left out.
    include_expired: Option<bool>,
}

impl SearchFilter {
    fn checked(self) -> Result<Filter> {
        let keys = |given: Option<Vec<String>>| {
            given.unwrap_or_default().iter().map(|text| text::key(text)).collect()
        };
        let ids = self.account_ids.unwrap_or_default();
        comparable([("writtenFrom", self.written_from), ("writtenBefore", self.written_before)])?;
        Ok(Filter {
            kinds: self.kinds.unwrap_or_default().into_iter().map(Into::into).collect(),
            accounts: ids.iter().map(parse_id).collect::<Result<_>>()?,
            industries: keys(self.industries),
            tags: keys(self.tags),
            types: self.knowledge_types.unwrap_or_default().into_iter().map(Into::into).collect(),
            trust: self.trust.unwrap_or_default().into_iter().map(Into::into).collect(),
            written_from: self.written_from,
            written_before: self.written_before,
            expired: self.include_expired.unwrap_or_default(),
        })
    }
}

/// What a search answers beside its hits.
pub struct SearchAnswer {
    services: Services,
    viewer: Viewer,
    asked: Asked,
    suggestions: Vec<String>,
}

/// Fields that a search has beside those of Relay.
#[Object]
impl SearchAnswer {
    /// How many things match in all, counted only if this field is selected. Counting stops at 10,000. It may be more than can
    /// be paged through: those are the best few hundred.
    async fn total_count(&self) -> Nullable<TotalCount> {
        let count = self.services.search().count(&self.asked).await;
        let told = count.map(|count| TotalCount {
            count: i32::try_from(count.count).unwrap_or(i32::MAX),
            precision: if count.at_least { CountPrecision::AtLeast } else { CountPrecision::Exact },
        });
        Some(told.map_err(Into::into))
    }

    /// What matches, in groups, counted only if this field is selected.
    async fn facets(&self) -> Nullable<SearchFacets> {
        let facets = self.services.search().facets(&self.viewer, &self.asked).await;
        Some(facets.map(SearchFacets).map_err(Into::into))
    }

    /// What else could be typed, the likeliest first, at most five: the query with misspelled words put right, or with its last
    /// word ended. Made of what you may see alone, only if this field is selected.
    async fn suggestions(&self) -> &[String] {
        &self.suggestions
    }

    /// Whether everything is searched. False for a while after an update of the server that cuts words better: until then some
    /// things are not found.
    async fn is_complete(&self) -> Nullable<bool> {
        Some(self.services.search().is_complete().await.map_err(Into::into))
    }
}

/// A search in pages.
pub(super) type SearchConnection = Relay<String, SearchHit, SearchAnswer, EmptyFields>;

/// The root field of search.
#[derive(Default)]
pub struct SearchQuery;

#[Object]
impl SearchQuery {
    /// Entries of the think tank, incidents, lines of timelines and accounts that say what is typed, the best first.
    ///
    /// Case, accents, width, and the ends of English and German words do not count; `ue` finds `ü`. In Chinese, Japanese and
    /// Korean every word is found however the text is cut, from one character on. The last word may be the beginning of one,
    /// unless a space follows. A long German word is found by its end, too. Where less than ten things have all words,
    /// one slip is forgiven in words of five letters and more, two in those of nine and more; then things that lack words
    /// follow. Words that say nothing (`the`, `wie`, `的`) are left out unless nothing else is typed, and so are words after
    /// the sixteenth. At each of these steps the newest hundred that match in their titles, the newest
    /// two hundred that match anywhere and the newest twenty accounts that match by name, code or industry are ranked: narrow
    /// the question to reach older ones.
    ///
    /// Of hits that are equal the one written last comes first. A page begins after what ranks as its cursor does: what was
    /// written or changed between two pages may be missed or come again, nothing else.
    ///
    /// The query may have 300 characters, a letter or digit at least; else `BAD_USER_INPUT`.
    ///
    /// Requires: to be signed in; finds, counts and suggests what the root field of each thing would show you, and what you may
    /// not see changes nothing of the answer. A bot finds accounts with `account:read`, entries with `knowledge:read`, and
    /// incidents with `incident:read` if its key reads them whole.
    #[expect(clippy::too_many_arguments, reason = "they are the arguments of a connection")]
    async fn search(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to look for, as a person types it. It has no operators.")] query: String,
        #[graphql(desc = "In what; in everything that you may see, if left out.")] filter: Option<
            SearchFilter,
        >,
        #[graphql(desc = "How many from the front, at most 100; 20 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the back, at most 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Nullable<SearchConnection> {
        let request = PageRequest { first, after, last, before };
        Some(find(ctx, query, filter, request).await)
    }
}

async fn find(
    ctx: &Context<'_>,
    typed: String,
    filter: Option<SearchFilter>,
    request: PageRequest,
) -> Result<SearchConnection> {
    let (services, viewer) = (services(ctx).clone(), viewer(ctx).clone());
    let filter = filter.unwrap_or_default().checked()?;
    let is_whole = filter == Filter::default() && request.after.is_none() && request.before.is_none();
    let question = Question { typed, filter };
    let suggests = ctx.look_ahead().field("suggestions").exists();
    let found = services.search().find(&viewer, &question, &request, ROOT_SIZE, suggests).await?;
    if is_whole && found.page.rows.is_empty() && matches!(viewer, Viewer::Person(_)) {
        services.knowledge().note_gap(&question.typed);
    }
    let hits = with_things(&services, &viewer, found.page.rows, &found.matcher).await?;
    let (asked, suggestions) = (found.asked, found.suggestions);
    let answer = SearchAnswer { services, viewer, asked, suggestions };
    let mut connection = Relay::with_additional_fields(found.page.has_previous, found.page.has_next, answer);
    connection.edges = hits.into_iter().map(|(cursor, hit)| Edge::new(cursor, hit)).collect();
    Ok(connection)
}
