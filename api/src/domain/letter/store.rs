//! What letters read and write. Every function that writes asks for the proof that the viewer may do it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use entity::{
    account, commitment,
    commitment::CommitmentState,
    id::{AccountId, CommitmentId, IncidentId, LetterId, UserId},
    incident,
    letter::{Column, Entity, Model},
    letter_revision,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};
use serde_json::Value as Json;

use super::document::{LetterContent, LetterText, Signature};
use crate::{
    domain::{
        access::{AccountAccess, IncidentAccess},
        fault::Fault,
        letter::error::LetterError,
    },
    platform::db::{Tx, broken_uniqueness},
};

/// What the database holds cannot be read, or written there.
pub(super) fn unreadable(error: serde_json::Error) -> DbErr {
    DbErr::Json(error.to_string())
}

/// The text as the row keeps it.
pub(super) fn json(text: &LetterText) -> Result<Json, DbErr> {
    serde_json::to_value(text).map_err(unreadable)
}

/// The text of a row.
pub(super) fn text(row: &Model) -> Result<LetterText, DbErr> {
    serde_json::from_value(row.text.clone()).map_err(unreadable)
}

/// The incident that a letter is about; `None`: there is no such letter.
pub(super) async fn incident_of(tx: &Tx, id: LetterId) -> Result<Option<IncidentId>, DbErr> {
    Ok(Entity::find_by_id(id).one(&**tx).await?.map(|row| row.incident_id))
}

/// The letter, locked after its incident.
pub(super) async fn lock(tx: &Tx, _: &IncidentAccess, id: LetterId) -> Result<Model, Fault> {
    Entity::find_by_id(id).lock_exclusive().one(&**tx).await?.ok_or(Fault::NotFound)
}

/// The letter of the incident's present generation, locked after it.
pub(super) async fn of_generation(tx: &Tx, proof: &IncidentAccess) -> Result<Option<Model>, DbErr> {
    Entity::find()
        .filter(Column::IncidentId.eq(proof.incident().id))
        .filter(Column::Generation.eq(proof.incident().generation))
        .lock_exclusive()
        .one(&**tx)
        .await
}

/// The incident as it is now.
pub(super) async fn incident(tx: &Tx, proof: &IncidentAccess) -> Result<incident::Model, DbErr> {
    let id = proof.incident().id;
    let row = incident::Entity::find_by_id(id).one(&**tx).await?;
    row.ok_or_else(|| DbErr::RecordNotFound(format!("{id} of a letter")))
}

/// The account of an incident.
pub(super) async fn account<C: ConnectionTrait>(
    connection: &C,
    id: AccountId,
) -> Result<account::Model, DbErr> {
    let row = account::Entity::find_by_id(id).one(connection).await?;
    row.ok_or_else(|| DbErr::RecordNotFound(format!("{id} of a letter")))
}

/// Inserts a letter.
pub(super) async fn insert(tx: &Tx, _: &IncidentAccess, row: Model) -> Result<(), LetterError> {
    let inserted = Entity::insert(row.into_active_model().reset_all()).exec_without_returning(&**tx).await;
    match inserted {
        Err(error) if broken_uniqueness(&error).is_some() => Err(LetterError::LetterExists),
        other => Ok(other.map(drop)?),
    }
}

/// Writes the letter after a change, with the next version.
pub(super) async fn save(tx: &Tx, _: &IncidentAccess, before: &Model, next: Model) -> Result<Model, DbErr> {
    let next = Model { version: before.version + 1, updated_at: tx.now(), ..next };
    Entity::update_many()
        .set(next.clone().into_active_model().reset_all())
        .filter(Column::Id.eq(next.id))
        .exec(&**tx)
        .await?;
    Ok(next)
}

/// Freezes what was signed.
pub(super) async fn insert_revision(
    tx: &Tx,
    _: &IncidentAccess,
    letter: &Model,
    content: &LetterContent,
    signature: &Signature,
) -> Result<(), DbErr> {
    let (content, content_hash) = content.freeze().map_err(unreadable)?;
    let row = letter_revision::Model {
        letter_id: letter.id,
        number: letter.number,
        content,
        content_hash,
        signer_id: signature.by,
        signed_at: signature.at,
        sent_at: None,
        sent_to: None,
        answered_at: None,
        answered_by: None,
        return_note: None,
    };
    letter_revision::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

/// What was signed of the letter's present version.
pub(super) async fn revision(tx: &Tx, letter: &Model) -> Result<letter_revision::Model, DbErr> {
    let row = letter_revision::Entity::find_by_id((letter.id, letter.number)).one(&**tx).await?;
    row.ok_or_else(|| DbErr::RecordNotFound(format!("version {} of {}", letter.number, letter.id)))
}

/// Notes that what was signed went to the customer.
pub(super) async fn save_sending(
    tx: &Tx,
    proof: &IncidentAccess,
    revision: letter_revision::Model,
    sent_to: &str,
) -> Result<(), DbErr> {
    let sent =
        letter_revision::Model { sent_at: Some(tx.now()), sent_to: Some(sent_to.to_owned()), ..revision };
    save_revision(tx, proof, sent).await
}

/// Writes what became of a signed version. What was signed is not written again.
pub(super) async fn save_revision(
    tx: &Tx,
    _: &IncidentAccess,
    revision: letter_revision::Model,
) -> Result<(), DbErr> {
    use letter_revision::Column;
    let (letter, number) = (revision.letter_id, revision.number);
    let mut row = revision.into_active_model().reset_all();
    for frozen in [Column::Content, Column::ContentHash, Column::SignerId, Column::SignedAt] {
        row.not_set(frozen);
    }
    letter_revision::Entity::update_many()
        .set(row)
        .filter(Column::LetterId.eq(letter))
        .filter(Column::Number.eq(number))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Keeps the promises of a letter that goes to the customer.
pub(super) async fn insert_promises(
    tx: &Tx,
    _: &IncidentAccess,
    letter: &Model,
    text: &LetterText,
) -> Result<(), DbErr> {
    let rows = (1..).zip(&text.promises).map(|(place, promise)| commitment::Model {
        id: CommitmentId(tx.next_id()),
        letter_id: letter.id,
        number: letter.number,
        place,
        incident_id: letter.incident_id,
        action: promise.action.clone(),
        owner_id: promise.owner,
        due_on: promise.due_on,
        measure: promise.measure.clone(),
        verifier: promise.verifier.clone(),
        preventive: promise.preventive,
        state: CommitmentState::Open,
        evidence: None,
        recorded_at: None,
        recorded_by: None,
        verified_at: None,
        verified_by: None,
        overdue_at: None,
        version: 1,
        updated_at: tx.now(),
    });
    let rows: Vec<_> = rows.map(|row| row.into_active_model().reset_all()).collect();
    commitment::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    Ok(())
}

/// The promises of a version that the customer sent back no longer count.
pub(super) async fn cancel_promises(
    tx: &Tx,
    proof: &IncidentAccess,
    letter: &Model,
    why: &str,
) -> Result<(), DbErr> {
    for row in promises(tx, letter).await?.into_iter().filter(|row| row.state == CommitmentState::Open) {
        let evidence = Some(why.to_owned());
        let cancelled = commitment::Model { state: CommitmentState::Cancelled, evidence, ..row };
        save_promise(tx, proof, cancelled).await?;
    }
    Ok(())
}

/// The promises of a letter's present version, in its order.
pub(super) async fn promises(tx: &Tx, letter: &Model) -> Result<Vec<commitment::Model>, DbErr> {
    commitment::Entity::find()
        .filter(commitment::Column::LetterId.eq(letter.id))
        .filter(commitment::Column::Number.eq(letter.number))
        .order_by_asc(commitment::Column::Place)
        .lock_exclusive()
        .all(&**tx)
        .await
}

/// A promise.
pub(super) async fn promise(tx: &Tx, id: CommitmentId) -> Result<commitment::Model, Fault> {
    commitment::Entity::find_by_id(id).one(&**tx).await?.ok_or(Fault::NotFound)
}

/// A promise, locked after its incident and its letter.
pub(super) async fn lock_promise(
    tx: &Tx,
    _: &IncidentAccess,
    id: CommitmentId,
) -> Result<commitment::Model, Fault> {
    commitment::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?.ok_or(Fault::NotFound)
}

/// Writes what became of a promise, with the next version. What was promised is not written again.
pub(super) async fn save_promise(
    tx: &Tx,
    _: &IncidentAccess,
    next: commitment::Model,
) -> Result<commitment::Model, DbErr> {
    use commitment::Column;
    let next = commitment::Model { version: next.version + 1, updated_at: tx.now(), ..next };
    let mut row = next.clone().into_active_model().reset_all();
    for promised in [
        Column::LetterId,
        Column::Number,
        Column::Place,
        Column::IncidentId,
        Column::Action,
        Column::OwnerId,
        Column::DueOn,
        Column::Measure,
        Column::Verifier,
        Column::Preventive,
    ] {
        row.not_set(promised);
    }
    commitment::Entity::update_many().set(row).filter(Column::Id.eq(next.id)).exec(&**tx).await?;
    Ok(next)
}

/// Makes somebody else answer for a promise, with the next version.
pub(super) async fn give_promise(
    tx: &Tx,
    _: &AccountAccess,
    promise: commitment::Model,
    owner_id: UserId,
) -> Result<commitment::Model, DbErr> {
    use commitment::Column;
    let next = commitment::Model { owner_id, version: promise.version + 1, updated_at: tx.now(), ..promise };
    commitment::Entity::update_many()
        .col_expr(Column::OwnerId, Expr::value(owner_id))
        .col_expr(Column::Version, Expr::value(next.version))
        .col_expr(Column::UpdatedAt, Expr::value(next.updated_at))
        .filter(Column::Id.eq(next.id))
        .exec(&**tx)
        .await?;
    Ok(next)
}

/// The promises that may have become overdue and were not noticed, with the zones of their accounts: of any zone the day is
/// over fourteen hours before or twelve after it is in UTC.
pub(super) async fn to_watch<C: ConnectionTrait>(
    connection: &C,
    now: DateTime<Utc>,
    after: Option<(NaiveDate, CommitmentId)>,
    limit: u64,
) -> Result<Vec<(commitment::Model, String)>, DbErr> {
    use commitment::Column;
    let mut select = commitment::Entity::find()
        .filter(Column::State.eq(CommitmentState::Open))
        .filter(Column::OverdueAt.is_null())
        .filter(Column::DueOn.lte((now + TimeDelta::hours(14)).date_naive()));
    if let Some((day, id)) = after {
        let later = Condition::any()
            .add(Column::DueOn.gt(day))
            .add(Condition::all().add(Column::DueOn.eq(day)).add(Column::Id.gt(id)));
        select = select.filter(later);
    }
    let rows =
        select.order_by_asc(Column::DueOn).order_by_asc(Column::Id).limit(limit).all(connection).await?;
    let incidents: BTreeSet<IncidentId> = rows.iter().map(|row| row.incident_id).collect();
    let incidents =
        incident::Entity::find().filter(incident::Column::Id.is_in(incidents)).all(connection).await?;
    let accounts: BTreeSet<AccountId> = incidents.iter().map(|row| row.account_id).collect();
    let accounts =
        account::Entity::find().filter(account::Column::Id.is_in(accounts)).all(connection).await?;
    let zones: BTreeMap<AccountId, String> =
        accounts.into_iter().map(|row| (row.id, row.time_zone)).collect();
    let zones: BTreeMap<IncidentId, String> =
        incidents.into_iter().filter_map(|row| Some((row.id, zones.get(&row.account_id)?.clone()))).collect();
    let zoned = |row: commitment::Model| {
        let zone = zones.get(&row.incident_id).cloned().unwrap_or_default();
        (row, zone)
    };
    Ok(rows.into_iter().map(zoned).collect())
}

/// Marks a promise as overdue; false: it was marked before, or has its outcome.
pub(super) async fn mark_overdue(tx: &Tx, id: CommitmentId) -> Result<bool, DbErr> {
    use commitment::Column;
    let marked = commitment::Entity::update_many()
        .col_expr(Column::OverdueAt, Expr::value(tx.now()))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .col_expr(Column::UpdatedAt, Expr::value(tx.now()))
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq(CommitmentState::Open))
        .filter(Column::OverdueAt.is_null())
        .exec(&**tx)
        .await?;
    Ok(marked.rows_affected > 0)
}

/// What a promise belongs to: its letter, the incident, and the version that promised it.
pub(super) async fn surroundings(
    tx: &Tx,
    promise: &commitment::Model,
) -> Result<(Model, incident::Model, letter_revision::Model), DbErr> {
    let letter = Entity::find_by_id(promise.letter_id).one(&**tx).await?;
    let incident = incident::Entity::find_by_id(promise.incident_id).one(&**tx).await?;
    let revision =
        letter_revision::Entity::find_by_id((promise.letter_id, promise.number)).one(&**tx).await?;
    let missing = || DbErr::RecordNotFound(format!("what {} belongs to", promise.id));
    letter
        .zip(incident)
        .zip(revision)
        .map(|((letter, incident), revision)| (letter, incident, revision))
        .ok_or_else(missing)
}
