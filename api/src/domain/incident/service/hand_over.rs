//! What a successor on an account takes over of its open incidents: the lead, and places on response teams.

use entity::{id::UserId, incident, incident_responder};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::change::{News, publish};
use crate::{
    domain::{
        access::{AccountAccess, IncidentAccess, Viewer, proof},
        account::event::PersonLabel,
        incident::{error::IncidentError, event::IncidentEventKind, store},
    },
    platform::db::Tx,
};

/// A part in an open incident that somebody had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IncidentPart {
    /// In which incident.
    pub incident: entity::id::IncidentId,
    /// Whether it is the lead; else a place on the response team.
    pub lead: bool,
    /// Whether the successor has it now. Only an executive leads.
    pub taken: bool,
}

/// Gives the parts of one person in the open incidents of an account to another, who may come in. Whoever may do so has shown
/// it at the account, whose row is locked.
///
/// # Errors
/// The database failed.
pub(in crate::domain) async fn hand_over(
    tx: &Tx,
    viewer: &Viewer,
    account: &AccountAccess,
    (from, to): (UserId, UserId),
) -> Result<Vec<IncidentPart>, IncidentError> {
    let rows = incident::Entity::find()
        .filter(incident::Column::AccountId.eq(account.account().id))
        .filter(incident::Column::State.is_not_in(incident::IncidentState::TERMINAL))
        .order_by_asc(incident::Column::Number)
        .lock_exclusive()
        .all(&**tx)
        .await?;
    let mut parts = Vec::new();
    for row in rows {
        let (incident, leads) = (row.id, row.executive_lead_id == Some(from));
        let mut row = row;
        if leads {
            let led = incident::Model { executive_lead_id: Some(to), ..row.clone() };
            let taken = store::lead_stands(tx, &led).await?;
            if taken {
                let kind = IncidentEventKind::ExecutiveLeadNamed;
                row = tell(tx, viewer, account, (row, led), (kind, "executiveLead", to)).await?;
            }
            parts.push(IncidentPart { incident, lead: true, taken });
        }
        let place = incident_responder::Entity::find_by_id((incident, from)).one(&**tx).await?;
        if let Some(place) = place.filter(|place| place.removed_at.is_none()) {
            give_place(tx, viewer, account, row, (&place, to)).await?;
            parts.push(IncidentPart { incident, lead: false, taken: true });
        }
    }
    Ok(parts)
}

async fn give_place(
    tx: &Tx,
    viewer: &Viewer,
    account: &AccountAccess,
    row: incident::Model,
    (place, to): (&incident_responder::Model, UserId),
) -> Result<(), IncidentError> {
    let access = proof::incident_on(account, row.clone())?;
    store::remove_responder(tx, &access, place.user_id).await?;
    let removed = (IncidentEventKind::ResponderRemoved, "responseTeam", place.user_id);
    let row = tell(tx, viewer, account, (row.clone(), row), removed).await?;
    let access = proof::incident_on(account, row.clone())?;
    if store::add_responder(tx, &access, to, place.duty.clone()).await? {
        let added = (IncidentEventKind::ResponderAdded, "responseTeam", to);
        tell(tx, viewer, account, (row.clone(), row), added).await?;
    }
    Ok(())
}

/// Writes and tells a change of an incident, and gives the incident as it is then.
async fn tell(
    tx: &Tx,
    viewer: &Viewer,
    account: &AccountAccess,
    (before, next): (incident::Model, incident::Model),
    (kind, field, person): (IncidentEventKind, &'static str, UserId),
) -> Result<incident::Model, IncidentError> {
    let access: IncidentAccess = proof::incident_on(account, before)?;
    let person = entity::user::Entity::find_by_id(person).one(&**tx).await?;
    let person = person.map(|row| PersonLabel { id: row.id, name: row.name });
    let news = News { changed: vec![field], person, ..News::default() };
    let written =
        incident::Model { version: access.incident().version + 1, updated_at: tx.now(), ..next.clone() };
    publish(tx, viewer, &access, next, kind, news).await?;
    Ok(written)
}
