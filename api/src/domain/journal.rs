//! How a change becomes an event of the log, and how a repeated request gets the first one's answer. Both are written in
//! the transaction of the change.

use entity::{
    account,
    id::{AccountId, EventId},
    idempotency_key,
};
use sea_orm::{
    ActiveValue::{self, NotSet, Set},
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::OnConflict,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    access::{AccessChange, Viewer, viewer::Principal},
    fault::Fault,
};
use crate::platform::{
    db::{Committed, Tx},
    log::NewEvent,
};

/// What a domain tells others: one enum a domain, one variant an event, serialised as snapshot facts.
pub trait EventBody: Serialize {
    /// The event's stable name, `incident.reported`.
    fn kind(&self) -> &'static str;
}

/// Who made a change, as they were called then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// A person, a bot or the system itself.
    pub kind: ActorKind,
    /// `usr_..` or `bot_..`; `None`: the system.
    pub id: Option<String>,
    /// Full name.
    pub name: String,
}

/// What sort of actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ActorKind {
    /// A person.
    Person,
    /// An escalation bot.
    Bot,
    /// The server or its operator.
    System,
}

/// The account of an event, as it was called then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountLabel {
    /// Which.
    pub id: AccountId,
    /// Its code then.
    pub code: String,
    /// Its name then.
    pub name: String,
}

impl From<&account::Model> for AccountLabel {
    fn from(row: &account::Model) -> Self {
        Self { id: row.id, code: row.code.clone(), name: row.name.clone() }
    }
}

/// What the log keeps of an event: who, on which account, and the domain's own facts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Envelope<B> {
    /// Who made the change.
    pub actor: Actor,
    /// The account that it concerns.
    pub account: Option<AccountLabel>,
    /// The domain's own facts.
    pub data: B,
}

impl Actor {
    /// The viewer as an actor. Nobody acts as the system: that is the server's own start-up.
    pub fn of(viewer: &Viewer) -> Self {
        match viewer {
            Viewer::Anonymous => Self { kind: ActorKind::System, id: None, name: "system".into() },
            Viewer::Person(person) => {
                Self { kind: ActorKind::Person, id: Some(person.id.to_string()), name: person.name.clone() }
            }
            Viewer::Bot(bot) => {
                Self { kind: ActorKind::Bot, id: Some(bot.bot.to_string()), name: bot.name.clone() }
            }
        }
    }
}

/// Adds an event to the change: what others may learn, and what it changes about who may see what.
///
/// # Errors
/// A body that JSON cannot hold.
pub fn record<B: EventBody>(
    tx: &Tx,
    viewer: &Viewer,
    account: Option<AccountLabel>,
    body: &B,
    access: Vec<AccessChange>,
) -> Result<EventId, Fault> {
    let json = |error: serde_json::Error| Fault::Database(sea_orm::DbErr::Json(error.to_string()));
    let id = EventId(tx.next_id());
    let envelope = Envelope { actor: Actor::of(viewer), account, data: body };
    tx.append(NewEvent {
        id,
        kind: body.kind(),
        account: envelope.account.as_ref().map(|label| label.id),
        body: serde_json::to_value(&envelope).map_err(json)?,
        access: if access.is_empty() { None } else { Some(serde_json::to_value(access).map_err(json)?) },
    });
    Ok(id)
}

/// A client's promise that requests with this key are one request (API contract, "Idempotency").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idempotency {
    /// Which mutation; keys of different mutations do not meet.
    pub mutation: &'static str,
    /// The key that the client chose, 1 to 255 characters.
    pub key: String,
    /// SHA-256 of the input.
    pub payload_hash: String,
}

/// How long an answer is kept.
const KEPT: chrono::TimeDelta = chrono::TimeDelta::hours(24);

/// What a creating or escalating use case gave: the thing's id and the events of the change, the same ones for a replay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The thing that was made or changed.
    pub id: Uuid,
    /// The events of the change.
    pub events: Vec<EventId>,
}

/// Whether a request is the first of its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// It is; the thing gets this id.
    First(Uuid),
    /// It was done before, with this outcome.
    Replay(Outcome),
}

impl Claim {
    /// The outcome after the commit.
    pub fn outcome(committed: Committed<Self>) -> Outcome {
        match committed.value {
            Self::First(id) => Outcome { id, events: committed.events },
            Self::Replay(outcome) => outcome,
        }
    }
}

/// Claims a key at the start of a use case, before anything is decided. Of two at the same moment one waits for the other.
///
/// # Errors
/// [`Fault::IdempotencyKeyReused`] for another input, [`Fault::IdempotencyInProgress`] if the first takes too long.
pub async fn claim(
    tx: &Tx,
    viewer: &Viewer,
    idempotency: Option<&Idempotency>,
    id: Uuid,
) -> Result<Claim, Fault> {
    let Some(idempotency) = idempotency else { return Ok(Claim::First(id)) };
    let principal = viewer.principal().ok_or(Fault::Unauthenticated)?;
    let row = idempotency_key::ActiveModel {
        principal: Set(principal.to_string()),
        mutation: Set(idempotency.mutation.to_owned()),
        key: Set(idempotency.key.clone()),
        payload_hash: Set(idempotency.payload_hash.clone()),
        entity_id: Set(id),
        event_ids: Set(serde_json::json!([])),
        created_at: Set(tx.now()),
    };
    let mut known = None;
    // Twice, because what was there may be purged before it is read; held, so that it is not purged after it.
    for _ in 0..2 {
        let inserted = idempotency_key::Entity::insert(row.clone())
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(&**tx)
            .await
            .map_err(in_progress)?;
        if inserted > 0 {
            return Ok(Claim::First(id));
        }
        let place = place(principal, idempotency);
        let held = idempotency_key::Entity::find_by_id(place).lock_exclusive().one(&**tx);
        known = held.await.map_err(in_progress)?;
        if known.is_some() {
            break;
        }
    }
    let Some(known) = known else { return Err(Fault::IdempotencyInProgress) };
    if known.created_at + KEPT <= tx.now() {
        idempotency_key::Entity::update(row).exec(&**tx).await?;
        return Ok(Claim::First(id));
    }
    if known.payload_hash != idempotency.payload_hash {
        return Err(Fault::IdempotencyKeyReused);
    }
    let events = serde_json::from_value(known.event_ids).unwrap_or_default();
    Ok(Claim::Replay(Outcome { id: known.entity_id, events }))
}

/// Keeps the events of the change with its key, at the end of the use case.
///
/// # Errors
/// The database's errors.
pub async fn complete(tx: &Tx, viewer: &Viewer, idempotency: Option<&Idempotency>) -> Result<(), Fault> {
    keep(tx, viewer, idempotency, NotSet).await
}

/// Says at the end of a use case that it gave another thing than the one that the key was claimed for.
///
/// # Errors
/// The database's errors.
pub async fn complete_as(
    tx: &Tx,
    viewer: &Viewer,
    idempotency: Option<&Idempotency>,
    id: Uuid,
) -> Result<Claim, Fault> {
    keep(tx, viewer, idempotency, Set(id)).await?;
    Ok(Claim::First(id))
}

async fn keep(
    tx: &Tx,
    viewer: &Viewer,
    idempotency: Option<&Idempotency>,
    entity_id: ActiveValue<Uuid>,
) -> Result<(), Fault> {
    let (Some(idempotency), Some(principal)) = (idempotency, viewer.principal()) else { return Ok(()) };
    let (principal, mutation, key) = place(principal, idempotency);
    let row = idempotency_key::ActiveModel {
        principal: Set(principal),
        mutation: Set(mutation),
        key: Set(key),
        entity_id,
        event_ids: Set(serde_json::json!(tx.event_ids())),
        ..Default::default()
    };
    idempotency_key::Entity::update(row).exec(&**tx).await?;
    Ok(())
}

/// Deletes the answers that are kept no longer.
///
/// # Errors
/// The database's errors.
pub async fn purge(tx: &Tx) -> Result<(), sea_orm::DbErr> {
    let old = idempotency_key::Column::CreatedAt.lte(tx.now() - KEPT);
    idempotency_key::Entity::delete_many().filter(old).exec(&**tx).await?;
    Ok(())
}

fn place(principal: Principal, idempotency: &Idempotency) -> (String, String, String) {
    (principal.to_string(), idempotency.mutation.to_owned(), idempotency.key.clone())
}

/// A lock time-out on the key's row means that the first request still runs.
fn in_progress(error: sea_orm::DbErr) -> Fault {
    if error.to_string().contains("lock timeout") {
        Fault::IdempotencyInProgress
    } else {
        Fault::Database(error)
    }
}
