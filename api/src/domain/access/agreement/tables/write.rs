//! Makes the tables say what facts say.

use entity::{
    account, account::AccountStatus, api_key, api_key_account, assignment, bot, handover,
    handover::HandoverState, incident, incident::IncidentState, incident_responder, knowledge_editor,
    knowledge_entry, session, user, user_region, user_role, user_topic,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
    sea_query::OnConflict,
};

use super::world;
use crate::domain::access::change::{
    AccessChange, ApiKeyFact, AssignmentFact, HandoverFact, IncidentFact, KnowledgeFact, UserFact,
};

/// Makes the tables say what the facts say. What a fact leaves open, such as in which of the open states an incident is,
/// differs from fact to fact.
pub(in crate::domain::access::agreement) async fn write(
    tx: &DatabaseTransaction,
    facts: &[AccessChange],
) -> Result<(), DbErr> {
    for (turn, fact) in facts.iter().enumerate() {
        match fact {
            AccessChange::User(fact) => write_person(tx, fact).await?,
            AccessChange::SessionEnded { id, .. } => {
                let row = session::ActiveModel {
                    id: Set(*id),
                    ended_at: Set(Some(world::now())),
                    ..Default::default()
                };
                session::Entity::update(row).exec(tx).await?;
            }
            AccessChange::Bot { id, active, .. } => {
                let status = if *active { bot::BotStatus::Active } else { bot::BotStatus::Disabled };
                let row = bot::ActiveModel { id: Set(*id), status: Set(status), ..Default::default() };
                bot::Entity::update(row).exec(tx).await?;
            }
            AccessChange::ApiKey(fact) => write_key(tx, fact).await?,
            AccessChange::Account { id, region, sponsor, ended } => {
                let running = [AccountStatus::Prospect, AccountStatus::Active, AccountStatus::ScaledDown];
                let row = account::ActiveModel {
                    id: Set(*id),
                    region_id: Set(*region),
                    executive_sponsor_id: Set(*sponsor),
                    status: Set(if *ended { AccountStatus::Ended } else { running[turn % running.len()] }),
                    ..Default::default()
                };
                account::Entity::update(row).exec(tx).await?;
            }
            AccessChange::Assignment(fact) => write_assignment(tx, fact).await?,
            AccessChange::Incident(fact) => write_incident(tx, turn, fact).await?,
            AccessChange::Knowledge(fact) => write_entry(tx, fact).await?,
            AccessChange::Handover(fact) => write_handover(tx, turn, fact).await?,
        }
    }
    Ok(())
}

async fn write_person(tx: &DatabaseTransaction, fact: &UserFact) -> Result<(), DbErr> {
    let status = if fact.active { user::UserStatus::Active } else { user::UserStatus::Disabled };
    let row = user::ActiveModel { id: Set(fact.id), status: Set(status), ..Default::default() };
    user::Entity::update(row).exec(tx).await?;
    user_role::Entity::delete_many().filter(user_role::Column::UserId.eq(fact.id)).exec(tx).await?;
    user_region::Entity::delete_many().filter(user_region::Column::UserId.eq(fact.id)).exec(tx).await?;
    user_topic::Entity::delete_many().filter(user_topic::Column::UserId.eq(fact.id)).exec(tx).await?;
    for role in &fact.roles {
        let row = user_role::ActiveModel { user_id: Set(fact.id), role: Set(*role) };
        user_role::Entity::insert(row).exec_without_returning(tx).await?;
    }
    for region in &fact.regions {
        let row = user_region::ActiveModel { user_id: Set(fact.id), region_id: Set(*region) };
        user_region::Entity::insert(row).exec_without_returning(tx).await?;
    }
    for topic in &fact.topics {
        let row = user_topic::ActiveModel { user_id: Set(fact.id), topic: Set(*topic) };
        user_topic::Entity::insert(row).exec_without_returning(tx).await?;
    }
    Ok(())
}

async fn write_key(tx: &DatabaseTransaction, fact: &ApiKeyFact) -> Result<(), DbErr> {
    let row = api_key::ActiveModel {
        id: Set(fact.id),
        scopes: Set(serde_json::json!(fact.scopes)),
        audiences: Set(serde_json::json!(fact.audiences)),
        incident_detail: Set(fact.incident_detail),
        all_accounts: Set(fact.accounts.is_none()),
        revoked_at: Set(fact.revoked.then(world::now)),
        ..Default::default()
    };
    api_key::Entity::update(row).exec(tx).await?;
    let old = api_key_account::Column::ApiKeyId.eq(fact.id);
    api_key_account::Entity::delete_many().filter(old).exec(tx).await?;
    for account in fact.accounts.iter().flatten() {
        let row = api_key_account::ActiveModel { api_key_id: Set(fact.id), account_id: Set(*account) };
        api_key_account::Entity::insert(row).exec_without_returning(tx).await?;
    }
    Ok(())
}

async fn write_assignment(tx: &DatabaseTransaction, fact: &AssignmentFact) -> Result<(), DbErr> {
    let row = assignment::ActiveModel {
        id: Set(fact.id),
        account_id: Set(fact.account),
        user_id: Set(fact.user),
        seat: Set(fact.seat),
        position: Set(fact.position),
        started_at: Set(world::now()),
        started_by: Set(world::user(0)),
        ended_at: Set((!fact.running).then(world::now)),
        ..Default::default()
    };
    let again =
        OnConflict::column(assignment::Column::Id).update_column(assignment::Column::EndedAt).to_owned();
    assignment::Entity::insert(row).on_conflict(again).exec_without_returning(tx).await?;
    Ok(())
}

async fn write_incident(tx: &DatabaseTransaction, turn: usize, fact: &IncidentFact) -> Result<(), DbErr> {
    let open = [IncidentState::Reported, IncidentState::OnSite, IncidentState::Resolved];
    let states = if fact.open { open } else { IncidentState::TERMINAL };
    let row = incident::ActiveModel {
        id: Set(fact.id),
        state: Set(states[turn % states.len()]),
        executive_lead_id: Set(fact.lead),
        ..Default::default()
    };
    incident::Entity::update(row).exec(tx).await?;
    for user in world::all(world::USERS, world::user) {
        let on_team = fact.responders.contains(&user);
        let row = incident_responder::ActiveModel {
            incident_id: Set(fact.id),
            user_id: Set(user),
            added_at: Set(world::now()),
            removed_at: Set((!on_team).then(world::now)),
            ..Default::default()
        };
        let place = [incident_responder::Column::IncidentId, incident_responder::Column::UserId];
        let again =
            OnConflict::columns(place).update_column(incident_responder::Column::RemovedAt).to_owned();
        incident_responder::Entity::insert(row).on_conflict(again).exec_without_returning(tx).await?;
    }
    Ok(())
}

async fn write_entry(tx: &DatabaseTransaction, fact: &KnowledgeFact) -> Result<(), DbErr> {
    let row = knowledge_entry::ActiveModel {
        id: Set(fact.id),
        audience: Set(fact.audience),
        state: Set(fact.state),
        ..Default::default()
    };
    knowledge_entry::Entity::update(row).exec(tx).await?;
    let old = knowledge_editor::Column::EntryId.eq(fact.id);
    knowledge_editor::Entity::delete_many().filter(old).exec(tx).await?;
    for editor in &fact.editors {
        let row = knowledge_editor::ActiveModel { entry_id: Set(fact.id), user_id: Set(*editor) };
        knowledge_editor::Entity::insert(row).exec_without_returning(tx).await?;
    }
    Ok(())
}

async fn write_handover(tx: &DatabaseTransaction, turn: usize, fact: &HandoverFact) -> Result<(), DbErr> {
    let open = [HandoverState::Initiated, HandoverState::PackReady, HandoverState::CoOwned];
    let over = [HandoverState::Closed, HandoverState::Refused, HandoverState::Cancelled];
    let state = match (fact.reader, fact.until) {
        (None, _) => over[turn % over.len()],
        (Some(_), None) => open[turn % open.len()],
        (Some(_), Some(_)) => HandoverState::Transferred,
    };
    let nobody = world::nobody_of(fact.reader);
    let reader = fact.reader.unwrap_or(world::user(0));
    let (outgoing, receiver) =
        if state == HandoverState::Transferred { (reader, nobody) } else { (nobody, reader) };
    let row = handover::ActiveModel {
        id: Set(fact.id),
        state: Set(state),
        outgoing_id: Set(outgoing),
        receiver_id: Set(receiver),
        grace_until: Set(fact.until),
        ..Default::default()
    };
    handover::Entity::update(row).exec(tx).await?;
    Ok(())
}
