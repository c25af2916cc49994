//! By which damaged beginnings and ends a word is found again.

use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "search_spelling")]
pub struct Model {
    /// The hash of a part of the word from which a letter may be missing.
    #[sea_orm(primary_key, auto_increment = false)]
    pub damaged: i64,
    /// The word.
    #[sea_orm(primary_key, auto_increment = false)]
    pub term: String,
}

impl ActiveModelBehavior for ActiveModel {}
