//! What is decided about a handover: which steps its state allows, by what right, and when the seat can be moved. Pure: no
//! database and no clock.

pub mod pack;

use chrono::{DateTime, Utc};
use entity::handover::{
    HandoverState::{self, *},
    Model,
};

use super::{error::HandoverError, event::HandoverEventKind};
use crate::domain::access::Action;

/// What can be done with the state of a handover.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verb {
    /// Write a part of the pack.
    Write,
    /// Give the pack to the receiver.
    Submit,
    /// Send the pack back.
    Return,
    /// Take the pack.
    Accept,
    /// Not want the seat.
    Refuse,
    /// Begin the overlap.
    Shadow,
    /// Tell the customer of the receiver.
    Introduce,
    /// Answer for the seat together.
    CoOwn,
    /// Move the seat.
    Transfer,
    /// End the former holder's reading.
    Close,
    /// Call it off.
    Cancel,
    /// Say that the outgoing primary is gone.
    DeclareEmergency,
}

struct Row {
    verb: Verb,
    from: &'static [HandoverState],
    /// From where in an emergency, in which there is nobody to go with.
    in_emergency: &'static [HandoverState],
    /// `None`: the state stays.
    to: Option<HandoverState>,
    action: Action,
    event: HandoverEventKind,
}

const fn row(
    verb: Verb,
    from: &'static [HandoverState],
    in_emergency: &'static [HandoverState],
    to: Option<HandoverState>,
    (action, event): (Action, HandoverEventKind),
) -> Row {
    Row { verb, from, in_emergency, to, action, event }
}

/// Before the receiver has taken the pack.
const UNTAKEN: &[HandoverState] = &[Initiated, Preparing, PackReady];
const UNSUBMITTED: &[HandoverState] = &[Initiated, Preparing];

use Action::{AdvanceHandover, AnswerHandover, DirectHandover, PrepareHandover};
use HandoverEventKind as Event;

const GRAPH: [Row; 12] = [
    row(Verb::Write, UNSUBMITTED, UNSUBMITTED, Some(Preparing), (PrepareHandover, Event::PartWritten)),
    row(Verb::Submit, &[Preparing], &[Preparing], Some(PackReady), (PrepareHandover, Event::PackReady)),
    row(Verb::Return, &[PackReady], &[PackReady], Some(Preparing), (AnswerHandover, Event::PackReturned)),
    row(Verb::Accept, &[PackReady], &[PackReady], Some(Accepted), (AnswerHandover, Event::Accepted)),
    row(Verb::Refuse, UNTAKEN, UNTAKEN, Some(Refused), (AnswerHandover, Event::Refused)),
    row(Verb::Shadow, &[Accepted], &[], Some(Shadowing), (AdvanceHandover, Event::ShadowingBegun)),
    row(
        Verb::Introduce,
        &[Shadowing],
        &[Accepted, Shadowing],
        Some(Introduced),
        (PrepareHandover, Event::Introduced),
    ),
    row(Verb::CoOwn, &[Introduced], &[], Some(CoOwned), (AdvanceHandover, Event::CoOwned)),
    row(
        Verb::Transfer,
        &[CoOwned],
        &[Introduced, CoOwned],
        Some(Transferred),
        (DirectHandover, Event::Transferred),
    ),
    row(Verb::Close, &[Transferred], &[Transferred], Some(Closed), (DirectHandover, Event::Closed)),
    row(
        Verb::Cancel,
        &HandoverState::OPEN,
        &HandoverState::OPEN,
        Some(Cancelled),
        (DirectHandover, Event::Cancelled),
    ),
    row(Verb::DeclareEmergency, &HandoverState::OPEN, &[], None, (DirectHandover, Event::EmergencyDeclared)),
];

impl Verb {
    /// Every verb, in the order of a handover's life.
    pub const ALL: [Self; 12] = {
        let mut all = [Self::Write; 12];
        let mut place = 0;
        while place < all.len() {
            all[place] = GRAPH[place].verb;
            place += 1;
        }
        all
    };

    fn row(self) -> &'static Row {
        // The rows stand in the order of the enum; a test holds them to it.
        &GRAPH[self as usize]
    }

    /// Whether it ends the handover without a new holder, or the former holder's reading: all that is left to do with an account
    /// that has ended.
    pub fn is_way_out(self) -> bool {
        matches!(self, Self::Refuse | Self::Cancel | Self::Close)
    }

    /// The state that it leads to from a state.
    pub fn to(self, from: HandoverState) -> HandoverState {
        self.row().to.unwrap_or(from)
    }

    /// Whether it leads on from this state.
    pub fn starts_from(self, state: HandoverState, emergency: bool) -> bool {
        let row = self.row();
        if emergency { row.in_emergency.contains(&state) } else { row.from.contains(&state) }
    }

    /// The right that it takes.
    pub fn action(self) -> Action {
        self.row().action
    }

    /// What it tells others.
    pub fn event(self) -> HandoverEventKind {
        self.row().event
    }
}

/// The states that can follow, each once; what leaves the state as it is leads nowhere.
pub fn following(state: HandoverState, emergency: bool) -> Vec<HandoverState> {
    let mut states: Vec<HandoverState> = Vec::new();
    for verb in Verb::ALL.into_iter().filter(|verb| verb.starts_from(state, emergency)) {
        let next = verb.to(state);
        if next != state && !states.contains(&next) {
            states.push(next);
        }
    }
    states
}

/// The handover after a step.
///
/// # Errors
/// Its state does not allow it.
pub fn take(verb: Verb, handover: &Model) -> Result<Model, HandoverError> {
    let (from, emergency) = (handover.state, handover.emergency);
    if !verb.starts_from(from, emergency) {
        return Err(HandoverError::IllegalTransition { verb, from, emergency });
    }
    Ok(Model { state: verb.to(from), ..handover.clone() })
}

/// The overlap has lasted as long as it must. In an emergency there is none.
///
/// # Errors
/// From when on the seat can be moved.
pub fn require_overlap(handover: &Model, now: DateTime<Utc>) -> Result<(), HandoverError> {
    match handover.transfer_from {
        Some(from) if !handover.emergency && now < from => Err(HandoverError::OverlapNotOver { from }),
        _ => Ok(()),
    }
}

/// When to tell that the seat can be moved; `None`: it cannot in this state, whatever the time.
pub fn movable_at(handover: &Model, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    if !Verb::Transfer.starts_from(handover.state, handover.emergency) {
        return None;
    }
    let overlap = handover.transfer_from.filter(|_| !handover.emergency);
    Some(overlap.map_or(now, |from| from.max(now)))
}

#[cfg(test)]
mod tests;
