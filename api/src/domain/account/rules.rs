//! Pure rules: which status and stage follows which, what a code and a time zone may be. No database, no time of its own.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use entity::account::{AccountStatus, RelationshipStage};

use crate::{domain::input::Checks, platform::text};

/// Characters of the longest name of an account or industry.
pub(super) const NAME: usize = 200;

/// Characters of the longest code.
const CODE: usize = 40;

/// The states that can be entered from a status.
pub(super) fn next_statuses(from: AccountStatus) -> &'static [AccountStatus] {
    use AccountStatus::{Active, Ended, Prospect, ScaledDown};
    match from {
        Prospect => &[Active],
        Active => &[ScaledDown],
        ScaledDown => &[Active, Ended],
        Ended => &[],
    }
}

/// Whether entering the status takes a reason.
pub(super) fn needs_reason(to: AccountStatus) -> bool {
    matches!(to, AccountStatus::ScaledDown | AccountStatus::Ended)
}

/// The stages that can be entered from a stage: one forward, any back, or the end.
pub(super) fn next_stages(from: RelationshipStage) -> Vec<RelationshipStage> {
    use RelationshipStage::{Cooperative, Ended, Exploratory, Interdependent, Strategic};
    let ladder = [Exploratory, Cooperative, Interdependent, Strategic];
    let Some(place) = ladder.iter().position(|stage| *stage == from) else { return Vec::new() };
    let reachable = ladder.iter().take(place + 2).copied().filter(|stage| *stage != from);
    reachable.chain([Ended]).collect()
}

/// A code: letters and digits of any script, and `-`, `_`, `.`, `/`.
pub(super) fn code(checks: &mut Checks, path: &str, text: &str) -> String {
    let code = checks.line(path, text, CODE);
    let fits = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.' | '/');
    if !text::is_blank(&code) && (!code.chars().all(fits) || text::key(&code).is_empty()) {
        checks.refuse(path, "MALFORMED", "use letters, digits and the signs - _ . /");
    }
    code
}

/// A time zone of the IANA database, in its spelling there: `Asia/Shanghai`.
pub(super) fn time_zone(checks: &mut Checks, path: &str, name: &str) -> String {
    let name = name.trim();
    if name.parse::<Tz>().is_err() {
        checks.refuse(path, "TIME_ZONE_UNKNOWN", "expected a name of the IANA database like Asia/Shanghai");
    }
    name.to_owned()
}

/// The day at an instant where the customer is.
pub(super) fn day_at(time_zone: &str, now: DateTime<Utc>) -> NaiveDate {
    // Only names of the database are stored; UTC if a later database has dropped one.
    let zone: Tz = time_zone.parse().unwrap_or(Tz::UTC);
    now.with_timezone(&zone).date_naive()
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;
    use sea_orm::Iterable;

    use super::*;

    #[test]
    fn the_status_follows_the_graph_and_nothing_else() {
        use AccountStatus::{Active, Ended, Prospect, ScaledDown};
        let edges = [(Prospect, Active), (Active, ScaledDown), (ScaledDown, Active), (ScaledDown, Ended)];
        for from in AccountStatus::iter() {
            for to in AccountStatus::iter() {
                let expected = edges.contains(&(from, to));
                assert_eq!(next_statuses(from).contains(&to), expected, "{from:?} -> {to:?}");
            }
        }
    }

    #[test]
    fn the_stage_rises_step_by_step_and_falls_freely() {
        use RelationshipStage::{Cooperative, Ended, Exploratory, Interdependent, Strategic};
        for (from, expected) in [
            (Exploratory, vec![Cooperative, Ended]),
            (Cooperative, vec![Exploratory, Interdependent, Ended]),
            (Interdependent, vec![Exploratory, Cooperative, Strategic, Ended]),
            (Strategic, vec![Exploratory, Cooperative, Interdependent, Ended]),
            (Ended, vec![]),
        ] {
            assert_eq!(next_stages(from), expected, "{from:?}");
        }
    }

    #[test]
    fn a_code_is_made_of_letters_digits_and_four_signs() {
        for (text, fine) in [
            ("ACME", true),
            (" acme-eu/2.1_b ", true),
            ("华为", true),
            ("Ñandú", true),
            ("", false),
            ("   ", false),
            ("A B", false),
            ("A\u{0}B", false),
            ("A%", false),
            ("\u{301}", false),
            (&"x".repeat(40), true),
            (&"x".repeat(41), false),
        ] {
            let mut checks = Checks::new();
            code(&mut checks, "code", text);
            assert_eq!(checks.done().is_ok(), fine, "{text:?}");
        }
    }

    #[test]
    fn a_time_zone_is_one_of_the_database_in_its_spelling() {
        for (name, fine) in [
            ("Asia/Shanghai", true),
            (" Europe/Zurich ", true),
            ("UTC", true),
            ("asia/shanghai", false),
            ("Mars/Olympus", false),
            ("+08:00", false),
            ("", false),
        ] {
            let mut checks = Checks::new();
            time_zone(&mut checks, "timeZone", name);
            assert_eq!(checks.done().is_ok(), fine, "{name:?}");
        }
    }

    #[test]
    fn it_is_tomorrow_in_auckland_before_it_is_in_london() {
        let evening = Utc.with_ymd_and_hms(2026, 3, 2, 20, 0, 0).single().unwrap();
        assert_eq!(day_at("Pacific/Auckland", evening).to_string(), "2026-03-03");
        assert_eq!(day_at("Europe/London", evening).to_string(), "2026-03-02");
        assert_eq!(day_at("No/Where", evening).to_string(), "2026-03-02");
    }
}
