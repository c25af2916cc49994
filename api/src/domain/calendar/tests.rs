//! Tests of calendar arithmetic: a table of spans and sums, and laws that hold for every calendar.

use chrono::{NaiveTime, Timelike, Weekday};
use proptest::{collection, prelude::*, sample};

use super::*;

const NINE: u16 = 9 * 60;
const NOON: u16 = 12 * 60;
const ONE: u16 = 13 * 60;
const SIX: u16 = 18 * 60;

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn every_day(from: u16, to: u16) -> Vec<Opening> {
    (0..7).map(|day| Opening { day: Weekday::try_from(day).unwrap(), from, to }).collect()
}

/// Monday to Friday, nine to twelve and one to six, but for a holiday.
fn office(zone: Tz) -> Hours {
    let days = every_day(NINE, NOON).into_iter().chain(every_day(ONE, SIX));
    let week: Vec<Opening> = days.filter(|it| it.day.num_days_from_monday() < 5).collect();
    let holidays = BTreeSet::from(["2026-04-06".parse().unwrap()]);
    Hours::Business(Calendar::new(zone, Week::of(&week), holidays).unwrap())
}

fn daily(zone: Tz, from: u16, to: u16) -> Hours {
    let week = Week::of(&every_day(from, to));
    Hours::Business(Calendar::new(zone, week, BTreeSet::new()).unwrap())
}

#[test]
fn only_open_hours_elapse() {
    let berlin = office(Tz::Europe__Berlin);
    let cases = [
        ("a morning", "2026-03-02T08:00:00Z", "2026-03-02T11:00:00Z", 180),
        ("across the midday break", "2026-03-02T10:30:00Z", "2026-03-02T12:30:00Z", 60),
        ("a whole day", "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z", 480),
        ("a weekend", "2026-03-06T17:00:00Z", "2026-03-09T08:00:00Z", 0),
        ("across a weekend", "2026-03-06T16:00:00Z", "2026-03-09T09:00:00Z", 120),
        ("Easter Monday is a holiday", "2026-04-06T00:00:00Z", "2026-04-07T08:00:00Z", 60),
        ("backwards", "2026-03-03T10:00:00Z", "2026-03-02T10:00:00Z", 0),
    ];
    for (what, from, to, minutes) in cases {
        assert_eq!(berlin.elapsed(utc(from), utc(to)), TimeDelta::minutes(minutes), "{what}");
    }
}

#[test]
fn adding_gives_the_first_instant_by_which_so_much_has_elapsed() {
    let berlin = office(Tz::Europe__Berlin);
    let cases = [
        ("nothing", "2026-03-07T10:00:00Z", 0, "2026-03-07T10:00:00Z"),
        ("until the break exactly", "2026-03-02T08:00:00Z", 180, "2026-03-02T11:00:00Z"),
        ("a minute more", "2026-03-02T08:00:00Z", 181, "2026-03-02T12:01:00Z"),
        ("from a weekend", "2026-03-07T10:00:00Z", 60, "2026-03-09T09:00:00Z"),
        ("over Easter Monday", "2026-04-03T15:00:00Z", 120, "2026-04-07T08:00:00Z"),
        ("into summer time", "2026-03-27T16:00:00Z", 120, "2026-03-30T08:00:00Z"),
        ("into winter time", "2026-10-23T15:00:00Z", 120, "2026-10-26T09:00:00Z"),
    ];
    for (what, from, minutes, to) in cases {
        assert_eq!(berlin.add(utc(from), TimeDelta::minutes(minutes)), utc(to), "{what}");
    }
}

#[test]
fn an_hour_that_is_left_out_is_no_working_hour_and_one_that_is_repeated_is_two() {
    // Europe/Berlin: 02:00 becomes 03:00 on 2026-03-29, and 03:00 becomes 02:00 on 2026-10-25.
    let cases = [
        ("the night to summer time", 0, 6 * 60, "2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z", 5 * 60),
        ("the night to winter time", 0, 6 * 60, "2026-10-24T12:00:00Z", "2026-10-25T12:00:00Z", 7 * 60),
        ("it begins in the gap", 150, 240, "2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z", 60),
        ("it ends in the gap", 60, 150, "2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z", 60),
        ("it lies in the gap", 120, 180, "2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z", 0),
        ("it lies in the repeated hour", 120, 180, "2026-10-24T12:00:00Z", "2026-10-25T12:00:00Z", 120),
    ];
    for (what, opens, closes, from, to, minutes) in cases {
        let hours = daily(Tz::Europe__Berlin, opens, closes);
        assert_eq!(hours.elapsed(utc(from), utc(to)), TimeDelta::minutes(minutes), "{what}");
    }
}

#[test]
fn two_openings_that_meet_in_the_repeated_hour_count_it_once() {
    let halves = every_day(0, 150).into_iter().chain(every_day(150, 360)).collect::<Vec<_>>();
    let calendar = Calendar::new(Tz::Europe__Berlin, Week::of(&halves), BTreeSet::new()).unwrap();
    let night = Hours::Business(calendar);
    let (from, to) = (utc("2026-10-24T12:00:00Z"), utc("2026-10-25T12:00:00Z"));
    assert_eq!(night.elapsed(from, to), TimeDelta::hours(7));
}

#[test]
fn a_day_that_a_zone_left_out_has_no_hours() {
    // Samoa went from Thursday the 29th to Saturday the 31st.
    let samoa = daily(Tz::Pacific__Apia, NINE, SIX);
    let (from, to) = (utc("2011-12-29T10:00:00Z"), utc("2011-12-31T09:59:00Z"));
    assert_eq!(samoa.elapsed(from, to), TimeDelta::hours(18), "the 29th and the 31st");
}

#[test]
fn a_business_day_ends_with_its_last_closing() {
    let shanghai = office(Tz::Asia__Shanghai);
    let cases = [
        ("a Monday", "2026-03-02T04:00:00Z", 1, "2026-03-03T10:00:00Z"),
        ("a Friday", "2026-03-06T04:00:00Z", 1, "2026-03-09T10:00:00Z"),
        ("a Saturday counts from Monday", "2026-03-07T04:00:00Z", 1, "2026-03-09T10:00:00Z"),
        ("late in the evening it is tomorrow there", "2026-03-01T20:00:00Z", 1, "2026-03-03T10:00:00Z"),
        ("five", "2026-03-02T04:00:00Z", 5, "2026-03-09T10:00:00Z"),
        ("five with a holiday", "2026-04-02T04:00:00Z", 5, "2026-04-10T10:00:00Z"),
    ];
    for (what, from, days, to) in cases {
        assert_eq!(shanghai.end_of_business_day(utc(from), days), utc(to), "{what}");
    }
    let from = utc("2026-03-02T04:00:00Z");
    assert_eq!(Hours::All.end_of_business_day(from, 5), from + TimeDelta::days(5));
}

#[test]
fn a_calendar_is_read_as_it_was_written_and_one_that_is_never_open_is_not() {
    let Hours::Business(calendar) = office(Tz::Asia__Kolkata) else { panic!("it has openings") };
    let written = serde_json::to_value(&calendar).unwrap();
    assert_eq!(serde_json::from_value::<Calendar>(written.clone()).unwrap(), calendar);
    let never = serde_json::json!({ "timeZone": "Asia/Kolkata", "week": [], "holidays": [] });
    assert!(serde_json::from_value::<Calendar>(never).is_err());
}

fn zones() -> impl Strategy<Value = Tz> {
    // Whole and odd offsets, both hemispheres, midnight changes, and a half-hour summer time.
    sample::select(vec![
        Tz::Europe__Berlin,
        Tz::America__New_York,
        Tz::America__Havana,
        Tz::Australia__Lord_Howe,
        Tz::Asia__Kolkata,
        Tz::Asia__Shanghai,
        Tz::Pacific__Apia,
        Tz::America__Sao_Paulo,
    ])
}

fn opening() -> impl Strategy<Value = Opening> {
    (0..7u8, 0..96u16, 1..96u16).prop_map(|(day, from, length)| Opening {
        day: Weekday::try_from(day).unwrap(),
        from: from * 15,
        to: ((from + length) * 15).min(DAY),
    })
}

fn hours() -> impl Strategy<Value = Hours> {
    let holidays =
        collection::btree_set((0..900i32).prop_map(|n| day(2010) + TimeDelta::days(n.into())), 0..40);
    let business =
        (zones(), collection::vec(opening(), 1..15), holidays).prop_map(|(zone, week, holidays)| {
            Hours::Business(Calendar::new(zone, Week::of(&week), holidays).unwrap())
        });
    prop_oneof![1 => Just(Hours::All), 9 => business]
}

fn day(year: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 1, 1).unwrap()
}

fn instant() -> impl Strategy<Value = DateTime<Utc>> {
    (0..900 * 24 * 60i64)
        .prop_map(|minutes| day(2010).and_time(NaiveTime::MIN).and_utc() + TimeDelta::minutes(minutes))
}

fn length() -> impl Strategy<Value = TimeDelta> {
    (0..20 * 24 * 60i64).prop_map(TimeDelta::minutes)
}

proptest! {
    #[test]
    fn what_was_added_has_elapsed_and_nothing_earlier_will_do(hours in hours(), from in instant(), length in length()) {
        let due = hours.add(from, length);
        prop_assert!(due >= from + length);
        prop_assert_eq!(hours.elapsed(from, due), length);
        if length > TimeDelta::zero() {
            prop_assert!(hours.elapsed(from, due - TimeDelta::microseconds(1)) < length);
        }
    }

    #[test]
    fn the_parts_of_a_span_add_up(hours in hours(), mut at in [instant(), instant(), instant()]) {
        at.sort();
        let [from, middle, to] = at;
        let whole = hours.elapsed(from, to);
        prop_assert_eq!(hours.elapsed(from, middle) + hours.elapsed(middle, to), whole);
        prop_assert!(whole <= to - from);
    }

    #[test]
    fn what_is_remembered_of_years_is_what_the_days_say(hours in hours(), from in instant(), to in instant()) {
        if let Hours::Business(calendar) = &hours {
            prop_assert_eq!(calendar.ledger.elapsed(calendar, from, to), calendar.elapsed(from, to));
        }
    }

    #[test]
    fn adding_twice_is_adding_the_sum(hours in hours(), from in instant(), one in length(), two in length()) {
        prop_assert_eq!(hours.add(hours.add(from, one), two), hours.add(from, one + two));
    }

    #[test]
    fn away_from_the_hours_of_change_the_clock_on_the_wall_says_what_is_open(
        zone in zones(), from in 4..20u16, length in 1..4u16, at in instant(),
    ) {
        let hours = daily(zone, from * 60, (from + length) * 60);
        let wall = at.with_timezone(&zone).time();
        let shows = (wall.hour() as u16) >= from && (wall.hour() as u16) < from + length;
        prop_assert_eq!(hours.elapsed(at, at + TimeDelta::minutes(1)) > TimeDelta::zero(), shows);
    }
}
