//! Lists of entries: what a client can filter and sort by, and the pages and counts of what the viewer may see. What is
//! hidden from the viewer (a home account, the target of a link) does not influence a filter either.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::{
    account,
    id::{AccountId, IncidentId, UserId},
    incident, knowledge_entry,
    knowledge_entry::{Audience, Column, Confidence, Entity, KnowledgeState, KnowledgeType},
    knowledge_link, knowledge_tag,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QuerySelect, QueryTrait, RelationDef, Select,
    sea_query::{ExprTrait, SelectStatement, SimpleExpr},
};

use super::service::KnowledgeEntries;
use crate::{
    domain::{
        access::{
            KnowledgeAccess, Viewer,
            scope::{AccountScope, IncidentScope, KnowledgeScope},
        },
        fault::Fault,
        trust::{Trust, verifiable, withheld},
    },
    platform::{
        filter::{Filter, Sort, Test, TextTest},
        page::{self, Count, Page, PageRequest, SortKey, Sorting},
    },
};

/// A test of an entry.
#[derive(Clone, Debug, PartialEq)]
pub enum KnowledgeTest {
    /// Its type.
    Kind(Test<KnowledgeType>),
    /// Who it is for.
    Audience(Test<Audience>),
    /// Draft or published.
    State(Test<KnowledgeState>),
    /// Its title.
    Title(TextTest),
    /// One of its tags.
    Tag(TextTest),
    /// Who began it.
    Author(Test<UserId>),
    /// Its home account, as far as the viewer sees it.
    Home(Test<AccountId>),
    /// An account that it is linked to, as far as the viewer sees it.
    LinkedAccount(Test<AccountId>),
    /// An incident that it is linked to, as far as the viewer sees it.
    LinkedIncident(Test<IncidentId>),
    /// How far it can be trusted now.
    Trust(Test<Trust>),
    /// How sure its author is.
    Confidence(Test<Confidence>),
    /// When it is to be verified (again).
    DueAt(Test<DateTime<Utc>>),
    /// When it was begun.
    CreatedAt(Test<DateTime<Utc>>),
    /// When it was last changed.
    UpdatedAt(Test<DateTime<Utc>>),
}

/// What a list can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnowledgeField {
    /// The title.
    Title,
    /// When it was begun.
    CreatedAt,
    /// When it was last changed.
    UpdatedAt,
}

/// Which entries, in which order.
#[derive(Clone, Debug)]
pub struct KnowledgeList {
    /// Which.
    pub filter: Filter<KnowledgeTest>,
    /// Those too whose day has passed.
    pub expired: bool,
    /// The most important key first; none: what was changed last comes first.
    pub sorts: Vec<Sort<KnowledgeField>>,
}

impl KnowledgeEntries {
    /// A page of the entries that the viewer may see.
    ///
    /// # Errors
    /// Nobody is signed in, arguments that contradict each other, a cursor of another list.
    pub async fn page(
        &self,
        viewer: &Viewer,
        list: &KnowledgeList,
        request: &PageRequest,
        default_size: u64,
    ) -> Result<Page<KnowledgeAccess>, Fault> {
        signed_in(viewer)?;
        let mark = format!("knowledge {list:?}");
        let select = self.visible(viewer, list);
        let sorting = sorting(&list.sorts);
        let page = page::page(self.db.reader(), select, &sorting, &mark, request, default_size).await?;
        Ok(page.map(|row| self.access.knowledge_row(viewer, row)))
    }

    /// How many entries the viewer may see.
    ///
    /// # Errors
    /// Nobody is signed in, the database failed.
    pub async fn count(&self, viewer: &Viewer, list: &KnowledgeList) -> Result<Count, Fault> {
        signed_in(viewer)?;
        Ok(page::count(self.db.reader(), self.visible(viewer, list)).await?)
    }

    /// For each of the accounts the same page of the entries whose home it is, what was changed last first.
    ///
    /// # Errors
    /// As [`KnowledgeEntries::page`].
    pub async fn pages_of_accounts(
        &self,
        viewer: &Viewer,
        accounts: &[AccountId],
        request: &PageRequest,
        default_size: u64,
    ) -> Result<HashMap<AccountId, Page<KnowledgeAccess>>, Fault> {
        let select = self.at_home(viewer, accounts);
        let owner = Column::AccountId.into_expr();
        self.nested("knowledge of an account", select, owner, viewer, request, default_size).await
    }

    /// How many entries each of the accounts is the home of.
    ///
    /// # Errors
    /// The database failed.
    pub async fn counts_of_accounts(
        &self,
        viewer: &Viewer,
        accounts: &[AccountId],
    ) -> Result<HashMap<AccountId, Count>, Fault> {
        let select = self.at_home(viewer, accounts);
        Ok(page::counts(self.db.reader(), select, Column::AccountId.into_expr()).await?)
    }

    /// For each of the incidents the same page of the entries that are linked to it, what was changed last first.
    ///
    /// # Errors
    /// As [`KnowledgeEntries::page`].
    pub async fn pages_of_incidents(
        &self,
        viewer: &Viewer,
        incidents: &[IncidentId],
        request: &PageRequest,
        default_size: u64,
    ) -> Result<HashMap<IncidentId, Page<KnowledgeAccess>>, Fault> {
        let select = self.linked_to(viewer, incidents);
        let owner = knowledge_link::Column::IncidentId.into_expr();
        self.nested("knowledge of an incident", select, owner, viewer, request, default_size).await
    }

    /// How many entries are linked to each of the incidents.
    ///
    /// # Errors
    /// The database failed.
    pub async fn counts_of_incidents(
        &self,
        viewer: &Viewer,
        incidents: &[IncidentId],
    ) -> Result<HashMap<IncidentId, Count>, Fault> {
        let select = self.linked_to(viewer, incidents);
        Ok(page::counts(self.db.reader(), select, knowledge_link::Column::IncidentId.into_expr()).await?)
    }

    /// The entries of a list that the viewer may see.
    pub(super) fn visible(&self, viewer: &Viewer, list: &KnowledgeList) -> Select<Entity> {
        let now = self.db.clock().now();
        let select = Entity::find()
            .filter(KnowledgeScope::of(viewer).condition())
            .filter(list.filter.sql(&|test| sql(viewer, now, test)));
        if list.expired { select } else { select.filter(withheld(now).not()) }
    }

    /// The visible entries of accounts that the viewer may see; what has expired is withheld.
    fn at_home(&self, viewer: &Viewer, accounts: &[AccountId]) -> Select<Entity> {
        Entity::find()
            .filter(KnowledgeScope::of(viewer).condition())
            .filter(withheld(self.db.clock().now()).not())
            .filter(Column::AccountId.is_in(accounts.iter().copied()))
            .filter(Column::AccountId.in_subquery(seen_accounts(viewer)))
    }

    /// The visible entries that are linked to incidents that the viewer may see; what has expired is withheld.
    fn linked_to(&self, viewer: &Viewer, incidents: &[IncidentId]) -> Select<Entity> {
        let link: RelationDef = Entity::belongs_to(knowledge_link::Entity)
            .from(Column::Id)
            .to(knowledge_link::Column::EntryId)
            .into();
        Entity::find()
            .join(JoinType::InnerJoin, link)
            .filter(KnowledgeScope::of(viewer).condition())
            .filter(withheld(self.db.clock().now()).not())
            .filter(knowledge_link::Column::IncidentId.is_in(incidents.iter().copied()))
            .filter(knowledge_link::Column::IncidentId.in_subquery(seen_incidents(viewer)))
    }

    async fn nested<O: sea_orm::TryGetable + Eq + std::hash::Hash>(
        &self,
        mark: &str,
        select: Select<Entity>,
        owner: SimpleExpr,
        viewer: &Viewer,
        request: &PageRequest,
        default_size: u64,
    ) -> Result<HashMap<O, Page<KnowledgeAccess>>, Fault> {
        let sorting = sorting(&[]);
        let pages =
            page::pages(self.db.reader(), select, owner, &sorting, mark, request, default_size).await?;
        let shown = |row| self.access.knowledge_row(viewer, row);
        Ok(pages.into_iter().map(|(owner, page)| (owner, page.map(shown))).collect())
    }
}

pub(super) fn signed_in(viewer: &Viewer) -> Result<(), Fault> {
    if matches!(viewer, Viewer::Anonymous) { Err(Fault::Unauthenticated) } else { Ok(()) }
}

/// Whether an entry can be trusted so far now. Where no trust can be told (`isNull`), it is a draft or a negotiation record.
fn trusted(test: &Test<Trust>, now: DateTime<Utc>) -> SimpleExpr {
    let any = |trusts: &[Trust]| trusts.iter().fold(Condition::any(), |any, trust| any.add(trust.sql(now)));
    match test {
        Test::Eq(trust) => trust.sql(now).into(),
        Test::In(trusts) => any(trusts).into(),
        Test::IsNull(false) => verifiable().into(),
        Test::IsNull(true) | Test::Lt(_) | Test::Lte(_) | Test::Gt(_) | Test::Gte(_) => {
            verifiable().not().into()
        }
    }
}

/// The accounts that the viewer may see.
pub(super) fn seen_accounts(viewer: &Viewer) -> SelectStatement {
    account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(AccountScope::of(viewer).condition())
        .into_query()
}

/// The incidents that the viewer may see.
pub(super) fn seen_incidents(viewer: &Viewer) -> SelectStatement {
    incident::Entity::find()
        .select_only()
        .column(incident::Column::Id)
        .filter(IncidentScope::of(viewer).condition())
        .into_query()
}

/// A test in SQL.
fn sql(viewer: &Viewer, now: DateTime<Utc>, test: &KnowledgeTest) -> SimpleExpr {
    use knowledge_link::Column as Link;
    match test {
        KnowledgeTest::Kind(test) => test.on(Column::Kind),
        KnowledgeTest::Audience(test) => test.on(Column::Audience),
        KnowledgeTest::State(test) => test.on(Column::State),
        KnowledgeTest::Title(test) => test.on(Column::TitleKey),
        KnowledgeTest::Author(test) => test.on(Column::AuthorId),
        KnowledgeTest::Trust(test) => trusted(test, now),
        KnowledgeTest::Confidence(test) => test.on(Column::Confidence),
        KnowledgeTest::DueAt(test) => test.on(Column::DueAt),
        KnowledgeTest::CreatedAt(test) => test.on(Column::CreatedAt),
        KnowledgeTest::UpdatedAt(test) => test.on(Column::UpdatedAt),
        KnowledgeTest::Tag(TextTest::IsNull(none)) => some(!none, tagged(Condition::all())),
        KnowledgeTest::Tag(test) => {
            some(true, tagged(Condition::all().add(test.on(knowledge_tag::Column::TagKey))))
        }
        KnowledgeTest::Home(test) => {
            let seen = Column::AccountId.in_subquery(seen_accounts(viewer));
            match test {
                Test::IsNull(true) => seen.is_not(sea_orm::sea_query::Expr::Constant(true.into())),
                Test::IsNull(false) => seen,
                test => test.on(Column::AccountId).and(seen),
            }
        }
        KnowledgeTest::LinkedAccount(test) => {
            linked(test, Link::AccountId, Link::AccountId.in_subquery(seen_accounts(viewer)))
        }
        KnowledgeTest::LinkedIncident(test) => {
            linked(test, Link::IncidentId, Link::IncidentId.in_subquery(seen_incidents(viewer)))
        }
    }
}

/// Whether the entry is, or is not, among those of the select.
fn some(among: bool, entries: SelectStatement) -> SimpleExpr {
    if among { Column::Id.in_subquery(entries) } else { Column::Id.not_in_subquery(entries) }
}

/// The entries that have such a tag.
fn tagged(such: Condition) -> SelectStatement {
    knowledge_tag::Entity::find()
        .select_only()
        .column(knowledge_tag::Column::EntryId)
        .filter(such)
        .into_query()
}

/// Whether the entry has, among the links that are seen, one that passes the test; with `IsNull(true)`: none.
fn linked<T>(test: &Test<T>, column: knowledge_link::Column, seen: SimpleExpr) -> SimpleExpr
where
    T: Into<sea_orm::Value> + Clone,
{
    let such = match test {
        Test::IsNull(_) => Condition::all(),
        test => Condition::all().add(test.on(column)),
    };
    let entries = knowledge_link::Entity::find()
        .select_only()
        .column(knowledge_link::Column::EntryId)
        .filter(such)
        .filter(seen)
        .into_query();
    some(!matches!(test, Test::IsNull(true)), entries)
}

fn sorting(sorts: &[Sort<KnowledgeField>]) -> Sorting<Entity> {
    let newest = [Sort { field: KnowledgeField::UpdatedAt, descending: true }];
    let sorts = if sorts.is_empty() { &newest } else { sorts };
    let key = |sort: &Sort<KnowledgeField>| -> SortKey<knowledge_entry::Model> {
        let (column, of): (Column, fn(&knowledge_entry::Model) -> page::Key) = match sort.field {
            KnowledgeField::Title => (Column::TitleKey, |row| row.title_key.clone().into()),
            KnowledgeField::CreatedAt => (Column::CreatedAt, |row| row.created_at.into()),
            KnowledgeField::UpdatedAt => (Column::UpdatedAt, |row| row.updated_at.into()),
        };
        SortKey { column: column.into_expr(), nullable: false, descending: sort.descending, of }
    };
    Sorting {
        keys: sorts.iter().map(key).collect(),
        id: Column::Id,
        id_of: |row| row.id.0,
        id_descending: sorts.last().is_some_and(|sort| sort.descending),
    }
}
