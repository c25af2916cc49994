//! Lists of accounts: what can be asked of them, in which orders, and what that is in SQL. Tests that look beyond the
//! account's own row see no more than the viewer does.

use chrono::{DateTime, Utc};
use entity::{
    account::{AccountStatus, Column, Entity, Model, RelationshipStage, Tier},
    assignment,
    assignment::{Position, Seat},
    id::{AccountId, RegionId, UserId},
    incident,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, ExprTrait, SelectStatement, SimpleExpr},
};

use crate::{
    domain::access::{
        Viewer,
        scope::{AccountScope, IncidentScope},
    },
    platform::{
        filter::{Filter, Sort, Test, TextTest, contains},
        page::{Key, SortKey, Sorting},
    },
};

/// A test of an account.
#[derive(Clone, Debug, PartialEq)]
pub enum AccountTest {
    /// Its id.
    Id(Test<AccountId>),
    /// Its code.
    Code(TextTest),
    /// Its name.
    Name(TextTest),
    /// Its industry.
    Industry(TextTest),
    /// Its region.
    Region(Test<RegionId>),
    /// Where the business stands.
    Status(Test<AccountStatus>),
    /// How important it is.
    Tier(Test<Tier>),
    /// How close the relationship is.
    Stage(Test<RelationshipStage>),
    /// Who stands for it.
    Sponsor(Test<UserId>),
    /// Whether each seat has a primary.
    TriangleComplete(bool),
    /// Whether it has an open incident that the viewer may see.
    OpenIncident(bool),
    /// Whether it is on the watch list.
    Watched(bool),
    /// When it was entered.
    CreatedAt(Test<DateTime<Utc>>),
    /// When it last changed.
    UpdatedAt(Test<DateTime<Utc>>),
}

/// What accounts can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountField {
    /// By name.
    Name,
    /// By code.
    Code,
    /// From the most important down; unrated last.
    Tier,
    /// By the instant of entry.
    CreatedAt,
    /// By the instant of the last change.
    UpdatedAt,
    /// By the day of the next review; of watched accounts.
    ReviewOn,
}

/// As what a person serves accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Serving {
    /// Who.
    pub user: UserId,
    /// In this seat, or in any and none.
    pub seat: Option<Seat>,
    /// In this position, or in any.
    pub position: Option<Position>,
}

/// A list of accounts that a client asks for.
#[derive(Clone, Debug)]
pub struct AccountList {
    /// What they must be like.
    pub filter: Filter<AccountTest>,
    /// What must occur in name or code.
    pub search: Option<String>,
    /// Who must serve them, as what.
    pub serving: Option<Serving>,
    /// In which order; by name if nothing is said.
    pub sort: Vec<Sort<AccountField>>,
}

/// The importance of a tier as a number; the index `account_by_importance` is made on the same expression.
const IMPORTANCE: &str =
    r#"(CASE "account"."tier" WHEN 'S' THEN 1 WHEN 'A' THEN 2 WHEN 'B' THEN 3 WHEN 'C' THEN 4 ELSE 5 END)"#;

impl AccountList {
    /// Those of the list that the viewer may see.
    pub(super) fn select(&self, viewer: &Viewer) -> Select<Entity> {
        let search = self.search.as_ref().map(|part| {
            Condition::any().add(contains(Column::NameKey, part)).add(contains(Column::CodeKey, part))
        });
        let serving = self.serving.as_ref().map(|serving| Column::Id.in_subquery(accounts_of(*serving)));
        Entity::find()
            .filter(AccountScope::of(viewer).condition())
            .filter(Condition::all().add_option(search).add_option(serving))
            .filter(self.filter.sql(&|test| sql(test, viewer)))
    }

    /// The order, by name if nothing is said.
    pub(super) fn sorting(&self) -> Sorting<Entity> {
        let by_name = [Sort { field: AccountField::Name, descending: false }];
        let sort = if self.sort.is_empty() { &by_name[..] } else { &self.sort };
        Sorting {
            keys: sort.iter().map(sort_key).collect(),
            id: Column::Id,
            id_of: |row| row.id.0,
            id_descending: sort.last().is_some_and(|last| last.descending),
        }
    }

    /// Names the list, so that a cursor of another one is refused.
    pub(super) fn mark(&self) -> String {
        format!("accounts {self:?}")
    }
}

fn sort_key(sort: &Sort<AccountField>) -> SortKey<Model> {
    let column = |column: Column| Expr::col((Entity, column));
    let (column, nullable, of): (_, _, fn(&Model) -> Key) = match sort.field {
        AccountField::Name => (column(Column::NameKey), false, |row| row.name_key.clone().into()),
        AccountField::Code => (column(Column::CodeKey), false, |row| row.code_key.clone().into()),
        AccountField::Tier => (Expr::cust(IMPORTANCE), false, |row| importance(row.tier).into()),
        AccountField::CreatedAt => (column(Column::CreatedAt), false, |row| row.created_at.into()),
        AccountField::UpdatedAt => (column(Column::UpdatedAt), false, |row| row.updated_at.into()),
        AccountField::ReviewOn => (column(Column::WatchReviewOn), true, |row| row.watch_review_on.into()),
    };
    SortKey { column, nullable, descending: sort.descending, of }
}

fn importance(tier: Option<Tier>) -> i64 {
    match tier {
        Some(Tier::S) => 1,
        Some(Tier::A) => 2,
        Some(Tier::B) => 3,
        Some(Tier::C) => 4,
        None => 5,
    }
}

fn sql(test: &AccountTest, viewer: &Viewer) -> SimpleExpr {
    match test {
        AccountTest::Id(test) => test.on(Column::Id),
        AccountTest::Code(test) => test.on(Column::CodeKey),
        AccountTest::Name(test) => test.on(Column::NameKey),
        AccountTest::Industry(test) => test.on(Column::IndustryKey),
        AccountTest::Region(test) => test.on(Column::RegionId),
        AccountTest::Status(test) => test.on(Column::Status),
        AccountTest::Tier(test) => test.on(Column::Tier),
        AccountTest::Stage(test) => test.on(Column::Stage),
        AccountTest::Sponsor(test) => test.on(Column::ExecutiveSponsorId),
        AccountTest::TriangleComplete(wanted) => {
            let primaries = SimpleExpr::SubQuery(None, Box::new(primaries().into()));
            if *wanted { primaries.eq(3) } else { primaries.lt(3) }
        }
        AccountTest::OpenIncident(true) => Column::Id.in_subquery(open_incidents(viewer)),
        AccountTest::OpenIncident(false) => Column::Id.not_in_subquery(open_incidents(viewer)),
        AccountTest::Watched(true) => Column::WatchReason.is_not_null(),
        AccountTest::Watched(false) => Column::WatchReason.is_null(),
        AccountTest::CreatedAt(test) => test.on(Column::CreatedAt),
        AccountTest::UpdatedAt(test) => test.on(Column::UpdatedAt),
    }
}

/// How many seats of the account have a primary.
fn primaries() -> SelectStatement {
    assignment::Entity::find()
        .select_only()
        .expr(Expr::cust("count(*)"))
        .filter(assignment::Column::Position.eq(Position::Primary))
        .filter(assignment::Column::EndedAt.is_null())
        .filter(Expr::col((assignment::Entity, assignment::Column::AccountId)).equals((Entity, Column::Id)))
        .into_query()
}

fn open_incidents(viewer: &Viewer) -> SelectStatement {
    incident::Entity::find()
        .select_only()
        .column(incident::Column::AccountId)
        .filter(incident::Column::State.is_not_in(incident::IncidentState::TERMINAL))
        .filter(IncidentScope::of(viewer).condition())
        .into_query()
}

fn accounts_of(serving: Serving) -> SelectStatement {
    let seat = serving.seat.map(|seat| assignment::Column::Seat.eq(seat));
    let position = serving.position.map(|position| assignment::Column::Position.eq(position));
    assignment::Entity::find()
        .select_only()
        .column(assignment::Column::AccountId)
        .filter(assignment::Column::UserId.eq(serving.user))
        .filter(assignment::Column::EndedAt.is_null())
        .filter(Condition::all().add_option(seat).add_option(position))
        .into_query()
}
