//! What the receiver of a handover acknowledges, one by one: the parts of the pack that was taken, and the entries of the
//! think tank in them.

use sea_orm::entity::prelude::*;

use crate::{
    handover_part::PackPart,
    id::{HandoverId, KnowledgeEntryId},
};

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "handover_item")]
pub struct Model {
    /// Of which handover.
    #[sea_orm(primary_key, auto_increment = false)]
    pub handover_id: HandoverId,
    /// Its place in the pack, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub place: i32,
    /// The part that it is, or stands in.
    pub part: PackPart,
    /// The entry; null: the part itself.
    pub entry_id: Option<KnowledgeEntryId>,
    /// The revision of the entry that was handed over.
    pub revision: Option<i32>,
    /// When the receiver acknowledged it.
    pub acknowledged_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
