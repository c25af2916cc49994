//! The rows that figures are made of. Each is asked for with the viewer's scope.

use chrono::{DateTime, Utc};
use entity::{
    account::Tier,
    clock, commitment,
    commitment::CommitmentState,
    id::{AccountId, IncidentId},
    incident::{self, IncidentState, Severity},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select,
};

use super::rules::{Clock, Incident, Promise, TOLD};
use crate::domain::access::scope::IncidentScope;

/// Which incidents: of a span, of these accounts or of all.
#[derive(Clone, Debug)]
pub(super) struct Span {
    /// From when on.
    pub(super) from: DateTime<Utc>,
    /// Before when.
    pub(super) to: DateTime<Utc>,
    /// Of which accounts; `None`: of all.
    pub(super) accounts: Option<Vec<AccountId>>,
}

/// The incidents of a span whose channel opened and that were neither declined nor cancelled, of those that the scope holds.
fn counted(scope: &IncidentScope, span: &Span) -> Select<incident::Entity> {
    use incident::Column;
    let opened = clock::Entity::find().select_only().column(clock::Column::IncidentId);
    let select = incident::Entity::find()
        .filter(scope.condition())
        .filter(Column::ReportedAt.gte(span.from))
        .filter(Column::ReportedAt.lt(span.to))
        .filter(Column::State.is_not_in([IncidentState::Declined, IncidentState::Cancelled]))
        .filter(Column::Id.in_subquery(opened.into_query()));
    match &span.accounts {
        None => select,
        Some(accounts) => select.filter(Column::AccountId.is_in(accounts.iter().copied())),
    }
}

type Row = (IncidentId, i64, AccountId, Option<Tier>, Option<Severity>, Severity, DateTime<Utc>);

/// The incidents of a span, `at_most` of them.
pub(super) async fn incidents<C: ConnectionTrait>(
    connection: &C,
    scope: &IncidentScope,
    span: &Span,
    at_most: u64,
) -> Result<Vec<Incident>, DbErr> {
    use incident::Column;
    let rows: Vec<Row> = counted(scope, span)
        .select_only()
        .columns([
            Column::Id,
            Column::Number,
            Column::AccountId,
            Column::TierAtReport,
            Column::Severity,
            Column::SeverityClaimed,
            Column::ReportedAt,
        ])
        .limit(at_most)
        .into_tuple()
        .all(connection)
        .await?;
    let incident = |(id, number, account, tier, confirmed, claimed, reported_at): Row| Incident {
        id,
        number,
        account,
        tier,
        severity: confirmed.unwrap_or(claimed),
        reported_at,
    };
    Ok(rows.into_iter().map(incident).collect())
}

/// Their clocks of the first generation.
pub(super) async fn clocks<C: ConnectionTrait>(
    connection: &C,
    scope: &IncidentScope,
    span: &Span,
) -> Result<Vec<Clock>, DbErr> {
    use clock::Column;
    let rows: Vec<(IncidentId, _, _, _)> = clock::Entity::find()
        .select_only()
        .columns([Column::IncidentId, Column::Kind, Column::MetAt, Column::BreachedAt])
        .filter(Column::Generation.eq(1))
        .filter(Column::Kind.is_in(TOLD.map(|(kind, _)| kind)))
        .filter(Column::IncidentId.in_subquery(ids(scope, span)))
        .into_tuple()
        .all(connection)
        .await?;
    let clock = |(incident, kind, met_at, breached_at)| Clock { incident, kind, met_at, breached_at };
    Ok(rows.into_iter().map(clock).collect())
}

/// The promises of their letters.
pub(super) async fn promises<C: ConnectionTrait>(
    connection: &C,
    scope: &IncidentScope,
    span: &Span,
) -> Result<Vec<Promise>, DbErr> {
    use commitment::Column;
    let rows: Vec<(IncidentId, CommitmentState, Option<DateTime<Utc>>)> = commitment::Entity::find()
        .select_only()
        .columns([Column::IncidentId, Column::State, Column::OverdueAt])
        .filter(Column::IncidentId.in_subquery(ids(scope, span)))
        .into_tuple()
        .all(connection)
        .await?;
    let promise = |(incident, state, overdue_at): (_, _, Option<_>)| Promise {
        incident,
        state,
        overdue: overdue_at.is_some(),
    };
    Ok(rows.into_iter().map(promise).collect())
}

fn ids(scope: &IncidentScope, span: &Span) -> sea_orm::sea_query::SelectStatement {
    counted(scope, span).select_only().column(incident::Column::Id).into_query()
}
