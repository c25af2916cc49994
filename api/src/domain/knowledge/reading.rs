//! What belongs to entries that the viewer may see, for many entries in one statement each.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::{
    id::{KnowledgeEntryId, UserId},
    knowledge_editor, knowledge_entry, knowledge_link, knowledge_revision,
    knowledge_revision::Column as Revision,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, SimpleExpr},
};

use super::{
    links::Target,
    list::{seen_accounts, seen_incidents},
    rules::MOST_LINKS,
    service::KnowledgeEntries,
};
use crate::{
    domain::{
        access::{KnowledgeAccess, Viewer},
        fault::Fault,
    },
    platform::page::{self, Count, Page, PageRequest, SortKey, Sorting},
};

/// An entry that the viewer may see, as what else is read of it asks for. It is made from a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Shown {
    id: KnowledgeEntryId,
    drafts: bool,
}

impl Shown {
    /// The entry of a proof.
    pub fn of(access: &KnowledgeAccess) -> Self {
        Self { id: access.entry().id, drafts: access.is_editor() }
    }

    /// Which.
    pub fn id(&self) -> KnowledgeEntryId {
        self.id
    }
}

/// A revision that the viewer may see. It is made from a proof, or from a page of revisions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ShownRevision {
    entry: KnowledgeEntryId,
    number: i32,
}

impl ShownRevision {
    /// The present revision of an entry.
    pub fn present(access: &KnowledgeAccess) -> Self {
        Self::of(access.entry())
    }

    fn of(entry: &knowledge_entry::Model) -> Self {
        Self { entry: entry.id, number: entry.revision }
    }
}

/// A revision without its text.
#[derive(Clone, Debug)]
pub struct RevisionHead(knowledge_revision::Model);

impl RevisionHead {
    /// The row; its text is empty.
    pub fn row(&self) -> &knowledge_revision::Model {
        &self.0
    }

    /// For reading its text.
    pub fn shown(&self) -> ShownRevision {
        ShownRevision { entry: self.0.entry_id, number: self.0.number }
    }

    /// Its tags as written.
    pub fn tags(&self) -> Vec<String> {
        written(&self.0.tags)
    }
}

/// A link that the viewer may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where it leads.
    pub target: Target,
    /// When it was made.
    pub linked_at: DateTime<Utc>,
}

impl KnowledgeEntries {
    /// An entry that the viewer may see.
    ///
    /// # Errors
    /// [`Fault::NotFound`] if there is none, [`Fault::Unauthenticated`] if nobody asks.
    pub async fn get(&self, viewer: &Viewer, id: KnowledgeEntryId) -> Result<KnowledgeAccess, Fault> {
        match viewer {
            Viewer::Anonymous => Err(Fault::Unauthenticated),
            _ => self.access.knowledge(viewer, id).await,
        }
    }

    /// The texts of revisions.
    ///
    /// # Errors
    /// The database failed.
    pub async fn bodies(&self, of: &[ShownRevision]) -> Result<HashMap<ShownRevision, String>, Fault> {
        let rows: Vec<(KnowledgeEntryId, i32, String)> = knowledge_revision::Entity::find()
            .select_only()
            .columns([Revision::EntryId, Revision::Number, Revision::Body])
            .filter(any_of(of))
            .into_tuple()
            .all(self.db.reader())
            .await?;
        Ok(rows.into_iter().map(|(entry, number, body)| (ShownRevision { entry, number }, body)).collect())
    }

    /// The tags of revisions, as written.
    ///
    /// # Errors
    /// The database failed.
    pub async fn tags(&self, of: &[ShownRevision]) -> Result<HashMap<ShownRevision, Vec<String>>, Fault> {
        let rows: Vec<(KnowledgeEntryId, i32, serde_json::Value)> = knowledge_revision::Entity::find()
            .select_only()
            .columns([Revision::EntryId, Revision::Number, Revision::Tags])
            .filter(any_of(of))
            .into_tuple()
            .all(self.db.reader())
            .await?;
        let shown = |(entry, number, tags)| (ShownRevision { entry, number }, written(&tags));
        Ok(rows.into_iter().map(shown).collect())
    }

    /// The editors of entries, by id.
    ///
    /// # Errors
    /// The database failed.
    pub async fn editors(&self, of: &[Shown]) -> Result<HashMap<Shown, Vec<UserId>>, Fault> {
        let rows = knowledge_editor::Entity::find()
            .filter(knowledge_editor::Column::EntryId.is_in(of.iter().map(Shown::id)))
            .order_by_asc(knowledge_editor::Column::UserId)
            .all(self.db.reader())
            .await?;
        Ok(grouped(of, rows.into_iter().map(|row| (row.entry_id, row.user_id))))
    }

    /// The links of entries whose targets the viewer may see, the oldest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn links(&self, viewer: &Viewer, of: &[Shown]) -> Result<HashMap<Shown, Vec<Link>>, Fault> {
        let rows = knowledge_link::Entity::find()
            .filter(knowledge_link::Column::EntryId.is_in(of.iter().map(Shown::id)))
            .filter(seen(viewer))
            .order_by_asc(knowledge_link::Column::CreatedAt)
            .order_by_asc(knowledge_link::Column::Target)
            .all(self.db.reader())
            .await?;
        let links = rows.iter().filter_map(|row| {
            let target = row.account_id.map(Target::Account).or(row.incident_id.map(Target::Incident))?;
            Some((row.entry_id, Link { target, linked_at: row.created_at }))
        });
        let mut links = grouped(of, links);
        links.values_mut().for_each(|links: &mut Vec<Link>| links.truncate(MOST_LINKS));
        Ok(links)
    }

    /// The same page of the revisions of entries, the newest first. Those from before an entry's publication are for its
    /// author and editors.
    ///
    /// # Errors
    /// Arguments that contradict each other, a cursor of another list.
    pub async fn revisions(
        &self,
        of: &[Shown],
        request: &PageRequest,
        default_size: u64,
    ) -> Result<HashMap<Shown, Page<RevisionHead>>, Fault> {
        let select = knowledge_revision::Entity::find().select_only();
        let heads = [
            Revision::Id,
            Revision::EntryId,
            Revision::Number,
            Revision::Title,
            Revision::Tags,
            Revision::AuthorId,
            Revision::CreatedAt,
            Revision::PublishedAt,
        ];
        let select = select.columns(heads).expr_as(Expr::val(""), "body").filter(readable(of));
        let owner = Revision::EntryId.into_expr();
        let mark = "revisions of an entry";
        let mut pages: HashMap<KnowledgeEntryId, _> =
            page::pages(self.db.reader(), select, owner, &newest_first(), mark, request, default_size)
                .await?;
        let page_of = |shown: &Shown| pages.remove(&shown.id).map(|page| (*shown, page.map(RevisionHead)));
        Ok(of.iter().filter_map(page_of).collect())
    }

    /// How many revisions of each entry the viewer may see.
    ///
    /// # Errors
    /// The database failed.
    pub async fn count_revisions(&self, of: &[Shown]) -> Result<HashMap<Shown, Count>, Fault> {
        let select = knowledge_revision::Entity::find().filter(readable(of));
        let counts: HashMap<KnowledgeEntryId, Count> =
            page::counts(self.db.reader(), select, Revision::EntryId.into_expr()).await?;
        Ok(of.iter().filter_map(|shown| Some((*shown, *counts.get(&shown.id)?))).collect())
    }
}

/// The links whose targets the viewer may see.
pub(super) fn seen(viewer: &Viewer) -> Condition {
    Condition::any()
        .add(knowledge_link::Column::AccountId.in_subquery(seen_accounts(viewer)))
        .add(knowledge_link::Column::IncidentId.in_subquery(seen_incidents(viewer)))
}

/// The revisions of entries that the viewer may see.
fn readable(of: &[Shown]) -> Condition {
    let some = |drafts: bool| of.iter().filter(move |shown| shown.drafts == drafts).map(Shown::id);
    let published: SimpleExpr = Revision::EntryId.is_in(some(false)).and(Revision::PublishedAt.is_not_null());
    Condition::any().add(Revision::EntryId.is_in(some(true))).add(published)
}

fn any_of(revisions: &[ShownRevision]) -> Condition {
    revisions.iter().fold(Condition::any(), |any, revision| {
        any.add(Revision::EntryId.eq(revision.entry).and(Revision::Number.eq(revision.number)))
    })
}

fn newest_first() -> Sorting<knowledge_revision::Entity> {
    Sorting {
        keys: vec![SortKey {
            column: Revision::Number.into_expr(),
            nullable: false,
            descending: true,
            of: |row| i64::from(row.number).into(),
        }],
        id: Revision::Id,
        id_of: |row| row.id.0,
        id_descending: true,
    }
}

fn written(tags: &serde_json::Value) -> Vec<String> {
    serde_json::from_value(tags.clone()).unwrap_or_default()
}

fn grouped<T>(of: &[Shown], rows: impl IntoIterator<Item = (KnowledgeEntryId, T)>) -> HashMap<Shown, Vec<T>> {
    let shown: HashMap<KnowledgeEntryId, Shown> = of.iter().map(|shown| (shown.id, *shown)).collect();
    let mut groups: HashMap<Shown, Vec<T>> = HashMap::new();
    for (entry, value) in rows {
        if let Some(shown) = shown.get(&entry) {
            groups.entry(*shown).or_default().push(value);
        }
    }
    groups
}
