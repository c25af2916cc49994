//! Who may do what, judged by the facts in memory.

use entity::{
    handover,
    id::{AccountId, IncidentId, KnowledgeEntryId, UserId},
    knowledge_entry::KnowledgeState,
};

use super::{AccountFact, Facts, organisation};
use crate::domain::access::{
    change::AssignmentFact,
    matrix::{self, Action, Relations},
    proof::handover_relations,
    viewer::Viewer,
};

impl Facts {
    /// How a person stands to an account.
    pub fn relations_to_account(&self, person: UserId, account: AccountId) -> Relations {
        self.known().to_account(person, account, self.0.clock.now())
    }

    /// How a person stands to an incident of an account.
    pub fn relations_to_incident(
        &self,
        person: UserId,
        incident: IncidentId,
        account: AccountId,
    ) -> Relations {
        self.known().to_incident(person, incident, account, self.0.clock.now())
    }

    /// How a person stands to an entry; nothing if the node does not know the entry.
    pub fn relations_to_knowledge(&self, person: UserId, entry: KnowledgeEntryId) -> Relations {
        let known = self.known();
        let now = self.0.clock.now();
        known.knowledge.get(&entry).map_or(Relations::empty(), |fact| known.to_knowledge(person, fact, now))
    }

    /// Whether the viewer may do this to the account.
    pub fn permits_account(&self, viewer: &Viewer, account: AccountId, action: Action) -> bool {
        match viewer {
            Viewer::Anonymous => false,
            Viewer::Person(person) => matrix::permits(action, self.relations_to_account(person.id, account)),
            Viewer::Bot(_) => bot_permits(viewer, account, action),
        }
    }

    /// Whether the viewer may do this to the incident.
    pub fn permits_incident(
        &self,
        viewer: &Viewer,
        incident: IncidentId,
        account: AccountId,
        action: Action,
    ) -> bool {
        match viewer {
            Viewer::Anonymous => false,
            Viewer::Person(person) => {
                matrix::permits(action, self.relations_to_incident(person.id, incident, account))
            }
            Viewer::Bot(_) => bot_permits(viewer, account, action),
        }
    }

    /// Whether the viewer may read the entry, judged on its present audience and state.
    pub fn reads_knowledge(&self, viewer: &Viewer, entry: KnowledgeEntryId) -> bool {
        let known = self.known();
        let Some(fact) = known.knowledge.get(&entry) else { return false };
        let action = match fact.state {
            KnowledgeState::Published => Action::ReadKnowledge(fact.audience),
            KnowledgeState::Draft => Action::ReadDraft(fact.audience),
        };
        match viewer {
            Viewer::Anonymous => false,
            Viewer::Person(person) => {
                matrix::permits(action, known.to_knowledge(person.id, fact, self.0.clock.now()))
            }
            Viewer::Bot(bot) => {
                matrix::bot_scope(action).is_some_and(|scope| bot.scopes.contains(&scope))
                    && bot.audiences.contains(&fact.audience)
                    && fact.account.is_none_or(|account| bot.covers(account))
            }
        }
    }

    /// How a person stands to a handover.
    pub fn relations_to_handover(&self, person: UserId, row: &handover::Model) -> Relations {
        let known = self.known();
        let account = known.accounts.get(&row.account_id);
        let holds = |fact: &AccountFact| fact.assignments.iter().any(|it| it.id == row.assignment_id);
        let relations = known.to_account(person, row.account_id, self.0.clock.now());
        handover_relations(relations, person, row, account.is_some_and(holds))
    }

    /// Whether the viewer may see what concerns people, bots and settings.
    pub fn administers(&self, viewer: &Viewer) -> bool {
        let Viewer::Person(person) = viewer else { return false };
        let known = self.known();
        known
            .active(person.id)
            .is_some_and(|user| matrix::permits(Action::Administer, organisation(user, None)))
    }

    /// Whether the viewer is the entry's author or one of its editors.
    pub fn edits_knowledge(&self, viewer: &Viewer, entry: KnowledgeEntryId) -> bool {
        let Viewer::Person(person) = viewer else { return false };
        self.relations_to_knowledge(person.id, entry).contains(Relations::EDITOR)
    }

    /// The seats that a person holds on an account, for the filter "my seats".
    pub fn seats(&self, person: UserId, account: AccountId) -> Vec<AssignmentFact> {
        let known = self.known();
        let assignments = known.accounts.get(&account).map(|fact| fact.assignments.as_slice());
        assignments.unwrap_or_default().iter().filter(|fact| fact.user == person).cloned().collect()
    }
}

fn bot_permits(viewer: &Viewer, account: AccountId, action: Action) -> bool {
    let Viewer::Bot(bot) = viewer else { return false };
    matrix::bot_scope(action).is_some_and(|scope| bot.permits(scope, account))
}
