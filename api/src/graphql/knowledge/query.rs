//! Questions about the think tank.

use async_graphql::{Context, Enum, ID, Object};

use super::KnowledgeEntry;
use crate::{
    domain::knowledge::list::{KnowledgeField, KnowledgeList, KnowledgeTest},
    graphql::{
        context::{limits, parse_id, services, viewer},
        error::{Nullable, Result},
        filter::{
            DateTimeFilter, IdFilter, TextFilter, enum_filters, filter, filter_input, sort_input, sorts,
        },
        page::{Connection, ROOT_SIZE, connection},
        vocabulary::{Audience, Confidence, KnowledgeState, KnowledgeType, Trust},
    },
    platform::page::PageRequest,
};

enum_filters! {
    /// Tests of a type of knowledge. What is given must all hold.
    KnowledgeTypeFilter: KnowledgeType => entity::knowledge_entry::KnowledgeType;
    /// Tests of an audience. What is given must all hold.
    AudienceFilter: Audience => entity::knowledge_entry::Audience;
    /// Tests of an entry's state. What is given must all hold.
    KnowledgeStateFilter: KnowledgeState => entity::knowledge_entry::KnowledgeState;
    /// Tests of an author's confidence. What is given must all hold.
    ConfidenceFilter: Confidence => entity::knowledge_entry::Confidence;
    /// Tests of how far an entry can be trusted; `isNull`: whether it is a draft or a negotiation record, of which that is
    /// not asked. What is given must all hold.
    TrustFilter: Trust => crate::domain::trust::Trust;
}

filter_input! {
    /// Which entries. What is given must all hold. Accounts and incidents that you may not see count as not there.
    KnowledgeEntryFilter of KnowledgeTest {
        /// What sort of knowledge.
        #[graphql(name = "type")]
        kind: KnowledgeTypeFilter => KnowledgeTest::Kind,
        /// Who may read it.
        audience: AudienceFilter => KnowledgeTest::Audience,
        /// Draft or published.
        state: KnowledgeStateFilter => KnowledgeTest::State,
        /// The title.
        title: TextFilter => KnowledgeTest::Title,
        /// Any of the tags; `isNull`: whether it has none.
        tag: TextFilter => KnowledgeTest::Tag,
        /// Who began it, `usr_...`.
        author: IdFilter => KnowledgeTest::Author,
        /// The home account, `acc_...`.
        home_account: IdFilter => KnowledgeTest::Home,
        /// Any account that it is linked to, `acc_...`; `isNull`: whether it has none.
        linked_account: IdFilter => KnowledgeTest::LinkedAccount,
        /// Any incident that it is linked to, `inc_...`; `isNull`: whether it has none.
        linked_incident: IdFilter => KnowledgeTest::LinkedIncident,
        /// How far it can be trusted now. Of `EXPIRED` there are none unless `includeExpired` is true.
        trust: TrustFilter => KnowledgeTest::Trust,
        /// How sure its author is.
        confidence: ConfidenceFilter => KnowledgeTest::Confidence,
        /// When it is to be verified (again).
        due_at: DateTimeFilter => KnowledgeTest::DueAt,
        /// When it was begun.
        created_at: DateTimeFilter => KnowledgeTest::CreatedAt,
        /// When it was last changed.
        updated_at: DateTimeFilter => KnowledgeTest::UpdatedAt,
    }
}

/// What entries can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "KnowledgeField")]
pub enum KnowledgeEntrySortField {
    /// The title, by its letters without case and accents.
    Title,
    /// When it was begun.
    CreatedAt,
    /// When it was last changed.
    UpdatedAt,
}

sort_input! {
    /// One key of an order of entries.
    KnowledgeEntrySort by KnowledgeEntrySortField => KnowledgeField
}

/// Root fields about the think tank.
#[derive(Default)]
pub struct KnowledgeQuery;

#[Object]
impl KnowledgeQuery {
    /// An entry of the think tank.
    ///
    /// Requires: for a draft its author or an editor, for a published entry its audience: `TRIANGLE` primaries and deputies
    /// of the home account, `ACCOUNT_TEAM` everybody assigned to it and escalation managers while it has an open incident,
    /// `ALL_STAFF` everybody with an assignment or a role, `EXECUTIVES` executives; directors for their regions but not what
    /// is for executives; executives and auditors all; bots with `knowledge:read` the audiences that their key names.
    async fn knowledge_entry(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "`kno_...`")] id: ID,
    ) -> Nullable<KnowledgeEntry> {
        Some(find_entry(ctx, &id).await)
    }

    /// The entries that you may see, what was changed last first unless you say otherwise. What has expired is withheld unless
    /// you ask for it.
    ///
    /// Requires: as `knowledgeEntry`, entry by entry.
    #[expect(clippy::too_many_arguments, reason = "they are the arguments of a connection")]
    async fn knowledge_entries(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which entries; all that you may see, if left out.")] filter: Option<
            KnowledgeEntryFilter,
        >,
        #[graphql(desc = "Up to three keys, the most important first.")] sort: Option<
            Vec<KnowledgeEntrySort>,
        >,
        #[graphql(desc = "Whether expired entries are among them, too; false if left out.")]
        include_expired: Option<bool>,
        #[graphql(desc = "How many from the front, at most 100; 20 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the back, at most 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Nullable<Connection<KnowledgeEntry>> {
        let request = PageRequest { first, after, last, before };
        let expired = include_expired.unwrap_or_default();
        Some(page_entries(ctx, (filter, sort, expired), request).await)
    }
}

async fn find_entry(ctx: &Context<'_>, id: &ID) -> Result<KnowledgeEntry> {
    Ok(KnowledgeEntry(services(ctx).knowledge().get(viewer(ctx), parse_id(id)?).await?))
}

async fn page_entries(
    ctx: &Context<'_>,
    (given, sort, expired): (Option<KnowledgeEntryFilter>, Option<Vec<KnowledgeEntrySort>>, bool),
    request: PageRequest,
) -> Result<Connection<KnowledgeEntry>> {
    let (services, who, limits) = (services(ctx).clone(), viewer(ctx).clone(), limits(ctx));
    let list = KnowledgeList { filter: filter(given, limits)?, expired, sorts: sorts(sort, limits)? };
    let page = services.knowledge().page(&who, &list, &request, ROOT_SIZE).await?;
    Ok(connection(page, KnowledgeEntry, move || {
        let (services, who, list) = (services.clone(), who.clone(), list.clone());
        async move { services.knowledge().count(&who, &list).await }
    }))
}
