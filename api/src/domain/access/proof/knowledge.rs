//! Proofs for writing knowledge: judged by the tables, inside the transaction, under the lock of the entry.

use entity::{
    account, assignment, customer_request, handover,
    id::{AccountId, HandoverId, IncidentId, KnowledgeEntryId, RequestId, UserId},
    incident, knowledge_editor, knowledge_entry,
    knowledge_entry::KnowledgeType,
    user,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::{
    super::{
        duty,
        facts::Positions,
        matrix::{self, Action, Relations},
        viewer::{Person, Viewer},
    },
    KnowledgeAccess, Standing, organisation_relations, reading, standing,
    write::{FORBIDDEN, to_account, to_incident},
};
use crate::{domain::fault::Fault, platform::db::Tx};

/// The entry, locked, if the viewer sees it and may do what the action for an entry of its state and audience is.
///
/// # Errors
/// [`Fault::NotFound`] if the viewer may not even see it, [`Fault::Forbidden`] if they may see it but not do this, or are
/// no person.
pub async fn knowledge_for(
    tx: &Tx,
    viewer: &Viewer,
    id: KnowledgeEntryId,
    action: fn(&knowledge_entry::Model) -> Action,
) -> Result<KnowledgeAccess, Fault> {
    let person = viewer.person()?;
    let row =
        knowledge_entry::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?.ok_or(Fault::NotFound)?;
    let mut relations = to_home(tx, viewer, row.account_id, row.kind).await?;
    let editors = knowledge_editor::Entity::find_by_id((row.id, person.id)).one(&**tx).await?;
    relations.set(Relations::EDITOR, row.author_id == person.id || editors.is_some());
    relations.set(Relations::VERIFIER, duty::is_verifier(&**tx, row.id, person.id).await?);
    if !matrix::permits(reading(&row), relations) {
        return Err(Fault::NotFound);
    }
    if !matrix::permits(action(&row), relations) {
        return Err(FORBIDDEN);
    }
    Ok(KnowledgeAccess { entry: row, standing: standing(Some(relations)) })
}

/// The viewer may begin an entry, or publish it, for this home account, kind and audience.
///
/// # Errors
/// [`Fault::NotFound`] if they may not see the account, [`Fault::Forbidden`] if they may but not write at that audience.
pub async fn write_knowledge_for(
    tx: &Tx,
    viewer: &Viewer,
    home: Option<AccountId>,
    kind: KnowledgeType,
    action: Action,
) -> Result<(), Fault> {
    viewer.person()?;
    let relations = to_home(tx, viewer, home, kind).await? | Relations::EDITOR;
    if matrix::permits(action, relations) {
        return Ok(());
    }
    let visible = home.is_none() || matrix::permits(Action::ReadAccount, relations);
    Err(if visible { FORBIDDEN } else { Fault::NotFound })
}

/// The name of a person who could see and change a draft of this entry, were it shared with them; `None` if they could
/// not: they do not belong to its audience, may not come in, or do not exist.
///
/// # Errors
/// The database failed.
pub async fn could_edit(
    tx: &Tx,
    user: UserId,
    entry: &knowledge_entry::Model,
) -> Result<Option<String>, Fault> {
    could(tx, user, entry, Action::EditDraft(entry.audience)).await
}

/// The name of a person who might do this to the entry as one of its editors.
async fn could(
    tx: &Tx,
    user: UserId,
    entry: &knowledge_entry::Model,
    action: Action,
) -> Result<Option<String>, Fault> {
    let Some(row) = user::Entity::find_by_id(user).one(&**tx).await? else { return Ok(None) };
    let fact = Positions::read(&**tx, Some(user)).await?.fact(&row);
    if !fact.active {
        return Ok(None);
    }
    let person = Viewer::Person(Person::outside_sessions(fact, tx.now()).into());
    let relations = to_home(tx, &person, entry.account_id, entry.kind).await? | Relations::EDITOR;
    Ok(matrix::permits(action, relations).then_some(row.name))
}

/// Whether a person would read the entry, were it published, other than as an auditor.
///
/// # Errors
/// The database failed.
pub async fn could_verify(tx: &Tx, user: UserId, entry: &knowledge_entry::Model) -> Result<bool, Fault> {
    let permitted = could(tx, user, entry, Action::WriteKnowledge(entry.audience)).await?;
    Ok(permitted.is_some())
}

/// The viewer may see the account.
///
/// # Errors
/// [`Fault::NotFound`] if not, or if there is none.
pub async fn see_account(tx: &Tx, viewer: &Viewer, id: AccountId) -> Result<(), Fault> {
    seen(tx, viewer, id, Action::ReadAccount).await.map(drop)
}

/// The viewer may write about the account: who sees it, and not because of a handover alone.
///
/// # Errors
/// [`Fault::NotFound`] if they do not see it, or if there is none; [`Fault::Forbidden`] if they only read it for a time.
pub async fn write_about(tx: &Tx, viewer: &Viewer, id: AccountId) -> Result<(), Fault> {
    if seen(tx, viewer, id, Action::ReadAccount).await?.only_reads() {
        return Err(Fault::Forbidden(
            "you read this account because of a handover, and write nothing about it",
        ));
    }
    Ok(())
}

/// The viewer may see the incident, which is one of this account.
///
/// # Errors
/// [`Fault::NotFound`] if not, or if there is none.
pub async fn see_incident(tx: &Tx, viewer: &Viewer, id: IncidentId) -> Result<AccountId, Fault> {
    let row = incident::Entity::find_by_id(id).one(&**tx).await?.ok_or(Fault::NotFound)?;
    let seen = to_incident(tx, viewer, &row).await?.permits(viewer, row.account_id, Action::ReadIncident);
    if seen { Ok(row.account_id) } else { Err(Fault::NotFound) }
}

/// The viewer may see the request of a customer, which is this account.
///
/// # Errors
/// [`Fault::NotFound`] if not, or if there is none.
pub async fn see_request(tx: &Tx, viewer: &Viewer, id: RequestId) -> Result<AccountId, Fault> {
    let row = customer_request::Entity::find_by_id(id).one(&**tx).await?.ok_or(Fault::NotFound)?;
    seen(tx, viewer, row.account_id, Action::ReadRequest).await?;
    Ok(row.account_id)
}

/// The viewer may see the handover of a seat, which is one of this account.
///
/// # Errors
/// [`Fault::NotFound`] if not, or if there is none.
pub async fn see_handover(tx: &Tx, viewer: &Viewer, id: HandoverId) -> Result<AccountId, Fault> {
    let row = handover::Entity::find_by_id(id).one(&**tx).await?.ok_or(Fault::NotFound)?;
    seen(tx, viewer, row.account_id, Action::ReadHandover).await?;
    Ok(row.account_id)
}

/// How the viewer stands to the account, of which they may do this reading.
async fn seen(tx: &Tx, viewer: &Viewer, id: AccountId, reading: Action) -> Result<Standing, Fault> {
    let row = account::Entity::find_by_id(id).one(&**tx).await?.ok_or(Fault::NotFound)?;
    let standing = to_account(tx, viewer, &row).await?;
    if standing.permits(viewer, id, reading) { Ok(standing) } else { Err(Fault::NotFound) }
}

async fn to_home(
    tx: &Tx,
    viewer: &Viewer,
    home: Option<AccountId>,
    kind: KnowledgeType,
) -> Result<Relations, Fault> {
    let Viewer::Person(person) = viewer else { return Ok(Relations::empty()) };
    let mut relations = match home {
        None => organisation_relations(&person.roles, &person.regions, None),
        Some(id) => {
            let row = account::Entity::find_by_id(id).one(&**tx).await?.ok_or(Fault::NotFound)?;
            to_account(tx, viewer, &row).await?.relations
        }
    };
    if !relations.contains(Relations::KEY_STAFF) {
        let anywhere = assignment::Entity::find()
            .filter(assignment::Column::UserId.eq(person.id))
            .filter(assignment::Column::EndedAt.is_null())
            .one(&**tx)
            .await?;
        relations.set(Relations::KEY_STAFF, anywhere.is_some());
    }
    relations.set(Relations::PUBLISHER, person.topics.contains(&kind));
    Ok(relations)
}
