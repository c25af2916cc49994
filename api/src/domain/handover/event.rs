//! What others learn of handovers.

use chrono::{DateTime, Utc};
use entity::{
    assignment::Seat,
    handover::{HandoverState, Model},
    handover_part::PackPart,
    id::{HandoverId, UserId},
};
use serde::{Deserialize, Serialize};

use crate::domain::{account::event::PersonLabel, journal::EventBody};

/// Something that happened to a handover of a seat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverEvent {
    /// What happened.
    pub kind: HandoverEventKind,
    /// The handover after the change.
    pub handover: HandoverSnapshot,
    /// The state before, where the state changed.
    pub previous_state: Option<HandoverState>,
    /// The part of the pack that was written, or to which what was acknowledged belongs.
    pub part: Option<PackPart>,
    /// The place in the pack of what was acknowledged.
    pub item: Option<i32>,
}

/// A handover after a change, without anything that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverSnapshot {
    /// Which.
    pub id: HandoverId,
    /// Of which seat.
    pub seat: Seat,
    /// Where it stands.
    pub state: HandoverState,
    /// Whether the outgoing primary is gone.
    pub emergency: bool,
    /// Who hands over.
    pub outgoing: PersonLabel,
    /// Who takes over.
    pub receiver: PersonLabel,
    /// Who began it.
    pub initiated_by: UserId,
    /// From when on the seat can be moved.
    pub transfer_from: Option<DateTime<Utc>>,
    /// How long the former holder reads on.
    pub grace_until: Option<DateTime<Utc>>,
    /// What clients edit against.
    pub version: i32,
}

impl HandoverSnapshot {
    /// A handover with the names of its people.
    pub(super) fn of(row: &Model, outgoing: String, receiver: String) -> Self {
        Self {
            id: row.id,
            seat: row.seat,
            state: row.state,
            emergency: row.emergency,
            outgoing: PersonLabel { id: row.outgoing_id, name: outgoing },
            receiver: PersonLabel { id: row.receiver_id, name: receiver },
            initiated_by: row.initiated_by,
            transfer_from: row.transfer_from,
            grace_until: row.grace_until,
            version: row.version,
        }
    }
}

/// What can happen to a handover.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum HandoverEventKind {
    /// It was begun: the receiver is nominated.
    Initiated,
    /// A part of the pack was written.
    PartWritten,
    /// The pack is with the receiver.
    PackReady,
    /// The receiver sent the pack back.
    PackReturned,
    /// The receiver took the pack.
    Accepted,
    /// The receiver does not want the seat.
    Refused,
    /// The overlap began.
    ShadowingBegun,
    /// The customer was told of the receiver.
    Introduced,
    /// Both answer for the seat.
    CoOwned,
    /// The seat can be moved.
    TransferDue,
    /// The seat was moved.
    Transferred,
    /// The former holder reads no more.
    Closed,
    /// It was called off.
    Cancelled,
    /// The outgoing primary is gone.
    EmergencyDeclared,
    /// The receiver acknowledged something of the pack.
    ItemAcknowledged,
}

impl EventBody for HandoverEvent {
    fn kind(&self) -> &'static str {
        match self.kind {
            HandoverEventKind::Initiated => "handover.initiated",
            HandoverEventKind::PartWritten => "handover.part_written",
            HandoverEventKind::PackReady => "handover.pack_ready",
            HandoverEventKind::PackReturned => "handover.pack_returned",
            HandoverEventKind::Accepted => "handover.accepted",
            HandoverEventKind::Refused => "handover.refused",
            HandoverEventKind::ShadowingBegun => "handover.shadowing_begun",
            HandoverEventKind::Introduced => "handover.introduced",
            HandoverEventKind::CoOwned => "handover.co_owned",
            HandoverEventKind::TransferDue => "handover.transfer_due",
            HandoverEventKind::Transferred => "handover.transferred",
            HandoverEventKind::Closed => "handover.closed",
            HandoverEventKind::Cancelled => "handover.cancelled",
            HandoverEventKind::EmergencyDeclared => "handover.emergency_declared",
            HandoverEventKind::ItemAcknowledged => "handover.item_acknowledged",
        }
    }
}
