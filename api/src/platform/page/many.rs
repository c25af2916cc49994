//! The same page of many lists at once, in one statement: the nested lists of a list.

use std::{collections::HashMap, hash::Hash};

use sea_orm::{
    ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, QueryTrait, Select,
    TryGetable,
    sea_query::{Alias, Asterisk, Expr, ExprTrait, OverStatement, Query, SimpleExpr, WindowStatement},
};

use super::{
    COUNT_CAP, Count, Page, PageFault, PageRequest, Plan, Sorting, beyond, cursor_text, keys_in_order,
    marked, plan,
};

/// The column of the inner select that says whose row it is.
const OWNER: &str = "owner_of_row";

/// The column of the inner select that numbers the rows of each owner.
const PLACE: &str = "place_of_row";

/// Reads the same page of many lists: of each owner the rows that stand after the cursor. `owner` says whose row it is;
/// `select` is narrowed to the wanted owners already. Owners without rows are left out.
///
/// # Errors
/// As [`super::page`].
pub async fn pages<O, E, C>(
    connection: &C,
    select: Select<E>,
    owner: SimpleExpr,
    sorting: &Sorting<E>,
    mark: &str,
    request: &PageRequest,
    default_size: u64,
) -> Result<HashMap<O, Page<E::Model>>, PageFault>
where
    O: TryGetable + Eq + Hash,
    E: EntityTrait,
    E::Model: FromQueryResult,
    C: ConnectionTrait,
{
    let mark = marked(mark);
    let plan = plan(request, &mark, sorting.keys.len(), default_size)?;
    let mut select = select;
    if let Some(cursor) = &plan.beyond {
        select = select.filter(beyond(sorting, cursor, plan.backward));
    }
    let inner = QueryTrait::into_query(select.expr_as(owner.clone(), OWNER));
    let rows = connection.query_all(&numbered(inner, owner, sorting, &plan)).await?;
    let mut found: HashMap<O, Vec<E::Model>> = HashMap::new();
    for row in rows {
        let owner = row.try_get("", OWNER)?;
        found.entry(owner).or_default().push(E::Model::from_query_result(&row, "")?);
    }
    let pages = found
        .into_iter()
        .map(|(owner, rows)| (owner, plan.page(rows, |row| cursor_text(&mark, sorting, row))));
    Ok(pages.collect())
}

/// The first rows of each owner, and one more that tells whether there are more.
fn numbered<E: EntityTrait>(
    mut inner: sea_orm::sea_query::SelectStatement,
    owner: SimpleExpr,
    sorting: &Sorting<E>,
    plan: &Plan,
) -> sea_orm::sea_query::SelectStatement {
    let mut window = WindowStatement::new();
    window.add_partition_by(owner);
    for (key, direction) in keys_in_order(sorting, plan.backward) {
        sea_orm::sea_query::OrderedStatement::order_by_expr(&mut window, key, direction);
    }
    inner.expr_window_as(Expr::cust("row_number()"), window, PLACE);
    Query::select()
        .column(Asterisk)
        .from_subquery(inner, Alias::new("numbered"))
        .and_where(Expr::col(PLACE).lte(plan.size + 1))
        .order_by(PLACE, sea_orm::Order::Asc)
        .to_owned()
}

/// Counts the rows of many lists, each up to the cap. Owners without rows are left out.
///
/// # Errors
/// The database's errors.
pub async fn counts<O, E, C>(
    connection: &C,
    select: Select<E>,
    owner: SimpleExpr,
) -> Result<HashMap<O, Count>, DbErr>
where
    O: TryGetable + Eq + Hash,
    E: EntityTrait,
    C: ConnectionTrait,
{
    let select = select
        .select_only()
        .expr_as(owner.clone(), OWNER)
        .expr_as(Expr::cust("count(*)"), PLACE)
        .group_by(owner);
    let rows = connection.query_all(&QueryTrait::into_query(select)).await?;
    rows.iter()
        .map(|row| {
            let found = u64::try_from(row.try_get::<i64>("", PLACE)?).unwrap_or(0);
            let count = Count { count: Ord::min(found, COUNT_CAP), at_least: found > COUNT_CAP };
            Ok((row.try_get("", OWNER)?, count))
        })
        .collect()
}
