//! The escalation policy: a row a version, and the first version as data.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{Statement, Value, prelude::Json},
};

use crate::dialect;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, TABLES).await?;
        let document: Json = FIRST.parse().map_err(|error| DbErr::Json(format!("{error}")))?;
        let statement = Statement::from_sql_and_values(
            manager.get_database_backend(),
            "insert into escalation_policy (version, document) values (1, $1)",
            [Value::from(document)],
        );
        manager.get_connection().execute_raw(statement).await?;
        Ok(())
    }
}

/// What a company starts with: the tables of the domain page, section 8.
const FIRST: &str = include_str!("m0003_escalation_policy/first.json");

const TABLES: &[&str] = &[
    r#"create table escalation_policy (version integer not null primary key check (version > 0),
        document {json} not null, reason {text}, revised_at {instant}, revised_by {uuid} references "user" (id),
        check ((version = 1) = (revised_by is null)))"#,
];
