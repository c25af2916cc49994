//! The sections of the escalation policy, as they are read and written.

use async_graphql::{Enum, ID, InputObject, SimpleObject};

use crate::{
    domain::policy::rules,
    graphql::{
        scalar::Date,
        vocabulary::{ClockKind, Severity, Tier},
    },
};

/// A row of targets for some cases.
#[derive(Clone, Debug, SimpleObject, InputObject)]
#[graphql(input_name = "PolicyLevelInput")]
pub struct PolicyLevel {
    /// What people call it. At most 100 characters.
    pub(super) name: String,
    /// For which tiers at which severities. A case stands in one level at most.
    pub(super) cases: Vec<PolicyCase>,
    /// By when what must happen.
    pub(super) targets: PolicyTargets,
}

/// A tier at a severity.
#[derive(Clone, Copy, Debug, SimpleObject, InputObject)]
#[graphql(input_name = "PolicyCaseInput")]
pub struct PolicyCase {
    /// The account's tier at the report.
    pub(super) tier: Tier,
    /// The confirmed severity.
    pub(super) severity: Severity,
}

/// By when what must happen, in minutes of the clock's hours, 1 to 527,040 (a year).
#[derive(Clone, Copy, Debug, SimpleObject, InputObject)]
#[graphql(input_name = "PolicyTargetsInput")]
pub struct PolicyTargets {
    /// A person takes it, counted from the report.
    pub(super) acknowledge: u32,
    /// An executive lead is named, counted from the report.
    pub(super) executive_lead: u32,
    /// The team is with the customer, counted from the report.
    pub(super) on_site: u32,
    /// From one team update to the next.
    pub(super) team_update: u32,
    /// From one update of customer and executives to the next.
    pub(super) customer_update: u32,
    /// It gets no worse, counted from the report.
    pub(super) contain: u32,
    /// It is solved, counted from the report.
    pub(super) resolve: u32,
}

/// By when the letter of commitment is sent.
#[derive(Clone, Debug, SimpleObject, InputObject)]
#[graphql(input_name = "PolicyLetterInput")]
pub struct PolicyLetter {
    /// Within so many business days of the customer's region after the incident was resolved, 1 to 100.
    pub(super) business_days: u32,
    /// Tiers with another number.
    pub(super) exceptions: Vec<PolicyLetterException>,
}

/// A tier whose letters have another number of business days.
#[derive(Clone, Copy, Debug, SimpleObject, InputObject)]
#[graphql(input_name = "PolicyLetterExceptionInput")]
pub struct PolicyLetterException {
    /// The tier.
    pub(super) tier: Tier,
    /// Its number, 1 to 100.
    pub(super) business_days: u32,
}

/// Within how many minutes of business hours a request of an account of that tier is first answered.
#[derive(Clone, Copy, Debug, SimpleObject, InputObject)]
#[graphql(input_name = "PolicyResponseTargetInput")]
pub struct PolicyResponseTarget {
    /// The account's tier when the request is logged.
    pub(super) tier: Tier,
    /// So many minutes of business hours, 1 to 527,040.
    pub(super) minutes: u32,
}

/// How long a seat is handed over at least, and how long its former holder reads on.
#[derive(Clone, Debug, SimpleObject, InputObject)]
#[graphql(input_name = "PolicyHandoverInput")]
pub struct PolicyHandover {
    /// Business days of the customer's region from the beginning of the overlap to the move of the seat, 0 to 100: for tiers
    /// without an exception and for accounts without a tier.
    pub(super) overlap_days: u32,
    /// Tiers with another number.
    pub(super) exceptions: Vec<PolicyOverlapException>,
    /// Days of 24 hours that the former holder of a seat reads on, 0 to 366.
    pub(super) grace_days: u32,
}

/// A tier whose handovers have another number of business days.
#[derive(Clone, Copy, Debug, SimpleObject, InputObject)]
#[graphql(input_name = "PolicyOverlapExceptionInput")]
pub struct PolicyOverlapException {
    /// The tier.
    pub(super) tier: Tier,
    /// Its number, 0 to 100.
    pub(super) business_days: u32,
}

/// At what percents of a target clocks warn.
#[derive(Clone, Debug, SimpleObject, InputObject)]
#[graphql(input_name = "PolicyWarningsInput")]
pub struct PolicyWarnings {
    /// Before the breach: 1 to 99, ascending, at most 10.
    pub(super) percents: Vec<u32>,
    /// After the breach again every so many percent, 10 to 1,000.
    pub(super) then_every: u32,
}

/// Whom the silence reaches, step by step.
#[derive(Clone, Debug, SimpleObject, InputObject)]
#[graphql(input_name = "PolicyLadderInput")]
pub struct PolicyLadder {
    /// How many minutes a round waits for an answer, 1 to 1,440.
    pub(super) repeat_minutes: u32,
    /// How many rounds a step has before the next step follows, 1 to 100.
    pub(super) rounds: u32,
    /// The steps, at most 10. The first, level 0, is taken when the channel opens.
    pub(super) steps: Vec<PolicyLadderStep>,
}

/// A step of the ladder; its place in the list is its level.
#[derive(Clone, Debug, SimpleObject, InputObject)]
#[graphql(input_name = "PolicyLadderStepInput")]
pub struct PolicyLadderStep {
    /// What leads to it at once. The first step has none; unanswered rounds lead to the others in any case.
    pub(super) triggers: Vec<PolicyTrigger>,
    /// Whom it reaches.
    pub(super) recipients: Vec<PolicyRecipient>,
}

/// A clock that has come so far.
#[derive(Clone, Copy, Debug, SimpleObject, InputObject)]
#[graphql(input_name = "PolicyTriggerInput")]
pub struct PolicyTrigger {
    /// Which clock; not an update and not the letter.
    pub(super) clock: ClockKind,
    /// So many percent of its target: 100, or the percent of a warning.
    pub(super) percent: u32,
}

/// Somebody whom a step reaches, by role.
#[derive(Clone, Debug, SimpleObject, InputObject)]
#[graphql(input_name = "PolicyRecipientInput")]
pub struct PolicyRecipient {
    /// Which role.
    pub(super) role: LadderRole,
    /// For accounts of these tiers only; of all, if empty.
    pub(super) tiers: Vec<Tier>,
}

/// A role that a step of the ladder can reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "rules::LadderRole")]
pub enum LadderRole {
    /// The account responsible (AR).
    SalesPrimary,
    /// The solution responsible (SR).
    TechnicalPrimary,
    /// The fulfilment responsible (FR).
    DeliveryPrimary,
    /// Those who run the red channel.
    EscalationManager,
    /// The directors of the account's region.
    Director,
    /// The account's executive sponsor.
    ExecutiveSponsor,
    /// The executive at the head of the company.
    Chief,
}

/// The calendar of some regions.
#[derive(Clone, Debug, SimpleObject, InputObject)]
#[graphql(input_name = "PolicyCalendarInput")]
pub struct PolicyCalendar {
    /// What people call it. At most 100 characters, unlike that of any other calendar.
    pub(super) name: String,
    /// Its zone, by the name of the IANA database: `Europe/Berlin`.
    pub(super) time_zone: String,
    /// When it is open; several openings a day may be.
    pub(super) week: Vec<PolicyOpening>,
    /// Days on which it is not.
    pub(super) holidays: Vec<Date>,
    /// For which regions, `reg_...`. A region has one calendar at most.
    pub(super) region_ids: Vec<ID>,
}

/// A span of a weekday that is open.
#[derive(Clone, Debug, SimpleObject, InputObject)]
#[graphql(input_name = "PolicyOpeningInput")]
pub struct PolicyOpening {
    /// On that day of every week.
    pub(super) day: Weekday,
    /// When it begins, on the clock of the zone: `09:00`.
    pub(super) from: String,
    /// When it ends, on the clock of the zone: `17:30`, at the latest `24:00`.
    pub(super) to: String,
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "chrono::Weekday")]
pub enum Weekday {
    /// Monday.
    #[graphql(name = "MONDAY")]
    Mon,
    /// Tuesday.
    #[graphql(name = "TUESDAY")]
    Tue,
    /// Wednesday.
    #[graphql(name = "WEDNESDAY")]
    Wed,
    /// Thursday.
    #[graphql(name = "THURSDAY")]
    Thu,
    /// Friday.
    #[graphql(name = "FRIDAY")]
    Fri,
    /// Saturday.
    #[graphql(name = "SATURDAY")]
    Sat,
    /// Sunday.
    #[graphql(name = "SUNDAY")]
    Sun,
}
