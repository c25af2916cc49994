//! Special notes of accounts: what everybody must heed who deals with them.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::id::{AccountId, SpecialNoteId, UserId};

/// What a note asks of its reader.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SpecialNoteKind {
    /// Not to say or do something.
    Avoid,
    /// To do something in a certain way.
    Heed,
    /// To know something.
    Know,
}

/// How bad it is not to heed a note. The worst first.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SpecialNoteSeverity {
    /// It may cost the account.
    Critical,
    /// It does harm.
    Warning,
    /// It helps to know.
    Info,
}

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "special_note")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SpecialNoteId,
    /// Of which account.
    pub account_id: AccountId,
    /// What it asks of its reader.
    pub kind: SpecialNoteKind,
    /// How bad it is not to heed it.
    pub severity: SpecialNoteSeverity,
    /// What it says.
    pub text: String,
    /// Since when it holds.
    pub effective_from: DateTimeUtc,
    /// Until when; null: until it is revoked.
    pub expires_at: Option<DateTimeUtc>,
    /// Who wrote it first.
    pub author_id: UserId,
    /// Goes up with each change; clients edit against it.
    pub version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row last changed.
    pub updated_at: DateTimeUtc,
    /// When it was revoked; null: it was not.
    pub revoked_at: Option<DateTimeUtc>,
    /// By whom.
    pub revoked_by: Option<UserId>,
    /// Why.
    pub revoke_reason: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
