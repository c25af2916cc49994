//! How far an entry can be trusted, case by case.

use chrono::TimeZone;
use entity::{
    id::KnowledgeEntryId,
    knowledge_entry::{Audience, Confidence, Governance, KnowledgeType, Verifier},
};
use uuid::Uuid;

use super::*;
use crate::domain::trust::Trust;

fn day(day: i64) -> DateTime<Utc> {
    let start = Utc.with_ymd_and_hms(2026, 3, 2, 9, 0, 0).unwrap();
    start + TimeDelta::days(day)
}

fn person() -> UserId {
    UserId(Uuid::from_u128(1))
}

fn draft(kind: KnowledgeType) -> Model {
    Model {
        id: KnowledgeEntryId(Uuid::from_u128(2)),
        account_id: None,
        kind,
        audience: Audience::AllStaff,
        state: KnowledgeState::Draft,
        title: "Lines".into(),
        title_key: "lines".into(),
        revision: 1,
        author_id: person(),
        published_at: None,
        version: 1,
        created_at: day(0),
        updated_at: day(0),
        confidence: Confidence::Medium,
        governance: Governance::Open,
        verifier: Verifier::Owners,
        verifier_id: None,
        verifier_seat: None,
        interval_days: None,
        expires_at: None,
        verified_at: None,
        verified_by: None,
        verified_revision: None,
        verified_source: None,
        contested_at: None,
        contested_by: None,
        contest_reason: None,
        due_at: None,
        due_told_at: None,
    }
}

fn published(kind: KnowledgeType) -> Model {
    let mut entry = draft(kind);
    publish(&mut entry, day(0), &Policy::default());
    entry
}

fn verified(days: Option<i32>) -> Model {
    let mut entry = published(KnowledgeType::Playbook);
    verify(&mut entry, person(), None, days, day(0));
    entry
}

#[test]
fn trust_ends_with_the_instant_of_its_term_and_not_before() {
    let verified = verified(Some(180));
    let expiring = Model { expires_at: Some(day(200)), ..verified.clone() };
    let almost = day(180) - TimeDelta::microseconds(1);
    for (entry, at, expected) in [
        (&draft(KnowledgeType::Playbook), day(0), None),
        (&published(KnowledgeType::NegotiationRecord), day(9_000), None),
        (&published(KnowledgeType::Playbook), day(0), Some(Trust::Unverified)),
        (&verified, almost, Some(Trust::Verified)),
        (&verified, day(180), Some(Trust::Stale)),
        (&expiring, day(199), Some(Trust::Stale)),
        (&expiring, day(200), Some(Trust::Expired)),
        (&self::verified(None), day(9_000), Some(Trust::Verified)),
    ] {
        assert_eq!(Trust::of(entry, at), expected, "{entry:?} at {at}");
    }
}

#[test]
fn an_edit_by_the_verifier_keeps_the_verification_and_by_anybody_else_ends_it() {
    for (by_verifier, expected) in [(true, Trust::Verified), (false, Trust::Unverified)] {
        let mut entry = verified(Some(180));
        entry.revision = 2;
        rewrite(&mut entry, by_verifier, day(5));
        assert_eq!(Trust::of(&entry, day(5)), Some(expected));
        assert_eq!(entry.verified_revision, by_verifier.then_some(2));
        let due = if by_verifier { day(180) } else { day(5) };
        assert_eq!(entry.due_at, Some(due));
    }
    let mut waiting = published(KnowledgeType::Playbook);
    rewrite(&mut waiting, false, day(5));
    assert_eq!(waiting.due_at, Some(day(7)), "an edit does not put off what is due");
}

#[test]
fn a_contest_ends_the_verification_and_the_next_verification_ends_the_contest() {
    let mut entry = verified(Some(180));
    contest(&mut entry, person(), "It moved".into(), day(3));
    assert_eq!((Trust::of(&entry, day(3)), entry.due_at), (Some(Trust::Unverified), Some(day(3))));
    verify(&mut entry, person(), Some("a visit".into()), Some(60), day(4));
    assert_eq!((entry.contested_at, entry.contested_by, entry.contest_reason.as_ref()), (None, None, None));
    assert_eq!((Trust::of(&entry, day(4)), entry.due_at), (Some(Trust::Verified), Some(day(64))));
}

#[test]
fn another_interval_counts_from_the_verification() {
    let mut entry = verified(Some(180));
    entry.due_told_at = Some(day(100));
    reckon(&mut entry, Some(180));
    assert_eq!(entry.due_told_at, Some(day(100)), "nothing changed");
    reckon(&mut entry, Some(30));
    assert_eq!((entry.due_at, entry.due_told_at), (Some(day(30)), None));
    reckon(&mut entry, None);
    assert_eq!(entry.due_at, None);
}
