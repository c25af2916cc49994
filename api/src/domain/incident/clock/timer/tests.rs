//! Tests of the arithmetic of one clock: pauses across closed hours and changes of summer time, targets that change, breaches.

use std::collections::BTreeSet;

use chrono::Weekday;
use chrono_tz::Tz;
use proptest::{collection, prelude::*, sample};
use uuid::Uuid;

use super::*;
use crate::domain::calendar::{Opening, Week};

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn minutes(n: i64) -> TimeDelta {
    TimeDelta::minutes(n)
}

/// Monday to Friday, nine to twelve and one to six.
fn office(zone: Tz) -> Hours {
    let spans = [(9 * 60, 12 * 60), (13 * 60, 18 * 60)];
    let week: Vec<Opening> = (0..5)
        .flat_map(|day| spans.map(|(from, to)| Opening { day: Weekday::try_from(day).unwrap(), from, to }))
        .collect();
    Hours::Business(Calendar::new(zone, Week::of(&week), BTreeSet::new()).unwrap())
}

fn clock(hours: Hours, at: DateTime<Utc>, target: TimeDelta) -> Timer {
    let begin = Begin {
        id: ClockId(Uuid::nil()),
        incident: IncidentId(Uuid::nil()),
        generation: 1,
        kind: ClockKind::OnSite,
        at,
        hours,
        target,
        pause_cap: TimeDelta::hours(48),
    };
    Timer::begin(begin)
}

#[test]
fn of_a_pause_counts_what_lies_in_the_hours_of_the_clock() {
    let cases = [
        ("inside the morning", "2026-03-02T08:30:00Z", "2026-03-02T09:30:00Z", 60, "2026-03-02T17:00:00Z"),
        ("across the break", "2026-03-02T10:30:00Z", "2026-03-02T12:30:00Z", 60, "2026-03-02T17:00:00Z"),
        ("inside the break", "2026-03-02T11:10:00Z", "2026-03-02T11:50:00Z", 0, "2026-03-02T16:00:00Z"),
        ("over the night", "2026-03-02T15:00:00Z", "2026-03-03T09:00:00Z", 180, "2026-03-03T10:00:00Z"),
    ];
    for (what, from, to, paused, due) in cases {
        // Seven hours from Monday, nine o'clock: due at five in the afternoon.
        let mut clock = clock(office(Tz::Europe__Berlin), utc("2026-03-02T08:00:00Z"), minutes(420));
        assert_eq!(clock.row.due_at, utc("2026-03-02T16:00:00Z"));
        clock.pause(utc(from));
        clock.resume(utc(to));
        assert_eq!(clock.row.paused_micros, paused * 60_000_000, "{what}");
        assert_eq!(clock.row.original_due_at, utc("2026-03-02T16:00:00Z"), "{what}");
        assert_eq!(clock.row.due_at, utc(due), "{what}");
    }
}

#[test]
fn a_pause_over_a_change_of_summer_time_counts_the_hours_of_the_wall() {
    let cases = [
        ("to summer time", "2026-03-27T15:00:00Z", "2026-03-30T08:00:00Z", "2026-03-30T09:00:00Z"),
        ("to winter time", "2026-10-23T14:00:00Z", "2026-10-26T09:00:00Z", "2026-10-26T10:00:00Z"),
    ];
    for (what, from, to, due) in cases {
        // From Friday, four in the afternoon, to Monday, ten o'clock: three open hours.
        let mut clock = clock(office(Tz::Europe__Berlin), utc(from), minutes(60));
        clock.pause(utc(from));
        clock.resume(utc(to));
        assert_eq!(clock.row.paused_micros, 180 * 60_000_000, "{what}");
        assert_eq!(clock.row.due_at, utc(due), "{what}");
    }
}

#[test]
fn while_it_stands_still_its_due_time_moves_and_nothing_elapses() {
    let start = utc("2026-03-02T08:00:00Z");
    let mut clock = clock(Hours::All, start, minutes(60));
    clock.pause(start + minutes(20));
    for later in [25, 90] {
        let reading = clock.reading(start + minutes(later));
        assert_eq!(reading.elapsed, minutes(20));
        assert_eq!(reading.remaining, minutes(40));
        assert_eq!(reading.paused, minutes(later - 20));
        assert_eq!(reading.due_at, start + minutes(60 + later - 20));
    }
    assert_eq!(clock.pause_ends(), Some(start + minutes(20) + TimeDelta::hours(48)));
}

#[test]
fn another_target_keeps_the_start_and_the_pauses() {
    let start = utc("2026-03-02T08:00:00Z");
    let mut clock = clock(Hours::All, start, minutes(60));
    clock.pause(start + minutes(10));
    clock.resume(start + minutes(30));
    clock.retarget(minutes(120));
    assert_eq!(clock.row.due_at, start + minutes(140));
    assert_eq!(clock.row.original_due_at, start + minutes(60));
    assert_eq!(clock.row.started_at, start);
}

#[test]
fn a_breach_stays_when_the_target_is_loosened() {
    let start = utc("2026-03-02T08:00:00Z");
    let mut clock = clock(Hours::All, start, minutes(60));
    clock.breach();
    clock.retarget(minutes(600));
    assert_eq!(clock.row.state, ClockState::Breached);
    assert_eq!(clock.row.breached_at, Some(start + minutes(60)));
    clock.meet(start + minutes(300));
    assert_eq!(
        clock.row.breached_at,
        Some(start + minutes(60)),
        "met before its new due time, and breached all the same"
    );
}

fn hours() -> impl Strategy<Value = Hours> {
    let zones = sample::select(vec![Tz::Europe__Berlin, Tz::America__New_York, Tz::Asia__Kolkata]);
    prop_oneof![Just(Hours::All), zones.prop_map(office)]
}

proptest! {
    #[test]
    fn due_is_the_start_and_the_target_and_the_open_part_of_the_pauses(
        hours in hours(),
        start in 0..60 * 24 * 365i64,
        target in 1..60 * 24 * 7i64,
        steps in collection::vec((1..60 * 24i64, 1..60 * 24i64), 0..6),
        other in 1..60 * 24 * 7i64,
    ) {
        let start = utc("2026-01-01T00:00:00Z") + minutes(start);
        let mut clock = clock(hours.clone(), start, minutes(target));
        let (mut at, mut open) = (start, TimeDelta::zero());
        for (run, rest) in steps {
            let (from, to) = (at + minutes(run), at + minutes(run + rest));
            clock.pause(from);
            clock.resume(to);
            open += hours.elapsed(from, to);
            at = to;
        }
        prop_assert_eq!(clock.row.due_at, hours.add(start, minutes(target) + open));
        clock.retarget(minutes(other));
        prop_assert_eq!(clock.row.due_at, hours.add(start, minutes(other) + open));
        // As much has elapsed as was open and not paused.
        let reading = clock.reading(at + minutes(30));
        prop_assert_eq!(reading.elapsed, hours.elapsed(start, at + minutes(30)) - open);
        prop_assert_eq!(reading.elapsed + reading.remaining, minutes(other));
    }
}
