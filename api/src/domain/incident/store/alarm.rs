//! Alarms with a key: which incident they belong to, and how many there were.

use entity::{id::IncidentId, incident, incident::IncidentState, incident_alarm, timeline_entry};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};

use crate::{domain::access::AccountAccess, platform::db::Tx};

/// Adds what an alarm says anew to the timeline.
pub(in crate::domain::incident) async fn insert_line(
    tx: &Tx,
    _: &AccountAccess,
    row: timeline_entry::Model,
) -> Result<(), DbErr> {
    timeline_entry::Entity::insert(row.into_active_model().reset_all()).exec_without_returning(&**tx).await?;
    Ok(())
}

/// The incidents of the account that a reporter's alarms with a key belong to and that are unsolved or were merged, locked, the
/// last one first.
pub(in crate::domain::incident) async fn incidents(
    tx: &Tx,
    access: &AccountAccess,
    reporter: &str,
    key: &str,
) -> Result<Vec<incident::Model>, DbErr> {
    use incident_alarm::Column;
    let solved = [IncidentState::Resolved, IncidentState::CommitmentIssued];
    let unsolved = Condition::all()
        .add(incident::Column::State.is_not_in(IncidentState::TERMINAL))
        .add(incident::Column::State.is_not_in(solved));
    let relevant = Condition::any().add(unsolved).add(incident::Column::MergedIntoId.is_not_null());
    let known = incident_alarm::Entity::find()
        .select_only()
        .column(Column::IncidentId)
        .filter(Column::DedupeKey.eq(key))
        .filter(Column::Reporter.eq(reporter));
    incident::Entity::find()
        .filter(incident::Column::Id.in_subquery(known.into_query()))
        .filter(incident::Column::AccountId.eq(access.account().id))
        .filter(relevant)
        .order_by_desc(incident::Column::Number)
        .lock_exclusive()
        .all(&**tx)
        .await
}

/// An incident of the account, locked.
pub(in crate::domain::incident) async fn lock_of_account(
    tx: &Tx,
    access: &AccountAccess,
    id: IncidentId,
) -> Result<Option<incident::Model>, DbErr> {
    incident::Entity::find_by_id(id)
        .filter(incident::Column::AccountId.eq(access.account().id))
        .lock_exclusive()
        .one(&**tx)
        .await
}

/// Counts an alarm; whether it says what the last one said.
pub(in crate::domain::incident) async fn count(
    tx: &Tx,
    _: &AccountAccess,
    alarm: incident_alarm::Model,
) -> Result<bool, DbErr> {
    let place = (alarm.incident_id, alarm.reporter.clone(), alarm.dedupe_key.clone());
    let known = incident_alarm::Entity::find_by_id(place).one(&**tx).await?;
    let Some(known) = known else {
        let row = alarm.into_active_model().reset_all();
        incident_alarm::Entity::insert(row).exec_without_returning(&**tx).await?;
        return Ok(false);
    };
    let said_before = known.last_hash == alarm.last_hash;
    let next = incident_alarm::Model {
        times: known.times + 1,
        last_at: alarm.last_at,
        last_hash: alarm.last_hash,
        ..known
    };
    incident_alarm::Entity::update(next.into_active_model().reset_all()).exec(&**tx).await?;
    Ok(said_before)
}
