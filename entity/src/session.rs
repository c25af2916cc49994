//! Signed-in sessions of people. A row is never deleted while a token of it can live.

use sea_orm::entity::prelude::*;

use crate::id::{SessionId, UserId};

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    /// Identity; the `sid` of its tokens.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SessionId,
    /// Who signed in.
    pub user_id: UserId,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// No token of the session lives longer.
    pub expires_at: DateTimeUtc,
    /// When it was ended before its time.
    pub ended_at: Option<DateTimeUtc>,
    /// Why it was ended.
    pub end_reason: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
