//! The rules of notices, case by case.

use chrono::TimeZone;
use chrono_tz::{America, Asia, Europe};

use super::*;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn quiet(starts: &str, ends: &str, zone: Tz) -> QuietHours {
    QuietHours { starts: starts.parse().unwrap(), ends: ends.parse().unwrap(), zone }
}

#[test]
fn quiet_hours_end_at_the_persons_own_time() {
    let shanghai = quiet("22:00:00", "07:00:00", Asia::Shanghai);
    let table = [
        // 21:59, 22:00, 06:59 and 07:00 in Shanghai.
        ("2026-11-22T13:59:00Z", None),
        ("2026-11-22T14:00:00Z", Some("2026-11-22T23:00:00Z")),
        ("2026-11-22T22:59:59Z", Some("2026-11-22T23:00:00Z")),
        ("2026-11-22T23:00:00Z", None),
    ];
    for (instant, end) in table {
        assert_eq!(shanghai.until(at(instant)), end.map(at), "{instant}");
    }
    let siesta = quiet("13:00:00", "15:00:00", Europe::Madrid);
    assert_eq!(siesta.until(at("2026-07-01T11:30:00Z")), Some(at("2026-07-01T13:00:00Z")));
    assert_eq!(siesta.until(at("2026-07-01T10:59:00Z")), None);
}

#[test]
fn an_end_that_the_clocks_skip_or_show_twice_comes_once() {
    // 2026-03-29 in Berlin: 02:00 becomes 03:00. 2026-11-01 in New York: 01:00 to 02:00 comes twice.
    let berlin = quiet("22:00:00", "02:30:00", Europe::Berlin);
    assert_eq!(berlin.until(at("2026-03-28T23:00:00Z")), Some(at("2026-03-29T01:00:00Z")));
    let new_york = quiet("22:00:00", "01:30:00", America::New_York);
    assert_eq!(new_york.until(at("2026-11-01T03:00:00Z")), Some(at("2026-11-01T05:30:00Z")));
}

#[test]
fn the_sixth_in_ten_minutes_waits_for_a_digest_and_a_page_never_does() {
    let now = Utc.with_ymd_and_hms(2026, 11, 22, 12, 0, 0).unwrap();
    let policy = Policy::default();
    let minutes = |minutes| now + TimeDelta::minutes(minutes);
    let reader = |interruptions, digest_at| Reader { quiet: None, interruptions, digest_at };
    let changed = |reader: Reader| deliver_at(NoticeKind::IncidentChanged, None, &reader, now, &policy);
    assert_eq!(changed(reader(4, None)), now);
    assert_eq!(changed(reader(5, None)), minutes(10));
    assert_eq!(changed(reader(9, Some(minutes(3)))), minutes(3), "one digest for all that wait");
    assert_eq!(changed(reader(5, Some(minutes(400)))), minutes(10), "not that of the quiet hours");
    assert_eq!(changed(reader(5, Some(minutes(-1)))), now, "a digest that is due comes now");
    let page = deliver_at(NoticeKind::LadderPage, None, &reader(50, None), now, &policy);
    assert_eq!(page, now);
}

#[test]
fn quiet_hours_hold_back_everything_but_a_sev1() {
    let night = quiet("22:00:00", "07:00:00", Tz::UTC);
    let (now, morning) = (at("2026-11-22T23:00:00Z"), at("2026-11-23T07:00:00Z"));
    let reader = Reader { quiet: Some(night), ..Reader::default() };
    let when = |kind, severity| deliver_at(kind, severity, &reader, now, &Policy::default());
    assert_eq!(when(NoticeKind::SeatGiven, None), morning);
    assert_eq!(when(NoticeKind::IncidentReported, Some(Severity::Sev2)), morning);
    assert_eq!(when(NoticeKind::IncidentReported, Some(Severity::Sev1)), now);
    assert_eq!(when(NoticeKind::LadderPage, Some(Severity::Sev2)), morning);
    assert_eq!(when(NoticeKind::LadderPage, Some(Severity::Sev1)), now);
}
