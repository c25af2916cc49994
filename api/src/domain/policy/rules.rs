//! The policy as data, and the questions that incidents ask it. Pure.

use std::collections::BTreeSet;

use chrono::{NaiveDate, TimeDelta};
use chrono_tz::Tz;
use entity::{account::Tier, clock::ClockKind, id::RegionId, incident::Severity};
use serde::{Deserialize, Serialize};

use crate::domain::calendar::{Calendar, Hours, Opening, Week};

/// A whole policy, as a version keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EscalationPolicy {
    /// The rows of targets, the slowest last.
    pub levels: Vec<Level>,
    /// By when the letter of commitment is sent.
    pub letter: LetterTerms,
    /// At what percents of a target clocks warn.
    pub warnings: Warnings,
    /// Whom the silence reaches, step by step.
    pub ladder: Ladder,
    /// The longest that all pauses of a clock may take together.
    pub pause_cap_minutes: u32,
    /// An acknowledgement lapses after so many spans of a team update without one.
    pub lapse_after_updates: u32,
    /// Which clocks count the business hours of the customer's region; the letter always does.
    pub business_clocks: Vec<ClockKind>,
    /// Within how many minutes of business hours a customer's request is first answered, by tier; none for tiers left out.
    #[serde(default = "first_response_targets")]
    pub response_targets: Vec<ResponseTarget>,
    /// The hours of regions without a calendar, in the account's own zone.
    pub standard_week: Vec<Opening>,
    /// The calendars of regions.
    pub calendars: Vec<RegionCalendar>,
    /// How long a seat is handed over at least, and how long its former holder reads on.
    #[serde(default)]
    pub handover: HandoverTerms,
}

/// A row of targets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    /// What people call it.
    pub name: String,
    /// For which tiers at which severities.
    pub cases: Vec<Case>,
    /// By when what must happen.
    pub targets: Targets,
}

/// A tier at a severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Case {
    /// The account's tier at the report.
    pub tier: Tier,
    /// The confirmed severity.
    pub severity: Severity,
}

/// By when what must happen, in minutes of the clock's hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Targets {
    /// A person takes it.
    pub acknowledge: u32,
    /// An executive lead is named.
    pub executive_lead: u32,
    /// The team is with the customer.
    pub on_site: u32,
    /// From one team update to the next.
    pub team_update: u32,
    /// From one update of customer and executives to the next.
    pub customer_update: u32,
    /// It gets no worse.
    pub contain: u32,
    /// It is solved.
    pub resolve: u32,
}

/// By when the letter of commitment is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LetterTerms {
    /// Within so many business days after the incident was resolved.
    pub business_days: u32,
    /// Tiers with another number.
    pub exceptions: Vec<LetterException>,
}

/// A tier whose letters have another number of business days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LetterException {
    /// The tier.
    pub tier: Tier,
    /// Its number.
    pub business_days: u32,
}

/// Within how many minutes of business hours a request of an account of that tier is first answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResponseTarget {
    /// The account's tier when the request is logged.
    pub tier: Tier,
    /// So many minutes.
    pub minutes: u32,
}

/// What a company starts with: what policies of before there were requests say.
fn first_response_targets() -> Vec<ResponseTarget> {
    let targets = [(Tier::S, 60), (Tier::A, 120), (Tier::B, 240), (Tier::C, 480)];
    targets.into_iter().map(|(tier, minutes)| ResponseTarget { tier, minutes }).collect()
}

/// How long a seat is handed over at least, and how long its former holder reads on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HandoverTerms {
    /// Business days from the beginning of the overlap to the move of the seat, for tiers without a number of their own and for
    /// accounts without a tier.
    pub overlap_days: u32,
    /// Tiers with another number.
    pub exceptions: Vec<OverlapException>,
    /// Days that the former holder reads on.
    pub grace_days: u32,
}

/// A tier whose handovers have another number of business days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OverlapException {
    /// The tier.
    pub tier: Tier,
    /// Its number.
    pub business_days: u32,
}

/// What a policy says that was written before handovers (domain page, section 14).
impl Default for HandoverTerms {
    fn default() -> Self {
        let own = [(Tier::S, 10), (Tier::A, 5), (Tier::C, 0)];
        let exceptions = own.map(|(tier, business_days)| OverlapException { tier, business_days });
        Self { overlap_days: 3, exceptions: exceptions.into(), grace_days: 30 }
    }
}

impl HandoverTerms {
    /// How many business days a handover on an account of that tier overlaps at least.
    pub fn overlap(&self, tier: Option<Tier>) -> u32 {
        let own = self.exceptions.iter().find(|exception| Some(exception.tier) == tier);
        own.map_or(self.overlap_days, |exception| exception.business_days)
    }
}

/// At what percents of a target clocks warn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Warnings {
    /// Before the breach, ascending.
    pub percents: Vec<u32>,
    /// After the breach again every so many percent.
    pub then_every: u32,
}

/// Whom the silence reaches, step by step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Ladder {
    /// How long a round waits for an answer.
    pub repeat_minutes: u32,
    /// How many rounds a step has before the next step follows.
    pub rounds: u32,
    /// The steps, the first one for the opening of the channel.
    pub steps: Vec<LadderStep>,
}

/// A step of the ladder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LadderStep {
    /// What leads to it at once; rounds without an answer do so in any case.
    pub triggers: Vec<Trigger>,
    /// Whom it reaches.
    pub recipients: Vec<Recipient>,
}

/// A clock that has come so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trigger {
    /// Which clock.
    pub clock: ClockKind,
    /// So many percent of its target.
    pub percent: u32,
}

/// Somebody whom a step reaches, by role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// Which role.
    pub role: LadderRole,
    /// For accounts of these tiers only; of all, if empty.
    pub tiers: Vec<Tier>,
}

/// A role that a step of the ladder can reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LadderRole {
    /// AR.
    SalesPrimary,
    /// SR.
    TechnicalPrimary,
    /// FR.
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RegionCalendar {
    /// What people call it.
    pub name: String,
    /// Its zone, by the name of the IANA database.
    pub time_zone: String,
    /// When it is open.
    pub week: Vec<Opening>,
    /// Days on which it is not.
    pub holidays: BTreeSet<NaiveDate>,
    /// For which regions.
    pub regions: BTreeSet<RegionId>,
}

impl Targets {
    /// The target of a clock; `None` for the letter, which has terms of its own.
    pub fn of(&self, clock: ClockKind) -> Option<TimeDelta> {
        let minutes = match clock {
            ClockKind::Acknowledge => self.acknowledge,
            ClockKind::ExecutiveLead => self.executive_lead,
            ClockKind::OnSite => self.on_site,
            ClockKind::Contain => self.contain,
            ClockKind::Resolve => self.resolve,
            ClockKind::TeamUpdate => self.team_update,
            ClockKind::CustomerUpdate => self.customer_update,
            ClockKind::Letter => return None,
        };
        Some(TimeDelta::minutes(minutes.into()))
    }
}

impl EscalationPolicy {
    /// The targets of a case; the slowest for a case that stands nowhere, and for a channel that was opened by an override.
    pub fn targets(&self, tier: Option<Tier>, severity: Severity, overridden: bool) -> Option<&Targets> {
        let case = tier.filter(|_| !overridden).map(|tier| Case { tier, severity });
        let own = case.and_then(|case| self.levels.iter().find(|level| level.cases.contains(&case)));
        own.or(self.levels.last()).map(|level| &level.targets)
    }

    /// Within how many business days the letter is sent.
    pub fn letter_days(&self, tier: Option<Tier>) -> u32 {
        let own = self.letter.exceptions.iter().find(|exception| Some(exception.tier) == tier);
        own.map_or(self.letter.business_days, |exception| exception.business_days)
    }

    /// The hours that a clock counts for an account of that region and zone.
    pub fn hours(&self, clock: ClockKind, region: RegionId, zone: &str) -> Hours {
        if clock != ClockKind::Letter && !self.business_clocks.contains(&clock) {
            return Hours::All;
        }
        self.business_hours(region, zone)
    }

    /// The business hours of an account of that region and zone.
    pub fn business_hours(&self, region: RegionId, zone: &str) -> Hours {
        let own = self.calendars.iter().find(|calendar| calendar.regions.contains(&region));
        let calendar = match own {
            Some(own) => calendar(&own.time_zone, &own.week, own.holidays.clone()),
            None => calendar(zone, &self.standard_week, BTreeSet::new()),
        };
        calendar.map_or(Hours::All, Hours::Business)
    }

    /// Within how many minutes of business hours a request of an account of that tier is first answered; `None`: it has no
    /// target.
    pub fn response_minutes(&self, tier: Option<Tier>) -> Option<u32> {
        self.response_targets.iter().find(|it| Some(it.tier) == tier).map(|it| it.minutes)
    }

    /// The longest that all pauses of a clock may take together.
    pub fn pause_cap(&self) -> TimeDelta {
        TimeDelta::minutes(self.pause_cap_minutes.into())
    }

    /// The next level above a level, in percent: a warning, the breach, or a warning after it.
    pub fn next_level(&self, above: u32) -> u32 {
        let before = self.warnings.percents.iter().copied().find(|percent| *percent > above);
        let after = 100
            + (above.max(100) - 100) / self.warnings.then_every.max(1) * self.warnings.then_every
            + self.warnings.then_every;
        before.unwrap_or(if above < 100 { 100 } else { after })
    }

    /// The roles that a step of the ladder reaches for an account of that tier.
    pub fn recipients(&self, step: usize, tier: Option<Tier>) -> Vec<LadderRole> {
        let recipients = self.ladder.steps.get(step).map_or(&[][..], |step| &step.recipients);
        let of_tier =
            |it: &&Recipient| it.tiers.is_empty() || tier.is_some_and(|tier| it.tiers.contains(&tier));
        recipients.iter().filter(of_tier).map(|it| it.role).collect()
    }
}

fn calendar(zone: &str, week: &[Opening], holidays: BTreeSet<NaiveDate>) -> Option<Calendar> {
    Calendar::new(zone.parse::<Tz>().ok()?, Week::of(week), holidays)
}

#[cfg(test)]
mod tests;
