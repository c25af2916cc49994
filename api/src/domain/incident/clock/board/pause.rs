//! Clocks that stand still for a while.

use entity::{
    clock::{ClockKind, ClockState},
    clock_event::{ClockEventKind, PauseReason},
};

use super::{Board, Happened, Moment};
use crate::domain::incident::error::IncidentError;

/// Those that may stand still.
const PAUSABLE: [ClockKind; 3] = [ClockKind::OnSite, ClockKind::Contain, ClockKind::Resolve];

impl Board {
    /// Lets a clock stand still.
    ///
    /// # Errors
    /// Such a clock never rests, it does not run or is due, or its pauses are used up.
    pub(in crate::domain::incident) fn pause(
        &mut self,
        kind: ClockKind,
        (reason, note): (PauseReason, Option<String>),
        moment: Moment,
    ) -> Result<(), IncidentError> {
        if !PAUSABLE.contains(&kind) {
            return Err(IncidentError::ClockNotPausable);
        }
        let timer = self.waiting(kind).ok_or(IncidentError::ClockNotRunning)?;
        if timer.row.state != ClockState::Running || timer.is_overdue(moment.at) {
            return Err(IncidentError::ClockNotRunning);
        }
        if timer.pause_left() <= chrono::TimeDelta::zero() {
            return Err(IncidentError::PauseUsedUp);
        }
        timer.pause(moment.at);
        let round = timer.row.round;
        let kind_of = ClockEventKind::Pause;
        let (at, actor, pause) = (moment.at, moment.actor, Some((reason, note)));
        self.happened.push(Happened {
            clock: kind,
            round,
            kind: kind_of,
            at,
            target_seconds: None,
            pause,
            actor,
        });
        self.changed.insert(kind);
        Ok(())
    }

    /// Lets a clock run again.
    ///
    /// # Errors
    /// It does not stand still.
    pub(in crate::domain::incident) fn resume(
        &mut self,
        kind: ClockKind,
        moment: Moment,
    ) -> Result<(), IncidentError> {
        if self.timer(kind).is_none_or(|timer| timer.row.state != ClockState::Paused) {
            return Err(IncidentError::ClockNotPaused);
        }
        self.resume_at(kind, moment);
        Ok(())
    }

    /// Ends a pause, where it ended: at the latest when the cap was reached.
    pub(super) fn resume_at(&mut self, kind: ClockKind, moment: Moment) {
        let Some(timer) = self.timer(kind) else { return };
        let at = timer.pause_ends().map_or(moment.at, |end| end.min(moment.at));
        timer.resume(at);
        self.note(kind, ClockEventKind::Resume, at, moment.actor, None);
    }
}
