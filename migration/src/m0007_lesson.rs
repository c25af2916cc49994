//! Why an incident that was closed taught no lesson.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, WAIVER).await
    }
}

const WAIVER: &[&str] = &[
    "alter table incident add column lesson_waiver_reason {text}",
    r#"alter table incident add column lesson_waived_by {uuid} references "user" (id)"#,
];
