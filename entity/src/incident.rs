//! Red-channel incidents (domain page, section 8).

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::account::Tier;
use crate::id::{AccountId, BotId, IncidentId, UserId};

/// Where an incident stands.
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
pub enum IncidentState {
    /// Somebody said that an account is in danger.
    Reported,
    /// The severity is confirmed.
    Triaged,
    /// The red channel is open; clocks run.
    Activated,
    /// A person with commander right took it.
    Acknowledged,
    /// Executive lead and team are on their way.
    Mobilised,
    /// The team is with the customer.
    OnSite,
    /// The customer agreed to remote help instead.
    RemoteAccepted,
    /// It gets no worse.
    Contained,
    /// The problem is solved.
    Resolved,
    /// The letter of commitment is with the customer.
    CommitmentIssued,
    /// Reviewed and done.
    Closed,
    /// Not for the red channel.
    Declined,
    /// False alarm or merged into another.
    Cancelled,
}

/// How bad it is.
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
pub enum Severity {
    /// Customer business stopped, safety or data breach, or threatened termination.
    Sev1,
    /// Major function or delivery impaired, workaround poor.
    Sev2,
    /// Serious complaint or trust damage.
    Sev3,
}

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "incident")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: IncidentId,
    /// Dense counter, shown as `RC-142`.
    #[sea_orm(unique)]
    pub number: i64,
    /// Whose incident.
    pub account_id: AccountId,
    /// What happened, in a line.
    pub title: String,
    /// What happened, in words.
    pub description: String,
    /// Where it stands.
    pub state: IncidentState,
    /// 1, and one more with each reopening.
    pub generation: i32,
    /// What the reporter says.
    pub severity_claimed: Severity,
    /// What triage confirmed.
    pub severity: Option<Severity>,
    /// The account's tier when it was reported.
    pub tier_at_report: Option<Tier>,
    /// Why it was activated without entitlement; it then uses the slowest clocks.
    pub override_reason: Option<String>,
    /// Who decided that.
    pub override_by: Option<UserId>,
    /// The reporter, if a person.
    pub reported_by_user: Option<UserId>,
    /// The reporter, if a bot.
    pub reported_by_bot: Option<BotId>,
    /// The executive who leads the team to the customer.
    pub executive_lead_id: Option<UserId>,
    /// Who at the customer agreed to remote help.
    pub consent_name: Option<String>,
    /// How and to what they agreed.
    pub consent_note: Option<String>,
    /// When it happened.
    pub occurred_at: DateTimeUtc,
    /// When it was reported; clocks start here.
    pub reported_at: DateTimeUtc,
    /// When the present state began.
    pub state_since: DateTimeUtc,
    /// When a person took it, in this generation.
    pub acknowledged_at: Option<DateTimeUtc>,
    /// When it was last resolved; reopening counts from here.
    pub resolved_at: Option<DateTimeUtc>,
    /// When it was closed, declined or cancelled.
    pub closed_at: Option<DateTimeUtc>,
    /// Why it was declined or cancelled.
    pub outcome_reason: Option<String>,
    /// The factual review.
    pub review: Option<String>,
    /// Why no letter of commitment was written.
    pub letter_waiver_reason: Option<String>,
    /// Who decided that.
    pub letter_waived_by: Option<UserId>,
    /// Why it taught no lesson.
    pub lesson_waiver_reason: Option<String>,
    /// Who decided that.
    pub lesson_waived_by: Option<UserId>,
    /// The incident that it was merged into, as a duplicate; it is cancelled then.
    pub merged_into_id: Option<IncidentId>,
    /// The incident that it is a part of, where one trouble hits several accounts.
    pub parent_id: Option<IncidentId>,
    /// Who at the customer received the team on site.
    pub customer_witness: Option<String>,
    /// Goes up with each change; clients edit against it.
    pub version: i32,
    /// When the row last changed.
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}

impl IncidentState {
    /// The states in which nothing more is expected to happen.
    pub const TERMINAL: [Self; 3] = [Self::Closed, Self::Declined, Self::Cancelled];

    /// Whether the incident still needs somebody.
    pub fn is_open(self) -> bool {
        !Self::TERMINAL.contains(&self)
    }

    /// Whether the problem is solved: only then it is said who is answerable.
    pub fn is_solved(self) -> bool {
        matches!(self, Self::Resolved | Self::CommitmentIssued | Self::Closed)
    }
}
