//! The rows that were recorded of terms: nothing that anybody wrote, and of requests nothing but when.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use entity::{
    assignment::Seat,
    customer_request::{self, RequestState},
    handover, handover_item,
    id::{AccountId, AssignmentId, HandoverId, RegionId, RequestId, UserId},
    incident, knowledge_use, request_hop, request_role,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, RelationDef, Select, sea_query::SelectStatement,
};

use super::days::Window;

/// What is needed of a request.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Request {
    pub(super) id: RequestId,
    pub(super) account_id: AccountId,
    state: RequestState,
    round: i32,
    pub(super) region_id: RegionId,
    pub(super) time_zone: String,
    pub(super) policy_version: i32,
}

impl Request {
    /// Whether it was ever closed.
    pub(super) fn was_closed(&self) -> bool {
        self.state == RequestState::Closed || self.round > 1
    }
}

/// The requests of accounts that may have waited in a span and were not withdrawn.
fn waited(accounts: &BTreeSet<AccountId>, span: Window) -> Select<customer_request::Entity> {
    use customer_request::Column;
    let not_before = Condition::any().add(Column::ClosedAt.is_null()).add(Column::ClosedAt.gte(span.from));
    customer_request::Entity::find()
        .filter(Column::AccountId.is_in(accounts.iter().copied()))
        .filter(Column::OccurredAt.lt(span.to))
        .filter(Column::State.ne(RequestState::Withdrawn))
        .filter(not_before)
}

fn ids(accounts: &BTreeSet<AccountId>, span: Window) -> SelectStatement {
    waited(accounts, span).select_only().column(customer_request::Column::Id).into_query()
}

/// Those requests, `at_most` of them.
pub(super) async fn requests<C: ConnectionTrait>(
    connection: &C,
    accounts: &BTreeSet<AccountId>,
    span: Window,
    at_most: u64,
) -> Result<Vec<Request>, DbErr> {
    use customer_request::Column;
    waited(accounts, span)
        .select_only()
        .columns([
            Column::Id,
            Column::AccountId,
            Column::State,
            Column::Round,
            Column::RegionId,
            Column::TimeZone,
            Column::PolicyVersion,
        ])
        .limit(at_most)
        .into_model::<Request>()
        .all(connection)
        .await
}

/// A seat that had to answer a request: from when on, and when it did.
pub(super) type Role = (RequestId, Seat, DateTime<Utc>, Option<DateTime<Utc>>);

/// The seats that had to answer them in their first round.
pub(super) async fn roles<C: ConnectionTrait>(
    connection: &C,
    accounts: &BTreeSet<AccountId>,
    span: Window,
) -> Result<Vec<Role>, DbErr> {
    use request_role::Column;
    request_role::Entity::find()
        .select_only()
        .columns([Column::RequestId, Column::Seat, Column::AskedAt, Column::AnsweredAt])
        .filter(Column::Round.eq(1))
        .filter(Column::RemovedAt.is_null())
        .filter(Column::RequestId.in_subquery(ids(accounts, span)))
        .into_tuple()
        .all(connection)
        .await
}

/// When they were first reopened: the second round begins with its first hop.
pub(super) async fn reopened<C: ConnectionTrait>(
    connection: &C,
    accounts: &BTreeSet<AccountId>,
    span: Window,
) -> Result<HashMap<RequestId, DateTime<Utc>>, DbErr> {
    use request_hop::Column;
    let rows: Vec<(RequestId, DateTime<Utc>)> = request_hop::Entity::find()
        .select_only()
        .columns([Column::RequestId, Column::OccurredAt])
        .filter(Column::Round.eq(2))
        .filter(Column::RequestId.in_subquery(ids(accounts, span)))
        .order_by_desc(Column::Place)
        .into_tuple()
        .all(connection)
        .await?;
    // The first hop comes last and stays.
    Ok(rows.into_iter().collect())
}

/// A use of the think tank: by whom, for which account, when.
pub(super) type Used = (UserId, AccountId, DateTime<Utc>);

/// Uses for things of an account, whose ids are in one column and whose accounts in another.
fn used<E: EntityTrait>(
    things: E,
    (id, on): (E::Column, E::Column),
    accounts: &BTreeSet<AccountId>,
    span: Window,
) -> Select<knowledge_use::Entity> {
    use knowledge_use::Column;
    let thing: RelationDef = knowledge_use::Entity::belongs_to(things).from(Column::Target).to(id).into();
    knowledge_use::Entity::find()
        .select_only()
        .column(Column::UserId)
        .column(on)
        .column(Column::UsedAt)
        .join(JoinType::InnerJoin, thing)
        .filter(on.is_in(accounts.iter().copied()))
        .filter(Column::UsedAt.gte(span.from))
        .filter(Column::UsedAt.lt(span.to))
}

/// The uses of a span for incidents, requests and handovers of accounts.
pub(super) async fn uses<C: ConnectionTrait>(
    connection: &C,
    accounts: &BTreeSet<AccountId>,
    span: Window,
) -> Result<Vec<Used>, DbErr> {
    let of_incidents = (incident::Column::Id, incident::Column::AccountId);
    let of_requests = (customer_request::Column::Id, customer_request::Column::AccountId);
    let of_handovers = (handover::Column::Id, handover::Column::AccountId);
    let mut rows: Vec<Used> = Vec::new();
    for select in [
        used(incident::Entity, of_incidents, accounts, span),
        used(customer_request::Entity, of_requests, accounts, span),
        used(handover::Entity, of_handovers, accounts, span),
    ] {
        rows.extend(select.into_tuple::<Used>().all(connection).await?);
    }
    Ok(rows)
}

/// When each item of the packs was acknowledged, for the terms that began by a handover.
pub(super) async fn items<C: ConnectionTrait>(
    connection: &C,
    terms: impl IntoIterator<Item = AssignmentId>,
) -> Result<HashMap<AssignmentId, Vec<Option<DateTime<Utc>>>>, DbErr> {
    use handover::Column;
    let begun: Vec<(HandoverId, Option<AssignmentId>)> = handover::Entity::find()
        .select_only()
        .columns([Column::Id, Column::NewAssignmentId])
        .filter(Column::NewAssignmentId.is_in(terms))
        .into_tuple()
        .all(connection)
        .await?;
    let begun: HashMap<HandoverId, AssignmentId> =
        begun.into_iter().filter_map(|(handover, term)| Some((handover, term?))).collect();
    if begun.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(HandoverId, Option<DateTime<Utc>>)> = handover_item::Entity::find()
        .select_only()
        .columns([handover_item::Column::HandoverId, handover_item::Column::AcknowledgedAt])
        .filter(handover_item::Column::HandoverId.is_in(begun.keys().copied()))
        .into_tuple()
        .all(connection)
        .await?;
    let mut items: HashMap<AssignmentId, Vec<_>> = begun.values().map(|term| (*term, Vec::new())).collect();
    for (handover, acknowledged_at) in rows {
        let Some(term) = begun.get(&handover) else { continue };
        items.entry(*term).or_default().push(acknowledged_at);
    }
    Ok(items)
}
