//! Finds without reading all entries whom a change of somebody's rights leaves with a duty to verify.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, INDEXES).await
    }
}

/// What a person was told of, and what names them.
const INDEXES: &[&str] = &[
    "create index knowledge_duty_told_by_user on knowledge_duty_told (user_id, entry_id)",
    "create index knowledge_entry_by_verifier on knowledge_entry (verifier_id) where verifier_id is not null",
];
