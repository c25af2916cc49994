//! The graph edge by edge, and what a complete letter is.

use chrono::{NaiveDate, TimeZone, Utc};
use entity::{
    id::{AccountId, IncidentId, LetterId},
    letter::LetterLanguage,
};
use sea_orm::Iterable;
use uuid::Uuid;

use super::*;
use crate::domain::letter::document::{Compensation, LetterText, Promise, ResponseLine};

const LEAD: UserId = UserId(Uuid::max());
const OTHER: UserId = UserId(Uuid::nil());

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
}

fn incident(state: IncidentState, tier: Option<Tier>, severity: Severity) -> incident::Model {
    let at = Utc.with_ymd_and_hms(2026, 3, 2, 8, 0, 0).unwrap();
    incident::Model {
        id: IncidentId(Uuid::nil()),
        number: 142,
        account_id: AccountId(Uuid::nil()),
        title: "Line 3 stands still".into(),
        description: "Since the update.".into(),
        state,
        generation: 1,
        severity_claimed: severity,
        severity: Some(severity),
        tier_at_report: tier,
        override_reason: None,
        override_by: None,
        reported_by_user: Some(LEAD),
        reported_by_bot: None,
        executive_lead_id: Some(LEAD),
        consent_name: None,
        consent_note: None,
        occurred_at: at,
        reported_at: at,
        state_since: at,
        acknowledged_at: Some(at),
        resolved_at: Some(at),
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
        updated_at: at,
    }
}

fn letter(state: LetterState) -> Model {
    let at = Utc.with_ymd_and_hms(2026, 3, 2, 9, 0, 0).unwrap();
    Model {
        id: LetterId(Uuid::nil()),
        incident_id: IncidentId(Uuid::nil()),
        generation: 1,
        state,
        language: LetterLanguage::English,
        number: 1,
        text: serde_json::Value::Null,
        drafted_by: LEAD,
        version: 1,
        created_at: at,
        updated_at: at,
    }
}

fn promise(preventive: bool) -> Promise {
    Promise {
        action: "A second gateway".into(),
        owner_role: "Technical lead".into(),
        owner: LEAD,
        due_on: day(20),
        measure: "It takes over within a minute".into(),
        evidence: "Report of the exercise".into(),
        verifier: "Ms Sato".into(),
        preventive,
    }
}

fn text() -> LetterText {
    LetterText {
        addressee: "Ms Sato, head of operations".into(),
        issue: "The line stood still.".into(),
        impact: "Six hours of production.".into(),
        response: vec![ResponseLine {
            at: Utc.with_ymd_and_hms(2026, 3, 2, 8, 0, 0).unwrap(),
            what: "Team on site".into(),
        }],
        remedy: "The gateway was replaced.".into(),
        root_cause: "There was only one.".into(),
        promises: vec![promise(true)],
        compensation: None,
        contact: "Sara Sales, +49 30 1234".into(),
        reviews: vec![day(31)],
    }
}

fn code(result: Result<impl std::fmt::Debug, LetterError>) -> &'static str {
    result.expect_err("the rule should refuse it").code()
}

fn resolved() -> incident::Model {
    incident(IncidentState::Resolved, Some(Tier::S), Severity::Sev2)
}

#[test]
fn the_rows_stand_in_the_order_of_the_verbs() {
    for (place, verb) in Verb::ALL.into_iter().enumerate() {
        assert_eq!(verb as usize, place, "{verb:?}");
    }
}

#[test]
fn these_states_follow_each_other_and_no_others() {
    let table = [
        (Draft, vec![InternalReview, Waived]),
        (InternalReview, vec![Draft, Signed, Waived]),
        (Signed, vec![Draft, Sent, Waived]),
        (Sent, vec![Accepted, Returned]),
        (Returned, vec![Draft, Waived]),
        (Accepted, vec![]),
        (InProgress, vec![]),
        (Verified, vec![Fulfilled]),
        (Fulfilled, vec![]),
        (Breached, vec![]),
        (Waived, vec![]),
    ];
    for (state, expected) in &table {
        assert_eq!(following(*state), *expected, "{state:?}");
    }
    assert_eq!(table.len(), LetterState::iter().count());
}

#[test]
fn every_edge_leads_where_it_says_and_every_other_step_is_refused() {
    for state in LetterState::iter() {
        for verb in Verb::ALL {
            match take(verb, &letter(state), &resolved()) {
                Ok(next) => assert_eq!(next.state, verb.to()),
                Err(error) => {
                    assert_eq!(error.code(), "ILLEGAL_TRANSITION");
                    assert!(!verb.starts_from(state), "{verb:?} from {state:?}");
                }
            }
        }
    }
}

#[test]
fn what_was_signed_is_followed_by_the_next_version() {
    for (state, number) in [(Draft, 1), (InternalReview, 1), (Signed, 2), (Returned, 2)] {
        assert_eq!(take(Verb::Revise, &letter(state), &resolved()).unwrap().number, number, "{state:?}");
    }
}

#[test]
fn the_letter_of_a_reopened_incident_is_answered_but_not_signed() {
    let reopened = incident::Model { generation: 2, ..resolved() };
    for verb in Verb::ALL {
        let state = LetterState::iter().find(|state| verb.starts_from(*state)).unwrap();
        let taken = take(verb, &letter(state), &reopened);
        match verb {
            Verb::Accept | Verb::Return | Verb::Conclude => assert!(taken.is_ok(), "{verb:?}"),
            _ => assert_eq!(code(taken), "SUPERSEDED", "{verb:?}"),
        }
    }
}

#[test]
fn the_chief_executive_signs_for_the_worst_of_the_most_important() {
    for tier in [None, Some(Tier::C), Some(Tier::B), Some(Tier::A), Some(Tier::S)] {
        for severity in [Severity::Sev1, Severity::Sev2, Severity::Sev3] {
            let row = incident(IncidentState::Resolved, tier, severity);
            let chief = tier == Some(Tier::S) && severity == Severity::Sev1;
            let expected = if chief { Signatory::ChiefExecutive } else { Signatory::ExecutiveLead };
            assert_eq!(signatory(&row), expected, "{tier:?} {severity:?}");
            assert_eq!(is_signer(&row, LEAD, false), !chief);
            assert_eq!(is_signer(&row, OTHER, true), chief);
            assert!(!is_signer(&row, OTHER, false));
        }
    }
}

#[test]
fn a_letter_is_begun_when_the_incident_is_resolved_and_not_waived() {
    for state in IncidentState::iter() {
        let begun = begin(&incident(state, None, Severity::Sev2));
        let may = matches!(state, IncidentState::Resolved | IncidentState::CommitmentIssued);
        assert_eq!(begun.is_ok(), may, "{state:?}");
    }
    let waived = incident::Model { letter_waiver_reason: Some("too small".into()), ..resolved() };
    assert_eq!(code(begin(&waived)), "LETTER_WAIVED");
}

#[test]
fn a_complete_letter_lacks_nothing() {
    let today = day(3);
    assert!(complete(&text(), Severity::Sev1, today).is_ok());
    let without: [fn(&mut LetterText); 11] = [
        |text| text.addressee.clear(),
        |text| text.issue.clear(),
        |text| text.impact.clear(),
        |text| text.remedy.clear(),
        |text| text.root_cause.clear(),
        |text| text.contact.clear(),
        |text| text.response.clear(),
        |text| text.reviews.clear(),
        |text| text.promises[0].measure.clear(),
        |text| text.promises[0].verifier.clear(),
        |text| text.promises[0].due_on = day(2),
    ];
    for (place, take_away) in without.into_iter().enumerate() {
        let mut text = text();
        take_away(&mut text);
        assert!(
            matches!(
                complete(&text, Severity::Sev1, today),
                Err(LetterError::Fault(crate::domain::fault::Fault::Invalid(wrong))) if wrong.len() == 1
            ),
            "{place}"
        );
    }
}

#[test]
fn something_is_promised_and_for_a_sev1_something_that_prevents() {
    let empty = LetterText { promises: Vec::new(), ..text() };
    assert_eq!(code(complete(&empty, Severity::Sev3, day(3))), "NO_COMMITMENT");
    let mending = LetterText { promises: vec![promise(false)], ..text() };
    assert_eq!(code(complete(&mending, Severity::Sev1, day(3))), "NO_PREVENTIVE_COMMITMENT");
    assert!(complete(&mending, Severity::Sev2, day(3)).is_ok());
}

#[test]
fn a_compensation_is_approved_by_somebody_on_a_day_that_has_come() {
    let with = |approved_by, approved_on| LetterText {
        compensation: Some(Compensation {
            description: "A month free".into(),
            minor_units: 100,
            currency: "EUR".into(),
            approved_by,
            approved_on,
        }),
        ..text()
    };
    assert!(complete(&with(Some(OTHER), Some(day(3))), Severity::Sev2, day(3)).is_ok());
    for (by, on) in [(None, Some(day(3))), (Some(OTHER), None), (Some(OTHER), Some(day(4)))] {
        let refused = complete(&with(by, on), Severity::Sev2, day(3));
        assert_eq!(code(refused), "COMPENSATION_UNAPPROVED", "{by:?} {on:?}");
    }
}

#[test]
fn a_text_in_order_is_trimmed_and_in_the_order_of_time() {
    let late = ResponseLine { at: Utc.with_ymd_and_hms(2026, 3, 2, 9, 0, 0).unwrap(), what: " b ".into() };
    let early = ResponseLine { at: Utc.with_ymd_and_hms(2026, 3, 2, 8, 0, 0).unwrap(), what: "a".into() };
    let untidy = LetterText {
        issue: "  so it was \n".into(),
        response: vec![late, early],
        reviews: vec![day(30), day(10), day(30)],
        ..text()
    };
    let tidy = sound(&untidy).unwrap();
    assert_eq!(tidy.issue, "so it was");
    assert_eq!(tidy.response.iter().map(|line| line.what.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(tidy.reviews, [day(10), day(30)]);
    assert!(sound(&LetterText { issue: "x".repeat(5_001), ..text() }).is_err());
    assert!(sound(&LetterText { promises: vec![promise(true); 51], ..text() }).is_err());
}
