//! Keyset pages: which rows stand after a cursor in a given order, in both directions, with ties broken by id and nulls
//! ranked explicitly. A cursor holds the sort keys of its row, sealed with a mark of the list it belongs to, so that it can
//! only ever continue that list.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, Select,
    sea_query::{Alias, CaseStatement, Expr, ExprTrait, Order, Query, SimpleExpr},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::secret::sha256_hex;

mod many;
mod ranked;

pub use many::{counts, pages};
pub use ranked::ranked;

/// The largest page that a client may ask for.
pub const MAX_SIZE: u64 = 100;

/// The largest count that is computed; beyond it the answer is "at least".
pub const COUNT_CAP: u64 = 10_000;

/// What a client asks of a list: forward from `after`, or backward from `before`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct PageRequest {
    /// How many from the front.
    pub first: Option<i32>,
    /// The cursor to begin after.
    pub after: Option<String>,
    /// How many from the back.
    pub last: Option<i32>,
    /// The cursor to end before.
    pub before: Option<String>,
}

/// Why a page cannot be given.
#[derive(Debug, thiserror::Error)]
pub enum PageFault {
    /// The arguments contradict each other or are out of range.
    #[error("{0}")]
    Arguments(&'static str),
    /// More rows than a page may have.
    #[error("a page has at most {MAX_SIZE} rows, {0} were asked for")]
    TooLarge(u64),
    /// The cursor is none of this list with this filter and this order.
    #[error("the cursor does not belong to this list with this filter and order; start again without it")]
    CursorInvalid,
    /// The database failed.
    #[error("the list cannot be read")]
    Database(#[from] DbErr),
}

/// A page of rows, each with its cursor.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// The rows in the order of the list, whatever the direction of paging.
    pub rows: Vec<(String, T)>,
    /// Whether rows follow.
    pub has_next: bool,
    /// Whether rows precede.
    pub has_previous: bool,
}

impl<T> Page<T> {
    /// A page of a list that has no rows beyond the cursor of the request.
    pub fn empty(request: &PageRequest) -> Self {
        Self { rows: Vec::new(), has_next: request.before.is_some(), has_previous: request.after.is_some() }
    }

    /// The same page of other things.
    pub fn map<U>(self, mut change: impl FnMut(T) -> U) -> Page<U> {
        Page {
            rows: self.rows.into_iter().map(|(cursor, row)| (cursor, change(row))).collect(),
            has_next: self.has_next,
            has_previous: self.has_previous,
        }
    }
}

/// A count that stops counting at [`COUNT_CAP`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// How many, at most the cap.
    pub count: u64,
    /// Whether there may be more.
    pub at_least: bool,
}

/// The value of a sort key in a cursor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Key {
    /// Nothing; ranked after everything else when ascending.
    #[serde(rename = "n")]
    Null,
    /// A text, compared byte by byte.
    #[serde(rename = "t")]
    Text(String),
    /// A whole number.
    #[serde(rename = "i")]
    Number(i64),
    /// An instant.
    #[serde(rename = "d")]
    Instant(DateTime<Utc>),
    /// A day.
    #[serde(rename = "y")]
    Day(NaiveDate),
}

impl Key {
    fn value(&self) -> Option<SimpleExpr> {
        Some(match self {
            Self::Null => return None,
            Self::Text(text) => Expr::val(text.clone()),
            Self::Number(number) => Expr::val(*number),
            Self::Instant(instant) => Expr::val(*instant),
            Self::Day(day) => Expr::val(*day),
        })
    }
}

impl<T: Into<Key>> From<Option<T>> for Key {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl From<String> for Key {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<i64> for Key {
    fn from(value: i64) -> Self {
        Self::Number(value)
    }
}

impl From<DateTime<Utc>> for Key {
    fn from(value: DateTime<Utc>) -> Self {
        Self::Instant(value)
    }
}

impl From<NaiveDate> for Key {
    fn from(value: NaiveDate) -> Self {
        Self::Day(value)
    }
}

/// One column of an order.
pub struct SortKey<M> {
    /// What is compared.
    pub column: SimpleExpr,
    /// Whether it can be null.
    pub nullable: bool,
    /// From the largest down.
    pub descending: bool,
    /// The key of a row.
    pub of: fn(&M) -> Key,
}

/// An order of a list: up to three keys, then the id.
pub struct Sorting<E: EntityTrait> {
    /// The keys, the most important first.
    pub keys: Vec<SortKey<E::Model>>,
    /// The id column.
    pub id: E::Column,
    /// The id of a row.
    pub id_of: fn(&E::Model) -> Uuid,
    /// Whether ties go from the largest id down; usually the direction of the last key.
    pub id_descending: bool,
}

#[derive(Serialize, Deserialize)]
struct CursorText(String, Vec<Key>, Uuid);

/// How many rows to fetch, from which side, beyond which row.
struct Plan {
    size: u64,
    backward: bool,
    beyond: Option<CursorText>,
}

/// Reads one page. `mark` names the list, its filter and its order; a cursor of another mark is refused.
///
/// # Errors
/// Arguments that contradict each other, a size out of range, a cursor of another list, the database's errors.
pub async fn page<E, C>(
    connection: &C,
    select: Select<E>,
    sorting: &Sorting<E>,
    mark: &str,
    request: &PageRequest,
    default_size: u64,
) -> Result<Page<E::Model>, PageFault>
where
    E: EntityTrait,
    E::Model: FromQueryResult + Send + Sync,
    C: ConnectionTrait,
{
    let mark = marked(mark);
    let plan = plan(request, &mark, sorting.keys.len(), default_size)?;
    let mut select = order(select, sorting, plan.backward);
    if let Some(cursor) = &plan.beyond {
        select = select.filter(beyond(sorting, cursor, plan.backward));
    }
    let rows = select.limit(plan.size + 1).all(connection).await?;
    Ok(plan.page(rows, |row| cursor_text(&mark, sorting, row)))
}

/// Counts the rows of a select, up to the cap.
///
/// # Errors
/// The database's errors.
pub async fn count<E: EntityTrait, C: ConnectionTrait>(
    connection: &C,
    select: Select<E>,
) -> Result<Count, DbErr> {
    let limited = select.select_only().expr(Expr::val(1)).limit(COUNT_CAP + 1);
    let counting = Query::select()
        .expr(Expr::cust("count(*)"))
        .from_subquery(sea_orm::QueryTrait::into_query(limited), Alias::new("counted"))
        .to_owned();
    let row = connection.query_one(&counting).await?;
    let found: i64 = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
    let found = u64::try_from(found).unwrap_or(0);
    Ok(Count { count: Ord::min(found, COUNT_CAP), at_least: found > COUNT_CAP })
}

impl Plan {
    /// The page of the rows that were fetched, one of them perhaps too many, in the order that they were fetched in.
    fn page<M>(&self, mut rows: Vec<M>, cursor: impl Fn(&M) -> String) -> Page<M> {
        let more = rows.len() as u64 > self.size;
        rows.truncate(usize::try_from(self.size).unwrap_or(usize::MAX));
        if self.backward {
            rows.reverse();
        }
        let came_from_elsewhere = self.beyond.is_some();
        let rows = rows.into_iter().map(|row| (cursor(&row), row)).collect();
        if self.backward {
            Page { rows, has_next: came_from_elsewhere, has_previous: more }
        } else {
            Page { rows, has_next: more, has_previous: came_from_elsewhere }
        }
    }
}

/// The short form of a list's mark, of which the seal of each cursor is made.
fn marked(mark: &str) -> String {
    sha256_hex(mark.as_bytes())[..16].to_owned()
}

fn plan(request: &PageRequest, mark: &str, keys: usize, default_size: u64) -> Result<Plan, PageFault> {
    let forward = request.first.is_some() || request.after.is_some();
    let backward = request.last.is_some() || request.before.is_some();
    if forward && backward {
        return Err(PageFault::Arguments("use `first` with `after`, or `last` with `before`, not both"));
    }
    let size = match request.first.or(request.last) {
        None => default_size,
        Some(size) => u64::try_from(size)
            .map_err(|_| PageFault::Arguments("`first` and `last` must not be negative"))?,
    };
    if size > MAX_SIZE {
        return Err(PageFault::TooLarge(size));
    }
    let beyond = match request.after.as_ref().or(request.before.as_ref()) {
        None => None,
        Some(text) => Some(parse_cursor(text, mark, keys).ok_or(PageFault::CursorInvalid)?),
    };
    Ok(Plan { size, backward, beyond })
}

fn parse_cursor(text: &str, mark: &str, keys: usize) -> Option<CursorText> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let cursor: CursorText = serde_json::from_slice(&bytes).ok()?;
    (cursor.1.len() == keys && cursor.0 == seal(mark, &cursor.1, cursor.2)).then_some(cursor)
}

/// Ties what a cursor holds to its list, so that keys of another sort never reach the database.
fn seal(mark: &str, keys: &[Key], id: Uuid) -> String {
    // Strings, numbers and instants always serialise.
    let held = serde_json::to_vec(&(mark, keys, id)).unwrap_or_default();
    sha256_hex(&held)[..16].to_owned()
}

fn cursor_text<E: EntityTrait>(mark: &str, sorting: &Sorting<E>, row: &E::Model) -> String {
    let keys: Vec<Key> = sorting.keys.iter().map(|key| (key.of)(row)).collect();
    let id = (sorting.id_of)(row);
    let cursor = CursorText(seal(mark, &keys, id), keys, id);
    // Strings, numbers and instants always serialise.
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(&cursor).unwrap_or_default())
}

fn order<E: EntityTrait>(select: Select<E>, sorting: &Sorting<E>, backward: bool) -> Select<E> {
    let keys = keys_in_order(sorting, backward);
    keys.into_iter().fold(select, |select, (key, direction)| select.order_by(key, direction))
}

/// What the rows are ordered by, the most important first, the id last.
fn keys_in_order<E: EntityTrait>(sorting: &Sorting<E>, backward: bool) -> Vec<(SimpleExpr, Order)> {
    let direction = |descending: bool| if descending == backward { Order::Asc } else { Order::Desc };
    let mut keys = Vec::new();
    for key in &sorting.keys {
        if key.nullable {
            keys.push((null_rank(&key.column), direction(key.descending)));
        }
        keys.push((key.column.clone(), direction(key.descending)));
    }
    keys.push((sorting.id.into_expr(), direction(sorting.id_descending)));
    keys
}

/// 1 for null, else 0: nulls come last in an ascending order, on both engines.
fn null_rank(column: &SimpleExpr) -> SimpleExpr {
    CaseStatement::new().case(column.clone().is_null(), 1).finally(0).into()
}

/// The rows that come after the cursor's row: equal in some leading keys, beyond in the next. The bound on the first key
/// stands apart so that an index on it can be used.
fn beyond<E: EntityTrait>(sorting: &Sorting<E>, cursor: &CursorText, backward: bool) -> Condition {
    let mut equal = Condition::all();
    let mut any = Condition::any();
    for (key, value) in sorting.keys.iter().zip(&cursor.1) {
        any = any.add(equal.clone().add(strictly_beyond(key, value, key.descending != backward)));
        equal = equal.add(match value.value() {
            Some(value) => key.column.clone().eq(value),
            None => key.column.clone().is_null(),
        });
    }
    let id =
        if sorting.id_descending == backward { sorting.id.gt(cursor.2) } else { sorting.id.lt(cursor.2) };
    any = any.add(equal.add(id));
    match sorting.keys.first().zip(cursor.1.first()) {
        Some((key, value)) if !key.nullable => {
            let column = key.column.clone();
            let bound = value
                .value()
                .map(|value| if key.descending == backward { column.gte(value) } else { column.lte(value) });
            Condition::all().add_option(bound).add(any)
        }
        _ => any,
    }
}

fn strictly_beyond<M>(key: &SortKey<M>, value: &Key, down: bool) -> Condition {
    let column = key.column.clone();
    match (value.value(), down) {
        (Some(value), true) => Condition::any().add(column.lt(value)),
        (Some(value), false) => {
            let nulls = key.nullable.then(|| column.clone().is_null());
            Condition::any().add(column.gt(value)).add_option(nulls)
        }
        // Null is the last of an ascending order: nothing is beyond it, and going down everything else is.
        (None, true) => Condition::any().add(column.is_not_null()),
        (None, false) => Condition::any().add(Expr::val(1).eq(0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(seal: &str, keys: &[Key]) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(&(seal, keys, Uuid::nil())).unwrap())
    }

    #[test]
    fn a_cursor_with_other_keys_than_its_row_had_is_refused() {
        let keys = [Key::Text("acme".into())];
        let seal = seal("list", &keys, Uuid::nil());
        assert!(parse_cursor(&text(&seal, &keys), "list", 1).is_some());
        assert!(parse_cursor(&text(&seal, &keys), "other", 1).is_none());
        for forged in [Key::Number(1), Key::Text("\0".into()), Key::Null] {
            assert!(parse_cursor(&text(&seal, &[forged]), "list", 1).is_none());
        }
    }
}
