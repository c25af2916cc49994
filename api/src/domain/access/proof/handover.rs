//! Proofs about handovers of seats: they follow from how the viewer stands to the account, and from their part in it.

use std::collections::HashMap;

use entity::{account, assignment, handover, id::HandoverId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::{
    super::{
        matrix::{self, Action, Relations},
        viewer::Viewer,
    },
    Access, AccountAccess, handover_relations, standing,
    write::{decide, to_account},
};
use crate::{domain::fault::Fault, platform::db::Tx};

/// The viewer may do what was asked to this handover.
#[derive(Clone, Debug)]
pub struct HandoverAccess {
    handover: handover::Model,
    relations: Relations,
}

impl HandoverAccess {
    /// The handover itself.
    pub fn handover(&self) -> &handover::Model {
        &self.handover
    }

    /// Whether the viewer has the right to do this to it.
    pub fn permits(&self, action: Action) -> bool {
        matrix::permits(action, self.relations)
    }
}

impl Access {
    /// A handover that the viewer may see.
    ///
    /// # Errors
    /// [`Fault::NotFound`] if there is none that the viewer may see.
    pub async fn handover(&self, viewer: &Viewer, id: HandoverId) -> Result<HandoverAccess, Fault> {
        self.handovers(viewer, &[id]).await?.remove(&id).ok_or(Fault::NotFound)
    }

    /// Those of the handovers that the viewer may see, in one statement.
    ///
    /// # Errors
    /// The database failed.
    pub async fn handovers(
        &self,
        viewer: &Viewer,
        ids: &[HandoverId],
    ) -> Result<HashMap<HandoverId, HandoverAccess>, Fault> {
        if !matches!(viewer, Viewer::Person(_)) || ids.is_empty() {
            return Ok(HashMap::new());
        }
        let rows = handover::Entity::find()
            .filter(handover::Column::Id.is_in(ids.iter().copied()))
            .all(self.db.reader())
            .await?;
        let seen = rows.into_iter().filter_map(|row| self.handover_row(viewer, row));
        Ok(seen.map(|access| (access.handover.id, access)).collect())
    }

    /// A row that a scoped list gave, if the viewer may see it, with how they stand to it.
    pub fn handover_row(&self, viewer: &Viewer, row: handover::Model) -> Option<HandoverAccess> {
        let Viewer::Person(person) = viewer else { return None };
        let relations = self.facts.relations_to_handover(person.id, &row);
        matrix::permits(Action::ReadHandover, relations)
            .then_some(HandoverAccess { handover: row, relations })
    }
}

/// The handover, locked after its account, if the viewer may do this to it.
///
/// # Errors
/// [`Fault::NotFound`] if the viewer may not even see it, [`Fault::Forbidden`] if they may see it but not do this, or are no
/// person.
pub async fn handover_for(
    tx: &Tx,
    viewer: &Viewer,
    id: HandoverId,
    action: Action,
) -> Result<(AccountAccess, HandoverAccess), Fault> {
    let person = viewer.person()?;
    let known = handover::Entity::find_by_id(id).one(&**tx).await?.ok_or(Fault::NotFound)?;
    let account = account::Entity::find_by_id(known.account_id).lock_exclusive().one(&**tx).await?;
    let account = account.ok_or(Fault::NotFound)?;
    let row = handover::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?.ok_or(Fault::NotFound)?;
    let held = assignment::Entity::find_by_id(row.assignment_id)
        .filter(assignment::Column::EndedAt.is_null())
        .one(&**tx)
        .await?;
    let own = to_account(tx, viewer, &account).await?.relations;
    let relations = handover_relations(own, person.id, &row, held.is_some());
    decide(|action| matrix::permits(action, relations), action, Action::ReadHandover)?;
    let account = AccountAccess { account, standing: standing(Some(relations)) };
    Ok((account, HandoverAccess { handover: row, relations }))
}
