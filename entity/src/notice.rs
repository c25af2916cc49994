//! Personal notices: that something happened which one person should know of.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::id::{AccountId, EventId, HandoverId, IncidentId, KnowledgeEntryId, NoticeId, RequestId, UserId};

/// What a notice wants of its reader.
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
pub enum NoticeKind {
    /// The ladder of an incident has come to them: act now.
    LadderPage,
    /// A deadline of an incident comes near.
    ClockWarning,
    /// A deadline of an incident has passed.
    ClockBreach,
    /// An incident was reported that they triage or serve.
    IncidentReported,
    /// An incident that they have to do with has moved on.
    IncidentChanged,
    /// They are to lead an incident or work on it.
    IncidentCall,
    /// A letter of commitment waits for their signature.
    LetterToSign,
    /// A promise of theirs was given to a customer.
    PromiseGiven,
    /// The day of a promise has passed that they own, signed, or answer for as the account's sales lead.
    PromiseOverdue,
    /// They are to receive or to hand over a seat, or that was called off.
    HandoverCall,
    /// A handover waits for them.
    HandoverTurn,
    /// An entry of the think tank is theirs to verify, and due.
    VerificationDue,
    /// An entry of the think tank that is theirs to verify is contested.
    EntryContested,
    /// A customer's request waits for a seat of theirs.
    RequestCall,
    /// The first answer to a customer's request is late, and they are to answer it.
    RequestLate,
    /// They were given a seat or a membership.
    SeatGiven,
    /// Their seat or membership ended.
    SeatEnded,
}

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notice")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: NoticeId,
    /// Whose.
    pub user_id: UserId,
    /// What it wants of them.
    pub kind: NoticeKind,
    /// The account that it concerns; null: an entry without a home account.
    pub account_id: Option<AccountId>,
    /// The incident that it concerns.
    pub incident_id: Option<IncidentId>,
    /// The event that it tells of; one notice a person.
    pub event_id: EventId,
    /// What happened, `incident.activated`.
    pub event_kind: String,
    /// When it was made.
    pub raised_at: DateTimeUtc,
    /// When it may interrupt its reader.
    pub deliver_at: DateTimeUtc,
    /// When it did, by itself or in a digest.
    pub delivered_at: Option<DateTimeUtc>,
    /// When its reader said that they have read it.
    pub read_at: Option<DateTimeUtc>,
    /// When its reader put it away.
    pub dismissed_at: Option<DateTimeUtc>,
    /// The entry of the think tank that it concerns.
    pub entry_id: Option<KnowledgeEntryId>,
    /// The customer's request that it concerns.
    pub request_id: Option<RequestId>,
    /// The handover that it concerns.
    pub handover_id: Option<HandoverId>,
}

impl ActiveModelBehavior for ActiveModel {}
