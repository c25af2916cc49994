//! What is decided about a letter: which steps its state allows, whether its text is complete, and who signs it. Pure: no
//! database and no clock.

mod complete;
pub mod promise;

use entity::{
    account::Tier,
    id::UserId,
    incident,
    incident::{IncidentState, Severity},
    letter::{
        LetterState::{self, *},
        Model,
    },
};

pub use self::complete::{complete, sound};
use super::{document::Signatory, error::LetterError, event::LetterEventKind};
use crate::domain::{access::Action, incident::rules::severity};

/// What can be done with the state of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verb {
    /// Change the text.
    Revise,
    /// Say that it is complete.
    Submit,
    /// Sign it.
    Sign,
    /// Give it to the customer.
    Send,
    /// Note that the customer accepted it.
    Accept,
    /// Note that the customer sent it back.
    Return,
    /// Decide that there will be none.
    Waive,
    /// End it by its promises.
    Conclude,
}

struct Row {
    verb: Verb,
    from: &'static [LetterState],
    to: LetterState,
    action: Action,
    event: LetterEventKind,
}

const fn row(
    verb: Verb,
    from: &'static [LetterState],
    to: LetterState,
    action: Action,
    event: LetterEventKind,
) -> Row {
    Row { verb, from, to, action, event }
}

const UNSENT: &[LetterState] = &[Draft, InternalReview, Signed, Returned];

const GRAPH: [Row; 8] = [
    row(Verb::Revise, UNSENT, Draft, Action::WriteLetter, LetterEventKind::Revised),
    row(Verb::Submit, &[Draft], InternalReview, Action::WriteLetter, LetterEventKind::Submitted),
    row(Verb::Sign, &[InternalReview], Signed, Action::SignLetter, LetterEventKind::Signed),
    row(Verb::Send, &[Signed], Sent, Action::WriteLetter, LetterEventKind::Sent),
    row(Verb::Accept, &[Sent], Accepted, Action::WriteLetter, LetterEventKind::Accepted),
    row(Verb::Return, &[Sent], Returned, Action::WriteLetter, LetterEventKind::Returned),
    row(Verb::Waive, UNSENT, Waived, Action::CloseIncident, LetterEventKind::Waived),
    // To `Breached`, if a promise was broken.
    row(Verb::Conclude, &[Verified], Fulfilled, Action::WriteLetter, LetterEventKind::Concluded),
];

impl Verb {
    /// Every verb, in the order of a letter's life.
    pub const ALL: [Self; 8] = {
        let mut all = [Self::Revise; 8];
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

    /// The state that it leads to.
    pub fn to(self) -> LetterState {
        self.row().to
    }

    /// Whether it leads on from this state.
    pub fn starts_from(self, state: LetterState) -> bool {
        self.row().from.contains(&state)
    }

    /// The right that it takes.
    pub fn action(self) -> Action {
        self.row().action
    }

    /// What it tells others.
    pub fn event(self) -> LetterEventKind {
        self.row().event
    }

    /// Whether it is for the letter of the incident's present generation only.
    fn is_of_the_present(self) -> bool {
        !matches!(self, Self::Accept | Self::Return | Self::Conclude)
    }
}

/// The states that can follow a state, each once; what leaves the state as it is leads nowhere.
pub fn following(state: LetterState) -> Vec<LetterState> {
    let mut states: Vec<LetterState> = Vec::new();
    for verb in Verb::ALL.into_iter().filter(|verb| verb.starts_from(state)) {
        let next = verb.to();
        if next != state && !states.contains(&next) {
            states.push(next);
        }
    }
    states
}

/// The letter after a step. A text that was signed is followed by the next version.
///
/// # Errors
/// The letter's state does not allow it, or the incident was reopened since.
pub fn take(verb: Verb, letter: &Model, incident: &incident::Model) -> Result<Model, LetterError> {
    if !verb.starts_from(letter.state) {
        return Err(LetterError::IllegalTransition { verb, from: letter.state });
    }
    if verb.is_of_the_present() && letter.generation != incident.generation {
        return Err(LetterError::Superseded);
    }
    let frozen = matches!(letter.state, Signed | Returned);
    let number = if verb == Verb::Revise && frozen { letter.number + 1 } else { letter.number };
    Ok(Model { state: verb.to(), number, ..letter.clone() })
}

/// A letter can be begun about the incident.
///
/// # Errors
/// The incident is not resolved, or an executive decided that it gets none.
pub fn begin(incident: &incident::Model) -> Result<(), LetterError> {
    if !matches!(incident.state, IncidentState::Resolved | IncidentState::CommitmentIssued) {
        return Err(LetterError::NotResolved);
    }
    if incident.letter_waiver_reason.is_some() {
        return Err(LetterError::LetterWaived);
    }
    Ok(())
}

/// Who signs a letter about the incident as it is now.
pub fn signatory(incident: &incident::Model) -> Signatory {
    match (incident.tier_at_report, severity(incident)) {
        (Some(Tier::S), Severity::Sev1) => Signatory::ChiefExecutive,
        _ => Signatory::ExecutiveLead,
    }
}

/// Whether this executive signs a letter about the incident as it is now.
pub fn is_signer(incident: &incident::Model, executive: UserId, is_chief: bool) -> bool {
    match signatory(incident) {
        Signatory::ChiefExecutive => is_chief,
        Signatory::ExecutiveLead => incident.executive_lead_id == Some(executive),
    }
}

#[cfg(test)]
mod tests;
