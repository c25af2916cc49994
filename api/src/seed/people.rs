//! Regions, people with their positions, and one bot.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    bot,
    id::{BotId, RegionId, UserId},
    knowledge_entry::KnowledgeType,
    region,
    user::{self, Function, UserStatus},
    user_region,
    user_role::{self, OrganisationRole},
    user_topic,
};
use sea_orm::DbErr;

use super::{
    Seeding,
    history::Deed,
    words::{CULTURES, Culture},
};
use crate::{
    domain::{
        access::{AccessChange, change::UserFact},
        account::event::PersonLabel,
        identity::IdentityEvent,
        journal::{Actor, ActorKind},
    },
    platform::text,
};

/// Those who act in the past that is loaded.
pub(super) struct People {
    /// One for each culture, in their order.
    pub(super) regions: Vec<RegionId>,
    all: Vec<Person>,
    /// The bot that reports incidents.
    pub(super) bot: BotId,
}

/// Somebody who acts.
#[derive(Clone)]
pub(super) struct Person {
    pub(super) id: UserId,
    pub(super) name: String,
    function: Function,
    role: OrganisationRole,
    region: Option<usize>,
}

/// What the bot is called.
const BOT: &str = "Plant sentinel";

impl Person {
    pub(super) fn actor(&self) -> Actor {
        Actor { kind: ActorKind::Person, id: Some(self.id.to_string()), name: self.name.clone() }
    }

    pub(super) fn label(&self) -> PersonLabel {
        PersonLabel { id: self.id, name: self.name.clone() }
    }
}

impl People {
    /// Everybody with a role.
    pub(super) fn with_role(&self, role: OrganisationRole) -> Vec<&Person> {
        self.all.iter().filter(|person| person.role == role).collect()
    }

    /// Everybody who serves accounts with a craft.
    pub(super) fn with_function(&self, function: Function) -> Vec<&Person> {
        let serves = |person: &&Person| person.role == OrganisationRole::Staff && person.function == function;
        self.all.iter().filter(serves).collect()
    }

    /// The director of a region, by its place.
    pub(super) fn director(&self, region: usize) -> &Person {
        let answers = |person: &&Person| person.region == Some(region);
        self.all.iter().find(answers).unwrap_or(&self.all[0])
    }

    /// The bot as an actor.
    pub(super) fn bot_actor(&self) -> Actor {
        Actor { kind: ActorKind::Bot, id: Some(self.bot.to_string()), name: BOT.to_owned() }
    }
}

/// The position of the person at a place, of so many: leaders first, then staff.
fn position(place: usize, of: usize) -> (OrganisationRole, Option<usize>) {
    let (directors, managers, executives, auditors) =
        (CULTURES.len(), 2.max(of / 50), 3.max(of / 40), 1.max(of / 250));
    let ends = [
        (1, OrganisationRole::Administrator),
        (directors, OrganisationRole::Director),
        (managers, OrganisationRole::EscalationManager),
        (executives, OrganisationRole::Executive),
        (auditors, OrganisationRole::Auditor),
    ];
    let mut first = 0;
    for (count, role) in ends {
        if place < first + count {
            let region = (role == OrganisationRole::Director).then(|| place - first);
            return (role, region);
        }
        first += count;
    }
    (OrganisationRole::Staff, None)
}

/// The craft of a member of staff: every tenth has none of the three.
fn function(place: usize) -> Function {
    match place % 10 {
        0 | 3 | 6 | 9 => Function::Sales,
        1 | 4 | 7 => Function::Technical,
        2 | 5 => Function::Delivery,
        _ => match place % 20 {
            8 => Function::Delivery,
            _ => Function::Other,
        },
    }
}

/// Makes the regions, so many people and a bot.
pub(super) fn people(seeding: &mut Seeding, count: usize, from: DateTime<Utc>) -> Result<People, DbErr> {
    let regions =
        CULTURES.iter().map(|culture| region_of(seeding, culture, from)).collect::<Result<_, _>>()?;
    let bot = bot_of(seeding, from)?;
    let mut people = People { regions, all: Vec::with_capacity(count), bot };
    for place in 0..count {
        let at = from + TimeDelta::minutes(10 + i64::try_from(place).unwrap_or(0));
        let person = person(seeding, &people, place, count, at)?;
        people.all.push(person);
    }
    Ok(people)
}

fn system() -> Actor {
    Actor { kind: ActorKind::System, id: None, name: "system".to_owned() }
}

fn region_of(seeding: &mut Seeding, culture: &Culture, at: DateTime<Utc>) -> Result<RegionId, DbErr> {
    let row = region::Model {
        id: RegionId(seeding.dice.id(at)),
        code: culture.code.to_owned(),
        name: culture.region.to_owned(),
        created_at: at,
    };
    let event =
        IdentityEvent::RegionCreated { region: row.id, code: row.code.clone(), name: row.name.clone() };
    seeding.history.record(Deed { at, actor: system(), account: None }, &event, vec![])?;
    let id = row.id;
    seeding.batch.regions.push(row);
    Ok(id)
}

fn bot_of(seeding: &mut Seeding, at: DateTime<Utc>) -> Result<BotId, DbErr> {
    let id = BotId(seeding.dice.id(at));
    let event = IdentityEvent::BotCreated { bot: id, name: BOT.to_owned() };
    let fact = AccessChange::Bot { id, name: BOT.to_owned(), active: true };
    seeding.history.record(Deed { at, actor: system(), account: None }, &event, vec![fact])?;
    seeding.batch.bots.push(bot::Model {
        id,
        name: BOT.to_owned(),
        name_key: text::key(BOT),
        status: bot::BotStatus::Active,
        version: 1,
        created_at: at,
        updated_at: at,
    });
    Ok(id)
}

fn person(
    seeding: &mut Seeding,
    people: &People,
    place: usize,
    of: usize,
    at: DateTime<Utc>,
) -> Result<Person, DbErr> {
    let (role, region) = position(place, of);
    let culture = &CULTURES[region.unwrap_or(place % CULTURES.len())];
    let family = seeding.dice.pick(culture.family);
    let given = seeding.dice.pick(culture.given);
    let name = match culture.family_first {
        true => format!("{}{}", family.0, given.0),
        false => format!("{} {}", given.0, family.0),
    };
    let email = format!("{}.{}.{}@seed.test", given.1, family.1, place + 1);
    let function = if role == OrganisationRole::Staff { function(place) } else { Function::Other };
    let person = Person { id: UserId(seeding.dice.id(at)), name, function, role, region };
    let mut fact = UserFact {
        id: person.id,
        name: person.name.clone(),
        function,
        active: true,
        chief: false,
        roles: BTreeSet::new(),
        regions: BTreeSet::new(),
        topics: BTreeSet::new(),
    };
    let actor = people.all.first().map_or_else(system, Person::actor);
    let entered = IdentityEvent::UserCreated { user: person.id, name: person.name.clone(), function };
    let deed = Deed { at, actor: actor.clone(), account: None };
    seeding.history.record(deed, &entered, vec![AccessChange::User(fact.clone())])?;

    fact.roles.insert(role);
    fact.regions.extend(region.map(|place| people.regions[place]));
    if role == OrganisationRole::Staff && seeding.dice.chance(20) {
        fact.topics.insert(*seeding.dice.pick(&[KnowledgeType::IndustryTrend, KnowledgeType::Playbook]));
    }
    let is_chief = role == OrganisationRole::Executive && people.with_role(role).is_empty();
    appoint(seeding, actor, &fact, is_chief, at + TimeDelta::seconds(30))?;
    seeding.batch.users.push(user::Model {
        id: person.id,
        email_key: text::key(&email),
        email,
        name: person.name.clone(),
        name_key: text::key(&person.name),
        function,
        is_chief,
        status: UserStatus::Active,
        password_hash: None,
        version: 2,
        created_at: at,
        updated_at: at + TimeDelta::seconds(30),
    });
    Ok(person)
}

fn appoint(
    seeding: &mut Seeding,
    actor: Actor,
    fact: &UserFact,
    chief: bool,
    at: DateTime<Utc>,
) -> Result<(), DbErr> {
    let event = IdentityEvent::UserAppointed {
        user: fact.id,
        name: fact.name.clone(),
        roles: fact.roles.clone(),
        regions: fact.regions.clone(),
        topics: fact.topics.clone(),
        chief,
    };
    let deed = Deed { at, actor, account: None };
    seeding.history.record(deed, &event, vec![AccessChange::User(fact.clone())])?;
    let batch = &mut seeding.batch;
    batch.roles.extend(fact.roles.iter().map(|role| user_role::Model { user_id: fact.id, role: *role }));
    let region = |id: &RegionId| user_region::Model { user_id: fact.id, region_id: *id };
    batch.directed.extend(fact.regions.iter().map(region));
    let topic = |topic: &KnowledgeType| user_topic::Model { user_id: fact.id, topic: *topic };
    batch.topics.extend(fact.topics.iter().map(topic));
    Ok(())
}
