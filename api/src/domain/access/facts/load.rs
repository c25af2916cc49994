//! Loads the facts from the tables, in one snapshot together with the log's head. Of the large tables only the columns that
//! rights follow from: a start waits for it.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use entity::{
    account, api_key, api_key_account, assignment, bot, handover,
    handover::HandoverState,
    id::{AccountId, AssignmentId, IncidentId, KnowledgeEntryId, RegionId, UserId},
    incident, incident_responder, knowledge_editor, knowledge_entry,
    knowledge_entry::{Audience, KnowledgeState, KnowledgeType},
    session, user, user_region,
    user_role::{self, OrganisationRole},
    user_topic,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, IsolationLevel,
    JoinType, QueryFilter, QuerySelect, RelationDef, TransactionOptions, TransactionTrait,
};

use super::{Facts, Known};
use crate::{
    domain::access::change::{
        AccessChange, ApiKeyFact, AssignmentFact, HandoverFact, IncidentFact, KnowledgeFact, UserFact,
    },
    platform::{
        db::Db,
        log::{self, Cursor},
    },
};

impl Facts {
    /// Loads the facts and the head that they belong to.
    ///
    /// # Errors
    /// The database failed.
    pub async fn load(db: &Db) -> Result<(Self, Cursor), DbErr> {
        let options = TransactionOptions {
            isolation_level: (db.backend() == sea_orm::DbBackend::Postgres)
                .then_some(IsolationLevel::RepeatableRead),
            ..TransactionOptions::default()
        };
        let tx = db.reader().begin_with_options(options).await?;
        let head = log::head(&tx).await?;
        let mut known = Known::default();
        let now = db.clock().now();
        let changes = [
            users(&tx).await?,
            sessions(&tx, now).await?,
            bots(&tx).await?,
            accounts(&tx).await?,
            assignments(&tx).await?,
            incidents(&tx).await?,
            knowledge(&tx).await?,
            handovers(&tx).await?,
        ];
        changes.into_iter().flatten().for_each(|change| known.apply(change));
        tx.commit().await?;
        Ok((Self::new(known, db.clock().clone()), head))
    }
}

/// Groups pairs by their first half.
fn grouped<K: std::hash::Hash + Eq, V: Ord>(
    pairs: impl IntoIterator<Item = (K, V)>,
) -> HashMap<K, BTreeSet<V>> {
    let mut groups: HashMap<K, BTreeSet<V>> = HashMap::new();
    for (key, value) in pairs {
        groups.entry(key).or_default().insert(value);
    }
    groups
}

/// What the tables say of people's roles, regions and topics.
pub(in crate::domain) struct Positions {
    roles: HashMap<UserId, BTreeSet<OrganisationRole>>,
    regions: HashMap<UserId, BTreeSet<RegionId>>,
    topics: HashMap<UserId, BTreeSet<KnowledgeType>>,
}

impl Positions {
    /// Reads them for some people, or for all.
    pub(in crate::domain) async fn read<C: ConnectionTrait>(
        connection: &C,
        of: Option<UserId>,
    ) -> Result<Self, DbErr> {
        let roles = user_role::Entity::find()
            .filter(Condition::all().add_option(of.map(|id| user_role::Column::UserId.eq(id))))
            .all(connection)
            .await?;
        let regions = user_region::Entity::find()
            .filter(Condition::all().add_option(of.map(|id| user_region::Column::UserId.eq(id))))
            .all(connection)
            .await?;
        let topics = user_topic::Entity::find()
            .filter(Condition::all().add_option(of.map(|id| user_topic::Column::UserId.eq(id))))
            .all(connection)
            .await?;
        Ok(Self {
            roles: grouped(roles.into_iter().map(|row| (row.user_id, row.role))),
            regions: grouped(regions.into_iter().map(|row| (row.user_id, row.region_id))),
            topics: grouped(topics.into_iter().map(|row| (row.user_id, row.topic))),
        })
    }

    /// The fact about a person.
    pub(in crate::domain) fn fact(&mut self, row: &user::Model) -> UserFact {
        UserFact {
            id: row.id,
            name: row.name.clone(),
            function: row.function,
            active: row.status == user::UserStatus::Active,
            chief: row.is_chief,
            roles: self.roles.remove(&row.id).unwrap_or_default(),
            regions: self.regions.remove(&row.id).unwrap_or_default(),
            topics: self.topics.remove(&row.id).unwrap_or_default(),
        }
    }
}

async fn users(tx: &DatabaseTransaction) -> Result<Vec<AccessChange>, DbErr> {
    let mut positions = Positions::read(tx, None).await?;
    let rows = user::Entity::find().all(tx).await?;
    Ok(rows.iter().map(|row| AccessChange::User(positions.fact(row))).collect())
}

async fn sessions(tx: &DatabaseTransaction, now: DateTime<Utc>) -> Result<Vec<AccessChange>, DbErr> {
    let rows = session::Entity::find()
        .filter(session::Column::EndedAt.is_not_null())
        .filter(session::Column::ExpiresAt.gt(now))
        .all(tx)
        .await?;
    let ended = |row: session::Model| AccessChange::SessionEnded { id: row.id, expires_at: row.expires_at };
    Ok(rows.into_iter().map(ended).collect())
}

/// The fact about an API key.
pub(in crate::domain) fn api_key_fact(
    row: &api_key::Model,
    accounts: Option<BTreeSet<AccountId>>,
) -> Result<ApiKeyFact, DbErr> {
    let malformed = |error: serde_json::Error| DbErr::Json(error.to_string());
    Ok(ApiKeyFact {
        id: row.id,
        bot: row.bot_id,
        hash: row.hash.clone(),
        scopes: serde_json::from_value(row.scopes.clone()).map_err(malformed)?,
        audiences: serde_json::from_value(row.audiences.clone()).map_err(malformed)?,
        incident_detail: row.incident_detail,
        accounts: if row.all_accounts { None } else { Some(accounts.unwrap_or_default()) },
        expires_at: row.expires_at,
        revoked: row.revoked_at.is_some(),
    })
}

async fn bots(tx: &DatabaseTransaction) -> Result<Vec<AccessChange>, DbErr> {
    let bots = bot::Entity::find().all(tx).await?;
    let mut changes: Vec<_> = bots
        .into_iter()
        .map(|row| AccessChange::Bot {
            id: row.id,
            name: row.name,
            active: row.status == bot::BotStatus::Active,
        })
        .collect();
    let accounts = api_key_account::Entity::find().all(tx).await?;
    let mut accounts = grouped(accounts.into_iter().map(|row| (row.api_key_id, row.account_id)));
    for row in api_key::Entity::find().all(tx).await? {
        changes.push(AccessChange::ApiKey(api_key_fact(&row, accounts.remove(&row.id))?));
    }
    Ok(changes)
}

async fn accounts(tx: &DatabaseTransaction) -> Result<Vec<AccessChange>, DbErr> {
    use account::{AccountStatus, Column};
    let rows: Vec<(AccountId, RegionId, Option<UserId>, AccountStatus)> = account::Entity::find()
        .select_only()
        .columns([Column::Id, Column::RegionId, Column::ExecutiveSponsorId, Column::Status])
        .into_tuple()
        .all(tx)
        .await?;
    let fact = |(id, region, sponsor, status)| AccessChange::Account {
        id,
        region,
        sponsor,
        ended: status == AccountStatus::Ended,
    };
    Ok(rows.into_iter().map(fact).collect())
}

/// The fact about an assignment.
pub(crate) fn assignment_fact(row: &assignment::Model) -> AssignmentFact {
    AssignmentFact {
        id: row.id,
        account: row.account_id,
        user: row.user_id,
        seat: row.seat,
        position: row.position,
        running: row.ended_at.is_none(),
    }
}

async fn assignments(tx: &DatabaseTransaction) -> Result<Vec<AccessChange>, DbErr> {
    use assignment::{Column, Position, Seat};
    let rows: Vec<(AssignmentId, AccountId, UserId, Option<Seat>, Position)> = assignment::Entity::find()
        .select_only()
        .columns([Column::Id, Column::AccountId, Column::UserId, Column::Seat, Column::Position])
        .filter(Column::EndedAt.is_null())
        .into_tuple()
        .all(tx)
        .await?;
    let fact = |(id, account, user, seat, position)| {
        AccessChange::Assignment(AssignmentFact { id, account, user, seat, position, running: true })
    };
    Ok(rows.into_iter().map(fact).collect())
}

async fn incidents(tx: &DatabaseTransaction) -> Result<Vec<AccessChange>, DbErr> {
    use incident::{Column, IncidentState};
    let team: Vec<(IncidentId, UserId)> = incident_responder::Entity::find()
        .select_only()
        .columns([incident_responder::Column::IncidentId, incident_responder::Column::UserId])
        .filter(incident_responder::Column::RemovedAt.is_null())
        .into_tuple()
        .all(tx)
        .await?;
    let mut team = grouped(team);
    let rows: Vec<(IncidentId, AccountId, IncidentState, Option<UserId>)> = incident::Entity::find()
        .select_only()
        .columns([Column::Id, Column::AccountId, Column::State, Column::ExecutiveLeadId])
        .into_tuple()
        .all(tx)
        .await?;
    let facts = rows.into_iter().map(|(id, account, state, lead)| {
        let responders = team.remove(&id).unwrap_or_default();
        AccessChange::Incident(IncidentFact { id, account, open: state.is_open(), lead, responders })
    });
    Ok(facts.collect())
}

async fn knowledge(tx: &DatabaseTransaction) -> Result<Vec<AccessChange>, DbErr> {
    use knowledge_entry::Column;
    let editors = knowledge_editor::Entity::find().all(tx).await?;
    let mut editors = grouped(editors.into_iter().map(|row| (row.entry_id, row.user_id)));
    let rows: Vec<(KnowledgeEntryId, Option<AccountId>, Audience, KnowledgeType, KnowledgeState, UserId)> =
        knowledge_entry::Entity::find()
            .select_only()
            .columns([Column::Id, Column::AccountId, Column::Audience])
            .columns([Column::Kind, Column::State, Column::AuthorId])
            .into_tuple()
            .all(tx)
            .await?;
    let facts = rows.into_iter().map(|(id, account, audience, kind, state, author)| {
        let editors = editors.remove(&id).unwrap_or_default();
        AccessChange::Knowledge(KnowledgeFact { id, account, audience, kind, state, author, editors })
    });
    Ok(facts.collect())
}

/// The fact about an entry.
pub(crate) fn knowledge_fact(row: &knowledge_entry::Model, editors: BTreeSet<UserId>) -> KnowledgeFact {
    KnowledgeFact {
        id: row.id,
        account: row.account_id,
        audience: row.audience,
        kind: row.kind,
        state: row.state,
        author: row.author_id,
        editors,
    }
}

/// The handovers that let somebody read.
async fn handovers(tx: &DatabaseTransaction) -> Result<Vec<AccessChange>, DbErr> {
    let states = HandoverState::OPEN.into_iter().chain([HandoverState::Transferred]);
    let rows = handover::Entity::find().filter(handover::Column::State.is_in(states)).all(tx).await?;
    Ok(rows.iter().map(|row| AccessChange::Handover(HandoverFact::of(row))).collect())
}

/// The accounts that a person reads for a time, by the tables.
pub(in crate::domain::access) async fn reads<C: ConnectionTrait>(
    connection: &C,
    person: UserId,
    at: DateTime<Utc>,
) -> Result<BTreeSet<AccountId>, DbErr> {
    use handover::Column;
    let receives =
        Condition::all().add(Column::ReceiverId.eq(person)).add(Column::State.is_in(HandoverState::OPEN));
    let held = Condition::all()
        .add(Column::OutgoingId.eq(person))
        .add(Column::State.eq(HandoverState::Transferred))
        .add(Column::GraceUntil.gt(at));
    let on_account: RelationDef =
        handover::Entity::belongs_to(account::Entity).from(Column::AccountId).to(account::Column::Id).into();
    let rows: Vec<AccountId> = handover::Entity::find()
        .select_only()
        .column(Column::AccountId)
        .join(JoinType::InnerJoin, on_account)
        .filter(Condition::any().add(receives).add(held))
        .filter(account::Column::Status.ne(account::AccountStatus::Ended))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows.into_iter().collect())
}
