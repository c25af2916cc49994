//! Questions about customers' requests.

use async_graphql::{Context, ID, Object};

use super::{
    list::{self, CustomerRequestFilter},
    object::CustomerRequest,
    vocabulary::CustomerRequestOrder,
};
use crate::{
    domain::request::RequestOrder,
    graphql::{
        context::{parse_id, services, viewer},
        error::{Nullable, Result},
        page::Connection,
    },
    platform::page::PageRequest,
};

/// Root fields about customers' requests.
#[derive(Default)]
pub struct RequestQuery;

#[Object]
impl RequestQuery {
    /// A customer's request.
    ///
    /// Requires: primary, deputy or member of the account; receiver or former holder of one of its seats, while they read for a
    /// handover; director of the region; executive, where they see the account; auditor.
    async fn customer_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "`req_...`")] id: ID,
    ) -> Nullable<CustomerRequest> {
        Some(find(ctx, &id).await)
    }

    /// The customers' requests that the viewer may see, what was asked last first unless you say otherwise.
    ///
    /// Requires: a person, or a bot, who sees none; each request as `customerRequest` says.
    #[expect(clippy::too_many_arguments, reason = "they are the arguments of a connection")]
    async fn customer_requests(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which requests; all, if left out.")] filter: Option<CustomerRequestFilter>,
        #[graphql(desc = "In which order; `LATEST`, if left out.")] order: Option<CustomerRequestOrder>,
        #[graphql(desc = "How many from the front, at most 100; 20 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the back, at most 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Nullable<Connection<CustomerRequest>> {
        let order = order.map_or(RequestOrder::Latest, Into::into);
        let request = PageRequest { first, after, last, before };
        Some(list::page(ctx, filter, order, request).await)
    }

    /// The viewer's inbox: open requests for which a seat has to answer that the viewer holds as primary or deputy, what is due
    /// first first, what has no target last.
    ///
    /// Requires: a person.
    async fn my_customer_requests(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which of them; all, if left out.")] filter: Option<CustomerRequestFilter>,
        #[graphql(desc = "How many from the front, at most 100; 20 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the back, at most 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Nullable<Connection<CustomerRequest>> {
        let request = PageRequest { first, after, last, before };
        Some(list::inbox(ctx, filter, request).await)
    }
}

async fn find(ctx: &Context<'_>, id: &ID) -> Result<CustomerRequest> {
    Ok(CustomerRequest(services(ctx).requests().get(viewer(ctx), parse_id(id)?).await?))
}
