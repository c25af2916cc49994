//! All clocks of a generation of an incident and its ladder, between reading and writing. Pure: what steps, news and the
//! passage of time do to them, what that leaves in their history, and what it sets off.

mod due;
mod pause;

use std::{collections::BTreeSet, sync::Arc};

use chrono::{DateTime, Utc};
use entity::{
    account::Tier,
    clock::{self, ClockKind, ClockState},
    clock_event::{ClockEventKind, PauseReason},
    clock_firing::FiringSource,
    id::{ClockId, IncidentId, RegionId, UserId},
    incident,
    ladder::{self, LadderState},
};
use uuid::Uuid;

use super::timer::{BREACH, Begin, Timer};
use crate::domain::{
    incident::event::IncidentEventKind,
    policy::rules::{EscalationPolicy, LadderRole, Targets},
};

/// Those that start when the channel opens.
const AT_OPENING: [ClockKind; 7] = [
    ClockKind::Acknowledge,
    ClockKind::ExecutiveLead,
    ClockKind::OnSite,
    ClockKind::Contain,
    ClockKind::Resolve,
    ClockKind::TeamUpdate,
    ClockKind::CustomerUpdate,
];

/// The clocks of a generation of an incident and its ladder.
pub(in crate::domain::incident) struct Board {
    pub(super) incident: IncidentId,
    pub(super) generation: i32,
    pub(super) tier: Option<Tier>,
    pub(super) policy: Arc<EscalationPolicy>,
    pub(super) timers: Vec<Timer>,
    pub(super) ladder: ladder::Model,
    pub(super) changed: BTreeSet<ClockKind>,
    pub(super) happened: Vec<Happened>,
    pub(super) told: Vec<Told>,
}

/// Something that stays in the history of a clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Happened {
    pub(super) clock: ClockKind,
    pub(super) round: i32,
    pub(super) kind: ClockEventKind,
    pub(super) at: DateTime<Utc>,
    pub(super) target_seconds: Option<i64>,
    pub(super) pause: Option<(PauseReason, Option<String>)>,
    pub(super) actor: Option<UserId>,
}

/// Something that others are told of, beside the step that is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) kind: IncidentEventKind,
    pub(super) subject: Subject,
    /// What keeps it from being told twice.
    pub(super) firing: Option<Firing>,
}

/// What is told: a clock, or the ladder with the roles that a step reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    Clock(Box<clock::Model>),
    Ladder(ladder::Model, Vec<LadderRole>),
}

/// Once for an incident, a clock, a generation, a level and a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Firing {
    pub(super) source: FiringSource,
    pub(super) level: i32,
    pub(super) round: i32,
    pub(super) due_at: DateTime<Utc>,
}

/// When something happens and who does it; nobody: the server itself.
#[derive(Clone, Copy, Debug)]
pub(in crate::domain::incident) struct Moment {
    pub(in crate::domain::incident) at: DateTime<Utc>,
    pub(in crate::domain::incident) now: DateTime<Utc>,
    pub(in crate::domain::incident) actor: Option<UserId>,
}

/// Whose hours clocks count.
pub(in crate::domain::incident) struct Place<'a> {
    pub(in crate::domain::incident) region: RegionId,
    pub(in crate::domain::incident) zone: &'a str,
}

fn targets<'a>(policy: &'a EscalationPolicy, incident: &incident::Model) -> Option<&'a Targets> {
    let severity = incident.severity.unwrap_or(incident.severity_claimed);
    policy.targets(incident.tier_at_report, severity, incident.override_reason.is_some())
}

impl Board {
    /// The board of the opened channel: the clocks run, counted from the report, and the ladder takes its first step. In a
    /// later generation they are counted from the reopening, which is an acknowledgement.
    pub(in crate::domain::incident) fn open(
        (version, policy): (i32, Arc<EscalationPolicy>),
        incident: &incident::Model,
        place: &Place<'_>,
        moment: Moment,
        mut next_id: impl FnMut() -> Uuid,
    ) -> Self {
        let reopened = incident.generation > 1;
        let start = if reopened { moment.at } else { incident.reported_at };
        let mut board = Self {
            incident: incident.id,
            generation: incident.generation,
            tier: incident.tier_at_report,
            ladder: super::ladder::fresh(incident.id, incident.generation, version),
            timers: Vec::new(),
            changed: BTreeSet::new(),
            happened: Vec::new(),
            told: Vec::new(),
            policy,
        };
        let policy = Arc::clone(&board.policy);
        for kind in AT_OPENING {
            let Some(target) = targets(&policy, incident).and_then(|targets| targets.of(kind)) else {
                continue;
            };
            let hours = policy.hours(kind, place.region, place.zone);
            let begin = Begin {
                id: ClockId(next_id()),
                incident: incident.id,
                generation: incident.generation,
                kind,
                at: start,
                hours,
                target,
                pause_cap: policy.pause_cap(),
            };
            board.add(Timer::begin(begin), moment.actor);
        }
        if incident.executive_lead_id.is_some() {
            board.meet(ClockKind::ExecutiveLead, Moment { at: start, ..moment });
        }
        if reopened {
            board.meet(ClockKind::Acknowledge, moment);
            board.hear(moment);
        } else {
            let rung = super::ladder::lead_to(&mut board.ladder, &policy.ladder, 0, moment.at, moment.now);
            board.step(rung);
        }
        board
    }

    fn add(&mut self, timer: Timer, actor: Option<UserId>) {
        let (kind, at) = (timer.row.kind, timer.row.started_at);
        let target_seconds = Some(timer.row.target_seconds);
        self.timers.push(timer);
        self.note(kind, ClockEventKind::Activate, at, actor, target_seconds);
    }

    fn note(
        &mut self,
        clock: ClockKind,
        kind: ClockEventKind,
        at: DateTime<Utc>,
        actor: Option<UserId>,
        target_seconds: Option<i64>,
    ) {
        let round = self.timer(clock).map_or(1, |timer| timer.row.round);
        self.happened.push(Happened { clock, round, kind, at, target_seconds, pause: None, actor });
        self.changed.insert(clock);
    }

    fn timer(&mut self, kind: ClockKind) -> Option<&mut Timer> {
        self.timers.iter_mut().find(|timer| timer.row.kind == kind)
    }

    /// A clock that still waits.
    fn waiting(&mut self, kind: ClockKind) -> Option<&mut Timer> {
        self.timer(kind).filter(|timer| !timer.is_over())
    }

    /// What a clock waits for has happened. If that was too late it was breached first.
    pub(in crate::domain::incident) fn meet(&mut self, kind: ClockKind, moment: Moment) {
        if self.waiting(kind).is_none() {
            return;
        }
        self.settle(kind, moment);
        if let Some(timer) = self.timer(kind) {
            timer.meet(moment.at);
        }
        self.note(kind, ClockEventKind::Fulfil, moment.at, moment.actor, None);
    }

    /// Ends a pause of the clock, and notices a breach that nobody has noticed yet.
    fn settle(&mut self, kind: ClockKind, moment: Moment) {
        let paused = self.timer(kind).is_some_and(|timer| timer.row.state == ClockState::Paused);
        if paused {
            self.resume_at(kind, moment);
        }
        if self.timer(kind).is_some_and(|timer| timer.is_overdue(moment.at)) {
            self.breach(kind);
        }
    }

    fn breach(&mut self, kind: ClockKind) {
        let Some(timer) = self.timer(kind) else { return };
        timer.breach();
        let (at, told) = (timer.row.due_at, timer.row.clone());
        self.note(kind, ClockEventKind::Breach, at, None, None);
        self.tell(IncidentEventKind::ClockBreached, told, BREACH, at);
    }

    fn tell(&mut self, kind: IncidentEventKind, clock: clock::Model, level: u32, due_at: DateTime<Utc>) {
        let level = level.cast_signed();
        let firing = Firing { source: clock.kind.into(), level, round: clock.round, due_at };
        let subject = Subject::Clock(Box::new(clock::Model { level, ..clock }));
        self.told.push(Told { kind, subject, firing: Some(firing) });
    }

    /// There is news: the clock of updates begins again.
    pub(in crate::domain::incident) fn update(&mut self, kind: ClockKind, moment: Moment) {
        let Some(timer) = self.waiting(kind) else { return };
        if moment.at < timer.row.started_at {
            // It was written down late, and something newer is known.
            return;
        }
        self.settle(kind, moment);
        self.note(kind, ClockEventKind::Fulfil, moment.at, moment.actor, None);
        if let Some(timer) = self.timer(kind) {
            timer.begin_again(moment.at);
            let target = timer.row.target_seconds;
            self.note(kind, ClockEventKind::Activate, moment.at, moment.actor, Some(target));
        }
    }

    /// Somebody with the commander right is heard of: the ladder is held until the acknowledgement lapses. What counts is when
    /// it is written down, and only once the incident was taken.
    pub(in crate::domain::incident) fn hear(&mut self, moment: Moment) {
        let taken =
            self.timer(ClockKind::Acknowledge).is_some_and(|timer| timer.row.state == ClockState::Met);
        if taken && let Some(lapses_at) = self.lapses_at(moment.now) {
            super::ladder::hold(&mut self.ladder, moment.now, lapses_at);
        }
    }

    fn lapses_at(&mut self, heard_at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let spans = self.policy.lapse_after_updates;
        Some(self.timer(ClockKind::TeamUpdate)?.spans_after(heard_at, spans))
    }

    /// The severity is another one: targets follow it; starts, pauses and breaches stay.
    pub(in crate::domain::incident) fn retarget(&mut self, incident: &incident::Model, moment: Moment) {
        let policy = Arc::clone(&self.policy);
        let Some(targets) = targets(&policy, incident) else { return };
        for kind in AT_OPENING {
            let Some(target) = targets.of(kind) else { continue };
            let Some(timer) = self.waiting(kind) else { continue };
            if timer.row.target_seconds != target.num_seconds() {
                timer.retarget(target);
                self.note(
                    kind,
                    ClockEventKind::Retarget,
                    moment.at,
                    moment.actor,
                    Some(target.num_seconds()),
                );
            }
        }
        if let (LadderState::Held, Some(heard_at)) = (self.ladder.state, self.ladder.heard_at) {
            self.ladder.next_at = self.lapses_at(heard_at);
        }
    }

    /// The problem is solved: nobody needs containment, news or a ladder any more, and the letter is due.
    pub(in crate::domain::incident) fn solve(&mut self, place: &Place<'_>, moment: Moment, id: Uuid) {
        for kind in [ClockKind::Contain, ClockKind::Resolve, ClockKind::TeamUpdate, ClockKind::CustomerUpdate]
        {
            self.meet(kind, moment);
        }
        super::ladder::end(&mut self.ladder);
        let hours = self.policy.hours(ClockKind::Letter, place.region, place.zone);
        let due = hours.end_of_business_day(moment.at, self.policy.letter_days(self.tier));
        let begin = Begin {
            id: ClockId(id),
            incident: self.incident,
            generation: self.generation,
            kind: ClockKind::Letter,
            at: moment.at,
            target: hours.elapsed(moment.at, due),
            hours,
            pause_cap: self.policy.pause_cap(),
        };
        self.add(Timer::begin(begin), moment.actor);
    }

    /// The incident, or this generation of it, is over: nobody waits for anything.
    pub(in crate::domain::incident) fn end(&mut self, moment: Moment) {
        let kinds: Vec<ClockKind> =
            self.timers.iter().filter(|timer| !timer.is_over()).map(|timer| timer.row.kind).collect();
        for kind in kinds {
            self.cancel(kind, moment);
        }
        super::ladder::end(&mut self.ladder);
    }

    /// Nobody waits for this clock any more.
    pub(in crate::domain::incident) fn cancel(&mut self, kind: ClockKind, moment: Moment) {
        if self.waiting(kind).is_none() {
            return;
        }
        self.settle(kind, moment);
        if let Some(timer) = self.timer(kind) {
            timer.cancel(moment.at);
        }
        self.note(kind, ClockEventKind::Cancel, moment.at, moment.actor, None);
    }

    /// The version of the policy that it holds to.
    pub(in crate::domain::incident) fn policy_version(&self) -> i32 {
        self.ladder.policy_version
    }

    /// The ladder as it is now.
    pub(in crate::domain::incident) fn ladder(&self) -> &ladder::Model {
        &self.ladder
    }

    /// The clocks that changed, with what is to come of them.
    pub(in crate::domain::incident) fn changed(&mut self) -> Vec<&clock::Model> {
        let policy = Arc::clone(&self.policy);
        let changed = self.changed.clone();
        let timers = self.timers.iter_mut().filter(|timer| changed.contains(&timer.row.kind));
        timers
            .map(|timer| {
                timer.schedule(&policy);
                &timer.row
            })
            .collect()
    }
}

#[cfg(test)]
mod tests;
