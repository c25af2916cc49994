//! The seats that must answer a request, in each of its rounds.

use sea_orm::entity::prelude::*;

use crate::{
    assignment::Seat,
    id::{RequestId, UserId},
};

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "request_role")]
pub struct Model {
    /// Which request.
    #[sea_orm(primary_key, auto_increment = false)]
    pub request_id: RequestId,
    /// In which of its rounds.
    #[sea_orm(primary_key, auto_increment = false)]
    pub round: i32,
    /// Which seat.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seat: Seat,
    /// From when on an answer of the seat counts.
    pub asked_at: DateTimeUtc,
    /// The first substantive answer of the seat since then; null: it has to answer.
    pub answered_at: Option<DateTimeUtc>,
    /// When it was marked as needed.
    pub added_at: DateTimeUtc,
    /// Who marked it.
    pub added_by: UserId,
    /// Why, where it was marked later than the request was logged.
    pub reason: Option<String>,
    /// When it was found not to be needed.
    pub removed_at: Option<DateTimeUtc>,
    /// Who found that.
    pub removed_by: Option<UserId>,
    /// Why.
    pub removal_reason: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
