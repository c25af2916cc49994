//! The graph walked edge by edge and at random, and each rule's table.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use entity::{
    account::Tier,
    id::{AccountId, IncidentId, UserId},
    incident::{IncidentState, Model, Severity},
    timeline_entry::TimelineKind,
};
use sea_orm::Iterable;
use uuid::Uuid;

use super::*;

mod walk;

pub(super) fn at(minutes: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 2, 8, 0, 0).unwrap() + TimeDelta::minutes(minutes)
}

const ACTOR: UserId = UserId(Uuid::max());

fn circumstances(now: i64, occurred: Option<i64>) -> Circumstances {
    Circumstances {
        now: at(now),
        occurred_at: occurred.map(at),
        actor: ACTOR,
        lead_stands: true,
        letter: None,
        lesson: false,
    }
}

/// An incident that was reported at minute 0 and has been in this state for as long.
pub(super) fn incident(state: IncidentState, tier: Option<Tier>) -> Model {
    let severity = (state != IncidentState::Reported).then_some(Severity::Sev2);
    Model {
        id: IncidentId(Uuid::nil()),
        number: 142,
        account_id: AccountId(Uuid::nil()),
        title: "Line 3 stands still".into(),
        description: "Since the update.".into(),
        state,
        generation: 1,
        severity_claimed: Severity::Sev1,
        severity,
        tier_at_report: tier,
        override_reason: None,
        override_by: None,
        reported_by_user: Some(ACTOR),
        reported_by_bot: None,
        executive_lead_id: None,
        consent_name: None,
        consent_note: None,
        occurred_at: at(-30),
        reported_at: at(0),
        state_since: at(0),
        acknowledged_at: None,
        resolved_at: state.is_solved().then(|| at(0)),
        closed_at: None,
        outcome_reason: None,
        review: None,
        letter_waiver_reason: None,
        letter_waived_by: None,
        lesson_waiver_reason: None,
        lesson_waived_by: None,
        merged_into_id: None,
        parent_id: None,
        customer_witness: None,
        version: 1,
        updated_at: at(0),
    }
}

/// A step that lacks nothing.
fn whole(verb: Verb) -> Step {
    let reason = || "because".to_owned();
    match verb {
        Verb::Triage => Step::Triage { severity: Severity::Sev2, note: None },
        Verb::Decline => Step::Decline { reason: reason() },
        Verb::Activate => Step::Activate { override_reason: None },
        Verb::Acknowledge => Step::Acknowledge { note: None },
        Verb::Mobilise => Step::Mobilise { note: None },
        Verb::ArriveOnSite => Step::ArriveOnSite { note: None },
        Verb::AcceptRemote => Step::AcceptRemote { consent_name: "Ms Sato".into(), consent_note: None },
        Verb::Contain => Step::Contain { note: None },
        Verb::Resolve => Step::Resolve { note: None },
        Verb::IssueCommitment => Step::IssueCommitment,
        Verb::Close => Step::Close {
            review: "What happened.".into(),
            waiver_reason: Some(reason()),
            lesson_waiver_reason: Some(reason()),
        },
        Verb::Reopen => Step::Reopen { reason: reason() },
        Verb::Cancel => Step::Cancel { reason: reason() },
    }
}

/// A step that lacks nothing where the incident stands, and the circumstances that it needs.
fn fitting(verb: Verb, row: &Model, around: Circumstances) -> (Step, Circumstances) {
    match (verb, row.state) {
        (Verb::Close, IncidentState::CommitmentIssued) => {
            let step = Step::Close {
                review: "What happened.".into(),
                waiver_reason: None,
                lesson_waiver_reason: Some("nothing new".into()),
            };
            (step, Circumstances { letter: Some(LetterState::Fulfilled), ..around })
        }
        _ => (whole(verb), around),
    }
}

fn code(result: Result<impl std::fmt::Debug, IncidentError>) -> &'static str {
    result.expect_err("the rule should refuse it").code()
}

#[test]
fn every_edge_of_the_graph_leads_where_it_says_and_every_other_step_is_refused() {
    for state in IncidentState::iter() {
        for verb in Verb::ALL {
            let row = incident(state, Some(Tier::S));
            let (step, around) = fitting(verb, &row, circumstances(5, None));
            assert_eq!(step.verb(), verb);
            let taken = take(&step, &row, &around, &Policy::default());
            match taken {
                Ok(next) => {
                    assert!(following(state).contains(&next.state), "{verb:?} from {state:?}");
                    assert_eq!(next.state, verb.to());
                    assert_eq!(next.state_since, at(5));
                }
                Err(IncidentError::IllegalTransition { verb: told, from }) => {
                    assert_eq!((told, from), (verb, state));
                    assert!(!verb.starts_from(state), "{verb:?} from {state:?}");
                }
                Err(other) => panic!("{verb:?} from {state:?}: {other}"),
            }
        }
    }
}

#[test]
fn nobody_mobilises_without_an_executive_lead() {
    let alone = Circumstances { lead_stands: false, ..circumstances(5, None) };
    let incident = incident(IncidentState::Acknowledged, Some(Tier::S));
    let mobilised = take(&whole(Verb::Mobilise), &incident, &alone, &Policy::default());
    assert_eq!(code(mobilised), "EXECUTIVE_LEAD_REQUIRED");
}

#[test]
fn the_channel_opens_by_entitlement_or_by_a_stated_decision() {
    let reason = Some("the chairman asked");
    for (tier, severity, given, expected) in [
        (Some(Tier::S), Severity::Sev3, None, Ok(None)),
        (Some(Tier::S), Severity::Sev3, reason, Err("OVERRIDE_NOT_NEEDED")),
        (Some(Tier::B), Severity::Sev2, None, Ok(None)),
        (Some(Tier::B), Severity::Sev3, None, Err("NOT_ENTITLED")),
        (Some(Tier::B), Severity::Sev3, reason, Ok(reason)),
        (Some(Tier::C), Severity::Sev1, None, Err("NOT_ENTITLED")),
        (Some(Tier::C), Severity::Sev1, reason, Ok(reason)),
        (None, Severity::Sev1, None, Err("NOT_ENTITLED")),
        (None, Severity::Sev1, reason, Ok(reason)),
    ] {
        let triaged = Model { severity: Some(severity), ..incident(IncidentState::Triaged, tier) };
        let step = Step::Activate { override_reason: given.map(str::to_owned) };
        let activated = take(&step, &triaged, &circumstances(1, None), &Policy::default());
        match expected {
            Ok(kept) => {
                let activated = activated.unwrap();
                assert_eq!(activated.override_reason.as_deref(), kept, "{tier:?} {severity:?} {given:?}");
                assert_eq!(activated.override_by, kept.map(|_| ACTOR));
            }
            Err(expected) => assert_eq!(code(activated), expected, "{tier:?} {severity:?} {given:?}"),
        }
    }
}

#[test]
fn an_override_given_before_lasts_until_it_is_needless() {
    let policy = Policy::default();
    let triaged = Model { severity: Some(Severity::Sev3), ..incident(IncidentState::Triaged, Some(Tier::B)) };
    let overridden = override_entitlement(&triaged, "strategic bid", ACTOR, &policy).unwrap();
    let activate = whole(Verb::Activate);
    let activated = take(&activate, &overridden, &circumstances(1, None), &policy).unwrap();
    assert_eq!(activated.override_reason.as_deref(), Some("strategic bid"));

    let worse = change_severity(&overridden, Severity::Sev1).unwrap();
    let activated = take(&activate, &worse, &circumstances(1, None), &policy).unwrap();
    assert_eq!((activated.override_reason, activated.override_by), (None, None));

    assert_eq!(code(override_entitlement(&worse, "again", ACTOR, &policy)), "OVERRIDE_NOT_NEEDED");
    for state in IncidentState::iter().filter(|state| *state != IncidentState::Triaged) {
        let result = override_entitlement(&incident(state, None), "late", ACTOR, &policy);
        assert_eq!(code(result), "OVERRIDE_OUT_OF_PLACE", "{state:?}");
    }
}

#[test]
fn a_step_is_entered_late_but_neither_before_the_state_nor_in_the_future() {
    let mobilised = Model { state_since: at(20), ..incident(IncidentState::Mobilised, Some(Tier::S)) };
    let arrive = |occurred| {
        take(&whole(Verb::ArriveOnSite), &mobilised, &circumstances(60, occurred), &Policy::default())
    };
    assert_eq!(arrive(None).unwrap().state_since, at(60));
    assert_eq!(arrive(Some(60)).unwrap().state_since, at(60));
    assert_eq!(arrive(Some(20)).unwrap().state_since, at(20));
    assert_eq!(code(arrive(Some(19))), "OCCURRED_TOO_EARLY");
    assert_eq!(code(arrive(Some(61))), "OCCURRED_IN_FUTURE");
}

#[test]
fn a_clock_that_was_set_back_does_not_turn_time_around() {
    let late = Model { state_since: at(10), ..incident(IncidentState::Activated, Some(Tier::S)) };
    let step = whole(Verb::Acknowledge);
    assert_eq!(take(&step, &late, &circumstances(9, None), &Policy::default()).unwrap().state_since, at(10));
}

#[test]
fn the_trouble_may_begin_before_the_report_but_not_after_it() {
    assert_eq!(beginning(None, at(0)).unwrap(), at(0));
    assert_eq!(beginning(Some(at(-10_000)), at(0)).unwrap(), at(-10_000));
    assert_eq!(code(beginning(Some(at(1)), at(0))), "OCCURRED_IN_FUTURE");
}

#[test]
fn thirty_days_after_it_was_resolved_the_door_closes() {
    let month = 30 * 24 * 60;
    for state in [IncidentState::Resolved, IncidentState::CommitmentIssued, IncidentState::Closed] {
        let resolved = Model { resolved_at: Some(at(100)), ..incident(state, Some(Tier::S)) };
        let reopen =
            |now| take(&whole(Verb::Reopen), &resolved, &circumstances(now, None), &Policy::default());
        let reopened = reopen(100 + month).unwrap();
        assert_eq!((reopened.generation, reopened.state), (2, IncidentState::Acknowledged));
        assert_eq!(code(reopen(101 + month)), "REOPEN_TOO_LATE");
        // A late entry does not open the door again.
        let late = Circumstances { occurred_at: Some(at(200)), ..circumstances(101 + month, None) };
        assert_eq!(code(take(&whole(Verb::Reopen), &resolved, &late, &Policy::default())), "REOPEN_TOO_LATE");
    }
}

#[test]
fn what_was_said_at_the_end_is_not_said_of_the_next_generation() {
    let policy = Policy::default();
    let mut walk = incident(IncidentState::Mobilised, Some(Tier::S));
    for (now, verb) in (1..).zip([Verb::AcceptRemote, Verb::Resolve, Verb::Close, Verb::Reopen]) {
        walk = take(&whole(verb), &walk, &circumstances(now, None), &policy).unwrap();
    }
    assert_eq!((walk.consent_name, walk.review), (None, None));
    assert_eq!((walk.letter_waiver_reason, walk.letter_waived_by), (None, None));
    assert_eq!((walk.closed_at, walk.resolved_at), (None, Some(at(2))));
    assert_eq!(walk.acknowledged_at, Some(at(4)));
}

#[test]
fn solve_first_blame_later() {
    for state in IncidentState::iter() {
        for kind in TimelineKind::iter() {
            let result = timeline_moment(kind, &incident(state, None), None, at(5));
            let solved = [IncidentState::Resolved, IncidentState::CommitmentIssued, IncidentState::Closed];
            let solved = solved.contains(&state);
            if kind == TimelineKind::Accountability && !solved {
                assert_eq!(code(result), "ACCOUNTABILITY_TOO_EARLY", "{state:?}");
            } else {
                assert_eq!(result.unwrap(), at(5), "{state:?} {kind:?}");
            }
        }
    }
}

#[test]
fn a_line_happened_between_the_report_and_now() {
    // Lines may be older than the present state: the story is told as it was.
    let incident = Model { state_since: at(50), ..incident(IncidentState::Mobilised, None) };
    let line = |occurred| timeline_moment(TimelineKind::Fact, &incident, Some(at(occurred)), at(60));
    assert_eq!(line(0).unwrap(), at(0));
    assert_eq!(line(60).unwrap(), at(60));
    assert_eq!(code(line(-1)), "OCCURRED_TOO_EARLY");
    assert_eq!(code(line(61)), "OCCURRED_IN_FUTURE");
}

#[test]
fn severity_changes_between_triage_and_the_end() {
    for state in IncidentState::iter() {
        let incident = incident(state, None);
        match (state.is_open(), incident.severity) {
            (false, _) => assert_eq!(code(change_severity(&incident, Severity::Sev1)), "NOT_OPEN"),
            (true, None) => assert_eq!(code(change_severity(&incident, Severity::Sev1)), "NOT_TRIAGED"),
            (true, Some(same)) => {
                assert_eq!(code(change_severity(&incident, same)), "SAME_SEVERITY");
                let changed = change_severity(&incident, Severity::Sev1).unwrap();
                assert_eq!(changed, Model { severity: Some(Severity::Sev1), ..incident });
            }
        }
    }
}

#[test]
fn an_incident_is_closed_with_a_letter_that_had_its_end_or_with_a_reason_why_there_is_none() {
    use IncidentState::{CommitmentIssued, Resolved};
    for letter in LetterState::iter().map(Some).chain([None]) {
        for (state, reason, waived_before) in [
            (Resolved, None, false),
            (Resolved, Some("too small"), false),
            (Resolved, None, true),
            (CommitmentIssued, None, false),
            (CommitmentIssued, Some("too small"), false),
            (CommitmentIssued, None, true),
        ] {
            let waiver = waived_before.then(|| "as before".to_owned());
            let row = Model { letter_waiver_reason: waiver, ..incident(state, Some(Tier::S)) };
            let waiver_reason = reason.map(str::to_owned);
            let close = Step::Close {
                review: "What happened.".into(),
                waiver_reason,
                lesson_waiver_reason: Some("nothing new".into()),
            };
            let around = Circumstances { letter, ..circumstances(5, None) };
            let closed = take(&close, &row, &around, &Policy::default());
            let expected = match (state, letter, reason) {
                (CommitmentIssued, _, Some(_)) => Err("WAIVER_OUT_OF_PLACE"),
                (
                    CommitmentIssued,
                    Some(LetterState::Verified | LetterState::Fulfilled | LetterState::Breached),
                    None,
                ) => Ok(row.letter_waiver_reason.as_deref()),
                (_, None | Some(LetterState::Waived), reason) if state == Resolved || letter.is_some() => {
                    reason.or(row.letter_waiver_reason.as_deref()).map(Some).ok_or("LETTER_REQUIRED")
                }
                (Resolved, ..) => Err("LETTER_UNFINISHED"),
                _ => Err("LETTER_UNSETTLED"),
            };
            match expected {
                Ok(reason) => assert_eq!(closed.unwrap().letter_waiver_reason.as_deref(), reason),
                Err(expected) => assert_eq!(code(closed), expected, "{state:?} {letter:?} {reason:?}"),
            }
        }
    }
}

#[test]
fn an_incident_is_closed_with_a_lesson_or_with_a_reason_why_it_taught_none() {
    let row = incident(IncidentState::Resolved, Some(Tier::S));
    for (lesson, reason, expected) in [
        (true, None, Ok(None)),
        (true, Some("nothing new"), Ok(Some(ACTOR))),
        (false, Some("nothing new"), Ok(Some(ACTOR))),
        (false, None, Err("LESSON_REQUIRED")),
    ] {
        let close = Step::Close {
            review: "What happened.".into(),
            waiver_reason: Some("too small".into()),
            lesson_waiver_reason: reason.map(str::to_owned),
        };
        let around = Circumstances { lesson, ..circumstances(5, None) };
        match (take(&close, &row, &around, &Policy::default()), expected) {
            (Ok(closed), Ok(by)) => assert_eq!(closed.lesson_waived_by, by),
            (Err(error), Err(expected)) => assert_eq!(error.code(), expected),
            (other, expected) => panic!("{other:?} instead of {expected:?}"),
        }
    }
}

#[test]
fn a_letter_is_waived_between_resolving_and_closing() {
    for state in IncidentState::iter() {
        let waived = waive_letter(&incident(state, None), "too small", ACTOR);
        if matches!(state, IncidentState::Resolved | IncidentState::CommitmentIssued) {
            assert_eq!(waived.unwrap().letter_waived_by, Some(ACTOR));
        } else {
            assert_eq!(code(waived), "NOT_RESOLVED", "{state:?}");
        }
    }
}
