//! People who work here: who they are and whether they may come in. Their roles are in `user_role`.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::id::UserId;

/// What a person does for accounts.
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
pub enum Function {
    /// Sells: account responsible (AR).
    Sales,
    /// Designs the solution: solution responsible (SR).
    Technical,
    /// Fulfils: fulfilment responsible (FR).
    Delivery,
    /// Finance, legal, quality and others without a seat of their own.
    Other,
}

/// Whether a person may come in.
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
pub enum UserStatus {
    /// May sign in.
    Active,
    /// May not; sessions and sockets are ended.
    Disabled,
}

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "user")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UserId,
    /// As the person writes it.
    pub email: String,
    /// Normalised for comparison.
    #[sea_orm(unique)]
    pub email_key: String,
    /// Full name.
    pub name: String,
    /// Normalised for search.
    pub name_key: String,
    /// The craft, which must match the seat.
    pub function: Function,
    /// Among executives: the one that ladders call the CEO.
    pub is_chief: bool,
    /// Whether the person may come in.
    pub status: UserStatus,
    /// Argon2id in PHC form; null: no password was set yet.
    pub password_hash: Option<String>,
    /// Goes up with each change; clients edit against it.
    pub version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row last changed.
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
