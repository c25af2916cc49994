//! To whom the verification of an entry falls at present: the same rule as [`crate::domain::access::duty`], from memory.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use entity::{
    assignment::{Position, Seat},
    id::{KnowledgeEntryId, UserId},
    knowledge_entry,
    knowledge_entry::{KnowledgeState, Verifier},
};

use super::{Facts, Known};
use crate::domain::access::{
    Action, Relations,
    change::{AssignmentFact, KnowledgeFact},
    matrix,
};

impl Facts {
    /// The people to whom the verification of an entry falls: the named verifiers who read it, else its author and editors
    /// who do, else the sales primary of its home account or, of a company-wide entry, the publishers of its type. Nobody
    /// verifies a draft.
    pub fn verifiers(&self, entry: &knowledge_entry::Model) -> BTreeSet<UserId> {
        let known = self.known();
        let Some(fact) = known.knowledge.get(&entry.id) else { return BTreeSet::new() };
        if entry.state == KnowledgeState::Draft {
            return BTreeSet::new();
        }
        let circles: [&dyn Fn() -> BTreeSet<UserId>; 3] =
            [&|| known.named(fact, entry), &|| known.owners(fact), &|| known.last(fact)];
        let now = self.0.clock.now();
        let able = circles.iter().map(|circle| known.readers(fact, circle(), now));
        able.into_iter().find(|circle| !circle.is_empty()).unwrap_or_default()
    }

    /// How a person stands to an entry of which the row is known.
    pub fn relations_to_entry(&self, person: UserId, entry: &knowledge_entry::Model) -> Relations {
        let mut relations = self.relations_to_knowledge(person, entry.id);
        relations.set(Relations::VERIFIER, self.verifiers(entry).contains(&person));
        relations
    }

    /// Whether a person reads a published entry, other than as an auditor.
    pub fn serves_knowledge(&self, person: UserId, entry: KnowledgeEntryId) -> bool {
        let known = self.known();
        known.knowledge.get(&entry).is_some_and(|fact| known.serves(person, fact, self.0.clock.now()))
    }
}

impl Known {
    fn serves(&self, person: UserId, fact: &KnowledgeFact, at: DateTime<Utc>) -> bool {
        matrix::permits(Action::WriteKnowledge(fact.audience), self.to_knowledge(person, fact, at))
    }

    fn readers(
        &self,
        fact: &KnowledgeFact,
        mut circle: BTreeSet<UserId>,
        at: DateTime<Utc>,
    ) -> BTreeSet<UserId> {
        circle.retain(|person| self.serves(*person, fact, at));
        circle
    }

    fn named(&self, fact: &KnowledgeFact, entry: &knowledge_entry::Model) -> BTreeSet<UserId> {
        match entry.verifier {
            Verifier::Owners => BTreeSet::new(),
            Verifier::Person => entry.verifier_id.into_iter().collect(),
            Verifier::Seat => self.seated(fact, |it| {
                it.seat == entry.verifier_seat && matches!(it.position, Position::Primary | Position::Deputy)
            }),
            Verifier::Publishers => self.publishers(fact),
        }
    }

    fn owners(&self, fact: &KnowledgeFact) -> BTreeSet<UserId> {
        fact.editors.iter().copied().chain([fact.author]).collect()
    }

    fn last(&self, fact: &KnowledgeFact) -> BTreeSet<UserId> {
        match fact.account {
            Some(_) => {
                self.seated(fact, |it| it.seat == Some(Seat::Sales) && it.position == Position::Primary)
            }
            None => self.publishers(fact),
        }
    }

    fn seated(&self, fact: &KnowledgeFact, such: impl Fn(&AssignmentFact) -> bool) -> BTreeSet<UserId> {
        let account = fact.account.and_then(|id| self.accounts.get(&id));
        let assignments = account.into_iter().flat_map(|account| &account.assignments);
        assignments.filter(|it| such(it)).map(|it| it.user).collect()
    }

    fn publishers(&self, fact: &KnowledgeFact) -> BTreeSet<UserId> {
        let publishers = self.users.values().filter(|user| user.topics.contains(&fact.kind));
        publishers.map(|user| user.id).collect()
    }
}
