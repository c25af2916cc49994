//! What creating and escalating mutations answered, kept 24 hours, so that a repeated request does nothing twice.

use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency_key")]
pub struct Model {
    /// Who asked: a user id or a bot id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub principal: String,
    /// Which mutation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub mutation: String,
    /// The key that the client chose.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// SHA-256 of the input, hexadecimal.
    pub payload_hash: String,
    /// What was made or changed.
    pub entity_id: Uuid,
    /// The events of the change.
    pub event_ids: Json,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
