//! Questions about the viewer's notices.

use async_graphql::{Context, ID, InputObject, Object};

use super::object::{Notice, NoticeKind, QuietHours, quiet_hours};
use crate::{
    domain::notice::NoticeList,
    graphql::{
        context::{limits, parse_id, services, viewer},
        error::{Error, Nullable, Result},
        page::{Connection, ROOT_SIZE, connection},
    },
    platform::page::PageRequest,
};

/// Root fields about the viewer's notices.
#[derive(Default)]
pub struct NoticeQuery;

/// Which of the viewer's notices. Several conditions must all hold; one left out does not narrow.
#[derive(Clone, Debug, Default, InputObject)]
pub struct NoticeFilter {
    /// True: only those that are unread. False: only those that are read.
    unread: Option<bool>,
    /// True: those that were put away, too. Left out: without them.
    include_dismissed: Option<bool>,
    /// Only these kinds.
    kinds: Option<Vec<NoticeKind>>,
    /// Only those of these accounts.
    account_ids: Option<Vec<ID>>,
}

#[Object]
impl NoticeQuery {
    /// The viewer's own notices, the latest first: all of them, also those that wait for a digest.
    ///
    /// Requires: a person.
    async fn my_notices(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which of them; those not put away, if left out.")] filter: Option<NoticeFilter>,
        #[graphql(desc = "How many from the front, at most 100; 20 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the back, at most 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Nullable<Connection<Notice>> {
        let request = PageRequest { first, after, last, before };
        Some(page(ctx, filter.unwrap_or_default(), request).await)
    }

    /// The hours of the day in which the viewer is left in peace; null if there are none.
    ///
    /// Requires: a person.
    async fn my_quiet_hours(&self, ctx: &Context<'_>) -> Nullable<QuietHours> {
        quiet_hours(ctx).await
    }
}

async fn page(ctx: &Context<'_>, filter: NoticeFilter, request: PageRequest) -> Result<Connection<Notice>> {
    let max = limits(ctx).input_list;
    let accounts = filter.account_ids.unwrap_or_default();
    if accounts.len() > max {
        return Err(Error::limit("inputList", accounts.len(), max));
    }
    let list = NoticeList {
        unread: filter.unread,
        dismissed: filter.include_dismissed.unwrap_or(false),
        kinds: filter.kinds.map(|kinds| kinds.into_iter().map(Into::into).collect()),
        accounts: match accounts.is_empty() {
            true => None,
            false => Some(accounts.iter().map(parse_id).collect::<Result<_>>()?),
        },
    };
    let (services, viewer) = (services(ctx).clone(), viewer(ctx).clone());
    let page = services.notices().page(&viewer, &list, &request, ROOT_SIZE).await?;
    Ok(connection(page, Notice, move || {
        let (services, viewer, list) = (services.clone(), viewer.clone(), list.clone());
        async move { services.notices().count(&viewer, &list).await }
    }))
}
