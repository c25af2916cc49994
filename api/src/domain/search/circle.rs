//! What a viewer serves, as the index can be asked for it, so that it gives few rows to judge. The rights decide; this only narrows.

use std::collections::BTreeSet;

use entity::{assignment, id::AccountId, incident, incident_responder};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::UnionType,
};

use super::{expression::Expression, filter::SearchFilter, lexemes};
use crate::domain::access::Viewer;

/// Of more accounts than these the index is not asked, only the tables.
const MOST_CIRCLES: usize = 100;

/// Which documents may be for a viewer: never less than the viewer may see.
pub(super) enum Circles {
    /// All of them, or too many to narrow them down.
    All,
    /// Those of these accounts, one at least.
    Of(BTreeSet<AccountId>),
    /// Those of these accounts, and those that are for all staff or about no account.
    Served(BTreeSet<AccountId>),
}

/// The documents of these accounts.
pub(super) fn documents_of(accounts: &BTreeSet<AccountId>) -> Expression {
    Expression::Any(accounts.iter().map(|account| Expression::Lexeme(lexemes::circle(account.0))).collect())
}

/// The documents that are for all staff or about no account.
pub(super) fn for_all() -> Expression {
    Expression::Any([lexemes::nobody(), lexemes::all_staff()].map(Expression::Lexeme).into())
}

/// What a viewer serves, of what the filter lets through.
pub(super) async fn circles<C: ConnectionTrait>(
    connection: &C,
    viewer: &Viewer,
    filter: &SearchFilter,
) -> Result<Circles, DbErr> {
    if !filter.accounts.is_empty() && filter.accounts.len() <= MOST_CIRCLES {
        return Ok(Circles::Of(filter.accounts.clone()));
    }
    let accounts = match viewer {
        Viewer::Person(person) if person.roles.iter().all(|role| is_plain(*role)) => {
            let mut accounts = served(connection, person.id).await?;
            accounts.extend(person.reads.iter().copied());
            accounts
        }
        Viewer::Bot(bot) => match &bot.accounts {
            Some(accounts) => accounts.iter().copied().collect(),
            None => return Ok(Circles::All),
        },
        _ => return Ok(Circles::All),
    };
    Ok(if accounts.len() > MOST_CIRCLES { Circles::All } else { Circles::Served(accounts) })
}

/// A role that opens no accounts of itself.
fn is_plain(role: entity::user_role::OrganisationRole) -> bool {
    role == entity::user_role::OrganisationRole::Staff
}

/// The accounts that a person is assigned to, whose incidents they lead or ever led, or help with.
async fn served<C: ConnectionTrait>(
    connection: &C,
    person: entity::id::UserId,
) -> Result<BTreeSet<AccountId>, DbErr> {
    let assigned = assignment::Entity::find()
        .select_only()
        .column(assignment::Column::AccountId)
        .filter(assignment::Column::UserId.eq(person))
        .filter(assignment::Column::EndedAt.is_null());
    let responding = incident_responder::Entity::find()
        .select_only()
        .column(incident_responder::Column::IncidentId)
        .filter(incident_responder::Column::UserId.eq(person))
        .filter(incident_responder::Column::RemovedAt.is_null());
    let incidents = || incident::Entity::find().select_only().column(incident::Column::AccountId);
    let leading = incidents().filter(incident::Column::ExecutiveLeadId.eq(person));
    let helping = incidents().filter(incident::Column::Id.in_subquery(responding.into_query()));
    let mut all = assigned.into_query();
    for more in [leading.into_query(), helping.into_query()] {
        all.union(UnionType::Distinct, more);
    }
    let rows = connection.query_all(&all).await?;
    rows.iter().map(|row| row.try_get_by_index(0)).collect()
}
