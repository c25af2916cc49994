//! The list of people, for people.

use chrono::{DateTime, Utc};
use entity::user::{self, Function, UserStatus};
use sea_orm::{
    EntityTrait, QueryFilter, Select,
    sea_query::{Expr, SimpleExpr},
};

use super::{service::Identity, store::Profile};
use crate::{
    domain::{access::Viewer, fault::Fault},
    platform::{
        filter::{Filter, Sort, Test, TextTest},
        page::{self, Count, Page, PageRequest, SortKey, Sorting},
    },
};

/// What the list can be narrowed by: nothing that only administrators see.
#[derive(Clone, Debug, PartialEq)]
pub enum UserTest {
    /// Full name.
    Name(TextTest),
    /// The craft.
    Function(Test<Function>),
    /// Whether they may come in.
    Status(Test<UserStatus>),
    /// When they were entered.
    CreatedAt(Test<DateTime<Utc>>),
}

/// What the list can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserField {
    /// Full name.
    Name,
    /// When they were entered.
    CreatedAt,
}

impl UserTest {
    fn sql(&self) -> SimpleExpr {
        match self {
            Self::Name(test) => test.on(user::Column::NameKey),
            Self::Function(test) => test.on(user::Column::Function),
            Self::Status(test) => test.on(user::Column::Status),
            Self::CreatedAt(test) => test.on(user::Column::CreatedAt),
        }
    }
}

impl Identity {
    /// A page of people. By name, unless the client says otherwise.
    ///
    /// # Errors
    /// [`Fault::Unauthenticated`], [`Fault::Forbidden`] for bots; a page that cannot be given.
    pub async fn page_users(
        &self,
        viewer: &Viewer,
        filter: &Filter<UserTest>,
        sorts: &[Sort<UserField>],
        request: &PageRequest,
        default_size: u64,
    ) -> Result<Page<Profile>, Fault> {
        viewer.person()?;
        let mark = format!("users {filter:?} {sorts:?}");
        let sorting = sorting(sorts);
        let page = page::page(self.db.reader(), select(filter), &sorting, &mark, request, default_size);
        Ok(page.await?.map(|row| Profile::of(viewer, row)))
    }

    /// How many people a list has.
    ///
    /// # Errors
    /// [`Fault::Unauthenticated`], [`Fault::Forbidden`] for bots.
    pub async fn count_users(&self, viewer: &Viewer, filter: &Filter<UserTest>) -> Result<Count, Fault> {
        viewer.person()?;
        Ok(page::count(self.db.reader(), select(filter)).await?)
    }
}

fn select(filter: &Filter<UserTest>) -> Select<user::Entity> {
    user::Entity::find().filter(filter.sql(&UserTest::sql))
}

fn sorting(sorts: &[Sort<UserField>]) -> Sorting<user::Entity> {
    let by_name = [Sort { field: UserField::Name, descending: false }];
    let sorts = if sorts.is_empty() { &by_name } else { sorts };
    Sorting {
        keys: sorts.iter().map(key).collect(),
        id: user::Column::Id,
        id_of: |row| row.id.0,
        id_descending: sorts.last().is_some_and(|sort| sort.descending),
    }
}

fn key(sort: &Sort<UserField>) -> SortKey<user::Model> {
    let (column, of): (_, fn(&user::Model) -> page::Key) = match sort.field {
        UserField::Name => (user::Column::NameKey, |row| row.name_key.clone().into()),
        UserField::CreatedAt => (user::Column::CreatedAt, |row| row.created_at.into()),
    };
    SortKey { column: Expr::col(column), nullable: false, descending: sort.descending, of }
}
