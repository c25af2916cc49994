//! What was looked for in vain: the gaps of the think tank. Kept are a normalised text, how often, and when last; never who
//! asked. What looks like an address or a number of a person is not kept at all, and neither is what is longer than 200 characters.
//!
//! No more than 10,000 texts are kept: whenever there are more, the thousand that were asked for least are dropped, of those the ones
//! that nobody has asked for longest, but never the one that came just now. A search never waits for any of this, and where many
//! come to nothing at once, some of them are not noted.

use std::sync::Arc;

use entity::{
    id::KnowledgeGapId,
    knowledge_gap,
    knowledge_gap::{Column, Entity, Model},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, OnConflict},
};

use super::service::KnowledgeEntries;
use crate::{
    domain::{
        access::{Viewer, proof},
        fault::Fault,
    },
    platform::{
        db::Tx,
        page::{self, Count, Page, PageRequest, SortKey, Sorting},
        task, text,
    },
};

/// Characters of a text that is kept.
const LONGEST_QUERY: usize = 200;

/// How many texts are kept, and how many are dropped when there are more.
const MOST: u64 = 10_000;
const DROPPED: u64 = 1_000;

/// How many are noted at the same time; of more nothing is noted.
pub(super) const AT_ONCE: usize = 16;

/// So many digits in a row may be a telephone number.
const DIGITS: usize = 6;

impl KnowledgeEntries {
    /// Notes in the background that something was looked for and not found. What is too short, too long or may be personal is not
    /// kept.
    pub fn note_gap(&self, query: &str) {
        let Some(query) = kept(query) else { return };
        let Ok(turn) = Arc::clone(&self.noting).try_acquire_owned() else { return };
        let entries = self.clone();
        task::spawn("gap", async move {
            if let Err(error) = entries.keep_gap(&query).await {
                tracing::warn!(%error, "cannot note a gap of the think tank");
            }
            drop(turn);
        });
    }

    async fn keep_gap(&self, query: &str) -> Result<(), Fault> {
        self.db
            .write(|tx| async move {
                let row = knowledge_gap::ActiveModel {
                    id: Set(KnowledgeGapId(tx.next_id())),
                    query: Set(query.to_owned()),
                    searches: Set(1),
                    last_at: Set(tx.now()),
                };
                let again = OnConflict::column(Column::Query)
                    .value(Column::Searches, Expr::col((Entity, Column::Searches)).add(1))
                    .value(Column::LastAt, Expr::value(tx.now()))
                    .to_owned();
                Entity::insert(row).on_conflict(again).exec_without_returning(&*tx).await?;
                make_room(&tx, query).await
            })
            .await?;
        Ok(())
    }

    /// A page of what was looked for in vain, the most wanted first.
    ///
    /// # Errors
    /// The viewer is neither director nor executive; arguments that contradict each other, a cursor of another list.
    pub async fn gaps(
        &self,
        viewer: &Viewer,
        request: &PageRequest,
        default_size: u64,
    ) -> Result<Page<Model>, Fault> {
        proof::read_gaps(viewer)?;
        let sorting = most_wanted_first();
        Ok(page::page(self.db.reader(), Entity::find(), &sorting, "gaps", request, default_size).await?)
    }

    /// How much was looked for in vain.
    ///
    /// # Errors
    /// The viewer is neither director nor executive.
    pub async fn count_gaps(&self, viewer: &Viewer) -> Result<Count, Fault> {
        proof::read_gaps(viewer)?;
        Ok(page::count(self.db.reader(), Entity::find()).await?)
    }
}

/// Drops what was asked for least if there is too much.
async fn make_room(tx: &Tx, present: &str) -> Result<(), Fault> {
    if Entity::find().count(&**tx).await? <= MOST {
        return Ok(());
    }
    let least = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::Query.ne(present))
        .order_by_asc(Column::Searches)
        .order_by_asc(Column::LastAt)
        .order_by_asc(Column::Id)
        .limit(DROPPED);
    Entity::delete_many().filter(Column::Id.in_subquery(least.into_query())).exec(&**tx).await?;
    Ok(())
}

/// What is kept of a search; `None`: nothing.
fn kept(query: &str) -> Option<String> {
    let key = text::key(query);
    let words: Vec<&str> = key.split_whitespace().collect();
    let query = words.join(" ");
    let length = query.chars().count();
    let longest_number =
        query.split(|letter: char| !letter.is_numeric()).map(|run| run.chars().count()).max();
    let personal = query.contains('@') || longest_number.is_some_and(|digits| digits >= DIGITS);
    ((2..=LONGEST_QUERY).contains(&length) && !personal).then_some(query)
}

fn most_wanted_first() -> Sorting<Entity> {
    let searches = SortKey {
        column: Column::Searches.into_expr(),
        nullable: false,
        descending: true,
        of: |row: &Model| row.searches.into(),
    };
    Sorting { keys: vec![searches], id: Column::Id, id_of: |row| row.id.0, id_descending: true }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_of_a_search_is_normalised_and_tells_of_no_person() {
        let long = "x".repeat(LONGEST_QUERY + 1);
        for (query, expected) in [
            ("  Price   LIST ", Some("price list")),
            ("价格", Some("价格")),
            ("RC-142", Some("rc-142")),
            ("plan 2026", Some("plan 2026")),
            ("x", None),
            ("  ", None),
            ("sato@example.com", None),
            ("+49 1701234567", None),
            (long.as_str(), None),
        ] {
            assert_eq!(kept(query).as_deref(), expected, "{query}");
        }
    }
}
