//! The terms that are measured, and those that they are held against. Lists take the viewer's scope; benchmarks are the company's.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use entity::{
    account,
    account::Tier,
    account_tier,
    assignment::{self, Position, Seat},
    id::{AccountId, AssignmentId, UserId},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, RelationDef, Select,
    sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement},
};

use super::days::{Quarter, Window};
use crate::domain::access::scope::TermScope;

/// A person's time as primary of a seat.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Term {
    pub(super) id: AssignmentId,
    pub(super) account_id: AccountId,
    pub(super) user_id: UserId,
    seat: Option<Seat>,
    pub(super) started_at: DateTime<Utc>,
    pub(super) ended_at: Option<DateTime<Utc>>,
    pub(super) time_zone: String,
}

impl Term {
    /// Whether something that happened then belongs to it.
    pub(super) fn holds(&self, at: DateTime<Utc>) -> bool {
        at >= self.started_at && self.ended_at.is_none_or(|end| at < end)
    }

    /// Whether the seat is the one that was held.
    pub(super) fn is_of(&self, seat: Seat) -> bool {
        self.seat == Some(seat)
    }
}

fn terms() -> Select<assignment::Entity> {
    use assignment::Column;
    let its_account: RelationDef = assignment::Entity::belongs_to(account::Entity)
        .from(Column::AccountId)
        .to(account::Column::Id)
        .into();
    assignment::Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::AccountId,
            Column::UserId,
            Column::Seat,
            Column::StartedAt,
            Column::EndedAt,
        ])
        .column(account::Column::TimeZone)
        .join(JoinType::InnerJoin, its_account)
        .filter(Column::Position.eq(Position::Primary))
}

/// A term that the viewer has shown that they may read of.
pub(super) async fn term<C: ConnectionTrait>(
    connection: &C,
    id: AssignmentId,
) -> Result<Option<Term>, DbErr> {
    terms().filter(assignment::Column::Id.eq(id)).into_model::<Term>().one(connection).await
}

/// The terms of the scope that began in a span, `at_most` of them.
pub(super) async fn begun<C: ConnectionTrait>(
    connection: &C,
    scope: &TermScope,
    span: Window,
    at_most: u64,
) -> Result<Vec<Term>, DbErr> {
    use assignment::Column;
    terms()
        .filter(scope.condition())
        .filter(Column::StartedAt.gte(span.from))
        .filter(Column::StartedAt.lt(span.to))
        .limit(at_most)
        .into_model::<Term>()
        .all(connection)
        .await
}

/// The terms that had lasted for more than twelve months when a quarter began, on accounts of a tier; the longest ones, `at_most` of
/// them.
pub(super) async fn seniors<C: ConnectionTrait>(
    connection: &C,
    tier: Tier,
    quarter: Quarter,
    at_most: u64,
) -> Result<Vec<Term>, DbErr> {
    use assignment::Column;
    let holds = Condition::any().add(Column::EndedAt.is_null()).add(Column::EndedAt.gt(quarter.begins()));
    terms()
        .filter(Column::StartedAt.lt(quarter.a_year_before()))
        .filter(holds)
        .filter(Column::AccountId.in_subquery(of_tier(tier, quarter.begins())))
        .order_by_asc(Column::StartedAt)
        .order_by_asc(Column::Id)
        .limit(at_most)
        .into_model::<Term>()
        .all(connection)
        .await
}

/// The accounts that had a tier at an instant.
fn of_tier(tier: Tier, at: DateTime<Utc>) -> SelectStatement {
    use account_tier::{Column, Entity};
    let later = Alias::new("later");
    let of_later = |column: Column| Expr::col((later.clone(), column));
    let superseded = Query::select()
        .expr(Expr::val(1))
        .from_as(Entity, later.clone())
        .and_where(of_later(Column::AccountId).equals((Entity, Column::AccountId)))
        .and_where(of_later(Column::Since).gt(Expr::col((Entity, Column::Since))))
        .and_where(of_later(Column::Since).lte(at))
        .to_owned();
    Entity::find()
        .select_only()
        .column(Column::AccountId)
        .filter(Column::Tier.eq(tier))
        .filter(Column::Since.lte(at))
        .filter(Expr::exists(superseded).not())
        .into_query()
}

/// Which tiers accounts had since when, the latest last.
pub(super) async fn tiers<C: ConnectionTrait>(
    connection: &C,
    accounts: BTreeSet<AccountId>,
) -> Result<Vec<account_tier::Model>, DbErr> {
    use account_tier::Column;
    account_tier::Entity::find()
        .filter(Column::AccountId.is_in(accounts))
        .order_by_asc(Column::Since)
        .all(connection)
        .await
}
