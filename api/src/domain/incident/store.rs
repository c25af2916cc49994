//! What the red channel writes. Every function asks for the proof that the viewer may do it.

use std::collections::BTreeSet;

use entity::{
    account,
    id::{AccountId, BotId, CostId, IncidentId, TransitionId, UserId},
    incident, incident_cost, incident_responder, incident_transition, incident_visitor, knowledge_entry,
    knowledge_entry::{KnowledgeState, KnowledgeType},
    knowledge_link, letter,
    letter::LetterState,
    timeline_entry, user,
    user_role::{self, OrganisationRole},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, QuerySelect, QueryTrait, Statement, sea_query::Expr,
};

use crate::{
    domain::{
        access::{AccessChange, AccountAccess, IncidentAccess, Viewer, change::IncidentFact},
        account::event::PersonLabel,
        fault::Fault,
        journal::AccountLabel,
        search,
    },
    platform::db::Tx,
};

pub(super) mod alarm;

/// The counter of incident numbers.
const NUMBERS: &str = "incident";

/// Who did something, as two columns hold it: one of them is set.
pub(super) struct By {
    pub(super) user: Option<UserId>,
    pub(super) bot: Option<BotId>,
}

impl By {
    /// The viewer.
    pub(super) fn of(viewer: &Viewer) -> Result<Self, Fault> {
        match viewer {
            Viewer::Anonymous => Err(Fault::Unauthenticated),
            Viewer::Person(person) => Ok(Self { user: Some(person.id), bot: None }),
            Viewer::Bot(bot) => Ok(Self { user: None, bot: Some(bot.bot) }),
        }
    }
}

/// Inserts a reported incident with the next number, and its first transition.
pub(super) async fn insert(
    tx: &Tx,
    _: &AccountAccess,
    row: incident::Model,
) -> Result<incident::Model, DbErr> {
    let row = incident::Model { number: next_number(tx).await?, ..row };
    incident::Entity::insert(row.clone().into_active_model().reset_all())
        .exec_without_returning(&**tx)
        .await?;
    search::index(&**tx, &[search::Document::incident(&row)]).await?;
    let transition = incident_transition::Model {
        id: TransitionId(tx.next_id()),
        incident_id: row.id,
        generation: row.generation,
        from_state: None,
        to_state: row.state,
        occurred_at: row.reported_at,
        recorded_at: tx.now(),
        actor_user: row.reported_by_user,
        actor_bot: row.reported_by_bot,
        reason: None,
    };
    let transition = transition.into_active_model().reset_all();
    incident_transition::Entity::insert(transition).exec_without_returning(&**tx).await?;
    Ok(row)
}

/// Takes the next number: without holes, because the counter's row stays locked until the incident is committed.
async fn next_number(tx: &Tx) -> Result<i64, DbErr> {
    let statement = Statement::from_sql_and_values(
        tx.get_database_backend(),
        "update counter set value = value + 1 where name = $1 returning value",
        [NUMBERS.into()],
    );
    let taken = tx.query_one_raw(statement).await?;
    taken.ok_or_else(|| DbErr::RecordNotFound(format!("counter {NUMBERS}")))?.try_get_by_index(0)
}

/// Writes the incident after a change, with the next version.
pub(super) async fn save(
    tx: &Tx,
    proof: &IncidentAccess,
    next: incident::Model,
) -> Result<incident::Model, DbErr> {
    let next = incident::Model { version: proof.incident().version + 1, updated_at: tx.now(), ..next };
    incident::Entity::update_many()
        .set(next.clone().into_active_model().reset_all())
        .filter(incident::Column::Id.eq(next.id))
        .exec(&**tx)
        .await?;
    let document = search::Document::incident(&next);
    if document != search::Document::incident(proof.incident()) {
        search::index(&**tx, &[document]).await?;
    }
    Ok(next)
}

/// Notes a step from the state of the proof to the state of the next row.
pub(super) async fn insert_transition(
    tx: &Tx,
    proof: &IncidentAccess,
    next: &incident::Model,
    actor: UserId,
    reason: Option<&str>,
) -> Result<(), DbErr> {
    let row = incident_transition::Model {
        id: TransitionId(tx.next_id()),
        incident_id: next.id,
        generation: next.generation,
        from_state: Some(proof.incident().state),
        to_state: next.state,
        occurred_at: next.state_since,
        recorded_at: tx.now(),
        actor_user: Some(actor),
        actor_bot: None,
        reason: reason.map(str::to_owned),
    };
    incident_transition::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

/// Adds a line to the timeline.
pub(super) async fn insert_entry(
    tx: &Tx,
    access: &IncidentAccess,
    row: timeline_entry::Model,
) -> Result<(), DbErr> {
    let document = search::Document::line(access.incident().account_id, &row);
    timeline_entry::Entity::insert(row.into_active_model().reset_all()).exec_without_returning(&**tx).await?;
    search::index(&**tx, &[document]).await
}

/// Adds the person who reported the incident to its response team.
pub(super) async fn join_as_reporter(tx: &Tx, row: &incident::Model, user: UserId) -> Result<(), DbErr> {
    insert_responder(tx, row, user, None).await
}

async fn insert_responder(
    tx: &Tx,
    row: &incident::Model,
    user: UserId,
    duty: Option<String>,
) -> Result<(), DbErr> {
    let row = incident_responder::Model {
        incident_id: row.id,
        user_id: user,
        duty,
        added_at: tx.now(),
        removed_at: None,
    };
    incident_responder::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

/// Adds a person to the response team; false: the person is there already.
pub(super) async fn add_responder(
    tx: &Tx,
    proof: &IncidentAccess,
    user: UserId,
    duty: Option<String>,
) -> Result<bool, DbErr> {
    let known = incident_responder::Entity::find_by_id((proof.incident().id, user)).one(&**tx).await?;
    match known {
        None => insert_responder(tx, proof.incident(), user, duty).await?,
        Some(row) if row.removed_at.is_none() => return Ok(false),
        Some(row) => {
            let back = incident_responder::ActiveModel {
                duty: Set(duty),
                added_at: Set(tx.now()),
                removed_at: Set(None),
                ..row.into_active_model()
            };
            incident_responder::Entity::update(back).exec(&**tx).await?;
        }
    }
    Ok(true)
}

/// Lets the response team of a duplicate join that of the incident that it repeats.
pub(super) async fn join_team(
    tx: &Tx,
    duplicate: &IncidentAccess,
    into: &IncidentAccess,
) -> Result<(), DbErr> {
    let team = incident_responder::Entity::find()
        .filter(incident_responder::Column::IncidentId.eq(duplicate.incident().id))
        .filter(incident_responder::Column::RemovedAt.is_null())
        .all(&**tx)
        .await?;
    for member in team {
        add_responder(tx, into, member.user_id, member.duty).await?;
    }
    Ok(())
}

/// Whether other incidents are parts of this one.
pub(super) async fn has_parts(tx: &Tx, proof: &IncidentAccess) -> Result<bool, DbErr> {
    let part = incident::Entity::find()
        .select_only()
        .column(incident::Column::Id)
        .filter(incident::Column::ParentId.eq(proof.incident().id))
        .into_tuple::<IncidentId>()
        .one(&**tx)
        .await?;
    Ok(part.is_some())
}

/// Incidents as they are, those that are there.
pub(super) async fn by_ids(
    tx: &Tx,
    ids: impl Iterator<Item = IncidentId>,
) -> Result<Vec<incident::Model>, DbErr> {
    incident::Entity::find().filter(incident::Column::Id.is_in(ids)).all(&**tx).await
}

/// Names the party of the present generation, in place of whoever was named before.
pub(super) async fn set_visitors(
    tx: &Tx,
    proof: &IncidentAccess,
    people: BTreeSet<UserId>,
) -> Result<(), DbErr> {
    use incident_visitor::Column;
    let (incident_id, generation) = (proof.incident().id, proof.incident().generation);
    incident_visitor::Entity::delete_many()
        .filter(Column::IncidentId.eq(incident_id))
        .filter(Column::Generation.eq(generation))
        .exec(&**tx)
        .await?;
    let rows = people.into_iter().map(|user_id| incident_visitor::Model { incident_id, generation, user_id });
    let rows = rows.map(|row| row.into_active_model().reset_all());
    incident_visitor::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Adds a cost.
pub(super) async fn insert_cost(tx: &Tx, _: &IncidentAccess, row: incident_cost::Model) -> Result<(), DbErr> {
    incident_cost::Entity::insert(row.into_active_model().reset_all()).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Takes a cost back; false: the incident has none of this id that counts.
pub(super) async fn withdraw_cost(
    tx: &Tx,
    proof: &IncidentAccess,
    id: CostId,
    by: UserId,
) -> Result<bool, DbErr> {
    use incident_cost::Column;
    let withdrawn = incident_cost::Entity::update_many()
        .col_expr(Column::WithdrawnAt, Expr::value(tx.now()))
        .col_expr(Column::WithdrawnBy, Expr::value(by))
        .filter(Column::Id.eq(id))
        .filter(Column::IncidentId.eq(proof.incident().id))
        .filter(Column::WithdrawnAt.is_null())
        .exec(&**tx)
        .await?;
    Ok(withdrawn.rows_affected == 1)
}

/// Takes a person off the response team; `None`: the person is not there.
pub(super) async fn remove_responder(
    tx: &Tx,
    proof: &IncidentAccess,
    user: UserId,
) -> Result<Option<PersonLabel>, DbErr> {
    let known = incident_responder::Entity::find_by_id((proof.incident().id, user)).one(&**tx).await?;
    let Some(row) = known.filter(|row| row.removed_at.is_none()) else { return Ok(None) };
    let gone = incident_responder::ActiveModel { removed_at: Set(Some(tx.now())), ..row.into_active_model() };
    incident_responder::Entity::update(gone).exec(&**tx).await?;
    let person = user::Entity::find_by_id(user).one(&**tx).await?;
    Ok(person.map(|row| PersonLabel { id: row.id, name: row.name }))
}

/// A person who may come in, locked so that this stays true until the change is made.
pub(super) async fn active_person(tx: &Tx, id: UserId) -> Result<Option<PersonLabel>, DbErr> {
    let row = user::Entity::find_by_id(id).lock_shared().one(&**tx).await?;
    let active = row.filter(|row| row.status == user::UserStatus::Active);
    Ok(active.map(|row| PersonLabel { id: row.id, name: row.name }))
}

/// Whether the incident has an executive lead who is an active executive.
pub(super) async fn lead_stands(tx: &Tx, row: &incident::Model) -> Result<bool, DbErr> {
    let Some(lead) = row.executive_lead_id else { return Ok(false) };
    if active_person(tx, lead).await?.is_none() {
        return Ok(false);
    }
    let role = user_role::Entity::find_by_id((lead, OrganisationRole::Executive)).one(&**tx).await?;
    Ok(role.is_some())
}

/// Where the letter of commitment of the incident's present generation stands; `None`: nobody has begun one.
pub(super) async fn letter_state(tx: &Tx, row: &incident::Model) -> Result<Option<LetterState>, DbErr> {
    let letter = letter::Entity::find()
        .filter(letter::Column::IncidentId.eq(row.id))
        .filter(letter::Column::Generation.eq(row.generation))
        .one(&**tx)
        .await?;
    Ok(letter.map(|row| row.state))
}

/// Whether a published lesson is linked to the incident.
pub(super) async fn taught(tx: &Tx, row: &incident::Model) -> Result<bool, DbErr> {
    let linked = knowledge_link::Entity::find()
        .select_only()
        .column(knowledge_link::Column::EntryId)
        .filter(knowledge_link::Column::IncidentId.eq(row.id));
    let lesson = knowledge_entry::Entity::find()
        .filter(knowledge_entry::Column::Kind.eq(KnowledgeType::Lesson))
        .filter(knowledge_entry::Column::State.eq(KnowledgeState::Published))
        .filter(knowledge_entry::Column::Id.in_subquery(linked.into_query()))
        .one(&**tx)
        .await?;
    Ok(lesson.is_some())
}

/// The account as the event calls it.
pub(super) async fn account_label(tx: &Tx, id: AccountId) -> Result<AccountLabel, DbErr> {
    let row = account::Entity::find_by_id(id).one(&**tx).await?;
    row.as_ref().map(Into::into).ok_or_else(|| DbErr::RecordNotFound(format!("{id} of an incident")))
}

/// What rights follow from, as it is after a change.
pub(super) async fn access_change(tx: &Tx, row: &incident::Model) -> Result<AccessChange, DbErr> {
    let team = incident_responder::Entity::find()
        .filter(incident_responder::Column::IncidentId.eq(row.id))
        .filter(incident_responder::Column::RemovedAt.is_null())
        .all(&**tx)
        .await?;
    let responders: BTreeSet<UserId> = team.into_iter().map(|row| row.user_id).collect();
    Ok(AccessChange::Incident(IncidentFact {
        id: row.id,
        account: row.account_id,
        open: row.state.is_open(),
        lead: row.executive_lead_id,
        responders,
    }))
}
