//! Queries and writes of special notes.

use std::cmp::Reverse;

use chrono::{DateTime, Utc};
use entity::{
    id::AccountId,
    special_note::{Column, Entity, Model},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter,
};

use crate::platform::{
    db::Tx,
    page::{SortKey, Sorting},
};

/// The notes that are not over.
fn open(now: DateTime<Utc>) -> Condition {
    let running = Condition::any().add(Column::ExpiresAt.is_null()).add(Column::ExpiresAt.gt(now));
    Condition::all().add(Column::RevokedAt.is_null()).add(running)
}

/// The order of a history.
pub(super) fn latest_first() -> Sorting<Entity> {
    let began = SortKey {
        column: Column::EffectiveFrom.into_expr(),
        nullable: false,
        descending: true,
        of: |row: &Model| row.effective_from.into(),
    };
    Sorting { keys: vec![began], id: Column::Id, id_of: |row| row.id.0, id_descending: true }
}

/// The notes of these accounts that hold now: the worst first, then what began last.
pub(in crate::domain) async fn in_force<C: ConnectionTrait>(
    connection: &C,
    accounts: &[AccountId],
    now: DateTime<Utc>,
) -> Result<Vec<Model>, DbErr> {
    let mut rows = Entity::find()
        .filter(Column::AccountId.is_in(accounts.iter().copied()))
        .filter(open(now))
        .filter(Column::EffectiveFrom.lte(now))
        .all(connection)
        .await?;
    rows.sort_by_key(|row| (row.severity, Reverse((row.effective_from, row.id))));
    Ok(rows)
}

/// How many notes of an account are not over.
pub(super) async fn count_open(tx: &Tx, account: AccountId) -> Result<u64, DbErr> {
    let select = Entity::find().filter(Column::AccountId.eq(account)).filter(open(tx.now()));
    select.count(&**tx).await
}

/// Writes a note that was changed, as its next version.
pub(super) async fn save(tx: &Tx, mut note: Model) -> Result<Model, DbErr> {
    note.version += 1;
    note.updated_at = tx.now();
    Entity::update(note.into_active_model().reset_all()).exec(&**tx).await
}
