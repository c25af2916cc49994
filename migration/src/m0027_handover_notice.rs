//! Which handover a notice is about.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, HANDOVER).await
    }
}

/// Notices of before keep none.
const HANDOVER: &[&str] = &[
    "alter table notice add column handover_id {uuid} references handover (id)",
    "create index notice_handover on notice (handover_id) where handover_id is not null",
];
