//! What is written stands in Postgres's index of lexemes at once. By default it is put on a list first, which each search reads
//! from its beginning to its end, and which is as long as some thousand documents before anything shortens it.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

use crate::dialect;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() != DbBackend::Postgres {
            return Ok(());
        }
        dialect::run(manager, AT_ONCE).await
    }
}

/// What waits is put where it belongs first, since the second step lets nobody read until the end.
const AT_ONCE: &[&str] = &[
    "select gin_clean_pending_list('search_index_by_lexeme')",
    "select gin_clean_pending_list('search_index_for_all_by_lexeme')",
    "alter index search_index_by_lexeme set (fastupdate = off)",
    "alter index search_index_for_all_by_lexeme set (fastupdate = off)",
    "select gin_clean_pending_list('search_index_by_lexeme')",
    "select gin_clean_pending_list('search_index_for_all_by_lexeme')",
];
