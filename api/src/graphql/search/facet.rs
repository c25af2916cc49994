//! What was found, in groups.

use async_graphql::{Context, Enum, Object, SimpleObject};

use crate::{
    domain::{
        search::{Age, Facets},
        trust,
    },
    graphql::{
        account::Account,
        error::Nullable,
        loader::{load, loaders},
        vocabulary::{FoundKind, KnowledgeType, Trust},
    },
};

/// How long ago something was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Age")]
pub enum SearchAge {
    /// In the last 30 days.
    Month,
    /// 30 to 90 days ago.
    Quarter,
    /// 90 to 365 days ago.
    Year,
    /// Longer ago.
    Older,
}

/// How many matches are of a sort.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct SearchKindCount {
    /// The sort.
    kind: FoundKind,
    /// How many.
    count: i32,
}

/// How many matches are entries of a type.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct SearchKnowledgeTypeCount {
    /// The type.
    #[graphql(name = "type")]
    kind: KnowledgeType,
    /// How many.
    count: i32,
}

/// How many matches are entries that can be trusted so far.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct SearchTrustCount {
    /// How far they can be trusted now.
    trust: Trust,
    /// How many.
    count: i32,
}

/// How many matches were written so long ago.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct SearchAgeCount {
    /// How long ago.
    age: SearchAge,
    /// How many.
    count: i32,
}

/// How many matches have a word: an industry or a tag.
#[derive(Clone, Debug, SimpleObject)]
pub struct SearchWordCount {
    /// The word, as one of them writes it.
    value: String,
    /// How many.
    count: i32,
}

/// How many matches belong to an account.
pub struct SearchAccountCount {
    account: entity::id::AccountId,
    count: i32,
}

/// How many matches belong to an account.
#[Object]
impl SearchAccountCount {
    /// The account; null if you lost sight of it this moment.
    async fn account(&self, ctx: &Context<'_>) -> Nullable<Account> {
        let found = load(&loaders(ctx).account, self.account).await;
        found.map(|access| access.map(Account::new)).transpose()
    }

    /// How many.
    async fn count(&self) -> i32 {
        self.count
    }
}

/// What was found, in groups. Only what you may see is counted, the newest 10,000 matches at most.
pub struct SearchFacets(pub(super) Facets);

fn count(count: u64) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

fn words(words: &[(String, u64)]) -> Vec<SearchWordCount> {
    words.iter().map(|(value, many)| SearchWordCount { value: value.clone(), count: count(*many) }).collect()
}

/// What was found, in groups. Only what you may see is counted, the newest 10,000 matches at most.
#[Object]
impl SearchFacets {
    /// By sort of thing.
    async fn kinds(&self) -> Vec<SearchKindCount> {
        let counted = |(kind, many): &(entity::search_document::FoundKind, u64)| SearchKindCount {
            kind: (*kind).into(),
            count: count(*many),
        };
        self.0.kinds.iter().map(counted).collect()
    }

    /// By account, of those that you may see: the twenty with the most matches, the most first.
    async fn accounts(&self) -> Vec<SearchAccountCount> {
        let counted =
            |(account, many): &(_, u64)| SearchAccountCount { account: *account, count: count(*many) };
        self.0.accounts.iter().map(counted).collect()
    }

    /// By industry of accounts that you may see: the twenty with the most matches, the most first.
    async fn industries(&self) -> Vec<SearchWordCount> {
        words(&self.0.industries)
    }

    /// By tag, of entries: the twenty with the most matches, the most first.
    async fn tags(&self) -> Vec<SearchWordCount> {
        words(&self.0.tags)
    }

    /// By type, of entries.
    async fn knowledge_types(&self) -> Vec<SearchKnowledgeTypeCount> {
        let counted = |(kind, many): &(entity::knowledge_entry::KnowledgeType, u64)| {
            SearchKnowledgeTypeCount { kind: (*kind).into(), count: count(*many) }
        };
        self.0.types.iter().map(counted).collect()
    }

    /// By how far they can be trusted now, of entries that are verified at all: neither drafts nor negotiation records. Of
    /// `EXPIRED` there are none unless the filter asks for them.
    async fn trust(&self) -> Vec<SearchTrustCount> {
        let counted = |(trust, many): &(trust::Trust, u64)| SearchTrustCount {
            trust: (*trust).into(),
            count: count(*many),
        };
        self.0.trust.iter().map(counted).collect()
    }

    /// By how long ago it was written.
    async fn ages(&self) -> Vec<SearchAgeCount> {
        let counted = |(age, many): &(Age, u64)| SearchAgeCount { age: (*age).into(), count: count(*many) };
        self.0.ages.iter().map(counted).collect()
    }
}
