//! What somebody who leaves a seat leaves in the think tank: entries of the account that fell to them to verify, and drafts about it.

use entity::{
    id::{KnowledgeEntryId, UserId},
    knowledge_entry::{Column, Entity, KnowledgeState},
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    domain::{
        access::{AccountAccess, duty::DutyScope},
        fault::Fault,
        trust::{verifiable, withheld},
    },
    platform::db::Tx,
};

/// The entries of an account whose verification falls to a person now, what is due first first; at most so many, or
/// all.
///
/// # Errors
/// The database failed.
pub(in crate::domain) async fn falling_to(
    tx: &Tx,
    account: &AccountAccess,
    person: UserId,
    limit: Option<u64>,
) -> Result<Vec<KnowledgeEntryId>, Fault> {
    let entries = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::AccountId.eq(account.account().id))
        .filter(verifiable())
        .filter(withheld(tx.now()).not())
        .filter(Column::DueAt.is_not_null())
        .filter(DutyScope::of_person(person).condition())
        .order_by_asc(Column::DueAt)
        .order_by_asc(Column::Id)
        .limit(limit)
        .into_tuple()
        .all(&**tx)
        .await?;
    Ok(entries)
}

/// How many drafts about an account a person has begun.
///
/// # Errors
/// The database failed.
pub(in crate::domain) async fn drafts_of(
    tx: &Tx,
    account: &AccountAccess,
    author: UserId,
) -> Result<u64, Fault> {
    let drafts = Entity::find()
        .filter(Column::AccountId.eq(account.account().id))
        .filter(Column::AuthorId.eq(author))
        .filter(Column::State.eq(KnowledgeState::Draft))
        .count(&**tx)
        .await?;
    Ok(drafts)
}
