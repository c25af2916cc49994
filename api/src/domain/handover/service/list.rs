//! Reading handovers: one, and lists of those that the viewer may see.

use entity::{
    handover::{Column, Entity, HandoverState, Model},
    handover_open_item,
    id::{AccountId, HandoverId},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, Select};

use super::Handovers;
use crate::{
    domain::{
        access::{HandoverAccess, Viewer, scope::HandoverScope},
        fault::Fault,
        handover::rules::{self, Verb},
    },
    platform::page::{self, Count, Key, Page, PageRequest, SortKey, Sorting},
};

/// Which handovers. Several conditions must all hold.
#[derive(Clone, Debug, Default)]
pub struct HandoverFilter {
    /// Of this account.
    pub account: Option<AccountId>,
    /// Only those that the viewer hands over, receives or began.
    pub mine: bool,
    /// In one of these states.
    pub states: Option<Vec<HandoverState>>,
}

impl Handovers {
    /// A handover.
    ///
    /// # Errors
    /// [`Fault::NotFound`] if there is none that the viewer may see.
    pub async fn get(&self, viewer: &Viewer, id: HandoverId) -> Result<HandoverAccess, Fault> {
        if matches!(viewer, Viewer::Anonymous) {
            return Err(Fault::Unauthenticated);
        }
        self.access.handover(viewer, id).await
    }

    /// A page of the handovers that the viewer may see, the latest first.
    ///
    /// # Errors
    /// A page that cannot be given; the viewer is no person.
    pub async fn page(
        &self,
        viewer: &Viewer,
        filter: &HandoverFilter,
        request: &PageRequest,
        default_size: u64,
    ) -> Result<Page<HandoverAccess>, Fault> {
        let begun = SortKey {
            column: Column::CreatedAt.into_expr(),
            nullable: false,
            descending: true,
            of: |row: &Model| Key::from(row.created_at),
        };
        let sorting =
            Sorting { keys: vec![begun], id: Column::Id, id_of: |row: &Model| row.id.0, id_descending: true };
        let mark = format!("handovers {filter:?}");
        let select = select(viewer, filter)?;
        let page = page::page(self.db.reader(), select, &sorting, &mark, request, default_size).await?;
        let (has_next, has_previous) = (page.has_next, page.has_previous);
        let seen = |(cursor, row)| Some((cursor, self.access.handover_row(viewer, row)?));
        Ok(Page { rows: page.rows.into_iter().filter_map(seen).collect(), has_next, has_previous })
    }

    /// How many handovers of a filter the viewer may see.
    ///
    /// # Errors
    /// The database failed; the viewer is no person.
    pub async fn count(&self, viewer: &Viewer, filter: &HandoverFilter) -> Result<Count, Fault> {
        Ok(page::count(self.db.reader(), select(viewer, filter)?).await?)
    }

    /// The handovers of those accounts that are not yet at their move, of those that the viewer may see, in one statement.
    ///
    /// # Errors
    /// The database failed.
    pub async fn open_on(
        &self,
        viewer: &Viewer,
        accounts: &[AccountId],
    ) -> Result<Vec<HandoverAccess>, Fault> {
        let rows = Entity::find()
            .filter(HandoverScope::of(viewer).condition())
            .filter(Column::AccountId.is_in(accounts.iter().copied()))
            .filter(Column::State.is_in(HandoverState::OPEN))
            .order_by_asc(Column::CreatedAt)
            .order_by_asc(Column::Id)
            .all(self.db.reader())
            .await?;
        Ok(rows.into_iter().filter_map(|row| self.access.handover_row(viewer, row)).collect())
    }

    /// What was open in the name of the former holders of these handovers, in their order. Whoever has the handovers may see it.
    ///
    /// # Errors
    /// The database failed.
    pub async fn open_items(
        &self,
        handovers: &[HandoverId],
    ) -> Result<Vec<handover_open_item::Model>, Fault> {
        let rows = handover_open_item::Entity::find()
            .filter(handover_open_item::Column::HandoverId.is_in(handovers.iter().copied()))
            .order_by_asc(handover_open_item::Column::HandoverId)
            .order_by_asc(handover_open_item::Column::Place)
            .all(self.db.reader())
            .await?;
        Ok(rows)
    }

    /// Whether the viewer may take a step of a handover now. Whether the pack is complete, and the overlap is over, is not looked
    /// at.
    pub fn may_take(access: &HandoverAccess, verb: Verb) -> bool {
        rules::take(verb, access.handover()).is_ok() && access.permits(verb.action())
    }
}

fn select(viewer: &Viewer, filter: &HandoverFilter) -> Result<Select<Entity>, Fault> {
    let person = viewer.person()?;
    let mine = Condition::any()
        .add(Column::OutgoingId.eq(person.id))
        .add(Column::ReceiverId.eq(person.id))
        .add(Column::InitiatedBy.eq(person.id));
    let narrowed = Condition::all()
        .add_option(filter.account.map(|id| Column::AccountId.eq(id)))
        .add_option(filter.states.as_ref().map(|states| Column::State.is_in(states.iter().copied())))
        .add_option(filter.mine.then_some(mine));
    Ok(Entity::find().filter(HandoverScope::of(viewer).condition()).filter(narrowed))
}
