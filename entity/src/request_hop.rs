//! The way of a request from seat to seat. Rows never change.

use sea_orm::entity::prelude::*;

use crate::{
    assignment::Seat,
    id::{RequestHopId, RequestId, UserId},
};

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "request_hop")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RequestHopId,
    /// Which request.
    pub request_id: RequestId,
    /// In which of its rounds.
    pub round: i32,
    /// Which of the request's hops, from 1.
    pub place: i32,
    /// The seat that it left; null: it came from outside, or nobody held it.
    pub from_seat: Option<Seat>,
    /// The seat that it went to; null: nobody has to move any more.
    pub to_seat: Option<Seat>,
    /// When.
    pub occurred_at: DateTimeUtc,
    /// When it was recorded.
    pub recorded_at: DateTimeUtc,
    /// Who caused it.
    pub moved_by: UserId,
    /// What the next seat should know.
    pub note: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
