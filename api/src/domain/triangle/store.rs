//! Queries and writes about assignments. Writes happen under the lock of the account's row; reads are of accounts that the
//! viewer may see.

use entity::{
    assignment::{self, Column, Entity, Model, Position, Seat},
    id::{AccountId, AssignmentId, UserId},
    user,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, JoinType,
    QueryFilter, QueryOrder, QuerySelect, RelationDef, Select, sea_query::Expr,
};

use super::error::TriangleError;
use crate::{
    domain::identity::Profile,
    platform::{
        db::{Tx, broken_uniqueness},
        page::{SortKey, Sorting},
    },
};

/// An assignment with its person.
#[derive(Clone, Debug)]
pub struct Member {
    /// Which seat, as what, since when.
    pub assignment: Model,
    /// Who.
    pub person: Profile,
}

/// An assignment, running or ended.
pub(super) async fn find<C: ConnectionTrait>(
    connection: &C,
    id: AssignmentId,
) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).one(connection).await
}

/// Who is primary or deputy of a seat.
pub(super) async fn find_holder<C: ConnectionTrait>(
    connection: &C,
    account: AccountId,
    seat: Option<Seat>,
    position: Position,
) -> Result<Option<Model>, DbErr> {
    running(account).filter(Column::Seat.eq(seat)).filter(Column::Position.eq(position)).one(connection).await
}

/// What a person is on an account.
pub(super) async fn running_of(tx: &Tx, account: AccountId, user: UserId) -> Result<Vec<Model>, DbErr> {
    running(account).filter(Column::UserId.eq(user)).order_by_asc(Column::Id).all(&**tx).await
}

fn running(account: AccountId) -> Select<Entity> {
    Entity::find().filter(Column::AccountId.eq(account)).filter(Column::EndedAt.is_null())
}

/// A person, whether or not they may come in.
pub(super) async fn find_person(tx: &Tx, id: UserId) -> Result<Option<user::Model>, DbErr> {
    user::Entity::find_by_id(id).one(&**tx).await
}

/// Writes a new assignment.
pub(super) async fn insert(tx: &Tx, row: Model) -> Result<(), TriangleError> {
    let (account, seat, position) = (row.account_id, row.seat, row.position);
    let row = assignment::ActiveModel::from(row).reset_all();
    let inserted = Entity::insert(row).exec_without_returning(&**tx).await;
    inserted.map(drop).map_err(|error| match broken_uniqueness(&error) {
        Some(_) => TriangleError::SeatTakenMeanwhile { account, seat, position },
        None => error.into(),
    })
}

/// Ends an assignment. Gives it as it is then.
pub(super) async fn end(tx: &Tx, row: &Model, by: UserId, reason: &str) -> Result<Model, DbErr> {
    let change = assignment::ActiveModel {
        id: Set(row.id),
        ended_at: Set(Some(tx.now())),
        ended_by: Set(Some(by)),
        end_reason: Set(Some(reason.to_owned())),
        ..Default::default()
    };
    change.update(&**tx).await
}

/// The running assignments of accounts with their people: the primary of each seat, the deputy, the others from the
/// longest serving on.
pub(super) async fn teams<C: ConnectionTrait>(
    connection: &C,
    accounts: impl IntoIterator<Item = AccountId>,
) -> Result<Vec<(Model, Option<user::Model>)>, DbErr> {
    let rank = "CASE \"assignment\".\"position\" WHEN 'PRIMARY' THEN 1 WHEN 'DEPUTY' THEN 2 WHEN 'MEMBER' THEN 3 ELSE 4 END";
    with_people()
        .filter(Column::AccountId.is_in(accounts))
        .filter(Column::EndedAt.is_null())
        .order_by_asc(Expr::cust(rank))
        .order_by_asc(Column::StartedAt)
        .order_by_asc(Column::Id)
        .all(connection)
        .await
}

/// Assignments with their people, running or ended.
pub(super) async fn members<C: ConnectionTrait>(
    connection: &C,
    ids: impl IntoIterator<Item = AssignmentId>,
) -> Result<Vec<(Model, Option<user::Model>)>, DbErr> {
    with_people().filter(Column::Id.is_in(ids)).all(connection).await
}

fn with_people() -> sea_orm::SelectTwo<Entity, user::Entity> {
    Entity::find().join(JoinType::InnerJoin, person()).select_also(user::Entity)
}

fn person() -> RelationDef {
    Entity::belongs_to(user::Entity).from(Column::UserId).to(user::Column::Id).into()
}

/// All assignments that an account ever had.
pub(super) fn history(account: AccountId) -> Select<Entity> {
    Entity::find().filter(Column::AccountId.eq(account))
}

/// The latest first.
pub(super) fn latest_first() -> Sorting<Entity> {
    let started = SortKey {
        column: Expr::col((Entity, Column::StartedAt)),
        nullable: false,
        descending: true,
        of: |row: &Model| row.started_at.into(),
    };
    Sorting { keys: vec![started], id: Column::Id, id_of: |row| row.id.0, id_descending: true }
}
