//! What handovers read and write. Every function that writes asks for the proof that the viewer may do it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{
    handover::{Column, Entity, HandoverState, Model},
    handover_item, handover_open_item, handover_pack, handover_part,
    handover_part::PackPart,
    id::{HandoverId, KnowledgeEntryId, UserId},
    user,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};

use super::{error::HandoverError, rules::pack::Written};
use crate::{
    domain::access::{AccountAccess, HandoverAccess},
    platform::db::{Tx, broken_uniqueness},
};

/// What the database holds cannot be read, or written there.
pub(super) fn unreadable(error: serde_json::Error) -> DbErr {
    DbErr::Json(error.to_string())
}

/// Inserts a handover.
pub(super) async fn insert(tx: &Tx, _: &AccountAccess, row: Model) -> Result<(), HandoverError> {
    let inserted = Entity::insert(row.into_active_model().reset_all()).exec_without_returning(&**tx).await;
    match inserted {
        Err(error) if broken_uniqueness(&error).is_some() => Err(HandoverError::HandoverOpen),
        other => Ok(other.map(drop)?),
    }
}

/// Whether a seat is being handed over, under the lock of the account's row.
pub(super) async fn is_open(
    tx: &Tx,
    account: &AccountAccess,
    seat: entity::assignment::Seat,
) -> Result<bool, DbErr> {
    let open = Entity::find()
        .filter(Column::AccountId.eq(account.account().id))
        .filter(Column::Seat.eq(seat))
        .filter(Column::State.is_in(HandoverState::OPEN))
        .one(&**tx)
        .await?;
    Ok(open.is_some())
}

/// Writes the handover after a change, with the next version.
pub(super) async fn save(tx: &Tx, before: &HandoverAccess, next: Model) -> Result<Model, DbErr> {
    save_row(tx, before.handover().version, next).await
}

/// Writes the handover after a change that time made.
pub(super) async fn save_by_time(tx: &Tx, before: &Model, next: Model) -> Result<Model, DbErr> {
    save_row(tx, before.version, next).await
}

async fn save_row(tx: &Tx, version: i32, next: Model) -> Result<Model, DbErr> {
    let next = Model { version: version + 1, updated_at: tx.now(), ..next };
    Entity::update_many()
        .set(next.clone().into_active_model().reset_all())
        .filter(Column::Id.eq(next.id))
        .exec(&**tx)
        .await?;
    Ok(next)
}

/// Notes that time has nothing more to do with a handover for now. No version that people edit against goes up.
pub(super) async fn clear_due(tx: &Tx, row: &Model) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::NextAt, Expr::value(Option::<DateTime<Utc>>::None))
        .filter(Column::Id.eq(row.id))
        .exec(&**tx)
        .await
        .map(drop)
}

/// What people are called.
pub(super) async fn names<C: ConnectionTrait>(
    connection: &C,
    people: Vec<UserId>,
) -> Result<BTreeMap<UserId, String>, DbErr> {
    let rows = user::Entity::find().filter(user::Column::Id.is_in(people)).all(connection).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// A person, locked so that what they are stays true until the change is made.
pub(super) async fn person(tx: &Tx, id: UserId) -> Result<Option<user::Model>, DbErr> {
    user::Entity::find_by_id(id).lock_shared().one(&**tx).await
}

/// What was written into the parts of a pack, as the rows have it.
pub(super) async fn parts<C: ConnectionTrait>(
    connection: &C,
    id: HandoverId,
) -> Result<BTreeMap<PackPart, handover_part::Model>, DbErr> {
    let rows = handover_part::Entity::find()
        .filter(handover_part::Column::HandoverId.eq(id))
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| (row.part, row)).collect())
}

/// What was written into a part.
pub(super) fn written(row: &handover_part::Model) -> Result<Written, DbErr> {
    let must_knows = serde_json::from_value(row.must_knows.clone()).map_err(unreadable)?;
    Ok(Written { body: row.body.clone(), nothing: row.nothing_reason.clone(), must_knows })
}

/// Writes a part, in place of what was written before.
pub(super) async fn write_part(
    tx: &Tx,
    proof: &HandoverAccess,
    part: PackPart,
    written: &Written,
    by: UserId,
) -> Result<(), DbErr> {
    use handover_part::Column as Part;
    let row = handover_part::Model {
        handover_id: proof.handover().id,
        part,
        body: written.body.clone(),
        nothing_reason: written.nothing.clone(),
        must_knows: serde_json::to_value(&written.must_knows).map_err(unreadable)?,
        written_by: by,
        updated_at: tx.now(),
    };
    let replace = OnConflict::columns([Part::HandoverId, Part::Part])
        .update_columns([Part::Body, Part::NothingReason, Part::MustKnows, Part::WrittenBy, Part::UpdatedAt])
        .to_owned();
    let row = row.into_active_model().reset_all();
    handover_part::Entity::insert(row).on_conflict(replace).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Keeps the pack that the receiver took, and what of it they will acknowledge.
pub(super) async fn freeze(
    tx: &Tx,
    proof: &HandoverAccess,
    (content, content_hash): (String, String),
    items: Vec<(PackPart, Option<(KnowledgeEntryId, i32)>)>,
) -> Result<(), DbErr> {
    let handover_id = proof.handover().id;
    let row = handover_pack::Model { handover_id, content, content_hash, accepted_at: tx.now() };
    handover_pack::Entity::insert(row.into_active_model().reset_all()).exec_without_returning(&**tx).await?;
    let rows = (1..).zip(items).map(|(place, (part, entry))| handover_item::Model {
        handover_id,
        place,
        part,
        entry_id: entry.map(|(id, _)| id),
        revision: entry.map(|(_, revision)| revision),
        acknowledged_at: None,
    });
    let rows: Vec<_> = rows.map(|row| row.into_active_model().reset_all()).collect();
    handover_item::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    Ok(())
}

/// The pack that the receiver took; `None`: they have not.
pub(super) async fn frozen<C: ConnectionTrait>(
    connection: &C,
    id: HandoverId,
) -> Result<Option<handover_pack::Model>, DbErr> {
    handover_pack::Entity::find_by_id(id).one(connection).await
}

/// What the receiver acknowledges, in the order of the pack.
pub(super) async fn items<C: ConnectionTrait>(
    connection: &C,
    id: HandoverId,
) -> Result<Vec<handover_item::Model>, DbErr> {
    handover_item::Entity::find()
        .filter(handover_item::Column::HandoverId.eq(id))
        .order_by_asc(handover_item::Column::Place)
        .all(connection)
        .await
}

/// Marks an item as acknowledged, once; gives it as it is then, and whether it was not before.
pub(super) async fn acknowledge(
    tx: &Tx,
    proof: &HandoverAccess,
    place: i32,
) -> Result<Option<(handover_item::Model, bool)>, DbErr> {
    let id = proof.handover().id;
    let Some(row) = handover_item::Entity::find_by_id((id, place)).one(&**tx).await? else { return Ok(None) };
    if row.acknowledged_at.is_some() {
        return Ok(Some((row, false)));
    }
    let acknowledged = handover_item::Model { acknowledged_at: Some(tx.now()), ..row };
    handover_item::Entity::update_many()
        .col_expr(handover_item::Column::AcknowledgedAt, Expr::value(tx.now()))
        .filter(handover_item::Column::HandoverId.eq(id))
        .filter(handover_item::Column::Place.eq(place))
        .exec(&**tx)
        .await?;
    Ok(Some((acknowledged, true)))
}

/// Keeps what became of the open items of the former holder.
pub(super) async fn insert_open_items(
    tx: &Tx,
    _: &HandoverAccess,
    rows: Vec<handover_open_item::Model>,
) -> Result<(), DbErr> {
    if rows.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = rows.into_iter().map(|row| row.into_active_model().reset_all()).collect();
    handover_open_item::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    Ok(())
}

/// The handovers with which time alone has to do something, what is due longest first.
pub(super) async fn due<C: ConnectionTrait>(
    connection: &C,
    now: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<HandoverId>, DbErr> {
    Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::NextAt.lte(now))
        .order_by_asc(Column::NextAt)
        .order_by_asc(Column::Id)
        .limit(limit)
        .into_tuple()
        .all(connection)
        .await
}

/// When the next thing is due.
pub(super) async fn next_due<C: ConnectionTrait>(connection: &C) -> Result<Option<DateTime<Utc>>, DbErr> {
    let next = Entity::find().select_only().column_as(Column::NextAt.min(), "next_at");
    Ok(next.into_tuple::<Option<DateTime<Utc>>>().one(connection).await?.flatten())
}
