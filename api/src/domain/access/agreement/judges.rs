//! What the three judges say of everybody and everything in a world.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use entity::{
    account, assignment, customer_request, handover,
    id::{AccountId, AssignmentId, HandoverId, IncidentId, KnowledgeEntryId, RequestId, UserId},
    incident, knowledge_entry,
    user::Function,
};
use sea_orm::{Condition, DbErr, EntityTrait, QueryFilter, QuerySelect};

use super::world;
use crate::{
    domain::{
        access::{
            Access, Action, Facts, Person, Relations, Viewer,
            duty::{self, DutyScope},
            facts::Sight,
            matrix::{
                self,
                every::{AUDIENCES, all_actions},
            },
            proof,
            scope::{AccountScope, HandoverScope, IncidentScope, KnowledgeScope, RequestScope, TermScope},
        },
        fault::Fault,
    },
    platform::db::{Db, Tx},
};

/// Everybody who can ask, as far as the facts let them in.
fn viewers(facts: &Facts) -> Vec<Viewer> {
    let people = (0..world::USERS)
        .filter_map(|index| facts.person(world::user(index), world::session(index), world::later()))
        .map(|person| Viewer::Person(Arc::new(person)));
    let bots = (0..world::BOTS)
        .filter_map(|index| facts.bot(&world::key_hash(index), world::now()))
        .map(|bot| Viewer::Bot(Arc::new(bot)));
    people.chain(bots).chain([Viewer::Anonymous]).collect()
}

/// What the facts say of everybody and everything: two sets of facts that agree here are the same to the server.
pub(super) fn observations(facts: &Facts) -> BTreeMap<String, String> {
    let mut seen = BTreeMap::new();
    let mut note = |what: String, value: String| drop(seen.insert(what, value));
    for index in 0..world::BOTS {
        note(format!("bot {index}"), format!("{:?}", facts.bot(&world::key_hash(index), world::now())));
    }
    for index in 0..world::USERS {
        let person = world::user(index);
        let session = facts.person(person, world::session(index), world::later());
        note(format!("person {index}"), format!("{session:?}"));
        for account in world::all(world::ACCOUNTS, world::account) {
            let relations = facts.relations_to_account(person, account);
            let mut seats = facts.seats(person, account);
            seats.sort_by_key(|seat| seat.id);
            note(format!("{person} {account}"), format!("{relations:?} {seats:?}"));
        }
        for index in 0..world::INCIDENTS {
            let (incident, account) = (world::incident(index), world::account_of(index));
            let relations = facts.relations_to_incident(person, incident, account);
            note(format!("{person} {incident}"), format!("{relations:?}"));
        }
        for entry in world::all(world::ENTRIES, world::entry) {
            let relations = facts.relations_to_knowledge(person, entry);
            note(format!("{person} {entry}"), format!("{relations:?}"));
        }
    }
    seen
}

/// What everybody sees of every account, worked out pair by pair.
pub(super) fn sights(facts: &Facts) -> BTreeMap<(UserId, AccountId), Sight> {
    let people = world::all(world::USERS, world::user);
    let accounts = world::all(world::ACCOUNTS, world::account);
    let pairs = people.iter().flat_map(|person| accounts.iter().map(|account| (*person, *account)));
    let sight = |(person, account)| {
        let relations = facts.relations_to_account(person, account);
        let permits = |action| matrix::permits(action, relations);
        let circles = [AUDIENCES[0], AUDIENCES[1]].map(Action::ReadKnowledge);
        Sight {
            account: permits(Action::ReadAccount),
            incidents: permits(Action::ReadIncident),
            knowledge: circles.into_iter().any(permits),
        }
    };
    pairs.map(|pair| (pair, sight(pair))).collect()
}

/// Where the judges differ.
pub(super) async fn disagreements(db: &Db, facts: &Facts) -> Vec<String> {
    let judged = db.write(|tx| async move {
        let mut found = Vec::new();
        for viewer in viewers(facts) {
            let court = Court { db, tx: &tx, facts, viewer: &viewer };
            found.extend(court.presence().await);
            found.extend(court.accounts().await?);
            found.extend(court.incidents().await?);
            found.extend(court.requests().await?);
            found.extend(court.knowledge().await?);
            found.extend(court.handovers().await?);
            found.extend(court.terms().await?);
        }
        found.extend(shut_out(&tx, facts).await);
        found.extend(editors(&tx, facts).await?);
        found.extend(verifiers(&tx, facts).await?);
        Ok::<_, DbErr>(found)
    });
    judged.await.expect("the judges can be asked").value
}

/// The three judges of one viewer.
struct Court<'a> {
    db: &'a Db,
    tx: &'a Tx,
    facts: &'a Facts,
    viewer: &'a Viewer,
}

impl Court<'_> {
    fn differ(&self, what: &str, thing: impl std::fmt::Debug, verdicts: String) -> String {
        format!("{what} {thing:?}: {verdicts}\n  for {:?}", self.viewer)
    }

    /// Whether the viewer may come in, and as what.
    async fn presence(&self) -> Option<String> {
        let present = proof::present(self.tx, self.viewer).await;
        let same = match (self.viewer, &present) {
            (Viewer::Anonymous, Err(Fault::Unauthenticated)) => true,
            (Viewer::Person(known), Ok(Viewer::Person(present))) => known == present,
            (Viewer::Bot(known), Ok(Viewer::Bot(present))) => known == present,
            _ => false,
        };
        (!same).then(|| self.differ("presence", "", format!("tables {present:?}")))
    }

    async fn listed<E: EntityTrait, I>(&self, id: E::Column, scope: Condition) -> Result<BTreeSet<I>, DbErr>
    where
        I: Ord + sea_orm::TryGetable + Send + Sync,
    {
        let ids = E::find().select_only().column(id).filter(scope).into_tuple::<I>();
        Ok(ids.all(self.db.reader()).await?.into_iter().collect())
    }

    async fn accounts(&self) -> Result<Vec<String>, DbErr> {
        let scope = AccountScope::of(self.viewer).condition();
        let listed: BTreeSet<AccountId> =
            self.listed::<account::Entity, _>(account::Column::Id, scope).await?;
        let mut found = Vec::new();
        for id in world::all(world::ACCOUNTS, world::account) {
            let memory = |action| self.facts.permits_account(self.viewer, id, action);
            for action in [Action::ReadAccount, Action::ReportIncident] {
                let proof = proof::account_for(self.tx, self.viewer, id, action).await;
                let lists = action != Action::ReadAccount || listed.contains(&id) == memory(action);
                let standing = proof.as_ref().map(|access| access.standing());
                let tables = |action| standing.as_ref().is_ok_and(|it| it.permits(self.viewer, id, action));
                let same = standing.is_err() || all_actions().into_iter().all(|it| memory(it) == tables(it));
                if !lists || proof.is_ok() != memory(action) || !same {
                    let verdicts = format!(
                        "{action:?}: memory {}, lists {}, tables {proof:?}",
                        memory(action),
                        listed.contains(&id)
                    );
                    found.push(self.differ("account", id, verdicts));
                }
            }
        }
        Ok(found)
    }

    async fn incidents(&self) -> Result<Vec<String>, DbErr> {
        let scope = IncidentScope::of(self.viewer).condition();
        let listed: BTreeSet<IncidentId> =
            self.listed::<incident::Entity, _>(incident::Column::Id, scope).await?;
        let mut found = Vec::new();
        for index in 0..world::INCIDENTS {
            let (id, account) = (world::incident(index), world::account_of(index));
            let memory = |action| self.facts.permits_incident(self.viewer, id, account, action);
            let reads = memory(Action::ReadIncident);
            let proof = proof::incident_for(self.tx, self.viewer, id, Action::ReadIncident).await;
            let standing = proof.as_ref().map(|access| access.standing());
            let tables = |action| standing.as_ref().is_ok_and(|it| it.permits(self.viewer, account, action));
            let same = standing.is_err() || all_actions().into_iter().all(|it| memory(it) == tables(it));
            if listed.contains(&id) != reads || proof.is_ok() != reads || !same {
                let verdicts = format!("memory {reads}, lists {}, tables {proof:?}", listed.contains(&id));
                found.push(self.differ("incident", id, verdicts));
            }
        }
        Ok(found)
    }

    async fn requests(&self) -> Result<Vec<String>, DbErr> {
        let scope = RequestScope::of(self.viewer).condition();
        let listed: BTreeSet<RequestId> =
            self.listed::<customer_request::Entity, _>(customer_request::Column::Id, scope).await?;
        let mut found = Vec::new();
        for index in 0..world::ACCOUNTS {
            let (id, account) = (world::request(index), world::account(index));
            let memory = |action| self.facts.permits_account(self.viewer, account, action);
            for action in [Action::ReadRequest, Action::SteerRequest] {
                let proof = proof::request_for(self.tx, self.viewer, id, action).await;
                let hidden = matches!(proof, Err(Fault::NotFound));
                let reads = memory(Action::ReadRequest);
                if listed.contains(&id) != reads || hidden == reads || proof.is_ok() != memory(action) {
                    let verdicts = format!("{action:?}: reads {reads}, tables {proof:?}");
                    found.push(self.differ("request", id, verdicts));
                }
            }
        }
        Ok(found)
    }

    async fn knowledge(&self) -> Result<Vec<String>, DbErr> {
        let scope = KnowledgeScope::of(self.viewer).condition();
        let listed: BTreeSet<KnowledgeEntryId> =
            self.listed::<knowledge_entry::Entity, _>(knowledge_entry::Column::Id, scope).await?;
        let mut found = Vec::new();
        for id in world::all(world::ENTRIES, world::entry) {
            let reads = self.facts.reads_knowledge(self.viewer, id);
            let relations = match self.viewer {
                Viewer::Person(person) => self.facts.relations_to_knowledge(person.id, id),
                _ => Relations::empty(),
            };
            let proof =
                proof::knowledge_for(self.tx, self.viewer, id, |row| Action::WriteKnowledge(row.audience))
                    .await;
            let writes = |access: &super::super::KnowledgeAccess| {
                let audience = access.entry().audience;
                reads && matrix::permits(Action::WriteKnowledge(audience), relations)
            };
            let same = match (&proof, self.viewer) {
                (Err(Fault::Unauthenticated), Viewer::Anonymous)
                | (Err(Fault::Forbidden(_)), Viewer::Bot(_)) => true,
                (Ok(access), Viewer::Person(person)) => {
                    let relations = self.facts.relations_to_entry(person.id, access.entry());
                    writes(access)
                        && all_actions()
                            .into_iter()
                            .all(|it| access.permits(it) == matrix::permits(it, relations))
                }
                (Err(Fault::NotFound), _) => !reads,
                (Err(Fault::Forbidden(_)), Viewer::Person(_)) => reads,
                _ => false,
            };
            if listed.contains(&id) != reads || !same {
                let verdicts =
                    format!("memory {reads} {relations:?}, lists {}, tables {proof:?}", listed.contains(&id));
                found.push(self.differ("entry", id, verdicts));
            }
            found.extend(self.writing(id, relations).await);
        }
        Ok(found)
    }

    async fn handovers(&self) -> Result<Vec<String>, DbErr> {
        let scope = HandoverScope::of(self.viewer).condition();
        let listed: BTreeSet<HandoverId> =
            self.listed::<handover::Entity, _>(handover::Column::Id, scope).await?;
        let access = Access::new(self.db.clone(), self.facts.clone());
        let mut found = Vec::new();
        for row in handover::Entity::find().all(&**self.tx).await? {
            let id = row.id;
            let memory = access.handover_row(self.viewer, row);
            let proof = proof::handover_for(self.tx, self.viewer, id, Action::ReadHandover).await;
            let same = match (&memory, &proof) {
                (Some(memory), Ok((_, tables))) => {
                    all_actions().into_iter().all(|it| memory.permits(it) == tables.permits(it))
                }
                (None, Err(_)) => true,
                _ => false,
            };
            if listed.contains(&id) != memory.is_some() || !same {
                let verdicts = format!("memory {memory:?}, lists {}, tables {proof:?}", listed.contains(&id));
                found.push(self.differ("handover", id, verdicts));
            }
        }
        Ok(found)
    }

    /// Figures of persons are read one by one and in sums: two judges.
    async fn terms(&self) -> Result<Vec<String>, DbErr> {
        let scope = TermScope::of(self.viewer).condition();
        let listed: BTreeSet<AssignmentId> =
            self.listed::<assignment::Entity, _>(assignment::Column::Id, scope).await?;
        let access = Access::new(self.db.clone(), self.facts.clone());
        let mut found = Vec::new();
        for row in assignment::Entity::find().all(&**self.tx).await? {
            let proof = access.term(self.viewer, row.id).await;
            if listed.contains(&row.id) != proof.is_ok() {
                let verdicts = format!("lists {}, memory {proof:?}", listed.contains(&row.id));
                found.push(self.differ("term", row.id, verdicts));
            }
        }
        Ok(found)
    }

    /// Beginning an entry with the home account and the type of this one.
    async fn writing(&self, id: KnowledgeEntryId, relations: Relations) -> Vec<String> {
        let index = (0..world::ENTRIES).find(|index| world::entry(*index) == id).unwrap_or_default();
        let (home, kind, _) = world::nature(index);
        let mut found = Vec::new();
        for audience in AUDIENCES {
            for action in [Action::WriteKnowledge(audience), Action::PublishKnowledge(audience)] {
                let memory = matrix::permits(action, relations | Relations::EDITOR)
                    && matches!(self.viewer, Viewer::Person(_));
                let tables = proof::write_knowledge_for(self.tx, self.viewer, home, kind, action).await;
                if tables.is_ok() != memory {
                    let verdicts = format!("{action:?}: memory {memory} {relations:?}, tables {tables:?}");
                    found.push(self.differ("beginning like", id, verdicts));
                }
            }
        }
        found
    }
}

/// Who may not come in has no rights anywhere.
async fn shut_out(tx: &Tx, facts: &Facts) -> Vec<String> {
    let mut found = Vec::new();
    for index in 0..world::USERS {
        if facts.person(world::user(index), world::session(index), world::later()).is_some() {
            continue;
        }
        let known = Person {
            id: world::user(index),
            name: String::new(),
            function: Function::Other,
            roles: BTreeSet::new(),
            regions: BTreeSet::new(),
            topics: BTreeSet::new(),
            reads: BTreeSet::new(),
            session: world::session(index),
            expires_at: world::later(),
        };
        let viewer = Viewer::Person(Arc::new(known));
        if proof::present(tx, &viewer).await.is_ok() {
            found.push(format!("person {index}: shut out by memory, let in by the tables"));
        }
        let active = facts.user(world::user(index)).is_some_and(|fact| fact.active);
        let sees = sights(facts)
            .iter()
            .any(|((user, _), sight)| *user == world::user(index) && *sight != Sight::default());
        let entries = world::all(world::ENTRIES, world::entry);
        let reads = entries.iter().any(|entry| facts.reads_knowledge(&viewer, *entry));
        if !active && (sees || reads) {
            found.push(format!("person {index} is disabled and has rights"));
        }
    }
    found
}

/// Whether a draft can be shared with somebody: what they could do if it were.
async fn editors(tx: &Tx, facts: &Facts) -> Result<Vec<String>, DbErr> {
    let mut found = Vec::new();
    for row in knowledge_entry::Entity::find().all(&**tx).await? {
        for person in world::all(world::USERS, world::user) {
            let relations = facts.relations_to_knowledge(person, row.id) | Relations::EDITOR;
            let active = facts.user(person).is_some_and(|fact| fact.active);
            let memory = active && matrix::permits(Action::EditDraft(row.audience), relations);
            let tables = proof::could_edit(tx, person, &row).await;
            if tables.as_ref().is_ok_and(|name| name.is_some() != memory) {
                found.push(format!("sharing {} with {person}: memory {memory}, tables {tables:?}", row.id));
            }
        }
    }
    Ok(found)
}

/// To whom the verification of an entry falls: by memory, by the tables, and in each person's list.
async fn verifiers(tx: &Tx, facts: &Facts) -> Result<Vec<String>, DbErr> {
    let mut found = Vec::new();
    let people: Vec<Viewer> =
        viewers(facts).into_iter().filter(|viewer| matches!(viewer, Viewer::Person(_))).collect();
    for row in knowledge_entry::Entity::find().all(&**tx).await? {
        let memory = facts.verifiers(&row);
        let tables: BTreeSet<_> = duty::verifiers(&**tx, row.id).await?.into_iter().map(|it| it.0).collect();
        let mut listed = BTreeSet::new();
        for viewer in &people {
            let Viewer::Person(person) = viewer else { continue };
            let scope = DutyScope::of(viewer).condition();
            let mine = knowledge_entry::Entity::find_by_id(row.id).filter(scope).one(&**tx).await?;
            listed.extend(mine.map(|_| person.id));
        }
        let known = people.iter().filter_map(|viewer| viewer.person().ok()).map(|person| person.id);
        let known: BTreeSet<_> = known.filter(|person| memory.contains(person)).collect();
        if memory != tables || listed != known {
            found.push(format!("verifying {row:?}: memory {memory:?}, tables {tables:?}, lists {listed:?}"));
        }
    }
    Ok(found)
}
