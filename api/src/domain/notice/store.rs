//! Queries and writes of notices. A person's notices are found by the person, and of them those that they may see now.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveTime, Utc};
use entity::{
    account, customer_request,
    id::{AccountId, IncidentId, KnowledgeEntryId, NoticeId, UserId},
    incident, knowledge_entry,
    notice::{self, Column, Entity, Model, NoticeKind},
    quiet_hours,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Select,
    sea_query::{Expr, ExprTrait, OnConflict},
};

use super::{
    event::{NoticeEntry, NoticeIncident, NoticeSnapshot},
    rules::{Policy, QuietHours, Reader},
};
use crate::{
    domain::{
        access::{
            Person, Viewer,
            scope::{IncidentScope, KnowledgeScope, RequestScope},
        },
        journal::AccountLabel,
    },
    platform::{
        db::Tx,
        page::{Key, SortKey, Sorting},
    },
};

/// The notices of a person, without those of incidents, entries and requests that they do not see.
pub(super) fn of(viewer: &Viewer, person: &Person) -> Select<Entity> {
    let seen = incident::Entity::find()
        .select_only()
        .expr(Expr::val(1))
        .filter(Expr::col((incident::Entity, incident::Column::Id)).equals((Entity, Column::IncidentId)))
        .filter(IncidentScope::of(viewer).condition());
    let read = knowledge_entry::Entity::find()
        .select_only()
        .expr(Expr::val(1))
        .filter(
            Expr::col((knowledge_entry::Entity, knowledge_entry::Column::Id))
                .equals((Entity, Column::EntryId)),
        )
        .filter(KnowledgeScope::of(viewer).condition());
    let asked = customer_request::Entity::find()
        .select_only()
        .expr(Expr::val(1))
        .filter(
            Expr::col((customer_request::Entity, customer_request::Column::Id))
                .equals((Entity, Column::RequestId)),
        )
        .filter(RequestScope::of(viewer).condition());
    Entity::find()
        .filter(Column::UserId.eq(person.id))
        .filter(Condition::any().add(Column::IncidentId.is_null()).add(Expr::exists(seen.into_query())))
        .filter(Condition::any().add(Column::EntryId.is_null()).add(Expr::exists(read.into_query())))
        .filter(Condition::any().add(Column::RequestId.is_null()).add(Expr::exists(asked.into_query())))
}

/// Notices by their ids.
pub(super) async fn by_id(tx: &Tx, ids: &[NoticeId]) -> Result<HashMap<NoticeId, Model>, DbErr> {
    let rows = Entity::find().filter(Column::Id.is_in(ids.iter().copied())).all(&**tx).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// The latest first.
pub(super) fn latest_first() -> Sorting<Entity> {
    let raised = SortKey {
        column: Column::RaisedAt.into_expr(),
        nullable: false,
        descending: true,
        of: |row: &Model| Key::from(row.raised_at),
    };
    Sorting { keys: vec![raised], id: Column::Id, id_of: |row| row.id.0, id_descending: true }
}

/// What is known of people when a notice comes.
pub(super) async fn readers(
    tx: &Tx,
    people: &[UserId],
    policy: &Policy,
) -> Result<HashMap<UserId, Reader>, DbErr> {
    let mut readers: HashMap<UserId, Reader> = HashMap::new();
    for row in quiet_hours::Entity::find()
        .filter(quiet_hours::Column::UserId.is_in(people.iter().copied()))
        .all(&**tx)
        .await?
    {
        readers.entry(row.user_id).or_default().quiet = Some(quiet_of(&row)?);
    }
    let recent: Vec<(UserId, i64)> = Entity::find()
        .select_only()
        .column(Column::UserId)
        .column_as(Column::Id.count(), "interruptions")
        .filter(Column::UserId.is_in(people.iter().copied()))
        .filter(Column::RaisedAt.gt(tx.now() - policy.digest_span))
        .filter(Expr::col(Column::DeliveredAt).equals(Column::RaisedAt))
        .filter(Column::Kind.ne(NoticeKind::LadderPage))
        .group_by(Column::UserId)
        .into_tuple()
        .all(&**tx)
        .await?;
    for (user, interruptions) in recent {
        readers.entry(user).or_default().interruptions = usize::try_from(interruptions).unwrap_or(usize::MAX);
    }
    let waiting: Vec<(UserId, DateTime<Utc>)> = Entity::find()
        .select_only()
        .column(Column::UserId)
        .column_as(Column::DeliverAt.min(), "digest_at")
        .filter(Column::UserId.is_in(people.iter().copied()))
        .filter(Column::DeliveredAt.is_null())
        .group_by(Column::UserId)
        .into_tuple()
        .all(&**tx)
        .await?;
    for (user, digest_at) in waiting {
        readers.entry(user).or_default().digest_at = Some(digest_at);
    }
    Ok(readers)
}

/// The quiet hours as the rules know them.
pub(super) fn quiet_of(row: &quiet_hours::Model) -> Result<QuietHours, DbErr> {
    let malformed = || DbErr::Type(format!("the quiet hours of {} cannot be read", row.user_id));
    let time = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| malformed());
    Ok(QuietHours {
        starts: time(&row.starts_at)?,
        ends: time(&row.ends_at)?,
        zone: row.time_zone.parse().map_err(|_| malformed())?,
    })
}

/// Adds the notices of an event.
pub(super) async fn insert(tx: &Tx, rows: Vec<Model>) -> Result<(), DbErr> {
    let rows = rows.into_iter().map(IntoActiveModel::into_active_model);
    Entity::insert_many(rows).exec_without_returning(&**tx).await.map(drop)
}

/// Some people whose digest is due.
pub(super) async fn due_readers<C: ConnectionTrait>(
    connection: &C,
    now: DateTime<Utc>,
) -> Result<Vec<UserId>, DbErr> {
    const AT_ONCE: u64 = 500;
    Entity::find()
        .select_only()
        .column(Column::UserId)
        .distinct()
        .filter(Column::DeliveredAt.is_null())
        .filter(Column::DeliverAt.lte(now))
        .limit(AT_ONCE)
        .into_tuple()
        .all(connection)
        .await
}

/// Takes all notices of a person's digest, for nobody else to take: the first that waited, and whether there were more than
/// an event can name.
pub(super) async fn take_due(tx: &Tx, reader: UserId) -> Result<(Vec<Model>, bool), DbErr> {
    const NAMED: u64 = 100;
    let due = Condition::all()
        .add(Column::UserId.eq(reader))
        .add(Column::DeliveredAt.is_null())
        .add(Column::DeliverAt.lte(tx.now()));
    let named = Entity::find()
        .filter(due.clone())
        .order_by_asc(Column::DeliverAt)
        .order_by_asc(Column::Id)
        .limit(NAMED)
        .lock_exclusive()
        .all(&**tx)
        .await?;
    if named.is_empty() {
        return Ok((named, false));
    }
    let all = Entity::update_many()
        .col_expr(Column::DeliveredAt, Expr::value(tx.now()))
        .filter(due)
        .exec(&**tx)
        .await?;
    let has_more = all.rows_affected > named.len() as u64;
    Ok((named, has_more))
}

/// Marks notices as delivered, read or put away, now.
pub(super) async fn mark(
    tx: &Tx,
    ids: impl IntoIterator<Item = NoticeId>,
    column: Column,
) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(column, Expr::value(tx.now()))
        .filter(Column::Id.is_in(ids))
        .exec(&**tx)
        .await
        .map(drop)
}

/// What the events of notices say of them.
pub(super) async fn snapshots(tx: &Tx, rows: &[Model]) -> Result<Vec<NoticeSnapshot>, DbErr> {
    let accounts = account::Entity::find()
        .filter(account::Column::Id.is_in(rows.iter().filter_map(|row| row.account_id)))
        .all(&**tx)
        .await?;
    let accounts: BTreeMap<AccountId, AccountLabel> =
        accounts.iter().map(|row| (row.id, row.into())).collect();
    let incidents = incident::Entity::find()
        .filter(incident::Column::Id.is_in(rows.iter().filter_map(|row| row.incident_id)))
        .all(&**tx)
        .await?;
    let incidents: BTreeMap<IncidentId, NoticeIncident> =
        incidents.iter().map(|row| (row.id, label(row))).collect();
    let entries = knowledge_entry::Entity::find()
        .filter(knowledge_entry::Column::Id.is_in(rows.iter().filter_map(|row| row.entry_id)))
        .all(&**tx)
        .await?;
    let entries: BTreeMap<KnowledgeEntryId, NoticeEntry> =
        entries.into_iter().map(|row| (row.id, NoticeEntry { id: row.id, title: row.title })).collect();
    let snapshot = |row: &Model| NoticeSnapshot {
        id: row.id,
        kind: row.kind,
        tells: row.event_kind.clone(),
        account: row.account_id.and_then(|id| accounts.get(&id).cloned()),
        incident: row.incident_id.and_then(|id| incidents.get(&id).cloned()),
        entry: row.entry_id.and_then(|id| entries.get(&id).cloned()),
        request: row.request_id,
        handover: row.handover_id,
        raised_at: row.raised_at,
    };
    Ok(rows.iter().map(snapshot).collect())
}

fn label(row: &incident::Model) -> NoticeIncident {
    NoticeIncident {
        id: row.id,
        number: format!("RC-{}", row.number),
        title: row.title.clone(),
        severity: row.severity.unwrap_or(row.severity_claimed),
    }
}

/// Sets a person's quiet hours.
pub(super) async fn keep_quiet_hours(tx: &Tx, row: quiet_hours::Model) -> Result<(), DbErr> {
    use quiet_hours::Column;
    let replace = OnConflict::column(Column::UserId)
        .update_columns([Column::StartsAt, Column::EndsAt, Column::TimeZone, Column::UpdatedAt])
        .to_owned();
    let row = quiet_hours::ActiveModel {
        user_id: Set(row.user_id),
        starts_at: Set(row.starts_at),
        ends_at: Set(row.ends_at),
        time_zone: Set(row.time_zone),
        updated_at: Set(row.updated_at),
    };
    quiet_hours::Entity::insert(row).on_conflict(replace).exec_without_returning(&**tx).await.map(drop)
}

/// Deletes notices that were made before an instant.
pub(super) async fn purge(tx: &Tx, before: DateTime<Utc>) -> Result<(), DbErr> {
    notice::Entity::delete_many().filter(Column::RaisedAt.lt(before)).exec(&**tx).await.map(drop)
}
