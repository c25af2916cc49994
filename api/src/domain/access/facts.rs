//! The facts that rights follow from, in memory: loaded once in one snapshot with the log's head, then following the log.
//! A node cannot know an event without knowing every earlier change of rights.

mod judge;
mod load;
mod people;
mod sight;
mod verifiers;

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::{Arc, PoisonError, RwLock, RwLockReadGuard},
};

use chrono::{DateTime, Utc};
use entity::id::{
    AccountId, ApiKeyId, AssignmentId, BotId, IncidentId, KnowledgeEntryId, RegionId, SessionId, UserId,
};
use tokio::sync::watch;

pub use sight::{Revocation, Sight};

pub(in crate::domain::access) use load::reads;
pub(in crate::domain) use load::{Positions, api_key_fact};
pub(crate) use load::{assignment_fact, knowledge_fact};

use super::{
    change::{AccessChange, ApiKeyFact, AssignmentFact, HandoverFact, IncidentFact, KnowledgeFact, UserFact},
    matrix::Relations,
    proof::seat_relations,
    viewer::{BotKey, Person, Viewer},
};
use crate::platform::clock::Clock;

/// The facts of a node. Clones share them.
#[derive(Clone)]
pub struct Facts(Arc<Shared>);

struct Shared {
    now: RwLock<Known>,
    /// What is read for a time is judged by it.
    clock: Clock,
    /// Counts changes of people, sessions, bots and keys, so that sockets look again whether they may stay.
    principals: watch::Sender<u64>,
}

#[derive(Default)]
pub(super) struct Known {
    users: HashMap<UserId, UserFact>,
    ended_sessions: HashMap<SessionId, DateTime<Utc>>,
    bots: HashMap<BotId, (String, bool)>,
    keys: HashMap<ApiKeyId, ApiKeyFact>,
    keys_by_hash: HashMap<String, ApiKeyId>,
    accounts: HashMap<AccountId, AccountFact>,
    /// How many running assignments a person has, anywhere.
    assignments_of: HashMap<UserId, HashSet<AssignmentId>>,
    /// On which accounts a person is named by a handover that lets them read.
    reads_of: HashMap<UserId, HashSet<AccountId>>,
    /// Those that are open or that somebody works on.
    incidents: HashMap<IncidentId, IncidentFact>,
    knowledge: HashMap<KnowledgeEntryId, KnowledgeFact>,
}

#[derive(Default)]
struct AccountFact {
    region: Option<RegionId>,
    sponsor: Option<UserId>,
    ended: bool,
    assignments: Vec<AssignmentFact>,
    /// Those that let somebody read.
    handovers: Vec<HandoverFact>,
    open_incidents: HashSet<IncidentId>,
}

impl AccountFact {
    /// Whether a handover lets that person read at that instant.
    fn opens_to(&self, person: UserId, at: DateTime<Utc>) -> bool {
        self.handovers.iter().any(|fact| fact.opens_to(person, at))
    }
}

impl Facts {
    fn new(known: Known, clock: Clock) -> Self {
        Self(Arc::new(Shared { now: RwLock::new(known), clock, principals: watch::Sender::new(0) }))
    }

    /// Applies what an event changes, and tells whose sight of which account it ended. Called in log order.
    pub fn apply(&self, changes: Vec<AccessChange>) -> Vec<Revocation> {
        if changes.is_empty() {
            return Vec::new();
        }
        let principals = changes.iter().any(|change| {
            matches!(
                change,
                AccessChange::User(_)
                    | AccessChange::SessionEnded { .. }
                    | AccessChange::Bot { .. }
                    | AccessChange::ApiKey(_)
            )
        });
        let mut known = self.0.now.write().unwrap_or_else(PoisonError::into_inner);
        let before = known.sights_at_stake(&changes);
        changes.into_iter().for_each(|change| known.apply(change));
        let revoked = before.into_iter().filter_map(|before| before.lost(&known)).collect();
        drop(known);
        if principals {
            self.0.principals.send_modify(|count| *count += 1);
        }
        revoked
    }

    fn known(&self) -> RwLockReadGuard<'_, Known> {
        self.0.now.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The person of a session; `None` if either has been ended or is not known to this node.
    pub fn person(&self, user: UserId, session: SessionId, expires_at: DateTime<Utc>) -> Option<Person> {
        let known = self.known();
        let fact = known.users.get(&user).filter(|fact| fact.active)?;
        if known.ended_sessions.contains_key(&session) {
            return None;
        }
        Some(Person {
            id: user,
            name: fact.name.clone(),
            function: fact.function,
            roles: fact.roles.clone(),
            regions: fact.regions.clone(),
            topics: fact.topics.clone(),
            reads: known.reads(user, self.0.clock.now()),
            session,
            expires_at,
        })
    }

    /// The viewer as they are now: a socket outlives what its viewer was when it was opened. Who may not come in any more stays
    /// as they were; their socket is about to end.
    pub fn present(&self, viewer: &Viewer) -> Viewer {
        let Viewer::Person(person) = viewer else { return viewer.clone() };
        let present = self.person(person.id, person.session, person.expires_at);
        present.map_or_else(|| viewer.clone(), |person| Viewer::Person(Arc::new(person)))
    }

    /// Forgets the ends of sessions of which no token lives any more.
    pub fn forget_sessions(&self, now: DateTime<Utc>) {
        let mut known = self.0.now.write().unwrap_or_else(PoisonError::into_inner);
        known.ended_sessions.retain(|_, expires_at| *expires_at > now);
    }

    /// What this node knows of a person, active or not.
    pub fn user(&self, id: UserId) -> Option<UserFact> {
        self.known().users.get(&id).cloned()
    }

    /// The bot whose key has this hash; `None` if there is none that works.
    pub fn bot(&self, hash: &str, now: DateTime<Utc>) -> Option<BotKey> {
        let known = self.known();
        known.working_key(*known.keys_by_hash.get(hash)?, now)
    }

    /// The bot with this key; `None` if the key does not work.
    pub fn bot_of_key(&self, key: ApiKeyId, now: DateTime<Utc>) -> Option<BotKey> {
        self.known().working_key(key, now)
    }

    /// Whether the viewer may still come in: neither the person nor the session, the bot nor the key has been ended.
    pub fn stands(&self, viewer: &Viewer) -> bool {
        let known = self.known();
        match viewer {
            Viewer::Anonymous => true,
            Viewer::Person(person) => {
                known.users.get(&person.id).is_none_or(|fact| fact.active)
                    && !known.ended_sessions.contains_key(&person.session)
            }
            Viewer::Bot(bot) => {
                known.bots.get(&bot.bot).is_some_and(|(_, active)| *active)
                    && known.keys.get(&bot.key).is_some_and(|key| !key.revoked)
            }
        }
    }

    /// Resolves when the viewer may no longer come in.
    pub async fn ended(&self, viewer: &Viewer) {
        let mut principals = self.0.principals.subscribe();
        while self.stands(viewer) {
            if principals.changed().await.is_err() {
                return;
            }
        }
    }
}

impl Known {
    fn working_key(&self, id: ApiKeyId, now: DateTime<Utc>) -> Option<BotKey> {
        let key = self.keys.get(&id)?;
        let (name, active) = self.bots.get(&key.bot)?;
        let works = *active && !key.revoked && key.expires_at.is_none_or(|end| end > now);
        works.then(|| BotKey {
            bot: key.bot,
            key: key.id,
            name: name.clone(),
            scopes: key.scopes.clone(),
            audiences: key.audiences.clone(),
            incident_detail: key.incident_detail,
            accounts: key.accounts.clone(),
            expires_at: key.expires_at,
        })
    }

    pub(super) fn apply(&mut self, change: AccessChange) {
        match change {
            AccessChange::User(fact) => drop(self.users.insert(fact.id, fact)),
            AccessChange::SessionEnded { id, expires_at } => drop(self.ended_sessions.insert(id, expires_at)),
            AccessChange::Bot { id, name, active } => drop(self.bots.insert(id, (name, active))),
            AccessChange::ApiKey(fact) => {
                self.keys_by_hash.insert(fact.hash.clone(), fact.id);
                self.keys.insert(fact.id, fact);
            }
            AccessChange::Account { id, region, sponsor, ended } => {
                let account = self.accounts.entry(id).or_default();
                account.region = Some(region);
                account.sponsor = sponsor;
                account.ended = ended;
            }
            AccessChange::Assignment(fact) => self.apply_assignment(fact),
            AccessChange::Incident(fact) => self.apply_incident(fact),
            AccessChange::Knowledge(fact) => drop(self.knowledge.insert(fact.id, fact)),
            AccessChange::Handover(fact) => self.apply_handover(fact),
        }
    }

    fn apply_assignment(&mut self, fact: AssignmentFact) {
        let account = self.accounts.entry(fact.account).or_default();
        account.assignments.retain(|known| known.id != fact.id);
        let of_user = self.assignments_of.entry(fact.user).or_default();
        if fact.running {
            of_user.insert(fact.id);
            account.assignments.push(fact);
        } else {
            of_user.remove(&fact.id);
        }
    }

    fn apply_handover(&mut self, fact: HandoverFact) {
        let account = self.accounts.entry(fact.account).or_default();
        let known = account.handovers.iter().position(|known| known.id == fact.id);
        let before = known.and_then(|place| account.handovers.swap_remove(place).reader);
        let (id, reader) = (fact.account, fact.reader);
        if reader.is_some() {
            account.handovers.push(fact);
        }
        if let Some(person) = before
            && !account.handovers.iter().any(|fact| fact.reader == Some(person))
            && let Some(accounts) = self.reads_of.get_mut(&person)
        {
            accounts.remove(&id);
        }
        if let Some(person) = reader {
            self.reads_of.entry(person).or_default().insert(id);
        }
    }

    /// The accounts that a person reads for a time.
    fn reads(&self, person: UserId, at: DateTime<Utc>) -> BTreeSet<AccountId> {
        let open = |id: &&AccountId| {
            self.accounts.get(id).is_some_and(|account| !account.ended && account.opens_to(person, at))
        };
        self.reads_of.get(&person).into_iter().flatten().filter(open).copied().collect()
    }

    fn apply_incident(&mut self, fact: IncidentFact) {
        let account = self.accounts.entry(fact.account).or_default();
        if fact.open {
            account.open_incidents.insert(fact.id);
        } else {
            account.open_incidents.remove(&fact.id);
        }
        if fact.open || fact.lead.is_some() || !fact.responders.is_empty() {
            self.incidents.insert(fact.id, fact);
        } else {
            self.incidents.remove(&fact.id);
        }
    }

    /// A person who may come in. A disabled one has no rights, whatever seats, incidents and drafts are still in their name.
    fn active(&self, person: UserId) -> Option<&UserFact> {
        self.users.get(&person).filter(|user| user.active)
    }

    fn to_account(&self, person: UserId, account: AccountId, at: DateTime<Utc>) -> Relations {
        let Some(user) = self.active(person) else { return Relations::empty() };
        let Some(fact) = self.accounts.get(&account) else { return organisation(user, None) };
        let mut relations = own(user, fact, at);
        for incident in fact.open_incidents.iter().filter_map(|id| self.incidents.get(id)) {
            relations |= Relations::OPEN_INCIDENT | work(person, incident);
        }
        relations
    }

    fn to_incident(
        &self,
        person: UserId,
        incident: IncidentId,
        account: AccountId,
        at: DateTime<Utc>,
    ) -> Relations {
        let Some(user) = self.active(person) else { return Relations::empty() };
        let account = self.accounts.get(&account);
        let mut relations = account.map_or(Relations::empty(), |account| own(user, account, at));
        if let Some(fact) = self.incidents.get(&incident) {
            relations |= work(person, fact);
            relations.set(Relations::OPEN_INCIDENT, fact.open);
        }
        relations
    }

    fn to_knowledge(&self, person: UserId, entry: &KnowledgeFact, at: DateTime<Utc>) -> Relations {
        let Some(user) = self.active(person) else { return Relations::empty() };
        let mut relations =
            entry.account.map_or_else(|| organisation(user, None), |id| self.to_account(person, id, at));
        let anywhere = self.assignments_of.get(&person).is_some_and(|running| !running.is_empty());
        relations.set(Relations::KEY_STAFF, anywhere || relations.contains(Relations::KEY_STAFF));
        relations.set(Relations::EDITOR, entry.author == person || entry.editors.contains(&person));
        relations.set(Relations::PUBLISHER, user.topics.contains(&entry.kind));
        relations
    }
}

fn organisation(user: &UserFact, region: Option<RegionId>) -> Relations {
    super::proof::organisation_relations(&user.roles, &user.regions, region)
}

/// Roles, region, seats and sponsorship, without incidents.
fn own(user: &UserFact, account: &AccountFact, at: DateTime<Utc>) -> Relations {
    let mut relations = organisation(user, account.region);
    for fact in account.assignments.iter().filter(|fact| fact.user == user.id) {
        relations |= seat_relations(fact.seat, fact.position, account.ended);
    }
    relations.set(Relations::SPONSOR, account.sponsor == Some(user.id));
    relations.set(Relations::READER, !account.ended && account.opens_to(user.id, at));
    relations
}

fn work(person: UserId, incident: &IncidentFact) -> Relations {
    let mut relations = Relations::empty();
    relations.set(Relations::LEAD, incident.lead == Some(person));
    relations.set(Relations::RESPONDER, incident.responders.contains(&person));
    relations
}
