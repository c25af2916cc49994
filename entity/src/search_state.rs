//! How far the index of search has been built. One row.

use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "search_state")]
pub struct Model {
    /// Always 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i32,
    /// The version of the lexemes that is being built, or was.
    pub version: i32,
    /// The step of the building that goes on; null: all is built.
    pub step: Option<i32>,
    /// The last thing of that step that is in; null: none yet.
    pub reached: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
