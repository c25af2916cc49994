//! The graph walked at random.

use proptest::prelude::*;

use super::*;

/// A step of a random walk: which of the possible ones is tried, after how many minutes, how late it is entered, and whether somebody leads.
fn attempts() -> impl Strategy<Value = Vec<(usize, i64, Option<i64>, bool)>> {
    let attempt = (0..13_usize, 0..30_000_i64, prop::option::of(-100..40_000_i64), any::<bool>());
    prop::collection::vec(attempt, 1..60)
}

fn tiers() -> impl Strategy<Value = Option<Tier>> {
    prop::option::of(prop::sample::select(Tier::iter().collect::<Vec<_>>()))
}

proptest! {
    #[test]
    fn no_walk_leaves_the_rules(attempts in attempts(), tier in tiers(), overridden in any::<bool>()) {
        let policy = Policy::default();
        let mut row = incident(IncidentState::Reported, tier);
        let mut now = 0;
        // The states of the present generation.
        let mut seen = BTreeSet::from([row.state]);
        for (verb, pause, late, lead_stands) in attempts {
            now += pause;
            let possible: Vec<Verb> = Verb::ALL.into_iter().filter(|verb| verb.starts_from(row.state)).collect();
            let Some(&verb) = possible.get(verb % possible.len().max(1)) else { break };
            let occurred = late.map(|late| now - late);
            let around = Circumstances { lead_stands, ..circumstances(now, occurred) };
            let (step, around) = match verb {
                Verb::Activate if overridden => {
                    (Step::Activate { override_reason: Some("asked".into()) }, around)
                }
                verb => fitting(verb, &row, around),
            };
            let Ok(next) = take(&step, &row, &around, &policy) else { continue };
            prop_assert!(next.state_since >= row.state_since && next.state_since <= at(now));
            prop_assert_eq!(next.generation - row.generation, i32::from(verb == Verb::Reopen));
            if verb == Verb::Reopen {
                seen.clear();
            }
            seen.insert(next.state);
            prop_assert!(holds(&next, &seen, &policy), "{:?} after {:?}", next, verb);
            row = next;
        }
    }
}

/// What must hold of every incident, given the states that its present generation went through.
fn holds(row: &Model, seen: &BTreeSet<IncidentState>, policy: &Policy) -> bool {
    use IncidentState::*;
    let went = |state| seen.contains(&state);
    let entitled = policy.entitlements.of(row.tier_at_report, severity(row)) == Entitlement::Granted;
    let opened = !matches!(row.state, Reported | Triaged | Declined | Cancelled);
    let there = went(OnSite) || went(RemoteAccepted);
    let over = !row.state.is_open();
    (!opened || entitled || row.override_reason.is_some())
        && (row.state != Mobilised || went(Acknowledged))
        && (!matches!(row.state, Contained | Resolved | CommitmentIssued) || there)
        && (row.state != RemoteAccepted || row.consent_name.is_some())
        && (row.state != Closed
            || (row.review.is_some() && (row.letter_waiver_reason.is_some() || went(CommitmentIssued))))
        && (!row.state.is_solved() || row.resolved_at.is_some())
        && (over == row.closed_at.is_some())
        && row.state_since >= row.reported_at
}
