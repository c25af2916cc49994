//! The packs of handovers as their receivers took them. They never change.

use sea_orm::entity::prelude::*;

use crate::id::HandoverId;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "handover_pack")]
pub struct Model {
    /// Of which handover.
    #[sea_orm(primary_key, auto_increment = false)]
    pub handover_id: HandoverId,
    /// Everything that was handed over, as the text that the hash is of.
    pub content: String,
    /// SHA-256 of the content, hexadecimal.
    pub content_hash: String,
    /// When the receiver took it.
    pub accepted_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
