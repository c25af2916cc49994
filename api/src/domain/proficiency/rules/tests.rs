//! Tables and properties of proficiency.

use chrono_tz::Tz;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;

fn at(hours: i64) -> DateTime<Utc> {
    "2026-02-02T00:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::hours(hours)
}

/// A request asked so many hours after the beginning and answered so many hours later, and closed.
fn asked(from: i64, took: Option<i64>) -> Asked {
    Asked {
        asked_at: at(from),
        answered_at: took.map(|took| at(from + took)),
        closed: took.is_some(),
        reopened_at: None,
        hours: Arc::new(Hours::All),
    }
}

fn window(from: i64, to: i64) -> Window {
    Window { from: at(from), to: at(to) }
}

fn of<T>(median: T) -> Reference<T> {
    Reference { holders: ENOUGH, median: Some(median) }
}

/// Four hours to an answer, nine of ten right, two uses in fourteen days.
fn usual() -> Benchmark {
    Benchmark { response: of(TimeDelta::hours(4)), right: of(0.9), uses: of(2.0) }
}

fn record(asked: Vec<Asked>) -> Record {
    Record { asked, ..Record::default() }
}

#[test]
fn the_weights_are_a_hundred() {
    assert_eq!(WEIGHTS.iter().sum::<u32>(), 100);
}

#[test]
fn speed_is_the_benchmarks_median_over_the_own_one_and_at_most_one() {
    for (took, count, ratio) in [
        (vec![], 0, None),
        (vec![Some(1)], 1, Some(1.0)),
        (vec![Some(4)], 1, Some(1.0)),
        (vec![Some(8)], 1, Some(0.5)),
        (vec![Some(1), Some(8)], 2, Some(1.0)),
        (vec![Some(1), Some(8), Some(16)], 3, Some(0.5)),
        // Without an answer for 100 hours, which is longer than the benchmark.
        (vec![None], 1, Some(0.04)),
        (vec![Some(8), None], 2, Some(0.5)),
    ] {
        let asked = took.iter().map(|took| asked(0, *took)).collect();
        let speed = reading(&record(asked), &usual(), window(0, 100)).speed;
        assert_eq!((speed.count, speed.ratio), (count, ratio), "{took:?}");
    }
    // What waits no longer than the benchmark says nothing yet.
    let fresh = reading(&record(vec![asked(97, None)]), &usual(), window(0, 100)).speed;
    assert_eq!((fresh.count, fresh.ratio), (0, None));
}

#[test]
fn a_request_counts_as_long_as_it_waits_and_in_the_window_in_which_it_is_answered() {
    let slow = record(vec![asked(0, Some(400))]);
    for (from, to, own) in [(0, 336, Some(336)), (24, 360, Some(360)), (72, 408, Some(400)), (401, 737, None)]
    {
        let speed = reading(&slow, &usual(), window(from, to)).speed;
        assert_eq!(speed.own, own.map(TimeDelta::hours), "{from} to {to}");
    }
}

#[test]
fn right_is_what_was_closed_and_not_reopened_by_the_end_of_the_window() {
    let closed = asked(10, Some(2));
    let open = Asked { closed: false, ..closed.clone() };
    let reopened = |hours| Asked { reopened_at: Some(at(hours)), ..closed.clone() };
    for (requests, own) in [
        (vec![], None),
        (vec![open.clone()], None),
        (vec![closed.clone()], Some(1.0)),
        (vec![closed.clone(), open], Some(1.0)),
        (vec![closed.clone(), reopened(50)], Some(0.5)),
        // After the window: as of its end the answer stood.
        (vec![reopened(101)], Some(1.0)),
        // Answered before the window and found wrong in it.
        (vec![Asked { answered_at: Some(at(-5)), asked_at: at(-9), ..reopened(50) }], Some(0.0)),
        // Both before the window.
        (vec![Asked { answered_at: Some(at(-5)), asked_at: at(-9), ..reopened(-1) }], None),
    ] {
        let told = reading(&record(requests.clone()), &usual(), window(0, 100)).right;
        assert_eq!(told.own, own, "{requests:?}");
        assert_eq!(told.ratio, own.map(|own| f64::min(own / 0.9, 1.0)));
    }
}

#[test]
fn knowledge_is_the_mean_of_pack_and_uses_or_the_one_that_is_known() {
    let none = Benchmark { uses: Reference { holders: 4, median: None }, ..usual() };
    let zero = Benchmark { uses: of(0.0), ..usual() };
    let half = Some(vec![Some(at(1)), None]);
    let later = Some(vec![Some(at(1)), Some(at(101))]);
    for (items, used, benchmark, expected) in [
        (None, 0, usual(), Some(0.0)),
        (None, 1, usual(), Some(0.5)),
        (None, 9, usual(), Some(1.0)),
        (None, 9, none, None),
        (half.clone(), 9, none, Some(0.5)),
        (half.clone(), 9, zero, Some(0.5)),
        (half, 2, usual(), Some(0.75)),
        (later, 1, usual(), Some(0.5)),
        (Some(vec![]), 1, usual(), Some(0.5)),
        (Some(vec![]), 1, zero, None),
    ] {
        let record = Record { items: items.clone(), used: vec![at(5); used], ..Record::default() };
        let told = reading(&record, &benchmark, window(0, 100)).knowledge;
        assert_eq!(told, expected, "{items:?} {used}");
    }
}

#[test]
fn there_is_a_value_from_sixty_weights_on() {
    for (ratios, coverage, value) in [
        ([None; 4], 0, None),
        ([Some(1.0), None, None, None], 35, None),
        ([Some(1.0), None, None, Some(1.0)], 55, None),
        ([None, Some(1.0), None, Some(1.0)], 45, None),
        ([Some(1.0), Some(1.0), None, None], 60, Some(1.0)),
        // Exactly 0.8 on paper.
        ([Some(1.0), Some(0.52), None, None], 60, Some(0.8)),
        ([Some(0.5), Some(1.0), None, Some(0.0)], 80, Some(0.53125)),
        ([Some(0.0), Some(0.0), None, Some(0.0)], 80, Some(0.0)),
    ] {
        assert_eq!(weigh(ratios), (coverage, value), "{ratios:?}");
    }
}

#[test]
fn a_benchmark_of_zero_compares_with_nothing() {
    let zero = Benchmark { response: of(TimeDelta::zero()), right: of(0.0), uses: of(0.0) };
    let told = reading(&record(vec![asked(0, Some(3))]), &zero, window(0, 100));
    assert_eq!((told.speed.ratio, told.right.ratio, told.uses.ratio), (None, None, None));
    assert_eq!(told.value, None);
}

#[test]
fn a_benchmark_is_the_median_over_at_least_five_people_of_the_ninety_days_before_the_quarter() {
    let quarter = Quarter::of(at(24 * 60));
    // 1 April is 58 days after the beginning of these tests.
    let person = |took: i64, uses: usize| Record {
        asked: vec![asked(24 * 30, Some(took)), asked(24 * 70, Some(1_000)), asked(-24 * 90, Some(1))],
        used: vec![at(24 * 30); uses],
        items: None,
    };
    let people = |took: &[i64]| {
        let record =
            |(place, took): (usize, &i64)| (UserId(Uuid::from_u128(place as u128)), person(*took, 45));
        took.iter().enumerate().map(record).collect::<BTreeMap<_, _>>()
    };
    let four = Benchmark::of(&people(&[1, 2, 3, 4]), quarter);
    assert_eq!((four.response.holders, four.response.median, four.uses.median), (4, None, None));
    let five = Benchmark::of(&people(&[9, 1, 5, 2, 7]), quarter);
    assert_eq!(five.response, of(TimeDelta::hours(5)));
    assert_eq!((five.right, five.uses), (of(1.0), of(7.0)));
    // Whoever was asked nothing is no part of the median of speed, but of that of uses.
    let mut six = people(&[9, 1, 5, 2, 7]);
    six.insert(UserId(Uuid::from_u128(9)), Record::default());
    let six = Benchmark::of(&six, quarter);
    assert_eq!((six.response.holders, six.uses.holders), (5, 6));
}

#[test]
fn eighty_percent_is_reached_on_the_first_day_that_has_it() {
    // Every other day a request, which takes ever less: half a day at first, and from day 40 on four hours.
    let took = |day: i64| if day < 40 { 12 } else { 4 };
    let record = record((0..60).step_by(2).map(|day| asked(24 * day + 12, Some(took(day)))).collect());
    // Nothing is known of the think tank, so that speed and right first time are all there is.
    let known = Benchmark { uses: Benchmark::NONE.uses, ..usual() };
    let days = |until| TermDays::new(Tz::UTC, at(9), at(until));
    let far = progress(&record, &known, &days(24 * 100));
    // Of the eight requests that waited in the fourteen days until day 46 four were quick.
    assert_eq!(far, Progress { measured: true, reached: Some(46) });
    assert_eq!(progress(&record, &known, &days(24 * 40)), Progress { measured: true, reached: None });
    assert_eq!(progress(&record, &known, &days(24 * 10)), Progress::default());
    assert_eq!(progress(&Record::default(), &known, &days(24 * 100)), Progress::default());
}

#[test]
fn who_has_not_come_there_counts_as_longer_than_any_in_a_cohort() {
    for (reached, expected) in [
        (vec![Some(20); 4], (None, None, None)),
        (vec![Some(50), Some(20), Some(95), Some(30), Some(40)], (Some(5), Some(4), Some(40))),
        (vec![Some(20), Some(30), Some(40), None, None], (Some(3), Some(3), Some(40))),
        (vec![Some(20), Some(30), None, None, None], (Some(2), Some(2), None)),
        (vec![None; 6], (Some(0), Some(0), None)),
    ] {
        let mut cohort = Cohort::default();
        for reached in &reached {
            cohort.add(Progress { measured: true, reached: *reached });
        }
        cohort.add(Progress::default());
        let told = (cohort.reached(), cohort.reached_in_time(), cohort.median_days());
        assert_eq!(told, expected, "{reached:?}");
        assert_eq!((cohort.terms, cohort.measured), (reached.len() + 1, reached.len()));
    }
}

fn any_asked() -> impl Strategy<Value = Asked> {
    let reopened = prop::option::of(0_i64..200);
    (0_i64..90, prop::option::of(0_i64..60), any::<bool>(), reopened).prop_map(
        |(from, took, closed, again)| {
            let closed = closed && took.is_some();
            let later = again.zip(took).filter(|_| closed);
            Asked {
                closed,
                reopened_at: later.map(|(again, took)| at(from + took + again)),
                ..asked(from, took)
            }
        },
    )
}

proptest! {
    /// Whatever is answered, at whatever moment, the figure of speed is not worse than without an answer.
    #[test]
    fn not_to_answer_never_helps(
        others in prop::collection::vec(any_asked(), 0..8),
        from in 0_i64..100,
        took in 0_i64..100,
        benchmark in 1_i64..30,
    ) {
        let benchmark = Benchmark { response: of(TimeDelta::hours(benchmark)), ..usual() };
        let took = took.min(99 - from);
        let ratio = |last| {
            let record = record([others.as_slice(), &[last]].concat());
            reading(&record, &benchmark, window(0, 100)).speed.ratio
        };
        let (silent, told) = (ratio(asked(from, None)), ratio(asked(from, Some(took))));
        prop_assert!(silent.is_none_or(|silent| told.is_some_and(|told| told >= silent)), "{:?} {:?}", silent, told);
    }

    /// Ratios and values lie between 0 and 1, a value exists exactly from 60 weights on, and more knowledge never lowers it.
    #[test]
    fn values_are_shares_and_grow_with_what_is_known(
        requests in prop::collection::vec(any_asked(), 0..12),
        used in prop::collection::vec(0_i64..100, 0..6),
        acknowledged in 0_usize..=5,
    ) {
        let items = |count| Some((0..5).map(|place| (place < count).then(|| at(1))).collect::<Vec<_>>());
        let used: Vec<_> = used.into_iter().map(at).collect();
        let told = |count, used: Vec<DateTime<Utc>>| {
            let record = Record { asked: requests.clone(), used, items: items(count) };
            reading(&record, &usual(), window(0, 100))
        };
        let day = told(acknowledged, used.clone());
        prop_assert_eq!(day.value.is_some(), day.coverage >= 60);
        for share in [day.speed.ratio, day.right.ratio, day.uses.ratio, day.knowledge, day.value] {
            prop_assert!(share.is_none_or(|share| (0.0..=1.0).contains(&share)));
        }
        let more = told((acknowledged + 1).min(5), [used, vec![at(2)]].concat());
        prop_assert!(more.value >= day.value);
    }

    /// What happens after a window changes nothing in it, but that a request which it left open may be closed.
    #[test]
    fn the_past_stays_as_it_was(requests in prop::collection::vec(any_asked(), 0..12), now in 100_i64..140) {
        let then = |it: &Asked| Asked {
            answered_at: it.answered_at.filter(|answered| *answered < at(now)),
            reopened_at: it.reopened_at.filter(|again| *again < at(now)),
            ..it.clone()
        };
        let known: Vec<Asked> = requests.iter().map(then).collect();
        let told = |requests: Vec<Asked>| reading(&record(requests), &usual(), window(0, 100));
        prop_assert_eq!(told(requests), told(known));
    }
}
