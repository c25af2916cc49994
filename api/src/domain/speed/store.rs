//! The rows that figures of response speed are made of. Each is asked for with the viewer's scope.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use entity::{
    account::Tier,
    assignment,
    assignment::{Position, Seat},
    customer_request::{self, Column, RequestKind, RequestState},
    id::{AccountId, RegionId, RequestId},
    request_hop, request_role,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Select, sea_query::SelectStatement,
};

use super::rules::{Primary, completed_at};
use crate::domain::{access::scope::RequestScope, request::rules::Course};

/// From when on, and before when.
pub(super) type Span = (DateTime<Utc>, DateTime<Utc>);

/// Which requests.
#[derive(Clone, Debug)]
pub(super) enum Which {
    /// Of a span, of these accounts or of all.
    InSpan(Span, Option<Vec<AccountId>>),
    /// Of each account a span of its own.
    InSpans(Vec<(AccountId, Span)>),
}

/// What figures need of a request: nothing that anybody wrote.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Row {
    pub(super) id: RequestId,
    pub(super) account_id: AccountId,
    pub(super) kind: RequestKind,
    state: RequestState,
    pub(super) round: i32,
    pub(super) occurred_at: DateTime<Utc>,
    first_answered_at: Option<DateTime<Utc>>,
    closed_at: Option<DateTime<Utc>>,
    due_at: Option<DateTime<Utc>>,
    pub(super) tier_at_log: Option<Tier>,
    pub(super) region_id: RegionId,
    pub(super) time_zone: String,
    pub(super) policy_version: i32,
}

impl Row {
    /// Its course so far.
    pub(super) fn course(&self) -> Course {
        Course {
            occurred_at: self.occurred_at,
            first_answered_at: self.first_answered_at,
            closed_at: self.closed_at,
            due_at: self.due_at,
        }
    }

    pub(super) fn is_closed(&self) -> bool {
        self.state == RequestState::Closed
    }
}

/// The requests that were not withdrawn, of those that the scope holds.
fn counted(scope: &RequestScope, which: &Which) -> Select<customer_request::Entity> {
    let within =
        |(from, to): Span| Condition::all().add(Column::OccurredAt.gte(from)).add(Column::OccurredAt.lt(to));
    let wanted = match which {
        Which::InSpan(span, accounts) => {
            within(*span).add_option(accounts.as_ref().map(|it| Column::AccountId.is_in(it.iter().copied())))
        }
        Which::InSpans(spans) => spans.iter().fold(Condition::any(), |any, (account, span)| {
            any.add(within(*span).add(Column::AccountId.eq(*account)))
        }),
    };
    customer_request::Entity::find()
        .filter(scope.condition())
        .filter(Column::State.ne(RequestState::Withdrawn))
        .filter(wanted)
}

fn accounts(scope: &RequestScope, which: &Which) -> SelectStatement {
    counted(scope, which).select_only().column(Column::AccountId).into_query()
}

fn ids(scope: &RequestScope, which: &Which) -> SelectStatement {
    counted(scope, which).select_only().column(Column::Id).into_query()
}

/// The requests, `at_most` of them.
pub(super) async fn requests<C: ConnectionTrait>(
    connection: &C,
    scope: &RequestScope,
    which: &Which,
    at_most: u64,
) -> Result<Vec<Row>, DbErr> {
    counted(scope, which)
        .select_only()
        .columns([
            Column::Id,
            Column::AccountId,
            Column::Kind,
            Column::State,
            Column::Round,
            Column::OccurredAt,
            Column::FirstAnsweredAt,
            Column::ClosedAt,
            Column::DueAt,
            Column::TierAtLog,
            Column::RegionId,
            Column::TimeZone,
            Column::PolicyVersion,
        ])
        .limit(at_most)
        .into_model::<Row>()
        .all(connection)
        .await
}

/// The seats that had to answer them in their first round.
pub(super) async fn roles<C: ConnectionTrait>(
    connection: &C,
    scope: &RequestScope,
    which: &Which,
) -> Result<HashMap<RequestId, Vec<request_role::Model>>, DbErr> {
    let rows = request_role::Entity::find()
        .filter(request_role::Column::Round.eq(1))
        .filter(request_role::Column::RequestId.in_subquery(ids(scope, which)))
        .all(connection)
        .await?;
    Ok(grouped(rows, |row| row.request_id))
}

/// Their ways from seat to seat in their first round.
pub(super) async fn hops<C: ConnectionTrait>(
    connection: &C,
    scope: &RequestScope,
    which: &Which,
) -> Result<HashMap<RequestId, Vec<request_hop::Model>>, DbErr> {
    let rows = request_hop::Entity::find()
        .filter(request_hop::Column::Round.eq(1))
        .filter(request_hop::Column::RequestId.in_subquery(ids(scope, which)))
        .order_by_asc(request_hop::Column::Place)
        .all(connection)
        .await?;
    Ok(grouped(rows, |row| row.request_id))
}

fn grouped<R>(rows: Vec<R>, of: impl Fn(&R) -> RequestId) -> HashMap<RequestId, Vec<R>> {
    let mut groups: HashMap<RequestId, Vec<R>> = HashMap::new();
    for row in rows {
        groups.entry(of(&row)).or_default().push(row);
    }
    groups
}

type Term = (AccountId, Option<Seat>, DateTime<Utc>, Option<DateTime<Utc>>);

/// When the triangles of their accounts were first complete; accounts whose triangle never was are left out.
pub(super) async fn completed<C: ConnectionTrait>(
    connection: &C,
    scope: &RequestScope,
    which: &Which,
) -> Result<BTreeMap<AccountId, DateTime<Utc>>, DbErr> {
    use assignment::Column;
    let rows: Vec<Term> = assignment::Entity::find()
        .select_only()
        .columns([Column::AccountId, Column::Seat, Column::StartedAt, Column::EndedAt])
        .filter(Column::Position.eq(Position::Primary))
        .filter(Column::AccountId.in_subquery(accounts(scope, which)))
        .into_tuple()
        .all(connection)
        .await?;
    let mut terms: BTreeMap<AccountId, Vec<Primary>> = BTreeMap::new();
    for (account, seat, started_at, ended_at) in rows {
        let primary = seat.map(|seat| Primary { seat, started_at, ended_at });
        terms.entry(account).or_default().extend(primary);
    }
    Ok(terms.into_iter().filter_map(|(account, terms)| Some((account, completed_at(&terms)?))).collect())
}
