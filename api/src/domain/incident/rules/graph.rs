//! The state graph of an incident: which verb leads from which states to which, and what right it takes. The one table that
//! the use cases enforce and `viewerCan` shows.

use entity::incident::IncidentState::{self, *};

use crate::domain::access::Action;

/// What can be done with the state of an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verb {
    /// Confirm the severity.
    Triage,
    /// Say that it is not for the red channel.
    Decline,
    /// Open the red channel.
    Activate,
    /// Take it: the commander right.
    Acknowledge,
    /// Send the executive lead and the team on their way.
    Mobilise,
    /// Be with the customer.
    ArriveOnSite,
    /// Help from afar, with the customer's consent.
    AcceptRemote,
    /// Keep it from getting worse.
    Contain,
    /// Solve it.
    Resolve,
    /// Promise the customer what will be better: the letter of commitment is sent.
    IssueCommitment,
    /// End it with a review.
    Close,
    /// Begin again.
    Reopen,
    /// End it as a false alarm, or as merged into another.
    Cancel,
}

struct Row {
    verb: Verb,
    from: &'static [IncidentState],
    to: IncidentState,
    action: Action,
}

const fn row(verb: Verb, from: &'static [IncidentState], to: IncidentState, action: Action) -> Row {
    Row { verb, from, to, action }
}

/// Not resolved and not over: what can still be cancelled.
const UNRESOLVED: [IncidentState; 8] =
    [Reported, Triaged, Activated, Acknowledged, Mobilised, OnSite, RemoteAccepted, Contained];

const GRAPH: [Row; 13] = [
    row(Verb::Triage, &[Reported], Triaged, Action::DirectIncident),
    row(Verb::Decline, &[Reported, Triaged], Declined, Action::DirectIncident),
    row(Verb::Activate, &[Triaged], Activated, Action::DirectIncident),
    row(Verb::Acknowledge, &[Activated], Acknowledged, Action::AcknowledgeIncident),
    row(Verb::Mobilise, &[Acknowledged], Mobilised, Action::WorkIncident),
    row(Verb::ArriveOnSite, &[Mobilised], OnSite, Action::WorkIncident),
    row(Verb::AcceptRemote, &[Mobilised], RemoteAccepted, Action::WorkIncident),
    row(Verb::Contain, &[OnSite, RemoteAccepted], Contained, Action::WorkIncident),
    row(Verb::Resolve, &[OnSite, RemoteAccepted, Contained], Resolved, Action::WorkIncident),
    row(Verb::IssueCommitment, &[Resolved], CommitmentIssued, Action::WriteLetter),
    row(Verb::Close, &[Resolved, CommitmentIssued], Closed, Action::CloseIncident),
    row(Verb::Reopen, &[Resolved, CommitmentIssued, Closed], Acknowledged, Action::DirectIncident),
    row(Verb::Cancel, &UNRESOLVED, Cancelled, Action::DirectIncident),
];

impl Verb {
    /// Every verb, in the order of an incident's life.
    pub const ALL: [Self; 13] = {
        let mut all = [Self::Triage; 13];
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
    pub fn to(self) -> IncidentState {
        self.row().to
    }

    /// Whether it leads on from this state.
    pub fn starts_from(self, state: IncidentState) -> bool {
        self.row().from.contains(&state)
    }

    /// The right that it takes.
    pub fn action(self) -> Action {
        self.row().action
    }
}

/// The states that can follow a state, each once.
pub fn following(state: IncidentState) -> Vec<IncidentState> {
    let verbs = Verb::ALL.into_iter().filter(|verb| verb.starts_from(state));
    verbs.map(Verb::to).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rows_stand_in_the_order_of_the_verbs() {
        for (place, row) in GRAPH.iter().enumerate() {
            assert_eq!(row.verb as usize, place, "{:?}", row.verb);
        }
    }

    #[test]
    fn these_states_follow_each_other_and_no_others() {
        let table = [
            (Reported, vec![Triaged, Declined, Cancelled]),
            (Triaged, vec![Declined, Activated, Cancelled]),
            (Activated, vec![Acknowledged, Cancelled]),
            (Acknowledged, vec![Mobilised, Cancelled]),
            (Mobilised, vec![OnSite, RemoteAccepted, Cancelled]),
            (OnSite, vec![Contained, Resolved, Cancelled]),
            (RemoteAccepted, vec![Contained, Resolved, Cancelled]),
            (Contained, vec![Resolved, Cancelled]),
            (Resolved, vec![CommitmentIssued, Closed, Acknowledged]),
            (CommitmentIssued, vec![Closed, Acknowledged]),
            (Closed, vec![Acknowledged]),
            (Declined, vec![]),
            (Cancelled, vec![]),
        ];
        for (state, expected) in table {
            assert_eq!(following(state), expected, "{state:?}");
        }
    }

    #[test]
    fn no_verb_of_the_graph_is_open_to_bots() {
        for verb in Verb::ALL {
            assert_eq!(crate::domain::access::matrix::bot_scope(verb.action()), None, "{verb:?}");
        }
    }
}
