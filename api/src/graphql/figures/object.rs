//! What figures are made of.

use async_graphql::SimpleObject;
use chrono::TimeDelta;

use crate::{
    domain::figures,
    graphql::vocabulary::{Severity, Tier},
};

/// Figures of the incidents of one tier and severity: of teams, never of persons.
#[derive(Clone, Debug, SimpleObject)]
pub struct RedChannelFigures {
    /// The accounts' tier when the incidents were reported; null: unrated.
    tier: Option<Tier>,
    /// The severity that counts: confirmed, before triage claimed.
    severity: Severity,
    /// How many incidents were reported whose channel opened, without those that were declined or cancelled.
    incidents: i32,
    /// How many of them were reported within 90 days after another one of their account.
    repeats: i32,
    /// Until a person took it.
    acknowledge: ClockFigures,
    /// Until an executive lead was named.
    executive_lead: ClockFigures,
    /// Until the team was with the customer, or the customer agreed to remote help.
    on_site: ClockFigures,
    /// Until it got no worse.
    contain: ClockFigures,
    /// Until it was solved.
    resolve: ClockFigures,
    /// The promises of their letters of commitment.
    commitments: CommitmentFigures,
}

/// How long a step took after the report, on the wall clock, pauses included, in the first generation of the incidents.
#[derive(Clone, Debug, Default, SimpleObject)]
pub struct ClockFigures {
    /// In how many incidents it was taken.
    count: i32,
    /// The median, in seconds: half of them took no longer. Null: it was never taken.
    p50_seconds: Option<i64>,
    /// In seconds: nine of ten took no longer. Null: it was never taken.
    p90_seconds: Option<i64>,
    /// The share of the incidents in which it was due before it was taken, 0 to 1, of those in which it was taken or is overdue.
    /// Null: there are none.
    breach_rate: Option<f64>,
}

/// What became of promises.
#[derive(Clone, Debug, SimpleObject)]
pub struct CommitmentFigures {
    /// Nothing yet.
    open: i32,
    /// Nothing yet, and their day has passed; they count as open, too.
    overdue: i32,
    /// Kept.
    kept: i32,
    /// Kept in part.
    partial: i32,
    /// Broken.
    broken: i32,
    /// What those with an outcome came to: kept 1, in part 1/2, broken 0, on average. Null: none has one.
    outcome: Option<f64>,
}

impl RedChannelFigures {
    pub(super) fn of(tier: Option<Tier>, severity: Severity, figures: &figures::Figures) -> Self {
        let clock = |name| figures.clocks.get(name).map(Into::into).unwrap_or_default();
        Self {
            tier,
            severity,
            incidents: count(figures.incidents),
            repeats: count(figures.repeats),
            acknowledge: clock("acknowledge"),
            executive_lead: clock("executiveLead"),
            on_site: clock("onSite"),
            contain: clock("contain"),
            resolve: clock("resolve"),
            commitments: (&figures.promises).into(),
        }
    }
}

impl From<&figures::ClockFigures> for ClockFigures {
    fn from(figures: &figures::ClockFigures) -> Self {
        let seconds = |percent| figures.percentile(percent).as_ref().map(TimeDelta::num_seconds);
        Self {
            count: count(figures.met()),
            p50_seconds: seconds(50),
            p90_seconds: seconds(90),
            breach_rate: figures.breach_rate(),
        }
    }
}

impl From<&figures::PromiseFigures> for CommitmentFigures {
    fn from(figures: &figures::PromiseFigures) -> Self {
        Self {
            open: count(figures.open),
            overdue: count(figures.overdue),
            kept: count(figures.kept),
            partial: count(figures.partial),
            broken: count(figures.broken),
            outcome: figures.outcome(),
        }
    }
}

fn count(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
