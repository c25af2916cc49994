//! Proofs for writing: judged by the tables, inside the transaction, under the lock of the row.

use std::{collections::BTreeSet, sync::Arc};

use entity::{
    account, api_key, api_key_account, assignment, bot, customer_request,
    id::{AccountId, IncidentId, RegionId, RequestId, UserId},
    incident, incident_responder, session, user,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::{
    super::{
        facts::{Positions, api_key_fact, reads},
        matrix::{self, Action, Relations},
        viewer::{BotKey, Person, Viewer},
    },
    AccountAccess, IncidentAccess, RequestAccess, Standing, organisation_relations, person, seat_relations,
    standing,
};
use crate::{domain::fault::Fault, platform::db::Tx};

pub(super) const FORBIDDEN: Fault =
    Fault::Forbidden("you may see this but not do that; ask somebody with the right to");

/// The viewer as the tables have them now. Every write begins with it.
///
/// # Errors
/// [`Fault::Unauthenticated`] if the person, the session, the bot or the key has been ended, or nobody is signed in.
pub async fn present(tx: &Tx, viewer: &Viewer) -> Result<Viewer, Fault> {
    match viewer {
        Viewer::Anonymous => Err(Fault::Unauthenticated),
        Viewer::Person(person) => Ok(Viewer::Person(Arc::new(present_person(tx, person).await?))),
        Viewer::Bot(key) => Ok(Viewer::Bot(Arc::new(present_bot(tx, key).await?))),
    }
}

async fn present_person(tx: &Tx, known: &Person) -> Result<Person, Fault> {
    let session = session::Entity::find_by_id(known.session).one(&**tx).await?;
    let row = user::Entity::find_by_id(known.id).one(&**tx).await?;
    let (Some(session), Some(row)) = (session, row) else { return Err(Fault::Unauthenticated) };
    if session.ended_at.is_some() {
        return Err(Fault::Unauthenticated);
    }
    let fact = Positions::read(&**tx, Some(known.id)).await?.fact(&row);
    if !fact.active {
        return Err(Fault::Unauthenticated);
    }
    Ok(Person {
        name: fact.name,
        function: fact.function,
        roles: fact.roles,
        regions: fact.regions,
        topics: fact.topics,
        reads: reads(&**tx, known.id, tx.now()).await?,
        ..known.clone()
    })
}

async fn present_bot(tx: &Tx, known: &BotKey) -> Result<BotKey, Fault> {
    let key = api_key::Entity::find_by_id(known.key).one(&**tx).await?;
    let bot = bot::Entity::find_by_id(known.bot).one(&**tx).await?;
    let (Some(key), Some(bot)) = (key, bot) else { return Err(Fault::Unauthenticated) };
    let accounts = api_key_account::Entity::find()
        .filter(api_key_account::Column::ApiKeyId.eq(known.key))
        .all(&**tx)
        .await?;
    let accounts: BTreeSet<AccountId> = accounts.into_iter().map(|row| row.account_id).collect();
    let fact = api_key_fact(&key, Some(accounts))?;
    let over = fact.expires_at.is_some_and(|end| end <= tx.now());
    if fact.revoked || over || bot.status != bot::BotStatus::Active {
        return Err(Fault::Unauthenticated);
    }
    Ok(BotKey {
        name: bot.name,
        scopes: fact.scopes,
        audiences: fact.audiences,
        incident_detail: fact.incident_detail,
        accounts: fact.accounts,
        ..known.clone()
    })
}

/// The account, locked, if the viewer may do this to it.
///
/// # Errors
/// [`Fault::NotFound`] if the viewer may not even see it, [`Fault::Forbidden`] if they may see it but not do this.
pub async fn account_for(
    tx: &Tx,
    viewer: &Viewer,
    id: AccountId,
    action: Action,
) -> Result<AccountAccess, Fault> {
    let row = account::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?.ok_or(Fault::NotFound)?;
    let standing = to_account(tx, viewer, &row).await?;
    decide(|action| standing.permits(viewer, row.id, action), action, Action::ReadAccount)?;
    Ok(AccountAccess { account: row, standing })
}

/// The viewer may create accounts in the region.
///
/// # Errors
/// [`Fault::Forbidden`] if not.
pub fn create_account_in(viewer: &Viewer, region: RegionId) -> Result<(), Fault> {
    let person = viewer.person()?;
    let relations = organisation_relations(&person.roles, &person.regions, Some(region));
    if matrix::permits(Action::CreateAccount, relations) { Ok(()) } else { Err(FORBIDDEN) }
}

/// An incident of an account to which the viewer has shown what they may do, for what follows from that.
///
/// # Errors
/// [`Fault::NotFound`] if it is one of another account.
pub(in crate::domain) fn incident_on(
    account: &AccountAccess,
    incident: incident::Model,
) -> Result<IncidentAccess, Fault> {
    let of_it = incident.account_id == account.account.id;
    of_it.then_some(IncidentAccess { incident, standing: account.standing }).ok_or(Fault::NotFound)
}

/// The viewer may do this, whatever the account: manage users, bots and settings.
///
/// # Errors
/// [`Fault::Forbidden`] if not.
pub fn organisation_for(viewer: &Viewer, action: Action) -> Result<(), Fault> {
    let person = viewer.person()?;
    let relations = organisation_relations(&person.roles, &person.regions, None);
    if matrix::permits(action, relations) { Ok(()) } else { Err(FORBIDDEN) }
}

/// The viewer may read what was looked for in vain: as a director it takes any region.
///
/// # Errors
/// [`Fault::Forbidden`] if not.
pub fn read_gaps(viewer: &Viewer) -> Result<(), Fault> {
    let person = viewer.person()?;
    let region = person.regions.first().copied();
    let relations = organisation_relations(&person.roles, &person.regions, region);
    if matrix::permits(Action::ReadGaps, relations) { Ok(()) } else { Err(FORBIDDEN) }
}

/// The incident, locked, if the viewer may do this to it.
///
/// # Errors
/// [`Fault::NotFound`] if the viewer may not even see it, [`Fault::Forbidden`] if they may see it but not do this.
pub async fn incident_for(
    tx: &Tx,
    viewer: &Viewer,
    id: IncidentId,
    action: Action,
) -> Result<IncidentAccess, Fault> {
    let row = incident::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?.ok_or(Fault::NotFound)?;
    let standing = to_incident(tx, viewer, &row).await?;
    decide(|action| standing.permits(viewer, row.account_id, action), action, Action::ReadIncident)?;
    Ok(IncidentAccess { incident: row, standing })
}

/// The request of a customer, locked, if the viewer may do this to it.
///
/// # Errors
/// [`Fault::NotFound`] if the viewer may not even see it, [`Fault::Forbidden`] if they may see it but not do this.
pub async fn request_for(
    tx: &Tx,
    viewer: &Viewer,
    id: RequestId,
    action: Action,
) -> Result<RequestAccess, Fault> {
    let row = customer_request::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?;
    let row = row.ok_or(Fault::NotFound)?;
    let account = account::Entity::find_by_id(row.account_id).one(&**tx).await?.ok_or(Fault::NotFound)?;
    let standing = to_account(tx, viewer, &account).await?;
    decide(|action| standing.permits(viewer, row.account_id, action), action, Action::ReadRequest)?;
    Ok(RequestAccess { request: row, standing })
}

pub(super) fn decide(permits: impl Fn(Action) -> bool, action: Action, reading: Action) -> Result<(), Fault> {
    match (permits(action), permits(reading)) {
        (true, _) => Ok(()),
        (false, true) => Err(FORBIDDEN),
        (false, false) => Err(Fault::NotFound),
    }
}

/// How the viewer stands to an account.
pub(super) async fn to_account(tx: &Tx, viewer: &Viewer, row: &account::Model) -> Result<Standing, Fault> {
    let Some(person) = person(viewer) else { return Ok(standing(None)) };
    let mut relations = own(tx, person, row).await?;
    let open: Vec<incident::Model> = incident::Entity::find()
        .filter(incident::Column::AccountId.eq(row.id))
        .filter(incident::Column::State.is_not_in(incident::IncidentState::TERMINAL))
        .all(&**tx)
        .await?;
    relations.set(Relations::OPEN_INCIDENT, !open.is_empty());
    relations.set(Relations::LEAD, open.iter().any(|row| row.executive_lead_id == Some(person.id)));
    if !open.is_empty() {
        let on_team = incident_responder::Entity::find()
            .filter(incident_responder::Column::IncidentId.is_in(open.iter().map(|row| row.id)))
            .filter(incident_responder::Column::UserId.eq(person.id))
            .filter(incident_responder::Column::RemovedAt.is_null())
            .one(&**tx)
            .await?;
        relations.set(Relations::RESPONDER, on_team.is_some());
    }
    Ok(standing(Some(relations)))
}

/// How the viewer stands to an incident.
pub(super) async fn to_incident(tx: &Tx, viewer: &Viewer, row: &incident::Model) -> Result<Standing, Fault> {
    let Some(person) = person(viewer) else { return Ok(standing(None)) };
    let account = account::Entity::find_by_id(row.account_id).one(&**tx).await?.ok_or(Fault::NotFound)?;
    let mut relations = own(tx, person, &account).await?;
    let on_team = incident_responder::Entity::find_by_id((row.id, person.id)).one(&**tx).await?;
    relations.set(Relations::OPEN_INCIDENT, row.state.is_open());
    relations.set(Relations::LEAD, row.executive_lead_id == Some(person.id));
    relations.set(Relations::RESPONDER, on_team.is_some_and(|row| row.removed_at.is_none()));
    Ok(standing(Some(relations)))
}

/// Roles, region, seats and sponsorship, without incidents.
async fn own(tx: &Tx, person: &Person, row: &account::Model) -> Result<Relations, Fault> {
    let mut relations = organisation_relations(&person.roles, &person.regions, Some(row.region_id));
    let assignments = assignment::Entity::find()
        .filter(assignment::Column::AccountId.eq(row.id))
        .filter(assignment::Column::UserId.eq(person.id))
        .filter(assignment::Column::EndedAt.is_null())
        .all(&**tx)
        .await?;
    for assignment in assignments {
        let ended = row.status == account::AccountStatus::Ended;
        relations |= seat_relations(assignment.seat, assignment.position, ended);
    }
    relations.set(Relations::SPONSOR, row.executive_sponsor_id == Some(person.id));
    relations.set(Relations::READER, person.reads.contains(&row.id));
    Ok(relations)
}

/// The name of a person who could add to the timeline of the incident; `None` if they could not: they have no part in it,
/// may not come in, or do not exist.
///
/// # Errors
/// The database failed.
pub async fn works_on(tx: &Tx, user: UserId, incident: &incident::Model) -> Result<Option<String>, Fault> {
    let Some(row) = user::Entity::find_by_id(user).one(&**tx).await? else { return Ok(None) };
    let fact = Positions::read(&**tx, Some(user)).await?.fact(&row);
    if !fact.active {
        return Ok(None);
    }
    let person = Viewer::Person(Person::outside_sessions(fact, tx.now()).into());
    let standing = to_incident(tx, &person, incident).await?;
    Ok(standing.permits(&person, incident.account_id, Action::AddTimeline).then_some(row.name))
}
