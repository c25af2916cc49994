//! Tests of what is decided about a request.

use chrono::TimeDelta;
use entity::{
    customer_request::{RequestChannel, RequestKind},
    id::{AccountId, RegionId, RequestId},
};
use proptest::{collection, prelude::*, sample};
use uuid::Uuid;

use super::*;

use Seat::{Delivery, Sales, Technical};

fn at(minutes: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes)
}

fn row() -> Model {
    Model {
        id: RequestId(Uuid::nil()),
        account_id: AccountId(Uuid::nil()),
        title: String::new(),
        body: String::new(),
        kind: RequestKind::Question,
        channel: RequestChannel::Phone,
        contact: None,
        state: RequestState::Open,
        round: 1,
        holder: None,
        held_since: None,
        occurred_at: at(0),
        recorded_at: at(0),
        recorded_by: UserId(Uuid::nil()),
        round_began_at: at(0),
        first_answered_at: None,
        closed_at: None,
        outcome: None,
        tier_at_log: None,
        region_id: RegionId(Uuid::nil()),
        time_zone: "Etc/UTC".to_owned(),
        policy_version: 1,
        target_minutes: None,
        due_at: None,
        late_told_at: None,
        version: 1,
        updated_at: at(0),
    }
}

fn act(minutes: i64) -> Act<'static> {
    Act { by: UserId(Uuid::nil()), now: at(minutes), reason: Some("because") }
}

fn case(seats: &[Seat]) -> Case {
    Case::begin(row(), seats, None, act(0)).unwrap().0
}

fn code<T>(result: Result<T, RequestError>) -> &'static str {
    result.err().map_or("OK", |error| error.code())
}

const SUBSTANTIVE: AnswerKind = AnswerKind::Substantive;

#[test]
fn the_seat_that_moves_first_is_one_that_must_answer() {
    let begin = |seats: &[Seat], holder| Case::begin(row(), seats, holder, act(0));
    let holder = |seats: &[Seat], holder| begin(seats, holder).unwrap().0.request.holder;
    assert_eq!(code(begin(&[], None)), "SEAT_REQUIRED");
    assert_eq!(code(begin(&[Sales], Some(Delivery))), "HOLDER_NOT_NEEDED");
    assert_eq!(holder(&[Delivery, Technical, Technical], None), Some(Technical));
    assert_eq!(holder(&[Delivery, Technical], Some(Delivery)), Some(Delivery));
    assert_eq!(begin(&[Delivery, Sales, Sales], None).unwrap().0.roles.len(), 2);
}

#[test]
fn who_holds_one_seat_answers_for_it_and_who_holds_two_says_which() {
    for (named, held, expected) in [
        (None, &[Sales][..], "OK"),
        (Some(Sales), &[Sales], "OK"),
        (Some(Sales), &[Sales, Delivery], "OK"),
        (None, &[Sales, Delivery], "SEAT_AMBIGUOUS"),
        (Some(Technical), &[Sales, Delivery], "NOT_YOUR_SEAT"),
        (Some(Technical), &[], "NOT_YOUR_SEAT"),
        (None, &[], "NOT_YOUR_SEAT"),
    ] {
        assert_eq!(code(answering(named, held)), expected, "{named:?} {held:?}");
    }
}

#[test]
fn only_a_substantive_answer_counts() {
    let mut case = case(&[Sales]);
    for kind in [AnswerKind::Holding, AnswerKind::Automatic] {
        let before = case.clone();
        assert_eq!(case.answer(Sales, kind, at(5)).unwrap(), None);
        assert_eq!(case, before, "{kind:?}");
    }
    case.answer(Sales, SUBSTANTIVE, at(9)).unwrap();
    assert_eq!((case.request.first_answered_at, case.waiting()), (Some(at(9)), vec![]));
}

#[test]
fn an_answer_entered_late_is_the_first_if_it_was() {
    let mut case = case(&[Sales, Technical]);
    case.answer(Sales, SUBSTANTIVE, at(30)).unwrap();
    case.answer(Delivery, SUBSTANTIVE, at(20)).unwrap();
    case.answer(Sales, SUBSTANTIVE, at(10)).unwrap();
    assert_eq!(case.request.first_answered_at, Some(at(10)));
    assert_eq!(case.roles[0].answered_at, Some(at(10)));
    assert_eq!(case.waiting(), [Technical]);
}

#[test]
fn a_request_goes_on_to_the_next_seat_that_waits() {
    let mut case = case(&[Sales, Technical, Delivery]);
    assert_eq!(case.answer(Technical, SUBSTANTIVE, at(1)).unwrap(), None);
    let hop = case.answer(Sales, SUBSTANTIVE, at(2)).unwrap().unwrap();
    assert_eq!(hop, Hop { from: Some(Sales), to: Some(Delivery), at: at(2) });
    let hop = case.answer(Delivery, SUBSTANTIVE, at(3)).unwrap().unwrap();
    assert_eq!(hop, Hop { from: Some(Delivery), to: None, at: at(3) });
}

#[test]
fn a_hop_is_not_before_the_one_before_it() {
    let mut case = case(&[Sales, Technical]);
    case.hand_over(Technical, at(60), act(60)).unwrap();
    // The answer was given before the request came here; it left no earlier than it came.
    let hop = case.answer(Technical, SUBSTANTIVE, at(30)).unwrap().unwrap();
    assert_eq!(hop, Hop { from: Some(Technical), to: Some(Sales), at: at(60) });
}

#[test]
fn to_hand_a_request_back_asks_again() {
    let mut case = case(&[Sales]);
    case.answer(Sales, SUBSTANTIVE, at(10)).unwrap();
    case.hand_over(Technical, at(20), act(20)).unwrap();
    assert_eq!((case.waiting(), case.seats()), (vec![Technical], vec![Sales, Technical]));
    case.hand_over(Sales, at(30), act(30)).unwrap();
    assert_eq!(case.waiting(), [Sales, Technical]);
    assert_eq!(code(case.hand_over(Sales, at(31), act(31))), "SAME_SEAT");
    case.answer(Sales, SUBSTANTIVE, at(25)).unwrap();
    assert_eq!(case.waiting(), [Sales, Technical], "that was before it was asked again");
    case.answer(Sales, SUBSTANTIVE, at(40)).unwrap();
    assert_eq!((case.waiting(), case.request.holder), (vec![Technical], Some(Technical)));
    assert_eq!(case.request.first_answered_at, Some(at(10)));
}

#[test]
fn seats_come_and_go_but_one_always_must_answer() {
    let mut case = case(&[Sales, Technical]);
    assert_eq!(code(case.add(Sales, None, act(1))), "SEAT_NEEDED");
    assert_eq!(code(case.remove(Delivery, act(1))), "SEAT_NOT_NEEDED");
    let hop = case.remove(Sales, act(5)).unwrap().unwrap();
    assert_eq!(hop, Hop { from: Some(Sales), to: Some(Technical), at: at(5) });
    assert_eq!(code(case.remove(Technical, act(6))), "LAST_SEAT");
    assert_eq!(case.add(Sales, None, act(7)).unwrap(), None);
    case.answer(Technical, SUBSTANTIVE, at(8)).unwrap();
    assert_eq!(code(case.remove(Technical, act(9))), "SEAT_ANSWERED");
    assert_eq!(case.request.holder, Some(Sales));
    // Whoever has answered before they had to need not do so again.
    assert_eq!(case.add(Delivery, Some(at(3)), act(10)).unwrap(), None);
    assert_eq!(case.waiting(), [Sales]);
}

#[test]
fn it_is_closed_when_everybody_has_answered_and_withdrawn_at_any_time() {
    let mut answered = case(&[Sales, Delivery]);
    answered.answer(Delivery, SUBSTANTIVE, at(1)).unwrap();
    let refused = answered.end(Verb::Close, act(2)).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "a request is closed when every needed seat has answered; not yet: sales"
    );
    let mut withdrawn = answered.clone();
    let hop = withdrawn.end(Verb::Withdraw, act(3)).unwrap().unwrap();
    assert_eq!(hop, Hop { from: Some(Sales), to: None, at: at(3) });
    answered.answer(Sales, SUBSTANTIVE, at(2)).unwrap();
    assert_eq!(answered.end(Verb::Close, act(4)).unwrap(), None);
    for mut case in [answered, withdrawn] {
        assert_eq!(code(case.answer(Sales, SUBSTANTIVE, at(5))), "NOT_OPEN");
        assert_eq!(code(case.hand_over(Delivery, at(5), act(5))), "NOT_OPEN");
        assert_eq!(code(case.add(Technical, None, act(5))), "NOT_OPEN");
        assert_eq!(code(case.remove(Sales, act(5))), "NOT_OPEN");
        assert_eq!(code(case.end(Verb::Withdraw, act(5))), "ILLEGAL_TRANSITION");
    }
    assert_eq!(following(RequestState::Closed), [RequestState::Open]);
    assert_eq!(following(RequestState::Withdrawn), []);
}

#[test]
fn the_first_answer_is_in_time_up_to_the_instant_at_which_it_is_due() {
    let judged = |due_at, answered, closed, now| {
        let instant = |minutes: Option<i64>| minutes.map(at);
        let course = Course {
            occurred_at: at(0),
            first_answered_at: instant(answered),
            closed_at: instant(closed),
            due_at: instant(due_at),
        };
        due(&course, at(now))
    };
    for (due_at, answered, closed, now, expected) in [
        (None, None, None, 99, Due::NoTarget),
        (None, Some(5), None, 99, Due::NoTarget),
        (Some(60), None, None, 60, Due::Waiting),
        (Some(60), None, None, 61, Due::Late),
        (Some(60), Some(60), None, 99, Due::Met),
        (Some(60), Some(61), Some(62), 99, Due::Late),
        (Some(60), None, Some(60), 99, Due::NoTarget),
        (Some(60), None, Some(61), 99, Due::Late),
    ] {
        assert_eq!(
            judged(due_at, answered, closed, now),
            expected,
            "{due_at:?} {answered:?} {closed:?} {now}"
        );
    }
}

#[test]
fn late_entry_is_allowed_within_bounds() {
    assert_eq!(moment(("occurredAt", None), at(9), at(0)).unwrap(), at(9));
    assert_eq!(moment(("occurredAt", Some(at(0))), at(9), at(0)).unwrap(), at(0));
    assert_eq!(code(moment(("occurredAt", Some(at(10))), at(9), at(0))), "OCCURRED_IN_FUTURE");
    assert_eq!(code(moment(("occurredAt", Some(at(-1))), at(9), at(0))), "OCCURRED_TOO_EARLY");
}

#[derive(Clone, Debug)]
enum Deed {
    Answer(Seat, AnswerKind, i64),
    HandOver(Seat, i64),
    Add(Seat),
    Remove(Seat),
    End(Verb),
}

fn deed() -> impl Strategy<Value = Deed> {
    let seat = || sample::select(SEATS.to_vec());
    let kind = prop_oneof![3 => Just(SUBSTANTIVE), 1 => Just(AnswerKind::Holding)];
    prop_oneof![
        4 => (seat(), kind, 0..60i64).prop_map(|(seat, kind, ago)| Deed::Answer(seat, kind, ago)),
        3 => (seat(), 0..60i64).prop_map(|(seat, ago)| Deed::HandOver(seat, ago)),
        2 => seat().prop_map(Deed::Add),
        2 => seat().prop_map(Deed::Remove),
        1 => sample::select(Verb::ALL.to_vec()).prop_map(Deed::End),
    ]
}

/// Does it an hour after the last; `Err`: it was refused.
fn perform(case: &mut Case, deed: &Deed, now: i64) -> Result<Option<Hop>, RequestError> {
    match deed {
        Deed::Answer(seat, kind, ago) => case.answer(*seat, *kind, at(now - ago).max(at(0))),
        Deed::HandOver(seat, ago) => {
            let when = moment(("occurredAt", Some(at(now - ago))), at(now), case.moved_at)?;
            case.hand_over(*seat, when, act(now)).map(Some)
        }
        Deed::Add(seat) => case.add(*seat, None, act(now)),
        Deed::Remove(seat) => case.remove(*seat, act(now)),
        Deed::End(verb) => case.end(*verb, act(now)),
    }
}

proptest! {
    #[test]
    fn somebody_holds_it_exactly_if_somebody_waits_and_hops_follow_one_another(
        seats in sample::subsequence(SEATS.to_vec(), 1..=3),
        deeds in collection::vec(deed(), 0..24),
    ) {
        let (mut case, first) = Case::begin(row(), &seats, None, act(0)).unwrap();
        let mut hops = vec![first];
        for (hour, deed) in (1..).zip(&deeds) {
            if matches!(deed, Deed::End(Verb::Reopen)) {
                continue;
            }
            let before = case.clone();
            match perform(&mut case, deed, hour * 60) {
                Ok(hop) => hops.extend(hop),
                Err(_) => prop_assert_eq!(&case, &before, "what is refused changes nothing"),
            }
            let waiting = case.waiting();
            prop_assert_eq!(case.request.holder.is_some(), !waiting.is_empty());
            prop_assert!(case.request.holder.is_none_or(|holder| waiting.contains(&holder)));
            prop_assert!(!case.seats().is_empty());
            prop_assert!(case.roles.iter().all(|role| role.answered_at.is_none_or(|it| it >= role.asked_at)));
            prop_assert_eq!(case.request.holder.is_some(), case.request.held_since.is_some());
        }
        for pair in hops.windows(2) {
            prop_assert_eq!(pair[0].to, pair[1].from);
            prop_assert!(pair[0].at <= pair[1].at);
            prop_assert_ne!(pair[1].from, pair[1].to);
        }
        prop_assert_eq!(hops.last().unwrap().to, case.request.holder);
        prop_assert_eq!(hops.last().unwrap().at, case.moved_at);
    }
}
