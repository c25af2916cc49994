//! Lists of promises: which, and in which order.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::{
    commitment::{Column, CommitmentState, Entity, Model},
    id::{AccountId, CommitmentId, LetterId, UserId},
    incident,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select};

use super::Letters;
use crate::{
    domain::{
        access::{IncidentAccess, Viewer, scope::IncidentScope},
        fault::Fault,
    },
    platform::page::{self, Count, Key, Page, PageRequest, SortKey, Sorting},
};

/// Which promises. Several conditions must all hold.
#[derive(Clone, Debug, Default)]
pub struct PromiseFilter {
    /// Of this account.
    pub account: Option<AccountId>,
    /// Of this owner.
    pub owner: Option<UserId>,
    /// In one of these states.
    pub states: Option<Vec<CommitmentState>>,
    /// Due on or before this day.
    pub due_by: Option<NaiveDate>,
    /// Whether its day has passed while it was to be kept, and it still is.
    pub overdue: Option<bool>,
}

impl Letters {
    /// A page of the promises that the viewer may see, what is due first before the rest.
    ///
    /// # Errors
    /// A page that cannot be given.
    pub async fn promises(
        &self,
        viewer: &Viewer,
        filter: &PromiseFilter,
        request: &PageRequest,
        default_size: u64,
    ) -> Result<Page<Model>, Fault> {
        if matches!(viewer, Viewer::Anonymous) {
            return Err(Fault::Unauthenticated);
        }
        let due = SortKey {
            column: Column::DueOn.into_expr(),
            nullable: false,
            descending: false,
            of: |row: &Model| Key::from(row.due_on),
        };
        let sorting =
            Sorting { keys: vec![due], id: Column::Id, id_of: |row: &Model| row.id.0, id_descending: false };
        let mark = format!("commitments {filter:?}");
        let reader = self.db.reader();
        Ok(page::page(reader, select(viewer, filter), &sorting, &mark, request, default_size).await?)
    }

    /// How many promises of a filter the viewer may see.
    ///
    /// # Errors
    /// The database failed.
    pub async fn count_promises(&self, viewer: &Viewer, filter: &PromiseFilter) -> Result<Count, Fault> {
        Ok(page::count(self.db.reader(), select(viewer, filter)).await?)
    }

    /// A promise.
    ///
    /// # Errors
    /// [`Fault::NotFound`] if there is none that the viewer may see.
    pub async fn promise(&self, viewer: &Viewer, id: CommitmentId) -> Result<Model, Fault> {
        let row = select(viewer, &PromiseFilter::default()).filter(Column::Id.eq(id));
        row.one(self.db.reader()).await?.ok_or(Fault::NotFound)
    }

    /// The promises of each letter that the viewer sees, in the order of the letter, those of its latest version.
    ///
    /// # Errors
    /// The database failed.
    pub async fn promises_of(
        &self,
        viewer: &Viewer,
        letters: &[LetterId],
    ) -> Result<HashMap<LetterId, Vec<Model>>, Fault> {
        let rows = select(viewer, &PromiseFilter::default())
            .filter(Column::LetterId.is_in(letters.iter().copied()))
            .order_by_desc(Column::Number)
            .order_by_asc(Column::Place)
            .all(self.db.reader())
            .await?;
        let mut found: HashMap<LetterId, Vec<Model>> = HashMap::new();
        for row in rows {
            let promises = found.entry(row.letter_id).or_default();
            if promises.first().is_none_or(|first| first.number == row.number) {
                promises.push(row);
            }
        }
        Ok(found)
    }
}

/// The promises after those incidents that the viewer sees whole, narrowed.
fn select(viewer: &Viewer, filter: &PromiseFilter) -> Select<Entity> {
    let seen = incident::Entity::find()
        .select_only()
        .column(incident::Column::Id)
        .filter(IncidentScope::of(viewer).condition());
    let seen = match filter.account {
        Some(account) => seen.filter(incident::Column::AccountId.eq(account)),
        None => seen,
    };
    // A bot whose key does not read incidents whole sees nothing that belongs to them.
    let seen =
        if IncidentAccess::is_whole(viewer) { seen } else { seen.filter(incident::Column::Id.is_null()) };
    let mut select = Entity::find().filter(Column::IncidentId.in_subquery(seen.into_query()));
    if let Some(owner) = filter.owner {
        select = select.filter(Column::OwnerId.eq(owner));
    }
    if let Some(states) = &filter.states {
        select = select.filter(Column::State.is_in(states.iter().copied()));
    }
    if let Some(day) = filter.due_by {
        select = select.filter(Column::DueOn.lte(day));
    }
    match filter.overdue {
        Some(true) => {
            select.filter(Column::OverdueAt.is_not_null()).filter(Column::State.eq(CommitmentState::Open))
        }
        Some(false) => select.filter(
            sea_orm::Condition::any()
                .add(Column::OverdueAt.is_null())
                .add(Column::State.ne(CommitmentState::Open)),
        ),
        None => select,
    }
}
