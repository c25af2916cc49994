//! What customers ask of us.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    account::Tier,
    assignment::Seat,
    id::{AccountId, RegionId, RequestId, UserId},
};

/// What sort of demand.
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
pub enum RequestKind {
    /// Something that the customer wants to know.
    Question,
    /// A price or an offer.
    Quotation,
    /// A technical matter: a fault, a design, a test.
    Technical,
    /// When and how something is delivered.
    Delivery,
    /// The customer is not content.
    Complaint,
    /// Something that was agreed shall be otherwise.
    Change,
    /// Whatever else.
    Other,
}

/// How the customer came to us.
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
pub enum RequestChannel {
    /// By telephone.
    Phone,
    /// By e-mail.
    Email,
    /// Face to face or by video.
    Meeting,
    /// By short messages.
    Chat,
    /// Through a portal of theirs or ours.
    Portal,
    /// On paper.
    Letter,
    /// Otherwise.
    Other,
}

/// Where a request stands.
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
pub enum RequestState {
    /// Somebody has to answer.
    Open,
    /// It was answered.
    Closed,
    /// Nobody needs an answer any more.
    Withdrawn,
}

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "customer_request")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RequestId,
    /// Whose.
    pub account_id: AccountId,
    /// What they ask, in a line.
    pub title: String,
    /// What they ask, in words: Markdown.
    pub body: String,
    /// What sort of demand.
    pub kind: RequestKind,
    /// How they came to us.
    pub channel: RequestChannel,
    /// Who at the customer asks. Personal data: it can be erased, and no event holds it.
    pub contact: Option<String>,
    /// Where it stands.
    pub state: RequestState,
    /// 1, and one more with each reopening.
    pub round: i32,
    /// The seat that must move next; null: nobody must.
    pub holder: Option<Seat>,
    /// Since when.
    pub held_since: Option<DateTimeUtc>,
    /// When they asked.
    pub occurred_at: DateTimeUtc,
    /// When it was logged.
    pub recorded_at: DateTimeUtc,
    /// Who logged it.
    pub recorded_by: UserId,
    /// When the present round began: when they asked, or when it was reopened.
    pub round_began_at: DateTimeUtc,
    /// The first substantive answer of the first round, by whatever seat.
    pub first_answered_at: Option<DateTimeUtc>,
    /// When it was closed or withdrawn.
    pub closed_at: Option<DateTimeUtc>,
    /// What came of it, or why it was withdrawn or reopened.
    pub outcome: Option<String>,
    /// The account's tier when it was logged; null: unrated.
    pub tier_at_log: Option<Tier>,
    /// The account's region when it was logged: whose calendar counts.
    pub region_id: RegionId,
    /// The account's zone when it was logged.
    pub time_zone: String,
    /// The version of the policy whose calendars and targets count.
    pub policy_version: i32,
    /// Within how many minutes of business hours the first answer is due; null: it has no target.
    pub target_minutes: Option<i32>,
    /// When that is.
    pub due_at: Option<DateTimeUtc>,
    /// When it was noticed that nobody had answered by then.
    pub late_told_at: Option<DateTimeUtc>,
    /// Goes up with each change; clients edit against it.
    pub version: i32,
    /// When the row last changed.
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
