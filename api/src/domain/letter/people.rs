//! The people whom a letter names: who signs it, who answers for its promises, who must be told of it.

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    assignment,
    id::{AccountId, IncidentId, UserId},
    incident, letter,
    letter::LetterState,
    user,
    user_role::{self, OrganisationRole},
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

use super::{
    document::{LetterText, Signatory},
    rules,
};
use crate::{
    domain::{
        access::proof,
        account::event::PersonLabel,
        fault::{Fault, Violation},
    },
    platform::db::Tx,
};

/// A person who is an active executive, locked so that this stays true until the change is made.
pub(super) async fn executive(tx: &Tx, id: UserId) -> Result<Option<user::Model>, DbErr> {
    let row = user::Entity::find_by_id(id).lock_shared().one(&**tx).await?;
    let Some(row) = row.filter(|row| row.status == user::UserStatus::Active) else { return Ok(None) };
    let role = user_role::Entity::find_by_id((id, OrganisationRole::Executive)).one(&**tx).await?;
    Ok(role.map(|_| row))
}

/// Who signs a letter about the incident as it is now: one of these.
pub(super) async fn signers(tx: &Tx, incident: &incident::Model) -> Result<Vec<UserId>, DbErr> {
    match rules::signatory(incident) {
        Signatory::ExecutiveLead => Ok(incident.executive_lead_id.into_iter().collect()),
        Signatory::ChiefExecutive => chief_executives(tx).await,
    }
}

/// The executives who are marked as chief.
async fn chief_executives(tx: &Tx) -> Result<Vec<UserId>, DbErr> {
    user::Entity::find()
        .select_only()
        .column(user::Column::Id)
        .filter(user::Column::IsChief.eq(true))
        .filter(user::Column::Status.eq(user::UserStatus::Active))
        .into_tuple()
        .all(&**tx)
        .await
}

/// Whether a letter waits for the signature of this person, because they lead the incident now.
///
/// # Errors
/// The database failed.
pub(in crate::domain) async fn awaits_lead(tx: &Tx, id: IncidentId, person: UserId) -> Result<bool, DbErr> {
    Ok(awaiting(tx, id).await?.is_some_and(|incident| rules::is_signer(&incident, person, false)))
}

/// The chief executives, if a letter waits for the signature of one now.
///
/// # Errors
/// The database failed.
pub(in crate::domain) async fn awaited_chiefs(tx: &Tx, id: IncidentId) -> Result<Vec<UserId>, DbErr> {
    let incident = awaiting(tx, id).await?;
    match incident.map(|incident| rules::signatory(&incident)) {
        Some(Signatory::ChiefExecutive) => chief_executives(tx).await,
        _ => Ok(Vec::new()),
    }
}

/// The incident, if a letter about it waits for its signature.
async fn awaiting(tx: &Tx, id: IncidentId) -> Result<Option<incident::Model>, DbErr> {
    let Some(incident) = incident::Entity::find_by_id(id).one(&**tx).await? else { return Ok(None) };
    let waiting = letter::Entity::find()
        .filter(letter::Column::IncidentId.eq(incident.id))
        .filter(letter::Column::Generation.eq(incident.generation))
        .filter(letter::Column::State.eq(LetterState::InternalReview))
        .one(&**tx)
        .await?;
    Ok(waiting.map(|_| incident))
}

/// The sales lead (AR) of an account.
pub(super) async fn sales_lead(tx: &Tx, account: AccountId) -> Result<Option<UserId>, DbErr> {
    use assignment::Column;
    let row = assignment::Entity::find()
        .filter(Column::AccountId.eq(account))
        .filter(Column::Seat.eq(assignment::Seat::Sales))
        .filter(Column::Position.eq(assignment::Position::Primary))
        .filter(Column::EndedAt.is_null())
        .one(&**tx)
        .await?;
    Ok(row.map(|row| row.user_id))
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

/// People as events name them, nobody twice; who does not exist is left out.
pub(super) async fn labels(tx: &Tx, people: Vec<UserId>) -> Result<Vec<PersonLabel>, DbErr> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let names = names(&**tx, people.into_iter()).await?;
    Ok(names.into_iter().map(|(id, name)| PersonLabel { id, name }).collect())
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
