//! Verifications fall due by themselves: each is told once, on whatever node.

use entity::{
    id::KnowledgeEntryId,
    knowledge_entry::{Column, Entity},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

use super::{
    change::Change, error::KnowledgeError, event::KnowledgeEventKind, heirs, service::KnowledgeEntries,
    verify,
};
use crate::{
    domain::{
        access::Viewer,
        fault::Fault,
        trust::{verifiable, withheld},
    },
    platform::db::Tx,
};

/// How many entries are looked at in one go.
const BATCH: u64 = 200;

impl KnowledgeEntries {
    /// Tells of the entries whose verification has fallen due, of each once.
    ///
    /// # Errors
    /// The database failed.
    pub async fn tell_due(&self) -> Result<(), KnowledgeError> {
        loop {
            let now = self.db.clock().now();
            let due: Vec<KnowledgeEntryId> = Entity::find()
                .select_only()
                .column(Column::Id)
                .filter(verifiable())
                .filter(withheld(now).not())
                .filter(Column::DueToldAt.is_null())
                .filter(Column::DueAt.lte(now))
                .order_by_asc(Column::DueAt)
                .limit(BATCH)
                .into_tuple()
                .all(self.db.reader())
                .await?;
            if due.is_empty() {
                return Ok(());
            }
            for id in due {
                self.db.write(|tx| tell_in(tx, id)).await?;
            }
        }
    }
}

async fn tell_in(tx: Tx, id: KnowledgeEntryId) -> Result<(), KnowledgeError> {
    // Of several nodes that come here one sets the mark; the others find it set.
    let marked = Entity::update_many()
        .col_expr(Column::DueToldAt, Expr::value(tx.now()))
        .filter(Column::Id.eq(id))
        .filter(Column::DueToldAt.is_null())
        .filter(Column::DueAt.lte(tx.now()))
        .exec(&*tx)
        .await?;
    if marked.rows_affected == 0 {
        return Ok(());
    }
    let entry = Entity::find_by_id(id).one(&*tx).await?.ok_or(Fault::NotFound)?;
    let people = verify::verifiers(&tx, id).await?;
    heirs::remember(&tx, &entry, &people).await?;
    let change = Change::of(KnowledgeEventKind::VerificationDue, &entry);
    change.concerning(people).unseen(&tx, &Viewer::Anonymous).await
}
