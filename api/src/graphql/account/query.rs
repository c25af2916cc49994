//! Questions about accounts.

use async_graphql::{Context, ID, Lookahead, Object};
use entity::id::AccountId;

use super::{
    list::{AccountFilter, AccountSort},
    object::Account,
};
use crate::{
    domain::{
        access::AccountAccess,
        account::{AccountField, AccountList, AccountTest, Serving},
    },
    graphql::{
        context::{limits, parse_id, services, viewer},
        error::{Nullable, Result},
        filter::{filter, search, sorts},
        page::{Connection, ROOT_SIZE, connection},
        vocabulary::{Position, Seat},
    },
    platform::{
        filter::{Filter, Sort},
        page::{Page, PageRequest},
    },
};

/// Root fields about accounts.
#[derive(Default)]
pub struct AccountQuery;

/// Root fields about accounts.
#[Object]
impl AccountQuery {
    /// An account. `NOT_FOUND` if there is none that you may see.
    ///
    /// Requires: sight of the account.
    async fn account(&self, ctx: &Context<'_>, #[graphql(desc = "`acc_...`")] id: ID) -> Nullable<Account> {
        Some(find(ctx, &id).await)
    }

    /// The account with this code, whatever its case, accents and width. `NOT_FOUND` if there is none that you may see.
    ///
    /// Requires: sight of the account.
    async fn account_by_code(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The short name that people write.")] code: String,
    ) -> Nullable<Account> {
        Some(find_by_code(ctx, &code).await)
    }

    /// The accounts that you may see, by name unless you say otherwise.
    ///
    /// Requires: a sign-in; bots need the scope `account:read`.
    #[expect(clippy::too_many_arguments, reason = "they are the arguments of a connection")]
    async fn accounts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which accounts; all, if left out.")] filter: Option<AccountFilter>,
        #[graphql(
            desc = "Occurs in the name or the code, whatever case, accents and width. At most 200 characters."
        )]
        search: Option<String>,
        #[graphql(desc = "Up to three keys, the most important first.")] sort: Option<Vec<AccountSort>>,
        #[graphql(desc = "How many from the front, at most 100; 20 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the back, at most 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Nullable<Connection<Account>> {
        let wanted = Wanted { filter, search, sort, serving: None };
        Some(list(ctx, wanted, PageRequest { first, after, last, before }).await)
    }

    /// The accounts that you serve yourself, by name unless you say otherwise.
    ///
    /// Requires: a person who is signed in.
    #[expect(clippy::too_many_arguments, reason = "they are the arguments of a connection")]
    async fn my_accounts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those that you serve in this seat.")] seat: Option<Seat>,
        #[graphql(desc = "Only those that you serve in this position.")] position: Option<Position>,
        #[graphql(desc = "Which of them; all, if left out.")] filter: Option<AccountFilter>,
        #[graphql(desc = "Up to three keys, the most important first.")] sort: Option<Vec<AccountSort>>,
        #[graphql(desc = "How many from the front, at most 100; 20 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the back, at most 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Nullable<Connection<Account>> {
        Some(mine(ctx, (seat, position), filter, sort, PageRequest { first, after, last, before }).await)
    }

    /// The watch list: the prospects that the company keeps an eye on, of those that you may see, the next review first.
    ///
    /// Requires: a sign-in; bots need the scope `account:read`.
    async fn watch_list(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, at most 100; 20 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the back, at most 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Nullable<Connection<Account>> {
        let watched = AccountList {
            filter: Filter::Test(AccountTest::Watched(true)),
            search: None,
            serving: None,
            sort: vec![Sort { field: AccountField::ReviewOn, descending: false }],
        };
        Some(page(ctx, watched, PageRequest { first, after, last, before }).await)
    }
}

/// A list as a client asks for it.
struct Wanted {
    filter: Option<AccountFilter>,
    search: Option<String>,
    sort: Option<Vec<AccountSort>>,
    serving: Option<Serving>,
}

async fn find(ctx: &Context<'_>, id: &ID) -> Result<Account> {
    let id: AccountId = parse_id(id)?;
    one(ctx, services(ctx).accounts().get(viewer(ctx), id).await?).await
}

async fn find_by_code(ctx: &Context<'_>, code: &str) -> Result<Account> {
    one(ctx, services(ctx).accounts().by_code(viewer(ctx), code).await?).await
}

async fn one(ctx: &Context<'_>, access: AccountAccess) -> Result<Account> {
    let found = Account::all(ctx, vec![access.clone()], &[ctx.look_ahead()]).await?.pop();
    Ok(found.unwrap_or_else(|| Account::new(access)))
}

async fn mine(
    ctx: &Context<'_>,
    (seat, position): (Option<Seat>, Option<Position>),
    filter: Option<AccountFilter>,
    sort: Option<Vec<AccountSort>>,
    request: PageRequest,
) -> Result<Connection<Account>> {
    let user = viewer(ctx).person()?.id;
    let serving = Serving { user, seat: seat.map(Into::into), position: position.map(Into::into) };
    list(ctx, Wanted { filter, search: None, sort, serving: Some(serving) }, request).await
}

async fn list(ctx: &Context<'_>, wanted: Wanted, request: PageRequest) -> Result<Connection<Account>> {
    let limits = limits(ctx);
    let list = AccountList {
        filter: filter(wanted.filter, limits)?,
        search: search(wanted.search)?,
        serving: wanted.serving,
        sort: sorts(wanted.sort, limits)?,
    };
    page(ctx, list, request).await
}

async fn page(ctx: &Context<'_>, list: AccountList, request: PageRequest) -> Result<Connection<Account>> {
    let (services, who) = (services(ctx).clone(), viewer(ctx).clone());
    let page = services.accounts().page(&who, &list, &request, ROOT_SIZE).await?;
    let page = with_teams(ctx, page).await?;
    Ok(connection(
        page,
        |account| account,
        move || {
            let (services, who, list) = (services.clone(), who.clone(), list.clone());
            async move { services.accounts().count(&who, &list).await }
        },
    ))
}

/// The page with what its selection asks of the accounts' teams, read for all of them at once.
async fn with_teams(ctx: &Context<'_>, page: Page<AccountAccess>) -> Result<Page<Account>> {
    let selection = ctx.look_ahead();
    let rows: [Lookahead<'_>; 2] = [selection.field("nodes"), selection.field("edges").field("node")];
    let (cursors, accounts): (Vec<_>, Vec<_>) = page.rows.into_iter().unzip();
    let accounts = Account::all(ctx, accounts, &rows).await?;
    let rows = cursors.into_iter().zip(accounts).collect();
    Ok(Page { rows, has_next: page.has_next, has_previous: page.has_previous })
}
