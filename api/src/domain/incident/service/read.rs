//! Reading incidents: one, lists, the lists of many accounts at once, and what belongs to an incident.

use std::{collections::HashMap, hash::Hash};

use entity::{
    account,
    id::{AccountId, IncidentId, TimelineEntryId},
    incident, incident_alarm, incident_responder, incident_transition, incident_visitor, timeline_entry,
    timeline_entry::TimelineKind,
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select, sea_query::SimpleExpr,
};

use super::Incidents;
use crate::{
    domain::{
        access::{IncidentAccess, Viewer, scope::IncidentScope},
        fault::Fault,
        incident::list::{self, IncidentFilter, IncidentSorts},
    },
    platform::page::{self, Count, Key, Page, PageRequest, SortKey, Sorting},
};

/// A list of incidents: which, in which order, which page of it.
#[derive(Clone, Debug)]
pub struct IncidentList {
    /// Which.
    pub filter: IncidentFilter,
    /// In which order.
    pub sorts: IncidentSorts,
    /// Which page.
    pub request: PageRequest,
    /// How many, if the request does not say.
    pub default_size: u64,
}

/// A part of timelines: which kinds of lines, which page.
#[derive(Clone, Debug)]
pub struct TimelinePart {
    /// Only these kinds; `None`: all.
    pub kinds: Option<Vec<TimelineKind>>,
    /// Which page.
    pub request: PageRequest,
    /// How many, if the request does not say.
    pub default_size: u64,
}

impl Incidents {
    /// An incident.
    ///
    /// # Errors
    /// [`Fault::NotFound`] if there is none that the viewer may see.
    pub async fn get(&self, viewer: &Viewer, id: IncidentId) -> Result<IncidentAccess, Fault> {
        signed_in(viewer)?;
        self.access.incident(viewer, id).await
    }

    /// An incident by its number.
    ///
    /// # Errors
    /// [`Fault::NotFound`] if there is none that the viewer may see.
    pub async fn get_by_number(&self, viewer: &Viewer, number: i64) -> Result<IncidentAccess, Fault> {
        signed_in(viewer)?;
        let row = incident::Entity::find()
            .filter(incident::Column::Number.eq(number))
            .filter(IncidentScope::of(viewer).condition())
            .one(self.db.reader())
            .await?;
        row.map(|row| self.access.incident_row(viewer, row)).ok_or(Fault::NotFound)
    }

    /// A page of the incidents that the viewer may see.
    ///
    /// # Errors
    /// A page that cannot be given.
    pub async fn page(&self, viewer: &Viewer, list: &IncidentList) -> Result<Page<IncidentAccess>, Fault> {
        signed_in(viewer)?;
        let page = page::page(
            self.db.reader(),
            list::select(viewer, &list.filter),
            &list::sorting(&list.sorts),
            &list::mark("incidents", &list.filter, &list.sorts),
            &list.request,
            list.default_size,
        )
        .await?;
        Ok(page.map(|row| self.access.incident_row(viewer, row)))
    }

    /// How many incidents of a filter the viewer may see.
    ///
    /// # Errors
    /// The database failed.
    pub async fn count(&self, viewer: &Viewer, filter: &IncidentFilter) -> Result<Count, Fault> {
        Ok(page::count(self.db.reader(), list::select(viewer, filter)).await?)
    }

    /// The same page of the incidents of each account, in one statement.
    ///
    /// # Errors
    /// A page that cannot be given.
    pub async fn pages_by_account(
        &self,
        viewer: &Viewer,
        accounts: &[AccountId],
        list: &IncidentList,
    ) -> Result<HashMap<AccountId, Page<IncidentAccess>>, Fault> {
        let pages: HashMap<AccountId, _> = page::pages(
            self.db.reader(),
            list::select(viewer, &list.filter).filter(of_accounts(accounts)),
            incident::Column::AccountId.into_expr(),
            &list::sorting(&list.sorts),
            &list::mark("incidents of an account", &list.filter, &list.sorts),
            &list.request,
            list.default_size,
        )
        .await?;
        let seen = |page: Page<incident::Model>| page.map(|row| self.access.incident_row(viewer, row));
        Ok(pages.into_iter().map(|(account, page)| (account, seen(page))).collect())
    }

    /// How many incidents of a filter the viewer may see, of each account.
    ///
    /// # Errors
    /// The database failed.
    pub async fn counts_by_account(
        &self,
        viewer: &Viewer,
        accounts: &[AccountId],
        filter: &IncidentFilter,
    ) -> Result<HashMap<AccountId, Count>, Fault> {
        let select = list::select(viewer, filter).filter(of_accounts(accounts));
        Ok(page::counts(self.db.reader(), select, incident::Column::AccountId.into_expr()).await?)
    }

    /// The same page of the parts of each incident, in one statement.
    ///
    /// # Errors
    /// A page that cannot be given.
    pub async fn pages_of_parts(
        &self,
        viewer: &Viewer,
        parents: &[IncidentId],
        list: &IncidentList,
    ) -> Result<HashMap<IncidentId, Page<IncidentAccess>>, Fault> {
        let pages: HashMap<IncidentId, _> = page::pages(
            self.db.reader(),
            list::select(viewer, &list.filter).filter(of_parents(parents)),
            incident::Column::ParentId.into_expr(),
            &list::sorting(&list.sorts),
            &list::mark("parts of an incident", &list.filter, &list.sorts),
            &list.request,
            list.default_size,
        )
        .await?;
        let seen = |page: Page<incident::Model>| page.map(|row| self.access.incident_row(viewer, row));
        Ok(pages.into_iter().map(|(parent, page)| (parent, seen(page))).collect())
    }

    /// How many parts the viewer may see, of each incident.
    ///
    /// # Errors
    /// The database failed.
    pub async fn counts_of_parts(
        &self,
        viewer: &Viewer,
        parents: &[IncidentId],
        filter: &IncidentFilter,
    ) -> Result<HashMap<IncidentId, Count>, Fault> {
        let select = list::select(viewer, filter).filter(of_parents(parents));
        Ok(page::counts(self.db.reader(), select, incident::Column::ParentId.into_expr()).await?)
    }

    /// The codes of the accounts whose incidents the viewer may see, whether or not they see the accounts.
    ///
    /// # Errors
    /// The database failed.
    pub async fn account_codes(
        &self,
        viewer: &Viewer,
        accounts: &[AccountId],
    ) -> Result<HashMap<AccountId, String>, Fault> {
        let seen = incident::Entity::find()
            .select_only()
            .column(incident::Column::AccountId)
            .filter(of_accounts(accounts))
            .filter(IncidentScope::of(viewer).condition());
        let codes: Vec<(AccountId, String)> = account::Entity::find()
            .select_only()
            .columns([account::Column::Id, account::Column::Code])
            .filter(account::Column::Id.in_subquery(seen.into_query()))
            .into_tuple()
            .all(self.db.reader())
            .await?;
        Ok(codes.into_iter().collect())
    }

    /// The steps of each incident, in the order in which they were recorded.
    ///
    /// # Errors
    /// The database failed.
    pub async fn transitions(
        &self,
        viewer: &Viewer,
        ids: &[IncidentId],
    ) -> Result<HashMap<IncidentId, Vec<incident_transition::Model>>, Fault> {
        use incident_transition::{Column, Entity};
        let rows = visible(viewer, Entity::find(), Column::IncidentId, ids)
            .order_by_asc(Column::RecordedAt)
            .order_by_asc(Column::Id)
            .all(self.db.reader())
            .await?;
        Ok(grouped(rows, |row| row.incident_id))
    }

    /// The response team of each incident, the longest serving first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn teams(
        &self,
        viewer: &Viewer,
        ids: &[IncidentId],
    ) -> Result<HashMap<IncidentId, Vec<incident_responder::Model>>, Fault> {
        use incident_responder::{Column, Entity};
        let rows = visible(viewer, Entity::find(), Column::IncidentId, ids)
            .filter(Column::RemovedAt.is_null())
            .order_by_asc(Column::AddedAt)
            .order_by_asc(Column::UserId)
            .all(self.db.reader())
            .await?;
        Ok(grouped(rows, |row| row.incident_id))
    }

    /// The alarms that were gathered in each incident, the first one first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn alarms(
        &self,
        viewer: &Viewer,
        ids: &[IncidentId],
    ) -> Result<HashMap<IncidentId, Vec<incident_alarm::Model>>, Fault> {
        use incident_alarm::{Column, Entity};
        let rows = visible(viewer, Entity::find(), Column::IncidentId, ids)
            .order_by_asc(Column::FirstAt)
            .order_by_asc(Column::DedupeKey)
            .order_by_asc(Column::Reporter)
            .all(self.db.reader())
            .await?;
        Ok(grouped(rows, |row| row.incident_id))
    }

    /// Who goes to the customer, in all generations of each incident.
    ///
    /// # Errors
    /// The database failed.
    pub async fn visitors(
        &self,
        viewer: &Viewer,
        ids: &[IncidentId],
    ) -> Result<HashMap<IncidentId, Vec<incident_visitor::Model>>, Fault> {
        use incident_visitor::{Column, Entity};
        let rows = visible(viewer, Entity::find(), Column::IncidentId, ids)
            .order_by_asc(Column::UserId)
            .all(self.db.reader())
            .await?;
        Ok(grouped(rows, |row| row.incident_id))
    }

    /// The same page of the timeline of each incident, in one statement.
    ///
    /// # Errors
    /// A page that cannot be given.
    pub async fn timelines(
        &self,
        viewer: &Viewer,
        ids: &[IncidentId],
        part: &TimelinePart,
    ) -> Result<HashMap<IncidentId, Page<timeline_entry::Model>>, Fault> {
        let pages = page::pages(
            self.db.reader(),
            lines(viewer, ids, part.kinds.as_deref()),
            timeline_entry::Column::IncidentId.into_expr(),
            &chronological(),
            &format!("timeline of an incident {:?}", part.kinds),
            &part.request,
            part.default_size,
        )
        .await?;
        Ok(pages)
    }

    /// How many lines the timeline of each incident has.
    ///
    /// # Errors
    /// The database failed.
    pub async fn timeline_counts(
        &self,
        viewer: &Viewer,
        ids: &[IncidentId],
        kinds: Option<&[TimelineKind]>,
    ) -> Result<HashMap<IncidentId, Count>, Fault> {
        let owner = timeline_entry::Column::IncidentId.into_expr();
        Ok(page::counts(self.db.reader(), lines(viewer, ids, kinds), owner).await?)
    }

    /// A line of a timeline.
    ///
    /// # Errors
    /// [`Fault::NotFound`] if there is none that the viewer may see.
    pub async fn entry(&self, viewer: &Viewer, id: TimelineEntryId) -> Result<timeline_entry::Model, Fault> {
        if !IncidentAccess::is_whole(viewer) {
            return Err(Fault::NotFound);
        }
        let row = timeline_entry::Entity::find_by_id(id).one(self.db.reader()).await?;
        let row = row.ok_or(Fault::NotFound)?;
        self.access.incident(viewer, row.incident_id).await?;
        Ok(row)
    }
}

fn signed_in(viewer: &Viewer) -> Result<(), Fault> {
    if matches!(viewer, Viewer::Anonymous) { Err(Fault::Unauthenticated) } else { Ok(()) }
}

fn of_accounts(accounts: &[AccountId]) -> SimpleExpr {
    incident::Column::AccountId.is_in(accounts.iter().copied())
}

fn of_parents(parents: &[IncidentId]) -> SimpleExpr {
    incident::Column::ParentId.is_in(parents.iter().copied())
}

/// The rows of those incidents that the viewer may see whole.
pub(super) fn visible<E: EntityTrait>(
    viewer: &Viewer,
    select: Select<E>,
    incident: E::Column,
    ids: &[IncidentId],
) -> Select<E> {
    // A bot whose key does not read incidents whole sees nothing that belongs to them, but for times.
    let whole = IncidentAccess::is_whole(viewer);
    seen(viewer, select, incident, if whole { ids } else { &[] })
}

/// The rows of those incidents that the viewer may see, be it not whole.
pub(super) fn seen<E: EntityTrait>(
    viewer: &Viewer,
    select: Select<E>,
    incident: E::Column,
    ids: &[IncidentId],
) -> Select<E> {
    let seen = incident::Entity::find()
        .select_only()
        .column(incident::Column::Id)
        .filter(incident::Column::Id.is_in(ids.iter().copied()))
        .filter(IncidentScope::of(viewer).condition());
    select.filter(incident.in_subquery(seen.into_query()))
}

fn lines(
    viewer: &Viewer,
    ids: &[IncidentId],
    kinds: Option<&[TimelineKind]>,
) -> Select<timeline_entry::Entity> {
    use timeline_entry::{Column, Entity};
    let select = visible(viewer, Entity::find(), Column::IncidentId, ids);
    match kinds {
        None => select,
        Some(kinds) => select.filter(Column::Kind.is_in(kinds.iter().copied())),
    }
}

fn chronological() -> Sorting<timeline_entry::Entity> {
    use timeline_entry::Column;
    let occurred = SortKey {
        column: Column::OccurredAt.into_expr(),
        nullable: false,
        descending: false,
        of: |row: &timeline_entry::Model| Key::from(row.occurred_at),
    };
    Sorting { keys: vec![occurred], id: Column::Id, id_of: |row| row.id.0, id_descending: false }
}

pub(super) fn grouped<K: Hash + Eq, T>(rows: Vec<T>, key: impl Fn(&T) -> K) -> HashMap<K, Vec<T>> {
    let mut groups: HashMap<K, Vec<T>> = HashMap::new();
    for row in rows {
        groups.entry(key(&row)).or_default().push(row);
    }
    groups
}
