//! The signed versions of letters of commitment: frozen texts, and what the customer said to each.

use sea_orm::entity::prelude::*;

use crate::id::{LetterId, UserId};

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "letter_revision")]
pub struct Model {
    /// Of which letter.
    #[sea_orm(primary_key, auto_increment = false)]
    pub letter_id: LetterId,
    /// Number of the version, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    /// Everything that was signed, as the text that the hash is of.
    pub content: String,
    /// SHA-256 of the content, hexadecimal.
    pub content_hash: String,
    /// Who signed it.
    pub signer_id: UserId,
    /// When it was signed.
    pub signed_at: DateTimeUtc,
    /// When it was sent to the customer.
    pub sent_at: Option<DateTimeUtc>,
    /// To whom and how it was sent.
    pub sent_to: Option<String>,
    /// When the customer answered.
    pub answered_at: Option<DateTimeUtc>,
    /// Who at the customer answered.
    pub answered_by: Option<String>,
    /// Why the customer sent it back; null: they did not.
    pub return_note: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
