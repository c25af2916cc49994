//! Tests of what steps, news and time do to the clocks and the ladder of an incident.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use entity::{
    account::Tier,
    incident::{IncidentState, Model, Severity},
};
use proptest::{collection, prelude::*};

use super::*;
use crate::domain::incident::error::IncidentError;

fn policy() -> Arc<EscalationPolicy> {
    let first = include_str!("../../../../../../migration/src/m0003_escalation_policy/first.json");
    Arc::new(serde_json::from_str(first).unwrap())
}

/// So many minutes after the report.
fn at(minutes: i64) -> DateTime<Utc> {
    "2026-03-02T09:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::minutes(minutes)
}

fn moment(minutes: i64) -> Moment {
    Moment { at: at(minutes), now: at(minutes), actor: None }
}

fn incident(tier: Option<Tier>, severity: Severity) -> Model {
    Model {
        id: IncidentId(Uuid::nil()),
        number: 1,
        account_id: entity::id::AccountId(Uuid::nil()),
        title: String::new(),
        description: String::new(),
        state: IncidentState::Activated,
        generation: 1,
        severity_claimed: severity,
        severity: Some(severity),
        tier_at_report: tier,
        override_reason: None,
        override_by: None,
        reported_by_user: None,
        reported_by_bot: None,
        executive_lead_id: None,
        consent_name: None,
        consent_note: None,
        occurred_at: at(0),
        reported_at: at(0),
        state_since: at(0),
        acknowledged_at: None,
        resolved_at: None,
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

const PLACE: Place<'_> = Place { region: RegionId(Uuid::nil()), zone: "Europe/Berlin" };

fn opened(incident: &Model, minutes: i64) -> Board {
    let mut n = 0;
    Board::open((1, policy()), incident, &PLACE, moment(minutes), || {
        n += 1;
        Uuid::from_u128(n)
    })
}

/// The channel of a strategic account at the highest severity, opened at the report.
fn urgent() -> Board {
    opened(&incident(Some(Tier::S), Severity::Sev1), 0)
}

fn clock(board: &mut Board, kind: ClockKind) -> clock::Model {
    board.timer(kind).unwrap().row.clone()
}

/// What was told since the last look, as `SOURCE level/round`.
fn told(board: &mut Board) -> Vec<String> {
    let firings = board.told.drain(..).filter_map(|told| told.firing);
    firings.map(|it| format!("{:?} {}/{}", it.source, it.level, it.round)).collect()
}

#[test]
fn the_clocks_run_from_the_report_whenever_the_channel_opens() {
    let mut board = opened(&incident(Some(Tier::S), Severity::Sev1), 10);
    assert_eq!(told(&mut board), ["Ladder 0/1"]);
    let acknowledge = clock(&mut board, ClockKind::Acknowledge);
    assert_eq!((acknowledge.started_at, acknowledge.due_at), (at(0), at(15)));
    assert_eq!(clock(&mut board, ClockKind::Resolve).due_at, at(72 * 60));
    assert!(board.timer(ClockKind::Letter).is_none());
}

#[test]
fn a_channel_that_opened_without_entitlement_has_the_slowest_clocks() {
    let overridden = Model { override_reason: Some("so".into()), ..incident(Some(Tier::S), Severity::Sev1) };
    let mut board = opened(&overridden, 0);
    assert_eq!(clock(&mut board, ClockKind::Acknowledge).due_at, at(240));
    let mut unrated = opened(&Model { tier_at_report: None, ..overridden }, 0);
    assert_eq!(clock(&mut unrated, ClockKind::Resolve).due_at, at(15 * 24 * 60));
}

#[test]
fn what_nobody_answers_is_told_level_by_level() {
    let mut board = urgent();
    let mut story = Vec::new();
    for minute in 0..=60 {
        board.catch_up(at(minute));
        story.extend(told(&mut board).into_iter().map(|it| format!("{minute} {it}")));
    }
    let expected = [
        "0 Ladder 0/1",
        "8 Acknowledge 50/1",
        "8 Ladder 1/1",
        "12 Acknowledge 75/1",
        "15 Acknowledge 100/1",
        "15 Ladder 2/1",
        "23 Acknowledge 150/1",
        "30 Acknowledge 200/1",
        "30 ExecutiveLead 50/1",
        "30 Ladder 2/2",
        "38 Acknowledge 250/1",
        "45 Acknowledge 300/1",
        "45 ExecutiveLead 75/1",
        "45 Ladder 3/1",
        "53 Acknowledge 350/1",
        "60 Acknowledge 400/1",
        "60 ExecutiveLead 100/1",
        "60 TeamUpdate 50/1",
        "60 Ladder 3/2",
    ];
    assert_eq!(story, expected);
}

#[test]
fn warnings_that_were_overtaken_are_passed_over_and_a_breach_is_not() {
    let mut board = urgent();
    told(&mut board);
    board.catch_up(at(23));
    let firings = told(&mut board);
    assert_eq!(firings, ["Acknowledge 100/1", "Acknowledge 150/1", "Ladder 1/1", "Ladder 2/1"]);
    board.catch_up(at(23));
    assert!(told(&mut board).is_empty(), "once");
}

#[test]
fn an_acknowledgement_holds_the_ladder_and_the_clock_of_the_lead_still_leads_to_its_step() {
    let mut board = urgent();
    board.meet(ClockKind::Acknowledge, moment(5));
    board.hear(moment(5));
    told(&mut board);
    board.catch_up(at(44));
    assert_eq!(told(&mut board), ["ExecutiveLead 50/1"]);
    board.catch_up(at(45));
    assert_eq!(told(&mut board), ["ExecutiveLead 75/1", "Ladder 3/1"]);
    board.catch_up(at(100));
    assert!(
        told(&mut board).iter().all(|it| !it.starts_with("Ladder")),
        "nothing is repeated while it is held"
    );
}

#[test]
fn what_comes_too_late_was_breached_even_if_nobody_had_noticed() {
    let mut board = urgent();
    told(&mut board);
    board.meet(ClockKind::Acknowledge, moment(16));
    assert_eq!(told(&mut board), ["Acknowledge 100/1"]);
    let row = clock(&mut board, ClockKind::Acknowledge);
    assert_eq!((row.state, row.breached_at, row.met_at), (ClockState::Met, Some(at(15)), Some(at(16))));
    board.catch_up(at(20));
    assert!(!told(&mut board).iter().any(|it| it.starts_with("Acknowledge")));
}

#[test]
fn an_acknowledgement_that_happened_in_time_and_is_entered_late_is_no_breach() {
    let mut board = urgent();
    board.meet(ClockKind::Acknowledge, Moment { at: at(14), now: at(16), actor: None });
    assert_eq!(clock(&mut board, ClockKind::Acknowledge).breached_at, None);
}

#[test]
fn a_lead_who_was_named_before_the_channel_opened_was_named_in_time() {
    let named =
        Model { executive_lead_id: Some(UserId(Uuid::nil())), ..incident(Some(Tier::S), Severity::Sev1) };
    let mut board = opened(&named, 600);
    let lead = clock(&mut board, ClockKind::ExecutiveLead);
    assert_eq!((lead.state, lead.breached_at), (ClockState::Met, None));
}

#[test]
fn a_tighter_target_may_be_due_at_once_and_a_looser_one_undoes_no_breach() {
    let mut board = opened(&incident(Some(Tier::S), Severity::Sev3), 0);
    board.catch_up(at(20));
    told(&mut board);
    board.retarget(&incident(Some(Tier::S), Severity::Sev1), moment(20));
    board.catch_up(at(20));
    assert_eq!(told(&mut board)[0], "Acknowledge 100/1");
    board.retarget(&incident(Some(Tier::S), Severity::Sev3), moment(21));
    let row = clock(&mut board, ClockKind::Acknowledge);
    assert_eq!((row.state, row.due_at, row.breached_at), (ClockState::Breached, at(60), Some(at(15))));
    board.catch_up(at(60));
    assert!(!told(&mut board).contains(&"Acknowledge 100/1".to_owned()), "it is breached once");
}

#[test]
fn each_update_begins_the_next_span_and_leaves_the_last_one_in_its_history() {
    let mut board = urgent();
    board.update(ClockKind::TeamUpdate, moment(110));
    let row = clock(&mut board, ClockKind::TeamUpdate);
    assert_eq!(
        (row.round, row.started_at, row.due_at, row.state),
        (2, at(110), at(230), ClockState::Running)
    );
    board.update(ClockKind::TeamUpdate, moment(100));
    assert_eq!(clock(&mut board, ClockKind::TeamUpdate).round, 2, "something newer is known");
    board.catch_up(at(230));
    assert!(told(&mut board).contains(&"TeamUpdate 100/2".to_owned()));
    board.update(ClockKind::TeamUpdate, moment(240));
    let row = clock(&mut board, ClockKind::TeamUpdate);
    assert_eq!((row.round, row.breached_at, row.state), (3, None, ClockState::Running));
    let breaches = board.happened.iter().filter(|it| it.kind == ClockEventKind::Breach);
    assert!(breaches.clone().any(|it| it.clock == ClockKind::TeamUpdate && it.round == 2));
}

#[test]
fn an_acknowledgement_lapses_after_two_spans_without_news_and_is_taken_up_again() {
    let mut board = urgent();
    board.meet(ClockKind::Acknowledge, moment(5));
    board.hear(moment(5));
    board.meet(ClockKind::ExecutiveLead, moment(5));
    board.catch_up(at(5 + 239));
    told(&mut board);
    board.catch_up(at(5 + 240));
    assert!(told(&mut board).ends_with(&["Lapse 0/1".into(), "Ladder 0/2".into()]));
    assert_eq!(board.ladder.lapsed_at, Some(at(245)));
    assert_eq!(clock(&mut board, ClockKind::Acknowledge).state, ClockState::Met);
    board.catch_up(at(260));
    assert!(told(&mut board).contains(&"Ladder 0/3".to_owned()));
    board.hear(moment(262));
    assert_eq!((board.ladder.state, board.ladder.lapsed_at), (LadderState::Held, None));
    assert_eq!(board.ladder.next_at, Some(at(262 + 240)));
}

#[test]
fn a_pause_that_reaches_its_cap_ends_by_itself_where_it_was_reached() {
    let mut board = urgent();
    let why = || (PauseReason::CustomerAskedDelay, None);
    board.pause(ClockKind::OnSite, why(), moment(60)).unwrap();
    board.catch_up(at(60 + 48 * 60 + 7));
    let row = clock(&mut board, ClockKind::OnSite);
    assert_eq!(row.due_at, at(24 * 60 + 48 * 60));
    let resumed = board.happened.iter().find(|it| it.kind == ClockEventKind::Resume).unwrap();
    assert_eq!(resumed.at, at(60 + 48 * 60));
    let again = board.pause(ClockKind::OnSite, why(), moment(60 + 48 * 60 + 8));
    assert!(matches!(again, Err(IncidentError::PauseUsedUp)));
}

#[test]
fn only_some_clocks_rest_and_only_while_they_run() {
    let mut board = urgent();
    let why = || (PauseReason::ForceMajeure, None);
    for kind in
        [ClockKind::Acknowledge, ClockKind::ExecutiveLead, ClockKind::TeamUpdate, ClockKind::CustomerUpdate]
    {
        assert!(
            matches!(board.pause(kind, why(), moment(1)), Err(IncidentError::ClockNotPausable)),
            "{kind:?}"
        );
    }
    assert!(matches!(board.resume(ClockKind::OnSite, moment(1)), Err(IncidentError::ClockNotPaused)));
    board.pause(ClockKind::OnSite, why(), moment(1)).unwrap();
    assert!(matches!(board.pause(ClockKind::OnSite, why(), moment(2)), Err(IncidentError::ClockNotRunning)));
    board.resume(ClockKind::OnSite, moment(3)).unwrap();
    let due = board.pause(ClockKind::OnSite, why(), moment(24 * 60 + 2));
    assert!(matches!(due, Err(IncidentError::ClockNotRunning)), "it is due, whether or not that was noticed");
}

#[test]
fn the_solution_meets_what_still_waits_and_starts_the_letter() {
    let mut board = urgent();
    board.meet(ClockKind::OnSite, moment(50));
    board.solve(&PLACE, moment(100), Uuid::max());
    assert_eq!(clock(&mut board, ClockKind::Contain).met_at, Some(at(100)));
    assert_eq!(clock(&mut board, ClockKind::TeamUpdate).state, ClockState::Met);
    assert_eq!(board.ladder.state, LadderState::Ended);
    let letter = clock(&mut board, ClockKind::Letter);
    assert_eq!(letter.due_at, "2026-03-05T16:00:00Z".parse::<DateTime<Utc>>().unwrap(), "Thursday at five");
    board.end(moment(200));
    assert_eq!(clock(&mut board, ClockKind::Letter).state, ClockState::Cancelled);
}

#[test]
fn a_reopened_incident_has_clocks_of_its_own_from_the_reopening() {
    let again = Model {
        generation: 2,
        executive_lead_id: Some(UserId(Uuid::nil())),
        ..incident(Some(Tier::S), Severity::Sev1)
    };
    let mut board = opened(&again, 10_000);
    assert_eq!(clock(&mut board, ClockKind::Resolve).started_at, at(10_000));
    assert_eq!(clock(&mut board, ClockKind::Acknowledge).met_at, Some(at(10_000)));
    assert_eq!(clock(&mut board, ClockKind::ExecutiveLead).state, ClockState::Met);
    assert_eq!((board.ladder.state, board.ladder.level), (LadderState::Held, -1));
    assert_eq!(board.ladder.next_at, Some(at(10_240)));
    board.catch_up(at(10_240));
    assert!(told(&mut board).contains(&"Ladder 0/1".to_owned()), "a lapse takes the first step");
}

/// What can be done to a board.
#[derive(Clone, Debug)]
enum Deed {
    Wait(i64),
    Meet(ClockKind),
    Update(ClockKind),
    Hear,
    Severity(Severity),
    Pause(ClockKind),
    Resume(ClockKind),
    Solve,
    End,
}

fn deed() -> impl Strategy<Value = Deed> {
    use ClockKind::*;
    let some =
        || prop_oneof![Just(Acknowledge), Just(ExecutiveLead), Just(OnSite), Just(Contain), Just(Resolve)];
    let severity = prop_oneof![Just(Severity::Sev1), Just(Severity::Sev2), Just(Severity::Sev3)];
    prop_oneof![
        6 => (1..3_000i64).prop_map(Deed::Wait),
        2 => some().prop_map(Deed::Meet),
        2 => prop_oneof![Just(TeamUpdate), Just(CustomerUpdate)].prop_map(Deed::Update),
        1 => Just(Deed::Hear),
        1 => severity.prop_map(Deed::Severity),
        2 => some().prop_map(Deed::Pause),
        2 => some().prop_map(Deed::Resume),
        1 => prop_oneof![4 => Just(Deed::Solve), 1 => Just(Deed::End)],
    ]
}

fn perform(board: &mut Board, deed: &Deed, now: &mut i64) {
    let why = (PauseReason::CustomerAskedDelay, None);
    match deed {
        Deed::Wait(minutes) => *now += minutes,
        Deed::Meet(kind) => board.meet(*kind, moment(*now)),
        Deed::Update(kind) => board.update(*kind, moment(*now)),
        Deed::Hear => board.hear(moment(*now)),
        Deed::Severity(severity) => board.retarget(&incident(Some(Tier::S), *severity), moment(*now)),
        Deed::Pause(kind) => drop(board.pause(*kind, why, moment(*now))),
        Deed::Resume(kind) => drop(board.resume(*kind, moment(*now))),
        Deed::Solve if board.timer(ClockKind::Letter).is_none() => {
            board.solve(&PLACE, moment(*now), Uuid::max());
        }
        Deed::Solve => {}
        Deed::End => board.end(moment(*now)),
    }
}

proptest! {
    #[test]
    fn whatever_happens_nothing_is_told_twice_and_no_breach_is_forgotten(
        deeds in collection::vec((deed(), any::<bool>()), 1..40),
    ) {
        let (mut board, mut now) = (urgent(), 0);
        for (deed, sweeps) in &deeds {
            perform(&mut board, deed, &mut now);
            if *sweeps {
                board.catch_up(at(now));
            }
        }
        board.catch_up(at(now));
        let mut times = BTreeMap::new();
        for firing in board.told.iter().filter_map(|told| told.firing) {
            *times.entry((firing.source, firing.level, firing.round)).or_insert(0) += 1;
        }
        prop_assert!(times.values().all(|times| *times == 1), "{times:?}");
        let breaches = board.happened.iter().filter(|it| it.kind == ClockEventKind::Breach).count();
        prop_assert_eq!(breaches, times.keys().filter(|(source, level, _)| {
            *level == 100 && !matches!(source, FiringSource::Ladder | FiringSource::Lapse)
        }).count());
        for row in board.changed().into_iter().cloned().collect::<Vec<_>>() {
            let over = matches!(row.state, ClockState::Met | ClockState::Cancelled);
            prop_assert_eq!(row.next_at.is_none(), over, "{:?}", row);
            prop_assert!(over || row.next_at > Some(at(now)), "swept, and still due: {:?}", row);
            let late = row.state == ClockState::Running && row.due_at <= at(now);
            prop_assert!(!late, "{:?}", row);
        }
    }
}
