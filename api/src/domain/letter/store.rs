//! What letters read and write. Every function that writes asks for the proof that the viewer may do it.

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    account,
    id::{AccountId, IncidentId, LetterId, UserId},
    incident,
    letter::{Column, Entity, Model},
    letter_revision, user,
    user_role::{self, OrganisationRole},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter,
    QuerySelect,
};
use serde_json::Value as Json;

use super::document::{LetterContent, LetterText, Signature};
use crate::{
    domain::{
        access::{IncidentAccess, proof},
        fault::{Fault, Violation},
        letter::error::LetterError,
    },
    platform::db::{Tx, broken_uniqueness},
};

fn unreadable(error: serde_json::Error) -> DbErr {
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

/// A person who is an active executive, locked so that this stays true until the change is made.
pub(super) async fn executive(tx: &Tx, id: UserId) -> Result<Option<user::Model>, DbErr> {
    let row = user::Entity::find_by_id(id).lock_shared().one(&**tx).await?;
    let Some(row) = row.filter(|row| row.status == user::UserStatus::Active) else { return Ok(None) };
    let role = user_role::Entity::find_by_id((id, OrganisationRole::Executive)).one(&**tx).await?;
    Ok(role.map(|_| row))
}

/// What people are called; who does not exist is left out.
pub(super) async fn names<C: ConnectionTrait>(
    connection: &C,
    people: impl Iterator<Item = UserId>,
) -> Result<BTreeMap<UserId, String>, DbErr> {
    let ids: BTreeSet<UserId> = people.collect();
    let rows = user::Entity::find().filter(user::Column::Id.is_in(ids)).all(connection).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// Every owner of a promise works on the incident, and who approved a compensation is somebody who works here.
pub(super) async fn require_people(
    tx: &Tx,
    incident: &incident::Model,
    text: &LetterText,
) -> Result<(), Fault> {
    let mut wrong = Vec::new();
    for (place, promise) in text.promises.iter().enumerate() {
        if proof::works_on(tx, promise.owner, incident).await?.is_none() {
            wrong.push(Violation {
                path: format!("text.commitments.{place}.ownerId"),
                code: "OWNER_NOT_INVOLVED",
                message: "the owner must be active and work on the incident: add them to the response team"
                    .into(),
            });
        }
    }
    if let Some(approver) = text.compensation.as_ref().and_then(|compensation| compensation.approved_by)
        && names(&**tx, [approver].into_iter()).await?.is_empty()
    {
        let (path, message) = ("text.compensation.approvedById", "there is no person with this id");
        wrong.push(Violation { path: path.into(), code: "UNKNOWN_PERSON", message: message.into() });
    }
    if wrong.is_empty() { Ok(()) } else { Err(Fault::Invalid(wrong)) }
}
