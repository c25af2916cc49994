//! What a successor on an account takes over of its letters: promises that are still to be kept. What was promised to the
//! customer stays as it was signed; who answers for it changes.

use entity::{
    commitment,
    commitment::CommitmentState,
    id::{CommitmentId, IncidentId, UserId},
    incident,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use crate::{
    domain::{
        access::{AccountAccess, Viewer},
        journal,
        letter::{
            error::LetterError,
            event::{LetterEvent, LetterEventKind},
            people, store,
        },
    },
    platform::db::Tx,
};

/// Gives one person's open promises to an account to another. Whoever may do so has shown it at the account, whose row is
/// locked. Gives the promises and their incidents.
///
/// # Errors
/// The database failed.
pub(in crate::domain) async fn hand_over(
    tx: &Tx,
    viewer: &Viewer,
    account: &AccountAccess,
    (from, to): (UserId, UserId),
) -> Result<Vec<(CommitmentId, IncidentId)>, LetterError> {
    use commitment::Column;
    let incidents = incident::Entity::find()
        .select_only()
        .column(incident::Column::Id)
        .filter(incident::Column::AccountId.eq(account.account().id));
    let rows = commitment::Entity::find()
        .filter(Column::IncidentId.in_subquery(incidents.into_query()))
        .filter(Column::OwnerId.eq(from))
        .filter(Column::State.eq(CommitmentState::Open))
        .order_by_asc(Column::DueOn)
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .all(&**tx)
        .await?;
    let concerned = people::labels(tx, vec![to]).await?;
    let mut given = Vec::new();
    for row in rows {
        let promise = store::give_promise(tx, account, row, to).await?;
        let (letter, incident, _) = store::surroundings(tx, &promise).await?;
        let event = LetterEvent {
            kind: LetterEventKind::CommitmentHandedOver,
            incident: (&incident).into(),
            letter: (&letter).into(),
            previous_state: None,
            commitment: Some((&promise).into()),
            concerned: concerned.clone(),
        };
        journal::record(tx, viewer, Some(account.account().into()), &event, Vec::new())?;
        given.push((promise.id, incident.id));
    }
    Ok(given)
}
