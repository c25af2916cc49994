//! From rows to figures. Pure: no database, no clock.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    account::Tier,
    clock::ClockKind,
    commitment::CommitmentState,
    id::{AccountId, IncidentId},
    incident::Severity,
};

/// How long before an incident another one of its account makes it a repeat.
pub const REPEATED_WITHIN: TimeDelta = TimeDelta::days(90);

/// An incident that may count.
#[derive(Clone, Debug)]
pub struct Incident {
    /// Which.
    pub id: IncidentId,
    /// Its number; of two reports at the same instant the smaller one came first.
    pub number: i64,
    /// Whose.
    pub account: AccountId,
    /// The account's tier at the report.
    pub tier: Option<Tier>,
    /// The severity that counts.
    pub severity: Severity,
    /// When it was reported.
    pub reported_at: DateTime<Utc>,
}

/// A clock of the first generation of an incident.
#[derive(Clone, Debug)]
pub struct Clock {
    /// Of which incident.
    pub incident: IncidentId,
    /// What it waits for.
    pub kind: ClockKind,
    /// When what it waited for happened.
    pub met_at: Option<DateTime<Utc>>,
    /// When it was breached.
    pub breached_at: Option<DateTime<Utc>>,
}

/// What became of a promise, and whether its day has passed.
#[derive(Clone, Debug)]
pub struct Promise {
    /// In the letter about which incident.
    pub incident: IncidentId,
    /// What became of it.
    pub state: CommitmentState,
    /// Whether its day passed before that.
    pub overdue: bool,
}

/// Figures of the incidents of one tier and severity.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// How many incidents.
    pub incidents: usize,
    /// How many of them are repeats.
    pub repeats: usize,
    /// The clocks, by what they wait for.
    pub clocks: BTreeMap<&'static str, ClockFigures>,
    /// The promises.
    pub promises: PromiseFigures,
}

/// Figures of one kind of clock.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClockFigures {
    /// How long each took that was met, ascending.
    taken: Vec<TimeDelta>,
    /// How many are over or breached.
    decided: usize,
    /// How many were breached.
    breached: usize,
}

/// What became of promises.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PromiseFigures {
    /// Nothing yet.
    pub open: usize,
    /// Nothing yet, and their day has passed.
    pub overdue: usize,
    /// Kept.
    pub kept: usize,
    /// Kept in part.
    pub partial: usize,
    /// Broken.
    pub broken: usize,
}

impl ClockFigures {
    /// How many were met.
    pub fn met(&self) -> usize {
        self.taken.len()
    }

    /// The smallest duration that at least so many percent of those that were met do not exceed; `None`: none was met.
    pub fn percentile(&self, percent: usize) -> Option<TimeDelta> {
        percentile(&self.taken, percent)
    }

    /// The share that was breached, 0 to 1; `None`: none is over or breached.
    pub fn breach_rate(&self) -> Option<f64> {
        share(self.breached, self.decided)
    }
}

impl PromiseFigures {
    /// What the promises with an outcome came to, 0 to 1; `None`: none has one.
    pub fn outcome(&self) -> Option<f64> {
        share(2 * self.kept + self.partial, 2 * (self.kept + self.partial + self.broken))
    }
}

/// The smallest of lengths, which come ascending, that at least so many percent of them do not exceed (nearest rank); `None` of
/// nothing.
pub fn percentile(ascending: &[TimeDelta], percent: usize) -> Option<TimeDelta> {
    let rank = (ascending.len() * percent).div_ceil(100);
    ascending.get(rank.checked_sub(1)?).copied()
}

/// The part of a whole; `None` of nothing. Counts are far below what a float cannot hold.
pub fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// The clocks that are told of, by their names in the API's order.
pub const TOLD: [(ClockKind, &str); 5] = [
    (ClockKind::Acknowledge, "acknowledge"),
    (ClockKind::ExecutiveLead, "executiveLead"),
    (ClockKind::OnSite, "onSite"),
    (ClockKind::Contain, "contain"),
    (ClockKind::Resolve, "resolve"),
];

/// Figures by tier and severity, the highest tier and worst severity first, unrated accounts last. Only incidents from an instant
/// on count; earlier ones make later ones repeats.
pub fn figures(
    incidents: &[Incident],
    from: DateTime<Utc>,
    clocks: &[Clock],
    promises: &[Promise],
) -> Vec<((Option<Tier>, Severity), Figures)> {
    let mut groups: BTreeMap<_, Figures> = BTreeMap::new();
    let counted: BTreeMap<IncidentId, &Incident> =
        incidents.iter().filter(|it| it.reported_at >= from).map(|it| (it.id, it)).collect();
    for incident in counted.values() {
        groups.entry(place(incident)).or_default().incidents += 1;
    }
    for incident in repeats(incidents).into_iter().filter(|it| counted.contains_key(&it.id)) {
        groups.entry(place(incident)).or_default().repeats += 1;
    }
    for clock in clocks {
        let Some(incident) = counted.get(&clock.incident) else { continue };
        let Some((_, name)) = TOLD.iter().find(|(kind, _)| *kind == clock.kind) else { continue };
        let figures = groups.entry(place(incident)).or_default().clocks.entry(name).or_default();
        figures.taken.extend(clock.met_at.map(|met| met - incident.reported_at));
        figures.decided += usize::from(clock.met_at.is_some() || clock.breached_at.is_some());
        figures.breached += usize::from(clock.breached_at.is_some());
    }
    for promise in promises {
        let Some(incident) = counted.get(&promise.incident) else { continue };
        count(&mut groups.entry(place(incident)).or_default().promises, promise);
    }
    for figures in groups.values_mut().flat_map(|figures| figures.clocks.values_mut()) {
        figures.taken.sort_unstable();
    }
    groups.into_iter().map(|((_, tier, _, severity), figures)| ((tier, severity), figures)).collect()
}

fn count(figures: &mut PromiseFigures, promise: &Promise) {
    match promise.state {
        CommitmentState::Open => {
            figures.open += 1;
            figures.overdue += usize::from(promise.overdue);
        }
        CommitmentState::Kept => figures.kept += 1,
        CommitmentState::Partial => figures.partial += 1,
        CommitmentState::Broken => figures.broken += 1,
        CommitmentState::Cancelled => {}
    }
}

/// The group of an incident, in the order of the groups.
fn place(incident: &Incident) -> (u8, Option<Tier>, u8, Severity) {
    let tier = match incident.tier {
        Some(Tier::S) => 0,
        Some(Tier::A) => 1,
        Some(Tier::B) => 2,
        Some(Tier::C) => 3,
        None => 4,
    };
    let severity = match incident.severity {
        Severity::Sev1 => 1,
        Severity::Sev2 => 2,
        Severity::Sev3 => 3,
    };
    (tier, incident.tier, severity, incident.severity)
}

/// The incidents before which another one of their account was reported, within the span.
fn repeats(incidents: &[Incident]) -> Vec<&Incident> {
    let mut ordered: Vec<&Incident> = incidents.iter().collect();
    ordered.sort_unstable_by_key(|it| (it.account, it.reported_at, it.number));
    let pairs = ordered.windows(2).filter(|pair| {
        let (before, after) = (pair[0], pair[1]);
        before.account == after.account && after.reported_at - before.reported_at <= REPEATED_WITHIN
    });
    pairs.map(|pair| pair[1]).collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn at(hours: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::hours(hours)
    }

    fn incident(number: u128, account: u128, hours: i64) -> Incident {
        Incident {
            id: IncidentId(Uuid::from_u128(number)),
            number: number as i64,
            account: AccountId(Uuid::from_u128(account)),
            tier: Some(Tier::S),
            severity: Severity::Sev1,
            reported_at: at(hours),
        }
    }

    fn clock(of: &Incident, met: Option<i64>, breached: bool) -> Clock {
        Clock {
            incident: of.id,
            kind: ClockKind::OnSite,
            met_at: met.map(|hours| of.reported_at + TimeDelta::hours(hours)),
            breached_at: breached.then_some(of.reported_at),
        }
    }

    fn on_site(clocks: impl IntoIterator<Item = (Option<i64>, bool)>) -> ClockFigures {
        let one = incident(1, 1, 0);
        let clocks: Vec<Clock> =
            clocks.into_iter().map(|(met, breached)| clock(&one, met, breached)).collect();
        let groups = figures(&[one], at(0), &clocks, &[]);
        groups[0].1.clocks.get("onSite").cloned().unwrap_or_default()
    }

    #[test]
    fn a_percentile_is_a_duration_that_occurred() {
        let hours = |figures: &ClockFigures, percent| figures.percentile(percent).map(|it| it.num_hours());
        assert_eq!(hours(&on_site([]), 50), None);
        for (taken, p50, p90) in [
            (vec![7], 7, 7),
            (vec![9, 1], 1, 9),
            (vec![3, 1, 2], 2, 3),
            ((1..=10).rev().collect(), 5, 9),
            ((1..=11).collect(), 6, 10),
            (vec![4; 20], 4, 4),
        ] {
            let figures = on_site(taken.iter().map(|hours| (Some(*hours), false)));
            assert_eq!((hours(&figures, 50), hours(&figures, 90)), (Some(p50), Some(p90)), "{taken:?}");
        }
    }

    #[test]
    fn what_may_still_be_kept_counts_neither_way() {
        assert_eq!(on_site([(None, false)]).breach_rate(), None);
        assert_eq!(on_site([(None, true)]).breach_rate(), Some(1.0));
        let mixed = on_site([(Some(1), false), (Some(9), true), (None, false), (Some(2), false)]);
        assert_eq!((mixed.met(), mixed.breach_rate()), (3, Some(1.0 / 3.0)));
    }

    #[test]
    fn an_incident_repeats_the_one_before_it_within_ninety_days() {
        let day = 24;
        let rows = [
            incident(1, 1, 0),
            incident(2, 1, 90 * day),
            incident(3, 1, 180 * day + 1),
            incident(4, 2, 90 * day),
            incident(5, 2, 90 * day),
        ];
        let numbers: Vec<i64> = repeats(&rows).into_iter().map(|it| it.number).collect();
        assert_eq!(numbers, [2, 5]);
        // What was reported before the span makes the first one in it a repeat, and is not counted itself.
        let groups = figures(&rows[..2], at(day), &[], &[]);
        assert_eq!((groups[0].1.incidents, groups[0].1.repeats), (1, 1));
    }

    #[test]
    fn groups_go_from_the_worst_at_the_best_to_the_unrated() {
        let mut rows = Vec::new();
        for (number, (tier, severity)) in [
            (None, Severity::Sev1),
            (Some(Tier::C), Severity::Sev1),
            (Some(Tier::S), Severity::Sev3),
            (Some(Tier::S), Severity::Sev1),
            (Some(Tier::A), Severity::Sev2),
        ]
        .into_iter()
        .enumerate()
        {
            rows.push(Incident { tier, severity, ..incident(number as u128, number as u128, 0) });
        }
        let keys: Vec<_> = figures(&rows, at(0), &[], &[]).into_iter().map(|(key, _)| key).collect();
        assert_eq!(
            keys,
            [
                (Some(Tier::S), Severity::Sev1),
                (Some(Tier::S), Severity::Sev3),
                (Some(Tier::A), Severity::Sev2),
                (Some(Tier::C), Severity::Sev1),
                (None, Severity::Sev1),
            ]
        );
    }

    #[test]
    fn promises_count_as_in_their_letter() {
        use CommitmentState::{Broken, Cancelled, Kept, Open, Partial};
        let one = incident(1, 1, 0);
        let promise = |(state, overdue)| Promise { incident: one.id, state, overdue };
        let rows =
            [(Kept, true), (Partial, false), (Broken, true), (Cancelled, false), (Open, true), (Open, false)];
        let rows: Vec<Promise> = rows.into_iter().map(promise).collect();
        let groups = figures(std::slice::from_ref(&one), at(0), &[], &rows);
        let promises = groups[0].1.promises;
        assert_eq!(promises, PromiseFigures { open: 2, overdue: 1, kept: 1, partial: 1, broken: 1 });
        assert_eq!(promises.outcome(), Some(0.5));
        assert_eq!(PromiseFigures::default().outcome(), None);
    }
}
