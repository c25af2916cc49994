//! Lists of requests: the input that narrows them, the list at the root and the viewer's inbox.

use async_graphql::{Context, ID, InputObject};
use chrono::{DateTime, Utc};

use super::{
    object::CustomerRequest,
    vocabulary::{CustomerRequestKind, CustomerRequestState},
};
use crate::{
    domain::{
        access::Viewer,
        fault::Fault,
        request::{RequestFilter, RequestList, RequestOrder},
    },
    graphql::{
        context::{limits, parse_id, services, viewer},
        error::{Error, Result},
        filter::comparable,
        page::{Connection, ROOT_SIZE, connection},
        vocabulary::{Seat, Tier},
    },
    limits::Limits,
    platform::page::PageRequest,
};

/// Which requests. What is given must all hold; a list means one of its values.
#[derive(Clone, Debug, Default, InputObject)]
pub struct CustomerRequestFilter {
    /// Of one of these accounts, `acc_...`, at most 100.
    account_ids: Option<Vec<ID>>,
    /// Where they stand.
    states: Option<Vec<CustomerRequestState>>,
    /// What sort of demand.
    kinds: Option<Vec<CustomerRequestKind>>,
    /// The account's tier when they were logged.
    tiers_at_log: Option<Vec<Tier>>,
    /// The seat that must move next.
    holders: Option<Vec<Seat>>,
    /// Open, and one of these seats has to answer.
    waiting_for: Option<Vec<Seat>>,
    /// True: the first answer came late, or is late now. False: not so.
    late: Option<bool>,
    /// The customer asked at this instant or later.
    occurred_from: Option<DateTime<Utc>>,
    /// The customer asked before this instant.
    occurred_to: Option<DateTime<Utc>>,
    /// Who logged them, `usr_...`.
    recorded_by_id: Option<ID>,
}

fn mirrored<G, E: From<G>>(values: Option<Vec<G>>) -> Option<Vec<E>> {
    values.map(|values| values.into_iter().map(Into::into).collect())
}

impl CustomerRequestFilter {
    pub(super) fn filter(self, limits: &Limits) -> Result<RequestFilter> {
        let max = limits.input_list;
        let given = self.account_ids.as_ref().map_or(0, Vec::len);
        if given > max {
            return Err(Error::limit("inputList", given, max));
        }
        comparable([("occurredFrom", self.occurred_from), ("occurredTo", self.occurred_to)])?;
        let accounts = self.account_ids.map(|ids| ids.iter().map(parse_id).collect::<Result<_>>());
        Ok(RequestFilter {
            accounts: accounts.transpose()?,
            states: mirrored(self.states),
            kinds: mirrored(self.kinds),
            tiers: mirrored(self.tiers_at_log),
            holders: mirrored(self.holders),
            waiting_for: mirrored(self.waiting_for),
            late: self.late,
            occurred_from: self.occurred_from,
            occurred_to: self.occurred_to,
            recorded_by: self.recorded_by_id.as_ref().map(parse_id).transpose()?,
            waiting_for_viewer: false,
        })
    }
}

/// The list at the root.
pub(super) async fn page(
    ctx: &Context<'_>,
    filter: Option<CustomerRequestFilter>,
    order: RequestOrder,
    request: PageRequest,
) -> Result<Connection<CustomerRequest>> {
    let filter = filter.unwrap_or_default().filter(limits(ctx))?;
    read(ctx, RequestList { filter, order, request, default_size: ROOT_SIZE }).await
}

/// What waits for a seat of the viewer.
pub(super) async fn inbox(
    ctx: &Context<'_>,
    filter: Option<CustomerRequestFilter>,
    request: PageRequest,
) -> Result<Connection<CustomerRequest>> {
    viewer(ctx).person()?;
    let filter = filter.unwrap_or_default().filter(limits(ctx))?;
    let filter = RequestFilter { waiting_for_viewer: true, ..filter };
    read(ctx, RequestList { filter, order: RequestOrder::Urgent, request, default_size: ROOT_SIZE }).await
}

async fn read(ctx: &Context<'_>, list: RequestList) -> Result<Connection<CustomerRequest>> {
    let (services, viewer) = (services(ctx).clone(), viewer(ctx).clone());
    if matches!(viewer, Viewer::Anonymous) {
        return Err(Fault::Unauthenticated.into());
    }
    let page = services.requests().page(&viewer, &list).await?;
    Ok(connection(page, CustomerRequest, move || {
        let (services, viewer, filter) = (services.clone(), viewer.clone(), list.filter.clone());
        async move { services.requests().count(&viewer, &filter).await }
    }))
}
