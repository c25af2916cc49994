//! What requests read and write. Every function that writes asks for the proof that the viewer may do it.

use chrono::{DateTime, Utc};
use entity::{
    account,
    account::AccountStatus,
    assignment,
    assignment::{Position, Seat},
    customer_request::{Column, Entity, Model, RequestState},
    id::{AccountId, RequestAnswerId, RequestHopId, RequestId, UserId},
    request_answer,
    request_answer::AnswerKind,
    request_hop, request_role,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect, sea_query::Expr,
};

use super::rules::{Case, Hop};
use crate::{
    domain::{
        access::{AccountAccess, RequestAccess},
        journal::AccountLabel,
    },
    platform::db::Tx,
};

/// The seats of which a person is primary or deputy.
pub(super) async fn seats_of(tx: &Tx, account: AccountId, user: UserId) -> Result<Vec<Seat>, DbErr> {
    let rows = assignment::Entity::find()
        .filter(assignment::Column::AccountId.eq(account))
        .filter(assignment::Column::UserId.eq(user))
        .filter(assignment::Column::EndedAt.is_null())
        .filter(assignment::Column::Position.is_in([Position::Primary, Position::Deputy]))
        .all(&**tx)
        .await?;
    Ok(rows.into_iter().filter_map(|row| row.seat).collect())
}

/// Whether the account of a request has ended; it does not end before the transaction does.
pub(super) async fn is_account_over(tx: &Tx, access: &RequestAccess) -> Result<bool, DbErr> {
    let id = access.request().account_id;
    let account = account::Entity::find_by_id(id).lock_shared().one(&**tx).await?;
    Ok(account.is_none_or(|row| row.status == AccountStatus::Ended))
}

/// The account as events call it.
pub(super) async fn label(tx: &Tx, id: AccountId) -> Result<AccountLabel, DbErr> {
    let row = account::Entity::find_by_id(id).one(&**tx).await?;
    row.as_ref().map(Into::into).ok_or_else(|| DbErr::RecordNotFound(format!("{id} of a request")))
}

/// The request of the proof with the seats of its present round.
pub(super) async fn case(tx: &Tx, proof: &RequestAccess) -> Result<Case, DbErr> {
    load(tx, proof.request().clone()).await
}

/// A request with the seats of its present round.
pub(super) async fn load(tx: &Tx, request: Model) -> Result<Case, DbErr> {
    let roles = request_role::Entity::find()
        .filter(request_role::Column::RequestId.eq(request.id))
        .filter(request_role::Column::Round.eq(request.round))
        .all(&**tx)
        .await?;
    let last = last_hop(tx, request.id).await?;
    let moved_at = last.map_or(request.round_began_at, |hop| hop.occurred_at);
    Ok(Case { request, roles, moved_at })
}

async fn last_hop(tx: &Tx, id: RequestId) -> Result<Option<request_hop::Model>, DbErr> {
    request_hop::Entity::find()
        .filter(request_hop::Column::RequestId.eq(id))
        .order_by_desc(request_hop::Column::Place)
        .one(&**tx)
        .await
}

/// Inserts a request that was logged, with the seats that must answer.
pub(super) async fn insert(tx: &Tx, _: &AccountAccess, case: &Case) -> Result<(), DbErr> {
    let row = case.request.clone().into_active_model().reset_all();
    Entity::insert(row).exec_without_returning(&**tx).await?;
    insert_roles(tx, case.roles.clone()).await
}

async fn insert_roles(tx: &Tx, roles: Vec<request_role::Model>) -> Result<(), DbErr> {
    let rows = roles.into_iter().map(|role| role.into_active_model().reset_all());
    request_role::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Writes a request after a change, with the next version, and of its seats those that changed.
pub(super) async fn save(tx: &Tx, _: &RequestAccess, before: &Case, mut next: Case) -> Result<Case, DbErr> {
    next.request.version = before.request.version + 1;
    next.request.updated_at = tx.now();
    Entity::update_many()
        .set(next.request.clone().into_active_model().reset_all())
        .filter(Column::Id.eq(next.request.id))
        .exec(&**tx)
        .await?;
    let known = |role: &request_role::Model| {
        before.roles.iter().any(|it| (it.round, it.seat) == (role.round, role.seat))
    };
    let (old, new): (Vec<_>, Vec<_>) = next.roles.iter().cloned().partition(known);
    if !new.is_empty() {
        insert_roles(tx, new).await?;
    }
    for role in old.into_iter().filter(|role| !before.roles.contains(role)) {
        request_role::Entity::update(role.into_active_model().reset_all()).exec(&**tx).await?;
    }
    Ok(next)
}

/// Notes a step from seat to seat.
pub(super) async fn insert_hop(
    tx: &Tx,
    request: &Model,
    hop: Hop,
    moved_by: UserId,
    note: Option<&str>,
) -> Result<(), DbErr> {
    let last = last_hop(tx, request.id).await?;
    let row = request_hop::Model {
        id: RequestHopId(tx.next_id()),
        request_id: request.id,
        round: request.round,
        place: last.map_or(0, |hop| hop.place) + 1,
        from_seat: hop.from,
        to_seat: hop.to,
        occurred_at: hop.at,
        recorded_at: tx.now(),
        moved_by,
        note: note.map(str::to_owned),
    };
    request_hop::Entity::insert(row.into_active_model().reset_all()).exec_without_returning(&**tx).await?;
    Ok(())
}

/// An answer to be kept.
pub(super) struct Said<'a> {
    pub(super) seat: Seat,
    pub(super) kind: AnswerKind,
    pub(super) body: Option<&'a str>,
    pub(super) by: UserId,
    pub(super) at: DateTime<Utc>,
}

/// Keeps an answer.
pub(super) async fn insert_answer(tx: &Tx, proof: &RequestAccess, said: Said<'_>) -> Result<(), DbErr> {
    let row = request_answer::Model {
        id: RequestAnswerId(tx.next_id()),
        request_id: proof.request().id,
        round: proof.request().round,
        seat: said.seat,
        kind: said.kind,
        body: said.body.map(str::to_owned),
        answered_by: said.by,
        answered_at: said.at,
        recorded_at: tx.now(),
    };
    request_answer::Entity::insert(row.into_active_model().reset_all()).exec_without_returning(&**tx).await?;
    Ok(())
}

/// The first substantive answer of a seat in the present round.
pub(super) async fn first_answer(
    tx: &Tx,
    proof: &RequestAccess,
    seat: Seat,
) -> Result<Option<DateTime<Utc>>, DbErr> {
    let answer = request_answer::Entity::find()
        .filter(request_answer::Column::RequestId.eq(proof.request().id))
        .filter(request_answer::Column::Round.eq(proof.request().round))
        .filter(request_answer::Column::Seat.eq(seat))
        .filter(request_answer::Column::Kind.eq(AnswerKind::Substantive))
        .order_by_asc(request_answer::Column::AnsweredAt)
        .one(&**tx)
        .await?;
    Ok(answer.map(|row| row.answered_at))
}

/// The requests whose target has passed, unanswered and unnoticed, what is due longest first.
pub(super) async fn late<C: ConnectionTrait>(
    connection: &C,
    now: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Column::State.eq(RequestState::Open))
        .filter(Column::FirstAnsweredAt.is_null())
        .filter(Column::LateToldAt.is_null())
        .filter(Column::DueAt.lt(now))
        .order_by_asc(Column::DueAt)
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(connection)
        .await
}

/// Marks a request as told to be late; `None`: it was marked before, or was answered meanwhile. The version stays.
pub(super) async fn mark_late(tx: &Tx, id: RequestId) -> Result<Option<Model>, DbErr> {
    let marked = Entity::update_many()
        .col_expr(Column::LateToldAt, Expr::value(tx.now()))
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq(RequestState::Open))
        .filter(Column::FirstAnsweredAt.is_null())
        .filter(Column::LateToldAt.is_null())
        .exec(&**tx)
        .await?;
    if marked.rows_affected == 0 {
        return Ok(None);
    }
    Entity::find_by_id(id).one(&**tx).await
}
