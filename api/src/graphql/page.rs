//! Connections: pages of rows as Relay wants them, with a count that is taken only if it is asked for.

use std::{future::Future, pin::Pin};

use async_graphql::{
    Object, OutputType, SimpleObject,
    connection::{Connection as Relay, Edge, EmptyFields},
};

use super::{
    error::{Error, Nullable},
    failure::CountPrecision,
};
use crate::platform::page::{Count, Page};

/// How many rows a list at the root gives if the client does not say.
pub(super) const ROOT_SIZE: u64 = 20;

/// How many rows a nested list gives if the client does not say.
pub(super) const NESTED_SIZE: u64 = 10;

/// A list in pages.
pub(super) type Connection<T> = Relay<String, T, Counted, EmptyFields>;

/// How many rows a list has in all. Counting stops at 10,000.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct TotalCount {
    /// How many.
    pub count: i32,
    /// Whether that is all.
    pub precision: CountPrecision,
}

type Counting = Pin<Box<dyn Future<Output = Result<Count, Error>> + Send>>;

/// Counts a list when the field is selected.
pub struct Counted(Box<dyn Fn() -> Counting + Send + Sync>);

/// Fields that a connection has beside those of Relay.
#[Object]
impl Counted {
    /// How many rows the list has in all, counted only if this field is selected. Counting stops at 10,000.
    async fn total_count(&self) -> Nullable<TotalCount> {
        Some(match (self.0)().await {
            Ok(count) => Ok(TotalCount {
                count: i32::try_from(count.count).unwrap_or(i32::MAX),
                precision: if count.at_least { CountPrecision::AtLeast } else { CountPrecision::Exact },
            }),
            Err(error) => Err(error),
        })
    }
}

/// A page as a connection; `count` runs only if `totalCount` is selected.
pub(super) fn connection<R, T, F, Fut, E>(
    page: Page<R>,
    mut node: impl FnMut(R) -> T,
    count: F,
) -> Connection<T>
where
    T: OutputType,
    F: Fn() -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<Count, E>> + Send + 'static,
    E: Into<Error>,
{
    let counted = Counted(Box::new(move || {
        let counting = count();
        Box::pin(async { counting.await.map_err(Into::into) })
    }));
    let mut connection = Relay::with_additional_fields(page.has_previous, page.has_next, counted);
    connection.edges = page.rows.into_iter().map(|(cursor, row)| Edge::new(cursor, node(row))).collect();
    connection
}
