//! Handovers of a seat from its primary to the next one (domain page, section 14).

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    assignment::Seat,
    id::{AccountId, AssignmentId, HandoverId, UserId},
};

/// Where a handover stands.
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
pub enum HandoverState {
    /// The receiver is nominated.
    Initiated,
    /// The pack is being written.
    Preparing,
    /// The pack is with the receiver.
    PackReady,
    /// The receiver has taken the pack, which never changes again.
    Accepted,
    /// Both go to the customer together.
    Shadowing,
    /// The customer knows the receiver.
    Introduced,
    /// Both answer for the seat; the old holder still holds it.
    CoOwned,
    /// The receiver holds the seat; the old holder still reads.
    Transferred,
    /// It is over.
    Closed,
    /// The receiver did not want the seat.
    Refused,
    /// It was called off.
    Cancelled,
}

impl HandoverState {
    /// Those in which a handover has not yet come to the move of the seat.
    pub const OPEN: [Self; 7] = [
        Self::Initiated,
        Self::Preparing,
        Self::PackReady,
        Self::Accepted,
        Self::Shadowing,
        Self::Introduced,
        Self::CoOwned,
    ];

    /// Whether the seat is still to be moved.
    pub fn is_open(self) -> bool {
        Self::OPEN.contains(&self)
    }
}

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "handover")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: HandoverId,
    /// On which account.
    pub account_id: AccountId,
    /// Which seat.
    pub seat: Seat,
    /// The assignment of the primary that ends with it.
    pub assignment_id: AssignmentId,
    /// Whose assignment that is.
    pub outgoing_id: UserId,
    /// Who takes over.
    pub receiver_id: UserId,
    /// Who began it.
    pub initiated_by: UserId,
    /// Whether the outgoing primary is gone: a director supplies the pack, and there is no overlap.
    pub emergency: bool,
    /// Why the seat is handed over.
    pub reason: String,
    /// Why somebody of another function or of another seat receives it.
    pub exception_reason: Option<String>,
    /// Where it stands.
    pub state: HandoverState,
    /// What the receiver misses in the pack that was sent back last.
    pub return_reason: Option<String>,
    /// Why it was refused or cancelled.
    pub end_reason: Option<String>,
    /// Who at the customer was told of the receiver, and how.
    pub informed: Option<String>,
    /// When the receiver took the pack.
    pub accepted_at: Option<DateTimeUtc>,
    /// When the overlap began.
    pub shadowing_at: Option<DateTimeUtc>,
    /// How many business days it lasts at least.
    pub overlap_days: Option<i32>,
    /// When it is over, and the seat can be moved.
    pub transfer_from: Option<DateTimeUtc>,
    /// When the customer was told.
    pub introduced_at: Option<DateTimeUtc>,
    /// When the seat was moved.
    pub transferred_at: Option<DateTimeUtc>,
    /// The receiver's assignment since then.
    pub new_assignment_id: Option<AssignmentId>,
    /// How long the old holder reads on.
    pub grace_until: Option<DateTimeUtc>,
    /// When it was closed, refused or cancelled.
    pub ended_at: Option<DateTimeUtc>,
    /// When time alone does something with it: tells that the seat can be moved, or ends the old holder's reading.
    pub next_at: Option<DateTimeUtc>,
    /// Goes up with each change; clients edit against it.
    pub version: i32,
    /// When it was begun.
    pub created_at: DateTimeUtc,
    /// When it last changed.
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
