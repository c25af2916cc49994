//! Random worlds: a few people, bots, accounts, incidents and entries, and a history of everything that rights follow from.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeZone, Utc};
use entity::{
    api_key::Scope,
    assignment::{Position, Seat},
    id::{
        AccountId, ApiKeyId, AssignmentId, BotId, HandoverId, IncidentId, KnowledgeEntryId, RegionId,
        RequestId, SessionId, UserId,
    },
    knowledge_entry::{Audience, KnowledgeState, KnowledgeType, Verifier},
    user::Function,
    user_role::OrganisationRole,
};
use proptest::{collection, option, prelude::*, sample};
use sea_orm::Iterable;
use uuid::Uuid;

use crate::domain::access::change::{
    AccessChange, ApiKeyFact, AssignmentFact, HandoverFact, IncidentFact, KnowledgeFact, UserFact,
};

pub(super) const REGIONS: usize = 2;
pub(super) const USERS: usize = 5;
pub(super) const BOTS: usize = 2;
pub(super) const ACCOUNTS: usize = 3;
pub(super) const INCIDENTS: usize = 4;
pub(super) const ENTRIES: usize = 5;
pub(super) const HANDOVERS: usize = 4;

/// When everything happens.
pub(super) fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 2, 9, 0, 0).single().expect("an instant that exists once")
}

const fn instant(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).expect("an instant of the calendar")
}

/// Until when something may be read for a time: what was read until an hour ago, or until now, is read no more.
pub(super) static ENDS: [DateTime<Utc>; 3] =
    [instant(1_772_438_400), instant(1_772_442_000), instant(1_772_528_400)];

/// Those of them that are to come.
pub(super) static ENDS_TO_COME: [DateTime<Utc>; 1] = [instant(1_772_528_400)];

/// When sessions and tokens end.
pub(super) fn later() -> DateTime<Utc> {
    now() + chrono::TimeDelta::days(1)
}

fn uuid(kind: u128, index: usize) -> Uuid {
    Uuid::from_u128((kind << 64) + index as u128 + 1)
}

pub(super) fn region(index: usize) -> RegionId {
    RegionId(uuid(1, index % REGIONS))
}

pub(super) fn user(index: usize) -> UserId {
    UserId(uuid(2, index % USERS))
}

pub(super) fn session(index: usize) -> SessionId {
    SessionId(uuid(3, index % USERS))
}

pub(super) fn bot(index: usize) -> BotId {
    BotId(uuid(4, index % BOTS))
}

pub(super) fn key(index: usize) -> ApiKeyId {
    ApiKeyId(uuid(5, index % BOTS))
}

pub(super) fn key_hash(index: usize) -> String {
    format!("hash of key {}", index % BOTS)
}

pub(super) fn account(index: usize) -> AccountId {
    AccountId(uuid(6, index % ACCOUNTS))
}

pub(super) fn incident(index: usize) -> IncidentId {
    IncidentId(uuid(7, index % INCIDENTS))
}

/// The account of an incident never changes.
pub(super) fn account_of(index: usize) -> AccountId {
    account(index % INCIDENTS)
}

/// Each account has one request.
pub(super) fn request(index: usize) -> RequestId {
    RequestId(uuid(9, index % ACCOUNTS))
}

pub(super) fn entry(index: usize) -> KnowledgeEntryId {
    KnowledgeEntryId(uuid(8, index % ENTRIES))
}

pub(super) fn handover(index: usize) -> HandoverId {
    HandoverId(uuid(10, index % HANDOVERS))
}

/// The account of a handover never changes; two are of the same one.
pub(super) fn handed_over(index: usize) -> AccountId {
    account(index % HANDOVERS)
}

/// The assignment that handovers are of.
pub(super) fn held() -> AssignmentId {
    AssignmentId(uuid(11, 0))
}

/// Somebody else than that reader.
pub(super) fn nobody_of(reader: Option<UserId>) -> UserId {
    let first = user(0);
    if reader.unwrap_or(first) == first { user(1) } else { first }
}

/// What an entry keeps for ever: its home account, its type and its author.
pub(super) fn nature(index: usize) -> (Option<AccountId>, KnowledgeType, UserId) {
    let index = index % ENTRIES;
    let home = (index != 0).then(|| account(index));
    let kind = KnowledgeType::iter().nth(index % 3).expect("there are more than three types");
    (home, kind, user(index))
}

/// Who is to verify an entry.
pub(super) fn verifier(index: usize) -> (Verifier, Option<UserId>, Option<Seat>) {
    match index % ENTRIES {
        0 => (Verifier::Person, Some(user(3)), None),
        1 => (Verifier::Owners, None, None),
        2 => (Verifier::Publishers, None, None),
        3 => (Verifier::Seat, None, Some(Seat::Technical)),
        _ => (Verifier::Person, Some(user(1)), None),
    }
}

/// A world before anything happened in it.
pub(super) fn beginning() -> Vec<AccessChange> {
    let people = (0..USERS).map(|index| person(index, true, &[], &[], &[]));
    let bots =
        (0..BOTS).flat_map(|index| [bot_fact(index, true), key_fact(index, &[], &[], false, None, false)]);
    let accounts = (0..ACCOUNTS).map(|index| account_fact(index, 0, None, false));
    let incidents = (0..INCIDENTS).map(|index| incident_fact(index, false, None, &[]));
    let entries = (0..ENTRIES).map(|index| entry_fact(index, Audience::AllStaff, KnowledgeState::Draft, &[]));
    let handovers = (0..HANDOVERS).map(|index| handover_fact(index, None, None));
    people.chain(bots).chain(accounts).chain(incidents).chain(entries).chain(handovers).collect()
}

fn person(
    index: usize,
    active: bool,
    roles: &[OrganisationRole],
    regions: &[usize],
    topics: &[KnowledgeType],
) -> AccessChange {
    AccessChange::User(UserFact {
        id: user(index),
        name: format!("Person {}", index % USERS),
        function: Function::Other,
        active,
        chief: false,
        roles: roles.iter().copied().collect(),
        regions: regions.iter().map(|index| region(*index)).collect(),
        topics: topics.iter().copied().collect(),
    })
}

fn bot_fact(index: usize, active: bool) -> AccessChange {
    AccessChange::Bot { id: bot(index), name: format!("Bot {}", index % BOTS), active }
}

fn key_fact(
    index: usize,
    scopes: &[Scope],
    audiences: &[Audience],
    incident_detail: bool,
    accounts: Option<&[usize]>,
    revoked: bool,
) -> AccessChange {
    AccessChange::ApiKey(ApiKeyFact {
        id: key(index),
        bot: bot(index),
        hash: key_hash(index),
        scopes: scopes.iter().copied().collect(),
        audiences: audiences.iter().copied().collect(),
        incident_detail,
        accounts: accounts.map(|accounts| accounts.iter().map(|index| account(*index)).collect()),
        expires_at: None,
        revoked,
    })
}

fn account_fact(index: usize, of_region: usize, sponsor: Option<usize>, ended: bool) -> AccessChange {
    AccessChange::Account { id: account(index), region: region(of_region), sponsor: sponsor.map(user), ended }
}

fn incident_fact(index: usize, open: bool, lead: Option<usize>, responders: &[usize]) -> AccessChange {
    AccessChange::Incident(IncidentFact {
        id: incident(index),
        account: account_of(index),
        open,
        lead: lead.map(user),
        responders: responders.iter().map(|index| user(*index)).collect(),
    })
}

fn handover_fact(index: usize, reader: Option<usize>, until: Option<DateTime<Utc>>) -> AccessChange {
    let until = until.filter(|_| reader.is_some());
    let (id, account) = (handover(index), handed_over(index));
    AccessChange::Handover(HandoverFact { id, account, reader: reader.map(user), until })
}

fn entry_fact(index: usize, audience: Audience, state: KnowledgeState, editors: &[usize]) -> AccessChange {
    let (account, kind, author) = nature(index);
    let audience = match audience {
        Audience::Triangle | Audience::AccountTeam if account.is_none() => Audience::AllStaff,
        audience => audience,
    };
    let editors = editors.iter().map(|index| user(*index)).collect();
    AccessChange::Knowledge(KnowledgeFact {
        id: entry(index),
        account,
        audience,
        kind,
        state,
        author,
        editors,
    })
}

/// Something that happens, before it is known whether it can.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// It always can.
    Fact(AccessChange),
    /// Somebody is assigned, unless the place is taken.
    Assign(usize, usize, Option<Seat>, Position),
    /// One of the running assignments ends, if there is any.
    Release(usize),
}

/// A history: what happened, each time the whole fact as it was afterwards. What is read for a time is read until one of these
/// instants.
pub(super) fn history(ends: &'static [DateTime<Utc>]) -> impl Strategy<Value = Vec<AccessChange>> {
    collection::vec(step(ends), 20..60).prop_map(|steps| {
        let mut history = beginning();
        let mut assignments = Assignments::default();
        history.extend(steps.into_iter().filter_map(|step| assignments.resolve(step)));
        history
    })
}

fn step(ends: &'static [DateTime<Utc>]) -> impl Strategy<Value = Step> {
    let fact = Step::Fact;
    prop_oneof![
        4 => a_person().prop_map(fact),
        1 => (0..USERS).prop_map(|index| {
            Step::Fact(AccessChange::SessionEnded { id: session(index), expires_at: later() })
        }),
        1 => (0..BOTS, prop::bool::weighted(0.8)).prop_map(|(index, active)| Step::Fact(bot_fact(index, active))),
        3 => a_key().prop_map(fact),
        3 => (0..ACCOUNTS, 0..REGIONS, option::of(0..USERS), prop::bool::weighted(0.2))
            .prop_map(|(index, region, sponsor, ended)| Step::Fact(account_fact(index, region, sponsor, ended))),
        6 => an_assignment(),
        2 => (0..9_usize).prop_map(Step::Release),
        4 => (0..INCIDENTS, any::<bool>(), option::of(0..USERS), few(0..USERS))
            .prop_map(|(index, open, lead, team)| Step::Fact(incident_fact(index, open, lead, &team))),
        5 => an_entry().prop_map(fact),
        4 => (0..HANDOVERS, option::weighted(0.8, 0..USERS), option::of(sample::select(ends)))
            .prop_map(|(index, reader, until)| Step::Fact(handover_fact(index, reader, until))),
    ]
}

fn few(range: std::ops::Range<usize>) -> impl Strategy<Value = Vec<usize>> {
    collection::vec(range, 0..3)
}

fn some_of<T: Iterable + Clone + std::fmt::Debug + 'static>(most: usize) -> impl Strategy<Value = Vec<T>> {
    let all: Vec<T> = T::iter().collect();
    let most = most.min(all.len());
    sample::subsequence(all, 0..=most)
}

fn a_person() -> impl Strategy<Value = AccessChange> {
    let position = (some_of::<OrganisationRole>(2), few(0..REGIONS), some_of::<KnowledgeType>(3));
    (0..USERS, prop::bool::weighted(0.85), position).prop_map(|(index, active, (roles, regions, topics))| {
        person(index, active, &roles, &regions, &topics)
    })
}

fn a_key() -> impl Strategy<Value = AccessChange> {
    let may = (some_of::<Scope>(5), some_of::<Audience>(4), any::<bool>());
    (0..BOTS, may, option::of(few(0..ACCOUNTS)), prop::bool::weighted(0.1)).prop_map(
        |(index, (scopes, audiences, detail), accounts, revoked)| {
            key_fact(index, &scopes, &audiences, detail, accounts.as_deref(), revoked)
        },
    )
}

fn an_assignment() -> impl Strategy<Value = Step> {
    let seat = sample::select(Seat::iter().collect::<Vec<_>>());
    let position = sample::select(Position::iter().collect::<Vec<_>>());
    (0..ACCOUNTS, 0..USERS, seat, position).prop_map(|(account, user, seat, position)| {
        Step::Assign(account, user, (position != Position::Extended).then_some(seat), position)
    })
}

fn an_entry() -> impl Strategy<Value = AccessChange> {
    let audience = sample::select(Audience::iter().collect::<Vec<_>>());
    let state = sample::select(KnowledgeState::iter().collect::<Vec<_>>());
    (0..ENTRIES, audience, state, few(0..USERS))
        .prop_map(|(index, audience, state, editors)| entry_fact(index, audience, state, &editors))
}

/// The assignments so far, so that none is made that the tables would refuse.
#[derive(Default)]
struct Assignments(Vec<AssignmentFact>);

impl Assignments {
    fn resolve(&mut self, step: Step) -> Option<AccessChange> {
        match step {
            Step::Fact(fact) => Some(fact),
            Step::Assign(of_account, of_user, seat, position) => {
                let id = AssignmentId(uuid(9, self.0.len()));
                let (account, user) = (account(of_account), user(of_user));
                let fact = AssignmentFact { id, account, user, seat, position, running: true };
                if self.0.iter().any(|other| other.running && collide(other, &fact)) {
                    return None;
                }
                self.0.push(fact.clone());
                Some(AccessChange::Assignment(fact))
            }
            Step::Release(which) => {
                let running: Vec<usize> = (0..self.0.len()).filter(|index| self.0[*index].running).collect();
                let index = *running.get(which % running.len().max(1))?;
                self.0[index].running = false;
                Some(AccessChange::Assignment(self.0[index].clone()))
            }
        }
    }
}

/// One primary and one deputy a seat, one role a person in a seat, one extended membership a person.
fn collide(one: &AssignmentFact, other: &AssignmentFact) -> bool {
    let single = matches!(one.position, Position::Primary | Position::Deputy);
    let same_seat = one.account == other.account && one.seat == other.seat;
    same_seat && (one.user == other.user || (single && one.position == other.position))
}

/// The distinct ids that a test looks at.
pub(super) fn all<T: Ord>(count: usize, of: impl Fn(usize) -> T) -> BTreeSet<T> {
    (0..count).map(of).collect()
}
