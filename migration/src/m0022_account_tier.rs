//! Which tier an account had since when.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, STATEMENTS).await
    }
}

const STATEMENTS: &[&str] = &[
    "create table account_tier (account_id {uuid} not null references account (id), since {instant} not null,
        tier {text} check (tier in ('S', 'A', 'B', 'C')), primary key (account_id, since))",
    "create index account_tier_by_tier on account_tier (tier, account_id, since)",
    // Nobody kept it before: what an account is now counts as what it always was.
    "insert into account_tier (account_id, since, tier) select id, created_at, tier from account where tier is not null",
];
