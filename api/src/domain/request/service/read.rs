//! Reading requests: one, lists, and what belongs to them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entity::{customer_request, id::RequestId, request_answer, request_hop, request_role};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, sea_query::SelectStatement,
};

use super::Requests;
use crate::{
    domain::{
        access::{Access, RequestAccess, Viewer, scope::RequestScope},
        fault::Fault,
        request::{
            list::{self, RequestFilter, RequestOrder},
            rules::{self, Due},
            timing::{Timing, timing},
        },
    },
    platform::page::{self, Count, Page, PageRequest},
};

/// A list of requests: which, in which order, which page of it.
#[derive(Clone, Debug)]
pub struct RequestList {
    /// Which.
    pub filter: RequestFilter,
    /// In which order.
    pub order: RequestOrder,
    /// Which page.
    pub request: PageRequest,
    /// How many, if the request does not say.
    pub default_size: u64,
}

impl Requests {
    /// A request.
    ///
    /// # Errors
    /// [`Fault::NotFound`] if there is none that the viewer may see.
    pub async fn get(&self, viewer: &Viewer, id: RequestId) -> Result<RequestAccess, Fault> {
        if matches!(viewer, Viewer::Anonymous) {
            return Err(Fault::Unauthenticated);
        }
        Access::requests(&self.access, viewer, &[id]).await?.remove(&id).ok_or(Fault::NotFound)
    }

    /// Those of the requests that the viewer may see.
    ///
    /// # Errors
    /// The database failed.
    pub async fn by_id(
        &self,
        viewer: &Viewer,
        ids: &[RequestId],
    ) -> Result<HashMap<RequestId, RequestAccess>, Fault> {
        Access::requests(&self.access, viewer, ids).await
    }

    /// A page of the requests that the viewer may see.
    ///
    /// # Errors
    /// A page that cannot be given.
    pub async fn page(&self, viewer: &Viewer, list: &RequestList) -> Result<Page<RequestAccess>, Fault> {
        if matches!(viewer, Viewer::Anonymous) {
            return Err(Fault::Unauthenticated);
        }
        let page = page::page(
            self.db.reader(),
            list::select(viewer, &list.filter, self.db.clock().now()),
            &list::sorting(list.order),
            &format!("requests {:?} {:?}", list.filter, list.order),
            &list.request,
            list.default_size,
        )
        .await?;
        Ok(page.map(|row| self.access.request_row(viewer, row)))
    }

    /// How many requests of a filter the viewer may see.
    ///
    /// # Errors
    /// The database failed.
    pub async fn count(&self, viewer: &Viewer, filter: &RequestFilter) -> Result<Count, Fault> {
        let select = list::select(viewer, filter, self.db.clock().now());
        Ok(page::count(self.db.reader(), select).await?)
    }

    /// The seats that had to answer each request, of all rounds, in their order.
    ///
    /// # Errors
    /// The database failed.
    pub async fn roles(
        &self,
        viewer: &Viewer,
        ids: &[RequestId],
    ) -> Result<HashMap<RequestId, Vec<request_role::Model>>, Fault> {
        use request_role::Column;
        let mut rows = request_role::Entity::find()
            .filter(Column::RequestId.in_subquery(seen(viewer, ids)))
            .all(self.db.reader())
            .await?;
        rows.sort_by_key(|row| (row.round, row.seat));
        Ok(grouped(rows, |row| row.request_id))
    }

    /// The answers to each request, in the order in which they were given.
    ///
    /// # Errors
    /// The database failed.
    pub async fn answers(
        &self,
        viewer: &Viewer,
        ids: &[RequestId],
    ) -> Result<HashMap<RequestId, Vec<request_answer::Model>>, Fault> {
        use request_answer::Column;
        let rows = request_answer::Entity::find()
            .filter(Column::RequestId.in_subquery(seen(viewer, ids)))
            .order_by_asc(Column::AnsweredAt)
            .order_by_asc(Column::Id)
            .all(self.db.reader())
            .await?;
        Ok(grouped(rows, |row| row.request_id))
    }

    /// The way of each request from seat to seat.
    ///
    /// # Errors
    /// The database failed.
    pub async fn hops(
        &self,
        viewer: &Viewer,
        ids: &[RequestId],
    ) -> Result<HashMap<RequestId, Vec<request_hop::Model>>, Fault> {
        use request_hop::Column;
        let rows = request_hop::Entity::find()
            .filter(Column::RequestId.in_subquery(seen(viewer, ids)))
            .order_by_asc(Column::Place)
            .all(self.db.reader())
            .await?;
        Ok(grouped(rows, |row| row.request_id))
    }

    /// How fast each request was answered, as of now.
    ///
    /// # Errors
    /// The database failed.
    pub async fn timings(
        &self,
        viewer: &Viewer,
        ids: &[RequestId],
    ) -> Result<HashMap<RequestId, Timing>, Fault> {
        let as_of = self.db.clock().now();
        let requests = Access::requests(&self.access, viewer, ids).await?;
        let (roles, hops) = (self.roles(viewer, ids).await?, self.hops(viewer, ids).await?);
        let versions: BTreeSet<i32> = requests.values().map(|it| it.request().policy_version).collect();
        let policies = self.policies.versions(versions).await?;
        let mut known = BTreeMap::new();
        let timed = requests.into_iter().filter_map(|(id, access)| {
            let row = access.into_inner();
            let policy = policies.get(&row.policy_version)?;
            let hours = known
                .entry((row.policy_version, row.region_id, row.time_zone.clone()))
                .or_insert_with(|| policy.business_hours(row.region_id, &row.time_zone));
            let roles = roles.get(&id).map_or(&[][..], Vec::as_slice);
            let hops = hops.get(&id).map_or(&[][..], Vec::as_slice);
            Some((id, timing(&(&row).into(), roles, hops, hours, as_of)))
        });
        Ok(timed.collect())
    }

    /// Whether the first answer comes in time, as of now.
    pub fn due(&self, request: &customer_request::Model) -> Due {
        rules::due(&request.into(), self.db.clock().now())
    }
}

/// Those of the requests that the viewer sees.
fn seen(viewer: &Viewer, ids: &[RequestId]) -> SelectStatement {
    customer_request::Entity::find()
        .select_only()
        .column(customer_request::Column::Id)
        .filter(customer_request::Column::Id.is_in(ids.iter().copied()))
        .filter(RequestScope::of(viewer).condition())
        .into_query()
}

fn grouped<R>(rows: Vec<R>, of: impl Fn(&R) -> RequestId) -> HashMap<RequestId, Vec<R>> {
    let mut groups: HashMap<RequestId, Vec<R>> = HashMap::new();
    for row in rows {
        groups.entry(of(&row)).or_default().push(row);
    }
    groups
}
