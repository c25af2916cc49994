//! What must hold of a policy before it becomes a version. Everything that is wrong is told at once.

use std::collections::BTreeSet;

use chrono_tz::Tz;
use entity::clock::ClockKind;

use super::rules::{EscalationPolicy, HandoverTerms, Ladder, Level, RegionCalendar, Targets, Warnings};
use crate::domain::{
    calendar::Opening,
    input::{Checks, is_of_calendar},
};

/// The longest name of a level or calendar.
const NAME: usize = 100;
/// A year: the longest target.
const LONGEST: u32 = 366 * 24 * 60;
/// How many of each there can be.
const LEVELS: usize = 12;
const CALENDARS: usize = 200;
const OPENINGS: usize = 50;
const HOLIDAYS: usize = 2_000;
const STEPS: usize = 10;

/// The clocks that may lead to a step of the ladder.
const TRIGGERING: [ClockKind; 5] = [
    ClockKind::Acknowledge,
    ClockKind::ExecutiveLead,
    ClockKind::OnSite,
    ClockKind::Contain,
    ClockKind::Resolve,
];

/// The policy with its texts in order, and what is wrong with it.
pub(super) fn checked(mut policy: EscalationPolicy) -> (EscalationPolicy, Checks) {
    let mut checks = Checks::new();
    levels(&mut checks, &mut policy.levels);
    letter(&mut checks, &policy);
    warnings(&mut checks, &policy.warnings);
    ladder(&mut checks, &policy.ladder, &policy.warnings);
    within(&mut checks, "pauseCapMinutes", policy.pause_cap_minutes, 0, LONGEST);
    within(&mut checks, "lapseAfterUpdates", policy.lapse_after_updates, 1, 10);
    if policy.business_clocks.contains(&ClockKind::Letter) {
        checks.refuse(
            "businessClocks",
            "NOT_ALLOWED",
            "leave the letter out: it always counts business hours",
        );
    }
    let distinct: BTreeSet<ClockKind> = policy.business_clocks.iter().copied().collect();
    policy.business_clocks = distinct.into_iter().collect();
    response_targets(&mut checks, &policy);
    week(&mut checks, "standardWeek", &policy.standard_week);
    calendars(&mut checks, &mut policy.calendars);
    handover(&mut checks, &policy.handover);
    (policy, checks)
}

fn within(checks: &mut Checks, path: &str, number: u32, least: u32, most: u32) {
    if !(least..=most).contains(&number) {
        checks.refuse(path, "OUT_OF_RANGE", format!("must be {least} to {most}"));
    }
}

fn at_most(checks: &mut Checks, path: &str, count: usize, most: usize) {
    if count > most {
        checks.refuse(path, "TOO_MANY", format!("at most {most} are allowed"));
    }
}

fn levels(checks: &mut Checks, levels: &mut [Level]) {
    at_most(checks, "levels", levels.len(), LEVELS);
    if levels.is_empty() {
        checks.refuse("levels", "REQUIRED", "give at least one level: the last one serves every case");
    }
    let mut cases = BTreeSet::new();
    let slowest = levels.last().map(|level| level.targets);
    for (place, level) in levels.iter_mut().enumerate() {
        let path = format!("levels.{place}");
        level.name = checks.line(&format!("{path}.name"), &level.name, NAME);
        for (field, minutes) in named(&level.targets) {
            within(checks, &format!("{path}.targets.{field}"), minutes, 1, LONGEST);
        }
        if !level.cases.iter().all(|case| cases.insert(*case)) {
            checks.refuse(&format!("{path}.cases"), "NOT_UNIQUE", "a case stands in one level at most");
        }
        let slower = |(one, last): (&(_, u32), &(_, u32))| one.1 > last.1;
        let last = slowest.map(|last| named(&last));
        if last.is_some_and(|last| named(&level.targets).iter().zip(&last).any(slower)) {
            let told =
                "the last level must be the slowest: none of its targets shorter than that of another level";
            checks.refuse(&format!("{path}.targets"), "SLOWER_THAN_SLOWEST", told);
        }
    }
}

/// The targets by the names of the API.
fn named(targets: &Targets) -> [(&'static str, u32); 7] {
    [
        ("acknowledge", targets.acknowledge),
        ("executiveLead", targets.executive_lead),
        ("onSite", targets.on_site),
        ("teamUpdate", targets.team_update),
        ("customerUpdate", targets.customer_update),
        ("contain", targets.contain),
        ("resolve", targets.resolve),
    ]
}

fn letter(checks: &mut Checks, policy: &EscalationPolicy) {
    within(checks, "letter.businessDays", policy.letter.business_days, 1, 100);
    let mut tiers = BTreeSet::new();
    for (place, exception) in policy.letter.exceptions.iter().enumerate() {
        let path = format!("letter.exceptions.{place}");
        within(checks, &format!("{path}.businessDays"), exception.business_days, 1, 100);
        if !tiers.insert(exception.tier) {
            checks.refuse(&format!("{path}.tier"), "NOT_UNIQUE", "a tier has one exception at most");
        }
    }
}

fn response_targets(checks: &mut Checks, policy: &EscalationPolicy) {
    let mut tiers = BTreeSet::new();
    for (place, target) in policy.response_targets.iter().enumerate() {
        let path = format!("responseTargets.{place}");
        within(checks, &format!("{path}.minutes"), target.minutes, 1, LONGEST);
        if !tiers.insert(target.tier) {
            checks.refuse(&format!("{path}.tier"), "NOT_UNIQUE", "a tier has one target at most");
        }
    }
}

fn handover(checks: &mut Checks, terms: &HandoverTerms) {
    within(checks, "handover.overlapDays", terms.overlap_days, 0, 100);
    within(checks, "handover.graceDays", terms.grace_days, 0, 366);
    let mut tiers = BTreeSet::new();
    for (place, exception) in terms.exceptions.iter().enumerate() {
        let path = format!("handover.exceptions.{place}");
        within(checks, &format!("{path}.businessDays"), exception.business_days, 0, 100);
        if !tiers.insert(exception.tier) {
            checks.refuse(&format!("{path}.tier"), "NOT_UNIQUE", "a tier has one exception at most");
        }
    }
}

fn warnings(checks: &mut Checks, warnings: &Warnings) {
    at_most(checks, "warnings.percents", warnings.percents.len(), 10);
    for (place, percent) in warnings.percents.iter().enumerate() {
        within(checks, &format!("warnings.percents.{place}"), *percent, 1, 99);
    }
    if !warnings.percents.is_sorted_by(|one, next| one < next) {
        checks.refuse("warnings.percents", "NOT_ASCENDING", "give each percent once, the lowest first");
    }
    within(checks, "warnings.thenEvery", warnings.then_every, 10, 1_000);
}

fn ladder(checks: &mut Checks, ladder: &Ladder, warnings: &Warnings) {
    within(checks, "ladder.repeatMinutes", ladder.repeat_minutes, 1, 24 * 60);
    within(checks, "ladder.rounds", ladder.rounds, 1, 100);
    at_most(checks, "ladder.steps", ladder.steps.len(), STEPS);
    if ladder.steps.is_empty() {
        checks.refuse("ladder.steps", "REQUIRED", "give at least the step for the opening of the channel");
    }
    for (place, step) in ladder.steps.iter().enumerate() {
        let path = format!("ladder.steps.{place}");
        if step.recipients.is_empty() {
            checks.refuse(&format!("{path}.recipients"), "REQUIRED", "say whom the step reaches");
        }
        if place == 0 && !step.triggers.is_empty() {
            checks.refuse(
                &format!("{path}.triggers"),
                "NOT_ALLOWED",
                "the opening of the channel leads to the first step",
            );
        }
        for (at, trigger) in step.triggers.iter().enumerate() {
            let path = format!("{path}.triggers.{at}");
            if !TRIGGERING.contains(&trigger.clock) {
                checks.refuse(
                    &format!("{path}.clock"),
                    "NOT_ALLOWED",
                    "updates and the letter lead to no step",
                );
            }
            if trigger.percent != 100 && !warnings.percents.contains(&trigger.percent) {
                checks.refuse(
                    &format!("{path}.percent"),
                    "NO_SUCH_LEVEL",
                    "must be 100 or the percent of a warning",
                );
            }
        }
    }
}

fn week(checks: &mut Checks, path: &str, week: &[Opening]) {
    at_most(checks, path, week.len(), OPENINGS);
    if week.is_empty() {
        checks.refuse(path, "REQUIRED", "a week needs at least one opening");
    }
    for (place, opening) in week.iter().enumerate() {
        let path = format!("{path}.{place}");
        if !opening.is_whole() {
            checks.refuse(&path, "OUT_OF_RANGE", "must begin before it ends, from 00:00 to 24:00");
        }
        if week.iter().take(place).any(|earlier| earlier.meets(opening)) {
            checks.refuse(&path, "OVERLAPS", "overlaps with another opening of the day");
        }
    }
}

fn calendars(checks: &mut Checks, calendars: &mut [RegionCalendar]) {
    at_most(checks, "calendars", calendars.len(), CALENDARS);
    let (mut names, mut regions) = (BTreeSet::new(), BTreeSet::new());
    for (place, calendar) in calendars.iter_mut().enumerate() {
        let path = format!("calendars.{place}");
        calendar.name = checks.line(&format!("{path}.name"), &calendar.name, NAME);
        if !names.insert(calendar.name.clone()) {
            checks.refuse(&format!("{path}.name"), "NOT_UNIQUE", "another calendar has this name");
        }
        if calendar.time_zone.parse::<Tz>().is_err() {
            let told = "not a zone of the IANA database, as in `Europe/Berlin`";
            checks.refuse(&format!("{path}.timeZone"), "UNKNOWN_TIME_ZONE", told);
        }
        week(checks, &format!("{path}.week"), &calendar.week);
        at_most(checks, &format!("{path}.holidays"), calendar.holidays.len(), HOLIDAYS);
        if !calendar.holidays.iter().copied().all(is_of_calendar) {
            checks.refuse(&format!("{path}.holidays"), "OUT_OF_RANGE", "must be of the years 1 to 9999");
        }
        if !calendar.regions.iter().all(|region| regions.insert(*region)) {
            checks.refuse(&format!("{path}.regions"), "NOT_UNIQUE", "a region has one calendar at most");
        }
    }
}
