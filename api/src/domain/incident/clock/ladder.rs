//! The ladder: whom the silence has reached. Pure: it changes a row, and knows no time but what it is given.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    id::IncidentId,
    ladder::{LadderState, Model},
};

use crate::domain::policy::rules::Ladder;

/// A step of the ladder that is to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rung {
    pub(super) level: i32,
    pub(super) round: i32,
    pub(super) due_at: DateTime<Utc>,
}

/// A ladder of which no step was taken yet.
pub(super) fn fresh(incident_id: IncidentId, generation: i32, policy_version: i32) -> Model {
    Model {
        incident_id,
        generation,
        policy_version,
        state: LadderState::Climbing,
        level: -1,
        round: 0,
        last_round: 0,
        heard_at: None,
        lapsed_at: None,
        next_at: None,
    }
}

fn rounds(terms: &Ladder) -> i32 {
    i32::try_from(terms.rounds).unwrap_or(i32::MAX)
}

fn wait(terms: &Ladder) -> TimeDelta {
    TimeDelta::minutes(terms.repeat_minutes.into())
}

/// Takes a step that something leads to, unless the ladder is beyond it. While it is held the step is taken once.
pub(super) fn lead_to(
    row: &mut Model,
    terms: &Ladder,
    level: i32,
    at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Option<Rung> {
    if row.state == LadderState::Ended || level <= row.level {
        return None;
    }
    (row.level, row.round, row.last_round) = (level, 1, rounds(terms));
    if row.state != LadderState::Held {
        row.state = LadderState::Climbing;
        row.next_at = Some(now + wait(terms));
    }
    Some(Rung { level, round: 1, due_at: at })
}

/// Gives the next round, or takes the next step when the rounds of this one are used up.
pub(super) fn climb(row: &mut Model, terms: &Ladder, at: DateTime<Utc>, now: DateTime<Utc>) -> Option<Rung> {
    if row.round >= row.last_round {
        let next = row.level + 1;
        if usize::try_from(next).is_ok_and(|next| next < terms.steps.len()) {
            return lead_to(row, terms, next, at, now);
        }
        (row.state, row.next_at) = (LadderState::Exhausted, None);
        return None;
    }
    row.round += 1;
    row.next_at = Some(now + wait(terms));
    Some(Rung { level: row.level, round: row.round, due_at: at })
}

/// Somebody has taken the incident, or is heard of: it waits until the acknowledgement lapses.
pub(super) fn hold(row: &mut Model, heard_at: DateTime<Utc>, lapses_at: DateTime<Utc>) {
    if row.state == LadderState::Ended {
        return;
    }
    row.state = LadderState::Held;
    row.heard_at = Some(heard_at);
    row.lapsed_at = None;
    row.next_at = Some(lapses_at);
}

/// The acknowledgement counts no longer: the ladder climbs on, with as many rounds as a step has.
pub(super) fn lapse(row: &mut Model, terms: &Ladder, at: DateTime<Utc>, now: DateTime<Utc>) -> Option<Rung> {
    (row.state, row.lapsed_at) = (LadderState::Climbing, Some(at));
    if row.level < 0 {
        return lead_to(row, terms, 0, at, now);
    }
    row.last_round = row.round + rounds(terms);
    climb(row, terms, at, now)
}

/// The incident is solved or over.
pub(super) fn end(row: &mut Model) {
    (row.state, row.next_at) = (LadderState::Ended, None);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::rules::LadderStep;

    fn terms() -> Ladder {
        let step = LadderStep { triggers: Vec::new(), recipients: Vec::new() };
        Ladder { repeat_minutes: 15, rounds: 2, steps: vec![step.clone(), step.clone(), step] }
    }

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes)
    }

    fn untouched() -> Model {
        fresh(IncidentId(uuid::Uuid::nil()), 1, 1)
    }

    /// Everything that a ladder gives which nobody answers.
    fn climb_on(row: &mut Model) -> Vec<(i32, i32)> {
        let mut told = Vec::new();
        while let Some(next) = row.next_at {
            told.extend(climb(row, &terms(), next, next).map(|rung| (rung.level, rung.round)));
        }
        told
    }

    #[test]
    fn a_ladder_that_nobody_answers_gives_all_rounds_of_all_steps_and_stops() {
        let mut row = untouched();
        lead_to(&mut row, &terms(), 0, at(0), at(0));
        assert_eq!(climb_on(&mut row), [(0, 2), (1, 1), (1, 2), (2, 1), (2, 2)]);
        assert_eq!(row.state, LadderState::Exhausted);
    }

    #[test]
    fn a_clock_leads_to_its_step_at_once_and_never_down() {
        let mut row = untouched();
        lead_to(&mut row, &terms(), 0, at(0), at(0));
        let rung = lead_to(&mut row, &terms(), 2, at(5), at(6)).unwrap();
        assert_eq!(rung, Rung { level: 2, round: 1, due_at: at(5) });
        assert_eq!(row.next_at, Some(at(21)));
        assert_eq!(lead_to(&mut row, &terms(), 1, at(7), at(7)), None);
    }

    #[test]
    fn while_it_is_held_a_step_is_taken_once_and_nothing_follows() {
        let mut row = untouched();
        lead_to(&mut row, &terms(), 0, at(0), at(0));
        hold(&mut row, at(3), at(100));
        assert!(lead_to(&mut row, &terms(), 2, at(5), at(5)).is_some());
        assert_eq!((row.state, row.next_at), (LadderState::Held, Some(at(100))));
    }

    #[test]
    fn after_a_lapse_it_climbs_on_with_fresh_rounds_and_never_repeats_one() {
        let mut row = untouched();
        lead_to(&mut row, &terms(), 0, at(0), at(0));
        climb_on(&mut row);
        hold(&mut row, at(80), at(100));
        let rung = lapse(&mut row, &terms(), at(100), at(100)).unwrap();
        assert_eq!((rung.level, rung.round), (2, 3), "rounds 1 and 2 were given before");
        assert_eq!(row.lapsed_at, Some(at(100)));
        assert_eq!(climb_on(&mut row), [(2, 4)]);
    }

    #[test]
    fn once_it_has_ended_nothing_moves_it() {
        let mut row = untouched();
        end(&mut row);
        hold(&mut row, at(1), at(2));
        assert_eq!(lead_to(&mut row, &terms(), 1, at(3), at(3)), None);
        assert_eq!((row.state, row.next_at), (LadderState::Ended, None));
    }
}
