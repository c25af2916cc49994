//! Who serves an account or works on an incident, for those who must be told. Only people who may come in.

use entity::{
    assignment::{Position, Seat},
    id::{AccountId, IncidentId, UserId},
    user_role::OrganisationRole,
};

use super::{Facts, Known};
use crate::domain::access::{
    Action,
    change::AssignmentFact,
    matrix::{self, Relations},
};

impl Facts {
    /// The accounts that a person serves: assigned to, as executive sponsor, or at work on an open incident.
    pub fn served_by(&self, person: UserId) -> Vec<AccountId> {
        let serving =
            Relations::SEAT | Relations::MEMBER | Relations::SPONSOR | Relations::RESPONDER | Relations::LEAD;
        let (known, now) = (self.known(), self.0.clock.now());
        let serves = |account: &AccountId| known.to_account(person, *account, now).intersects(serving);
        known.accounts.keys().copied().filter(serves).collect()
    }

    /// The primaries and deputies of an account.
    pub fn seat_holders(&self, account: AccountId) -> Vec<UserId> {
        self.assigned(account, |it| matches!(it.position, Position::Primary | Position::Deputy))
    }

    /// The primary and the deputies of a seat.
    pub fn holders_of_seat(&self, account: AccountId, seat: Seat) -> Vec<UserId> {
        self.assigned(account, |it| {
            it.seat == Some(seat) && matches!(it.position, Position::Primary | Position::Deputy)
        })
    }

    /// The primary of a seat.
    pub fn primary_of(&self, account: AccountId, seat: Seat) -> Vec<UserId> {
        self.assigned(account, |it| it.seat == Some(seat) && it.position == Position::Primary)
    }

    /// Those of the people assigned to an account who are such, unless it has ended.
    fn assigned(&self, account: AccountId, such: impl Fn(&AssignmentFact) -> bool) -> Vec<UserId> {
        let known = self.known();
        let Some(fact) = known.accounts.get(&account).filter(|fact| !fact.ended) else { return Vec::new() };
        known.who_may_come(fact.assignments.iter().filter(|it| such(it)).map(|it| it.user))
    }

    /// The executive sponsor of an account.
    pub fn sponsor_of(&self, account: AccountId) -> Vec<UserId> {
        let known = self.known();
        let sponsor = known.accounts.get(&account).and_then(|fact| fact.sponsor);
        known.who_may_come(sponsor.into_iter())
    }

    /// The executive at the head of the company.
    pub fn chief(&self) -> Vec<UserId> {
        let known = self.known();
        known.who_may_come(known.users.values().filter(|user| user.chief).map(|user| user.id))
    }

    /// The people with a role in the organisation.
    pub fn holders_of(&self, role: OrganisationRole) -> Vec<UserId> {
        let known = self.known();
        known.who_may_come(known.users.values().filter(|user| user.roles.contains(&role)).map(|user| user.id))
    }

    /// The directors of an account's region.
    pub fn directors_of(&self, account: AccountId) -> Vec<UserId> {
        let known = self.known();
        let Some(region) = known.accounts.get(&account).and_then(|fact| fact.region) else {
            return Vec::new();
        };
        let directors = known.users.values().filter(|user| {
            user.roles.contains(&OrganisationRole::Director) && user.regions.contains(&region)
        });
        known.who_may_come(directors.map(|user| user.id))
    }

    /// The executive lead and the response team of an incident.
    pub fn crew(&self, incident: IncidentId) -> Vec<UserId> {
        let known = self.known();
        let Some(fact) = known.incidents.get(&incident) else { return Vec::new() };
        known.who_may_come(fact.lead.into_iter().chain(fact.responders.iter().copied()))
    }

    /// Whether a person sees an incident.
    pub fn sees_incident(&self, person: UserId, incident: IncidentId, account: AccountId) -> bool {
        matrix::permits(Action::ReadIncident, self.relations_to_incident(person, incident, account))
    }
}

impl Known {
    fn who_may_come(&self, people: impl Iterator<Item = UserId>) -> Vec<UserId> {
        people.filter(|person| self.active(*person).is_some()).collect()
    }
}
