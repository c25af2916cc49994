//! Questions about people, bots and regions.

use async_graphql::{Context, Enum, ID, Object};

use super::{bot::Bot, region::Region, user::User, viewer::Viewer};
use crate::{
    domain::identity::{UserField, UserTest},
    graphql::{
        context::{limits, parse_id, services, viewer},
        error::{Error, Nullable, Result},
        filter::{DateTimeFilter, TextFilter, enum_filters, filter, filter_input, sort_input, sorts},
        page::{Connection, ROOT_SIZE, connection},
        vocabulary::{Function, UserStatus},
    },
    platform::page::PageRequest,
};

enum_filters! {
    /// Tests of a function. What is given must all hold.
    FunctionFilter: Function => entity::user::Function;
    /// Tests of a person's status. What is given must all hold.
    UserStatusFilter: UserStatus => entity::user::UserStatus;
}

filter_input! {
    /// Which people. What is given must all hold.
    UserFilter of UserTest {
        /// Full name.
        name: TextFilter => UserTest::Name,
        /// The craft.
        function: FunctionFilter => UserTest::Function,
        /// Whether they may come in.
        status: UserStatusFilter => UserTest::Status,
        /// When they were entered.
        created_at: DateTimeFilter => UserTest::CreatedAt,
    }
}

/// What people can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "UserField")]
pub enum UserSortField {
    /// Full name, by its letters without case and accents.
    Name,
    /// When they were entered.
    CreatedAt,
}

sort_input! {
    /// One key of an order of people.
    UserSort by UserSortField => UserField
}

/// Root fields about people, bots and regions.
#[derive(Default)]
pub struct IdentityQuery;

#[Object]
impl IdentityQuery {
    /// Who you are and what you may do; null if you are not signed in.
    async fn viewer(&self, ctx: &Context<'_>) -> Option<Viewer> {
        Viewer::of(viewer(ctx))
    }

    /// A person. Requires: any person who is signed in.
    async fn user(&self, ctx: &Context<'_>, #[graphql(desc = "`usr_...`")] id: ID) -> Nullable<User> {
        Some(find_user(ctx, &id).await)
    }

    /// People, by name unless you say otherwise. Requires: any person who is signed in.
    #[expect(clippy::too_many_arguments, reason = "they are the arguments of a connection")]
    async fn users(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which people; all, if left out.")] filter: Option<UserFilter>,
        #[graphql(desc = "Up to three keys, the most important first.")] sort: Option<Vec<UserSort>>,
        #[graphql(desc = "How many from the front, at most 100; 20 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the back, at most 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Nullable<Connection<User>> {
        let request = PageRequest { first, after, last, before };
        Some(page_users(ctx, filter, sort, request).await)
    }

    /// All regions by code. Requires: any person who is signed in.
    async fn regions(&self, ctx: &Context<'_>) -> Nullable<Vec<Region>> {
        let rows = services(ctx).identity().regions(viewer(ctx)).await;
        Some(rows.map(|rows| rows.into_iter().map(Region).collect()).map_err(Error::from))
    }

    /// A bot. Requires: administrator, or the bot itself.
    async fn bot(&self, ctx: &Context<'_>, #[graphql(desc = "`bot_...`")] id: ID) -> Nullable<Bot> {
        Some(find_bot(ctx, &id).await)
    }

    /// All bots by name. Requires: administrator.
    async fn bots(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, at most 100; 20 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the back, at most 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Nullable<Connection<Bot>> {
        Some(page_bots(ctx, PageRequest { first, after, last, before }).await)
    }
}

async fn find_user(ctx: &Context<'_>, id: &ID) -> Result<User> {
    Ok(User(services(ctx).identity().user(viewer(ctx), parse_id(id)?).await?))
}

async fn find_bot(ctx: &Context<'_>, id: &ID) -> Result<Bot> {
    Ok(Bot(services(ctx).identity().bot(viewer(ctx), parse_id(id)?).await?))
}

async fn page_users(
    ctx: &Context<'_>,
    given: Option<UserFilter>,
    sort: Option<Vec<UserSort>>,
    request: PageRequest,
) -> Result<Connection<User>> {
    let (services, who) = (services(ctx).clone(), viewer(ctx).clone());
    let filter = filter(given, limits(ctx))?;
    let sorts = sorts(sort, limits(ctx))?;
    let page = services.identity().page_users(&who, &filter, &sorts, &request, ROOT_SIZE).await?;
    Ok(connection(page, User, move || {
        let (services, who, filter) = (services.clone(), who.clone(), filter.clone());
        async move { services.identity().count_users(&who, &filter).await }
    }))
}

async fn page_bots(ctx: &Context<'_>, request: PageRequest) -> Result<Connection<Bot>> {
    let (services, who) = (services(ctx).clone(), viewer(ctx).clone());
    let page = services.identity().page_bots(&who, &request).await?;
    Ok(connection(page, Bot, move || {
        let (services, who) = (services.clone(), who.clone());
        async move { services.identity().count_bots(&who).await }
    }))
}
