//! A thing that was found, with what matches in it.

use std::{collections::HashMap, sync::Arc};

use async_graphql::{Context, Object, SimpleObject, Union};
use chrono::{DateTime, Utc};
use entity::{
    id::{AccountId, IncidentId, KnowledgeEntryId, TimelineEntryId},
    search_document, timeline_entry,
};

use crate::{
    domain::{
        Services,
        access::{AccountAccess, IncidentAccess, KnowledgeAccess, Viewer},
        fault::Fault,
        knowledge::reading::ShownRevision,
        search::{Hit, Matcher, Segment, incident_text},
    },
    graphql::{
        account::Account,
        error::{Error, Nullable, Result},
        incident::{Incident, timeline::TimelineEntry},
        knowledge::KnowledgeEntry,
        loader::{load, loaders},
        vocabulary::FoundKind,
    },
};

/// What was found. Expect unknown members.
#[derive(Union)]
pub enum SearchItem {
    /// An entry of the think tank.
    KnowledgeEntry(KnowledgeEntry),
    /// An incident.
    Incident(Incident),
    /// A line of a timeline.
    TimelineEntry(TimelineEntry),
    /// An account.
    Account(Account),
}

/// A stretch of a text, to be shown as it stands: it is no markup.
#[derive(Clone, Debug, SimpleObject)]
pub struct TextSegment {
    /// What is written; line breaks are spaces.
    text: String,
    /// Whether it matches what was searched for.
    is_match: bool,
}

impl From<Segment> for TextSegment {
    fn from(segment: Segment) -> Self {
        Self { text: segment.text, is_match: segment.is_match }
    }
}

/// A thing with the proof that the viewer may see it.
#[derive(Clone)]
enum Seen {
    Entry(KnowledgeAccess),
    Incident(IncidentAccess),
    Line(timeline_entry::Model),
    Account(AccountAccess),
}

/// A thing that was found.
pub struct SearchHit {
    hit: Hit,
    seen: Seen,
    matcher: Arc<Matcher>,
}

/// A thing that was found.
#[Object]
impl SearchHit {
    /// What sort of thing.
    async fn kind(&self) -> FoundKind {
        self.hit.kind.into()
    }

    /// The thing.
    async fn item(&self) -> SearchItem {
        match self.seen.clone() {
            Seen::Entry(access) => SearchItem::KnowledgeEntry(KnowledgeEntry(access)),
            Seen::Incident(access) => SearchItem::Incident(Incident(access)),
            Seen::Line(row) => SearchItem::TimelineEntry(TimelineEntry(row)),
            Seen::Account(access) => SearchItem::Account(Account::new(access)),
        }
    }

    /// Its title, an account's name, with what matches; empty for a line of a timeline, which has none.
    async fn title(&self) -> Vec<TextSegment> {
        let title = match &self.seen {
            Seen::Entry(access) => access.entry().title.as_str(),
            Seen::Incident(access) => access.incident().title.as_str(),
            Seen::Line(_) => "",
            Seen::Account(access) => access.account().name.as_str(),
        };
        self.matcher.title(title).into_iter().map(Into::into).collect()
    }

    /// The part of its text that matches best, about thirty words, with what matches; the beginning of the text if only the
    /// title or a tag does. The text is Markdown as it was written. Of an account it is code and industry.
    async fn snippet(&self, ctx: &Context<'_>) -> Result<Vec<TextSegment>> {
        let text = match &self.seen {
            Seen::Entry(access) => {
                let body = load(&loaders(ctx).knowledge, ShownRevision::present(access)).await?;
                body.ok_or_else(|| Error::internal("an entry without its present revision"))?
            }
            Seen::Incident(access) => incident_text(access.incident()),
            Seen::Line(row) => row.body.clone(),
            Seen::Account(access) => {
                let row = access.account();
                [Some(row.code.as_str()), row.industry.as_deref()]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(" · ")
            }
        };
        Ok(self.matcher.snippet(&text).into_iter().map(Into::into).collect())
    }

    /// The account that it belongs to or is; null if it has none that you may see.
    async fn account(&self, ctx: &Context<'_>) -> Nullable<Account> {
        let account = load(&loaders(ctx).account, self.hit.account?).await;
        account.map(|access| access.map(Account::new)).transpose()
    }

    /// When what is searched of it was last written: the present revision of an entry, the report of an incident, the line of
    /// a timeline, the creation of an account.
    async fn written_at(&self) -> DateTime<Utc> {
        self.hit.written_at
    }

    /// Whether every word of the query is in it, as it was typed or nearly so.
    async fn has_all_words(&self) -> bool {
        self.hit.whole
    }
}

/// The things of a page, each kind in one statement.
struct Things {
    entries: HashMap<KnowledgeEntryId, KnowledgeAccess>,
    incidents: HashMap<IncidentId, IncidentAccess>,
    lines: HashMap<TimelineEntryId, timeline_entry::Model>,
    accounts: HashMap<AccountId, AccountAccess>,
}

impl Things {
    async fn of(services: &Services, viewer: &Viewer, hits: &[&Hit]) -> Result<Self, Fault> {
        use search_document::FoundKind as Kind;
        let of = |kind: Kind| hits.iter().filter(move |hit| hit.kind == kind).map(|hit| hit.id);
        let entries: Vec<KnowledgeEntryId> = of(Kind::Entry).map(KnowledgeEntryId).collect();
        let incidents: Vec<IncidentId> = of(Kind::Incident).map(IncidentId).collect();
        let lines: Vec<TimelineEntryId> = of(Kind::Timeline).map(TimelineEntryId).collect();
        let accounts: Vec<AccountId> = of(Kind::Account).map(AccountId).collect();
        let access = services.access();
        let (entries, incidents, lines, accounts) = futures_util::try_join!(
            access.knowledge_entries(viewer, &entries),
            access.incidents(viewer, &incidents),
            services.incidents().lines(viewer, &lines),
            access.accounts(viewer, &accounts),
        )?;
        Ok(Self { entries, incidents, lines, accounts })
    }

    fn take(&mut self, hit: &Hit) -> Option<Seen> {
        use search_document::FoundKind as Kind;
        Some(match hit.kind {
            Kind::Entry => Seen::Entry(self.entries.remove(&KnowledgeEntryId(hit.id))?),
            Kind::Incident => Seen::Incident(self.incidents.remove(&IncidentId(hit.id))?),
            Kind::Timeline => Seen::Line(self.lines.remove(&TimelineEntryId(hit.id))?),
            Kind::Account => Seen::Account(self.accounts.remove(&AccountId(hit.id))?),
        })
    }
}

/// The hits of a page with their things. What the viewer lost sight of this moment is left out.
pub(super) async fn with_things(
    services: &Services,
    viewer: &Viewer,
    rows: Vec<(String, Hit)>,
    matcher: &Arc<Matcher>,
) -> Result<Vec<(String, SearchHit)>, Fault> {
    let hits: Vec<&Hit> = rows.iter().map(|(_, hit)| hit).collect();
    let mut things = Things::of(services, viewer, &hits).await?;
    let with = |(cursor, hit): (String, Hit)| {
        let seen = things.take(&hit)?;
        Some((cursor, SearchHit { hit, seen, matcher: Arc::clone(matcher) }))
    };
    Ok(rows.into_iter().filter_map(with).collect())
}
