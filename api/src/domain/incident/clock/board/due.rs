//! What time alone does to the clocks of an incident and to its ladder.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use entity::{
    clock::ClockKind,
    clock_event::ClockEventKind,
    clock_firing::FiringSource,
    ladder::{self, LadderState},
};

use super::{Board, Firing, Moment, Subject, Told};
use crate::domain::incident::{
    clock::{ladder as rungs, ladder::Rung, timer::BREACH},
    event::IncidentEventKind,
};

impl Board {
    /// Fires what has become due: pauses that reached their cap, warnings, breaches, rounds of the ladder, a lapse.
    pub(in crate::domain::incident) fn catch_up(&mut self, now: DateTime<Utc>) {
        let kinds: Vec<ClockKind> = self.timers.iter().map(|timer| timer.row.kind).collect();
        for kind in kinds {
            self.end_pause(kind, now);
            self.fire(kind, now);
        }
        if self.ladder.next_at.is_some_and(|due| due <= now) {
            self.climb(now);
        }
    }

    fn end_pause(&mut self, kind: ClockKind, now: DateTime<Utc>) {
        let Some(end) = self.timer(kind).and_then(|timer| timer.pause_ends()).filter(|end| *end <= now)
        else {
            return;
        };
        self.resume_at(kind, Moment { at: end, now, actor: None });
        if let Some(timer) = self.timer(kind) {
            let subject = Subject::Clock(Box::new(timer.row.clone()));
            self.told.push(Told { kind: IncidentEventKind::ClockResumed, subject, firing: None });
        }
    }

    fn fire(&mut self, kind: ClockKind, now: DateTime<Utc>) {
        let policy = Arc::clone(&self.policy);
        let Some(timer) = self.timer(kind) else { return };
        let passed = timer.passed(&policy, now);
        let Some(last) = passed.last().copied() else { return };
        let due: Vec<(u32, DateTime<Utc>)> =
            passed.iter().map(|percent| (*percent, timer.instant_of(*percent))).collect();
        timer.row.level = last.cast_signed();
        self.changed.insert(kind);
        if passed.contains(&BREACH) {
            self.breach(kind);
        }
        if last != BREACH
            && let (Some(timer), Some((_, at))) = (self.timer(kind), due.last())
        {
            let told = timer.row.clone();
            self.tell(IncidentEventKind::ClockWarned, told, last, *at);
        }
        for (percent, at) in due {
            self.lead_on(kind, percent, at, now);
        }
    }

    /// Takes the steps of the ladder that this level of this clock leads to.
    fn lead_on(&mut self, kind: ClockKind, percent: u32, at: DateTime<Utc>, now: DateTime<Utc>) {
        let policy = Arc::clone(&self.policy);
        for (level, step) in (0..).zip(&policy.ladder.steps) {
            if step.triggers.iter().any(|trigger| trigger.clock == kind && trigger.percent == percent) {
                let rung = rungs::lead_to(&mut self.ladder, &policy.ladder, level, at, now);
                self.step(rung);
            }
        }
    }

    fn climb(&mut self, now: DateTime<Utc>) {
        let policy = Arc::clone(&self.policy);
        let Some(due) = self.ladder.next_at else { return };
        if self.ladder.state == LadderState::Climbing {
            let rung = rungs::climb(&mut self.ladder, &policy.ladder, due, now);
            return self.step(rung);
        }
        let (level, round) = (self.ladder.level, self.ladder.round);
        let rung = rungs::lapse(&mut self.ladder, &policy.ladder, due, now);
        self.note(ClockKind::Acknowledge, ClockEventKind::Lapse, due, None, None);
        let firing = Firing { source: FiringSource::Lapse, level, round, due_at: due };
        let subject = Subject::Ladder(ladder::Model { level, round, ..self.ladder.clone() }, Vec::new());
        self.told.push(Told {
            kind: IncidentEventKind::AcknowledgementLapsed,
            subject,
            firing: Some(firing),
        });
        self.step(rung);
    }

    /// Tells of a rung of the ladder, if one was taken.
    pub(super) fn step(&mut self, rung: Option<Rung>) {
        let Some(Rung { level, round, due_at }) = rung else { return };
        let roles = self.policy.recipients(usize::try_from(level).unwrap_or(usize::MAX), self.tier);
        let subject = Subject::Ladder(self.ladder.clone(), roles);
        let firing = Firing { source: FiringSource::Ladder, level, round, due_at };
        self.told.push(Told { kind: IncidentEventKind::LadderStepped, subject, firing: Some(firing) });
    }
}
