//! The tables of a random world, before its first facts.

mod write;

use entity::{
    account,
    account::AccountStatus,
    api_key, assignment, bot, customer_request,
    customer_request::{RequestChannel, RequestKind, RequestState},
    handover,
    handover::HandoverState,
    incident,
    incident::IncidentState,
    knowledge_entry, region, session, user,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter};

use super::world;

pub(super) use write::write;

/// Writes the rows that every world has, in a state that its first facts then replace.
pub(super) async fn prepare(tx: &DatabaseTransaction) -> Result<(), DbErr> {
    let now = world::now();
    for index in 0..world::REGIONS {
        let row = region::ActiveModel {
            id: Set(world::region(index)),
            code: Set(format!("R{index}")),
            name: Set(format!("Region {index}")),
            created_at: Set(now),
        };
        region::Entity::insert(row).exec_without_returning(tx).await?;
    }
    for index in 0..world::USERS {
        prepare_person(tx, index).await?;
    }
    for index in 0..world::BOTS {
        prepare_bot(tx, index).await?;
    }
    for index in 0..world::ACCOUNTS {
        prepare_account(tx, index).await?;
        prepare_request(tx, index).await?;
    }
    for index in 0..world::INCIDENTS {
        prepare_incident(tx, index).await?;
    }
    for index in 0..world::ENTRIES {
        prepare_entry(tx, index).await?;
    }
    for index in 0..world::HANDOVERS {
        prepare_handover(tx, index).await?;
    }
    Ok(())
}

async fn prepare_person(tx: &DatabaseTransaction, index: usize) -> Result<(), DbErr> {
    let (id, now) = (world::user(index), world::now());
    let person = user::ActiveModel {
        id: Set(id),
        email: Set(format!("{index}@example.com")),
        email_key: Set(format!("{index}@example.com")),
        name: Set(format!("Person {index}")),
        name_key: Set(format!("person {index}")),
        function: Set(user::Function::Other),
        is_chief: Set(false),
        status: Set(user::UserStatus::Active),
        version: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
        ..Default::default()
    };
    user::Entity::insert(person).exec_without_returning(tx).await?;
    let session = session::ActiveModel {
        id: Set(world::session(index)),
        user_id: Set(id),
        created_at: Set(now),
        expires_at: Set(world::later()),
        ..Default::default()
    };
    session::Entity::insert(session).exec_without_returning(tx).await?;
    Ok(())
}

async fn prepare_bot(tx: &DatabaseTransaction, index: usize) -> Result<(), DbErr> {
    let now = world::now();
    let row = bot::ActiveModel {
        id: Set(world::bot(index)),
        name: Set(format!("Bot {index}")),
        name_key: Set(format!("bot {index}")),
        status: Set(bot::BotStatus::Active),
        version: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
    };
    bot::Entity::insert(row).exec_without_returning(tx).await?;
    let key = api_key::ActiveModel {
        id: Set(world::key(index)),
        bot_id: Set(world::bot(index)),
        label: Set("key".into()),
        hash: Set(world::key_hash(index)),
        scopes: Set(serde_json::json!([])),
        audiences: Set(serde_json::json!([])),
        incident_detail: Set(false),
        all_accounts: Set(true),
        created_at: Set(now),
        ..Default::default()
    };
    api_key::Entity::insert(key).exec_without_returning(tx).await?;
    Ok(())
}

async fn prepare_account(tx: &DatabaseTransaction, index: usize) -> Result<(), DbErr> {
    let now = world::now();
    let row = account::ActiveModel {
        id: Set(world::account(index)),
        code: Set(format!("A{index}")),
        code_key: Set(format!("a{index}")),
        name: Set(format!("Account {index}")),
        name_key: Set(format!("account {index}")),
        region_id: Set(world::region(0)),
        time_zone: Set("Etc/UTC".into()),
        status: Set(AccountStatus::Active),
        stage: Set(account::RelationshipStage::Exploratory),
        version: Set(1),
        event_version: Set(0),
        created_at: Set(now),
        updated_at: Set(now),
        ..Default::default()
    };
    account::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

async fn prepare_request(tx: &DatabaseTransaction, index: usize) -> Result<(), DbErr> {
    let now = world::now();
    let row = customer_request::ActiveModel {
        id: Set(world::request(index)),
        account_id: Set(world::account(index)),
        title: Set("request".into()),
        body: Set("request".into()),
        kind: Set(RequestKind::Question),
        channel: Set(RequestChannel::Phone),
        state: Set(RequestState::Open),
        round: Set(1),
        occurred_at: Set(now),
        recorded_at: Set(now),
        recorded_by: Set(world::user(0)),
        round_began_at: Set(now),
        region_id: Set(world::region(0)),
        time_zone: Set("Etc/UTC".into()),
        policy_version: Set(1),
        version: Set(1),
        updated_at: Set(now),
        ..Default::default()
    };
    customer_request::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

async fn prepare_incident(tx: &DatabaseTransaction, index: usize) -> Result<(), DbErr> {
    let now = world::now();
    let row = incident::ActiveModel {
        id: Set(world::incident(index)),
        number: Set(i64::try_from(index).unwrap_or(0) + 1),
        account_id: Set(world::account_of(index)),
        title: Set("incident".into()),
        description: Set("incident".into()),
        state: Set(IncidentState::Declined),
        generation: Set(1),
        severity_claimed: Set(incident::Severity::Sev1),
        reported_by_user: Set(Some(world::user(0))),
        occurred_at: Set(now),
        reported_at: Set(now),
        state_since: Set(now),
        version: Set(1),
        updated_at: Set(now),
        ..Default::default()
    };
    incident::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

async fn prepare_entry(tx: &DatabaseTransaction, index: usize) -> Result<(), DbErr> {
    let ((home, kind, author), now) = (world::nature(index), world::now());
    let (verifier, verifier_id, verifier_seat) = world::verifier(index);
    let row = knowledge_entry::ActiveModel {
        id: Set(world::entry(index)),
        account_id: Set(home),
        kind: Set(kind),
        audience: Set(knowledge_entry::Audience::AllStaff),
        state: Set(knowledge_entry::KnowledgeState::Draft),
        title: Set("entry".into()),
        title_key: Set("entry".into()),
        revision: Set(1),
        author_id: Set(author),
        version: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
        verifier: Set(verifier),
        verifier_id: Set(verifier_id),
        verifier_seat: Set(verifier_seat),
        ..Default::default()
    };
    knowledge_entry::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Handovers are of an assignment that ended before the world began: what their outgoing primary may do by holding the seat is
/// told by the stories of handovers.
async fn prepare_handover(tx: &DatabaseTransaction, index: usize) -> Result<(), DbErr> {
    let now = world::now();
    if index == 0 {
        let ended = assignment::ActiveModel {
            id: Set(world::held()),
            account_id: Set(world::account(0)),
            user_id: Set(world::user(0)),
            seat: Set(Some(assignment::Seat::Sales)),
            position: Set(assignment::Position::Primary),
            started_at: Set(now),
            started_by: Set(world::user(0)),
            ended_at: Set(Some(now)),
            ..Default::default()
        };
        assignment::Entity::insert(ended).exec_without_returning(tx).await?;
    }
    let row = handover::ActiveModel {
        id: Set(world::handover(index)),
        account_id: Set(world::handed_over(index)),
        // One open handover a seat at most: those of the same account are of different ones.
        seat: Set(if index < world::ACCOUNTS {
            assignment::Seat::Sales
        } else {
            assignment::Seat::Technical
        }),
        assignment_id: Set(world::held()),
        outgoing_id: Set(world::user(0)),
        receiver_id: Set(world::user(1)),
        initiated_by: Set(world::user(0)),
        emergency: Set(index.is_multiple_of(2)),
        reason: Set("moves on".into()),
        state: Set(HandoverState::Cancelled),
        version: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
        ..Default::default()
    };
    handover::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Ends what the world before left behind that no fact of a beginning replaces.
pub(super) async fn forget(tx: &DatabaseTransaction) -> Result<(), DbErr> {
    let held = assignment::Column::Id.ne(world::held());
    assignment::Entity::delete_many().filter(held).exec(tx).await?;
    let running = sea_orm::sea_query::Expr::value(Option::<chrono::DateTime<chrono::Utc>>::None);
    session::Entity::update_many().col_expr(session::Column::EndedAt, running).exec(tx).await?;
    Ok(())
}
