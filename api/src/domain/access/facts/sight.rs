//! What a person sees of an account, and whose sight a change of rights ends: the news that open subscriptions send as
//! `AccessRevoked`.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use entity::{
    id::{AccountId, UserId},
    knowledge_entry::Audience,
    user_role::OrganisationRole,
};

use super::{AccessChange, Known};
use crate::domain::access::matrix::{Action, Relations, permits};

/// What a person sees of an account, by family of events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sight {
    /// The account's facts and team.
    pub account: bool,
    /// Any of its incidents.
    pub incidents: bool,
    /// Any knowledge beyond what all staff reads.
    pub knowledge: bool,
}

impl Sight {
    /// What this sees and the other does not.
    pub fn without(self, other: Self) -> Self {
        Self {
            account: self.account && !other.account,
            incidents: self.incidents && !other.incidents,
            knowledge: self.knowledge && !other.knowledge,
        }
    }
}

/// A person lost sight of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revocation {
    /// Who.
    pub user: UserId,
    /// Of which account.
    pub account: AccountId,
    /// What is no longer seen.
    pub lost: Sight,
}

/// What a person saw of an account before a change.
pub(super) struct Before {
    user: UserId,
    account: AccountId,
    sight: Sight,
}

impl Before {
    /// What is no longer seen after the change.
    pub(super) fn lost(self, known: &Known) -> Option<Revocation> {
        let lost = self.sight.without(known.sight(self.user, self.account));
        let Self { user, account, .. } = self;
        (lost != Sight::default()).then_some(Revocation { user, account, lost })
    }
}

impl Known {
    fn sight(&self, user: UserId, account: AccountId) -> Sight {
        // Whoever reads for a time loses it by the event that ends it; by then the time itself is over.
        let relations = self.to_account(user, account, DateTime::<Utc>::MIN_UTC);
        if relations.difference(Relations::OPEN_INCIDENT).is_empty() {
            return Sight::default();
        }
        Sight {
            account: permits(Action::ReadAccount, relations),
            incidents: permits(Action::ReadIncident, relations),
            knowledge: [Audience::Triangle, Audience::AccountTeam]
                .into_iter()
                .any(|audience| permits(Action::ReadKnowledge(audience), relations)),
        }
    }

    /// What those people see of those accounts whom the changes may concern.
    pub(super) fn sights_at_stake(&self, changes: &[AccessChange]) -> Vec<Before> {
        let mut pairs: BTreeSet<(UserId, AccountId)> = BTreeSet::new();
        for change in changes {
            match change {
                AccessChange::User(fact) => {
                    pairs.extend(self.accounts.keys().map(|account| (fact.id, *account)))
                }
                AccessChange::Assignment(fact) => drop(pairs.insert((fact.user, fact.account))),
                AccessChange::Account { id, .. } => pairs.extend(self.concerned(*id).map(|user| (user, *id))),
                AccessChange::Incident(fact) if self.incidents.get(&fact.id) != Some(fact) => {
                    pairs.extend(self.concerned(fact.account).map(|user| (user, fact.account)));
                }
                AccessChange::Handover(fact) => {
                    let account = self.accounts.get(&fact.account);
                    let known = account.into_iter().flat_map(|known| &known.handovers);
                    let readers = known.filter(|known| known.id == fact.id).filter_map(|known| known.reader);
                    pairs.extend(readers.map(|user| (user, fact.account)));
                }
                _ => {}
            }
        }
        let before = |(user, account)| Before { user, account, sight: self.sight(user, account) };
        pairs.into_iter().map(before).filter(|before| before.sight != Sight::default()).collect()
    }

    /// Everybody who may see anything of an account: those assigned, those who work on its incidents, those who read it for a
    /// time, and those whose role reaches beyond their own accounts.
    fn concerned(&self, account: AccountId) -> impl Iterator<Item = UserId> {
        let fact = self.accounts.get(&account);
        let assigned = fact.into_iter().flat_map(|fact| fact.assignments.iter().map(|it| it.user));
        let incidents = fact.into_iter().flat_map(|fact| fact.open_incidents.iter());
        let working = incidents
            .filter_map(|id| self.incidents.get(id))
            .flat_map(|incident| incident.responders.iter().copied().chain(incident.lead));
        let reaching = self.users.values().filter(|user| {
            user.roles.iter().any(|role| {
                matches!(
                    role,
                    OrganisationRole::Director
                        | OrganisationRole::EscalationManager
                        | OrganisationRole::Executive
                )
            })
        });
        let reading = fact.into_iter().flat_map(|fact| fact.handovers.iter().filter_map(|it| it.reader));
        assigned.chain(working).chain(reading).chain(reaching.map(|user| user.id))
    }
}
