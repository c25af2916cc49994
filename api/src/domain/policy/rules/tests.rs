//! Tests of the questions that incidents ask the policy that a company starts with.

use chrono::{DateTime, Utc};
use entity::incident::Severity::{Sev1, Sev2, Sev3};
use uuid::Uuid;

use super::*;

/// The policy that the migration writes.
fn first() -> EscalationPolicy {
    serde_json::from_str(include_str!("../../../../../migration/src/m0003_escalation_policy/first.json"))
        .unwrap()
}

const HOUR: u32 = 60;
const DAY: u32 = 24 * HOUR;

/// Cases, and their targets in the order of the table.
type Row = (&'static [(Tier, Severity)], [u32; 7]);

#[test]
fn the_table_of_targets() {
    use Tier::{A, B, C, S};
    let rows: [Row; 4] = [
        (&[(S, Sev1)], [15, HOUR, DAY, 2 * HOUR, 4 * HOUR, DAY, 3 * DAY]),
        (&[(S, Sev2), (A, Sev1)], [30, 2 * HOUR, DAY, 4 * HOUR, 8 * HOUR, 2 * DAY, 5 * DAY]),
        (&[(S, Sev3), (A, Sev2), (B, Sev1)], [HOUR, 4 * HOUR, 2 * DAY, 8 * HOUR, DAY, 3 * DAY, 10 * DAY]),
        (&[(A, Sev3), (B, Sev2), (C, Sev1)], [4 * HOUR, 8 * HOUR, 3 * DAY, DAY, 2 * DAY, 5 * DAY, 15 * DAY]),
    ];
    let kinds = [
        ClockKind::Acknowledge,
        ClockKind::ExecutiveLead,
        ClockKind::OnSite,
        ClockKind::TeamUpdate,
        ClockKind::CustomerUpdate,
        ClockKind::Contain,
        ClockKind::Resolve,
    ];
    let policy = first();
    for (cases, minutes) in rows {
        for (tier, severity) in cases {
            let targets = policy.targets(Some(*tier), *severity, false).unwrap();
            let known = kinds.map(|kind| targets.of(kind).unwrap());
            assert_eq!(known, minutes.map(|it| TimeDelta::minutes(it.into())), "{tier:?} {severity:?}");
        }
    }
}

#[test]
fn an_override_and_a_case_that_stands_nowhere_have_the_slowest_targets() {
    let policy = first();
    let slowest = &policy.levels[3].targets;
    for (tier, severity, overridden) in
        [(Some(Tier::S), Sev1, true), (Some(Tier::C), Sev3, false), (None, Sev1, true), (None, Sev1, false)]
    {
        assert_eq!(policy.targets(tier, severity, overridden), Some(slowest), "{tier:?} {severity:?}");
    }
}

#[test]
fn clocks_warn_at_half_and_three_quarters_then_at_the_breach_and_every_half_after_it() {
    let policy = first();
    let levels: Vec<u32> =
        std::iter::successors(Some(policy.next_level(0)), |level| Some(policy.next_level(*level)))
            .take(6)
            .collect();
    assert_eq!(levels, [50, 75, 100, 150, 200, 250]);
}

#[test]
fn the_letter_has_three_business_days_for_strategic_accounts_and_five_for_others() {
    let policy = first();
    let days = [Some(Tier::S), Some(Tier::A), Some(Tier::C), None].map(|tier| policy.letter_days(tier));
    assert_eq!(days, [3, 5, 5, 5]);
}

#[test]
fn a_step_of_the_ladder_reaches_the_roles_of_the_tier() {
    let policy = first();
    use LadderRole::*;
    assert_eq!(policy.recipients(0, None), [SalesPrimary, TechnicalPrimary, DeliveryPrimary]);
    assert_eq!(policy.recipients(1, Some(Tier::B)), [EscalationManager]);
    assert_eq!(policy.recipients(3, Some(Tier::A)), [ExecutiveSponsor]);
    assert_eq!(policy.recipients(3, Some(Tier::S)), [ExecutiveSponsor, Chief]);
    assert_eq!(policy.recipients(4, Some(Tier::S)), []);
}

#[test]
fn only_the_letter_counts_business_hours_and_those_of_the_region_before_the_standard_week() {
    let mut policy = first();
    let (own, other) = (RegionId(Uuid::max()), RegionId(Uuid::nil()));
    policy.calendars.push(RegionCalendar {
        name: "Shanghai".into(),
        time_zone: "Asia/Shanghai".into(),
        week: policy.standard_week.clone(),
        holidays: BTreeSet::new(),
        regions: BTreeSet::from([own]),
    });
    let monday: DateTime<Utc> = "2026-03-02T04:00:00Z".parse().unwrap();
    let closing =
        |region| policy.hours(ClockKind::Letter, region, "Europe/Berlin").end_of_business_day(monday, 1);
    assert_eq!(closing(own).to_rfc3339(), "2026-03-03T09:00:00+00:00");
    assert_eq!(closing(other).to_rfc3339(), "2026-03-03T16:00:00+00:00");
    assert_eq!(policy.hours(ClockKind::Resolve, own, "Europe/Berlin"), Hours::All);
    policy.business_clocks.push(ClockKind::Resolve);
    assert_ne!(policy.hours(ClockKind::Resolve, own, "Europe/Berlin"), Hours::All);
}
