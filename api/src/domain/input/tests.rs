//! What is refused, where, and how it is told.

use super::*;

/// What is wrong with a span: where, the code, and what is told.
fn span(from: &str, to: &str) -> Vec<String> {
    let mut checks = Checks::new();
    checks.span(("askedFrom", from.parse().unwrap()), ("askedTo", to.parse().unwrap()));
    checks.0.iter().map(|it| format!("{} {}: {}", it.path, it.code, it.message)).collect()
}

#[test]
fn a_span_ends_after_its_start_and_at_most_366_days_later() {
    let start = "2026-03-01T00:00:00Z";
    assert_eq!(span(start, "2026-03-01T00:00:00.000001Z"), [""; 0]);
    assert_eq!(span(start, "2027-03-02T00:00:00Z"), [""; 0]);
    let too_long = ["askedTo SPAN_TOO_LONG: must be at most 366 days after askedFrom"];
    assert_eq!(span(start, "2027-03-02T00:00:00.000001Z"), too_long);
    let no_span = ["askedTo BEFORE_START: must be after askedFrom"];
    assert_eq!(span(start, start), no_span);
    assert_eq!(span(start, "2026-02-28T00:00:00Z"), no_span);
}

#[test]
fn both_ends_of_a_span_are_of_the_calendar() {
    let outside = |path: &str| format!("{path} OUT_OF_RANGE: must be of the years 1 to 9999");
    assert_eq!(span("0000-12-31T23:59:59Z", "0001-01-01T00:00:00Z"), [outside("askedFrom")]);
    assert_eq!(span("9999-12-31T23:59:59Z", "+10000-01-01T00:00:00Z"), [outside("askedTo")]);
    let told = span("-262143-01-01T00:00:00Z", "+262142-12-31T23:59:59Z");
    let too_long = "askedTo SPAN_TOO_LONG: must be at most 366 days after askedFrom".to_owned();
    assert_eq!(told, [outside("askedFrom"), outside("askedTo"), too_long]);
}
