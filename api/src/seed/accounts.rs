//! Accounts, what has happened to them, and their triangles.

use chrono::{DateTime, Days, TimeDelta, Utc};
use entity::{
    account::{self, AccountStatus, RelationshipStage, Tier},
    account_tier,
    assignment::{self, Position, Seat},
    id::{AccountId, AssignmentId},
    user::Function,
    user_role::OrganisationRole,
};
use sea_orm::DbErr;

use super::{
    Seeding,
    dice::Dice,
    history::Deed,
    people::{People, Person},
    words::{CULTURES, Culture, INDUSTRIES, Language},
};
use crate::{
    domain::{
        access::{AccessChange, facts::assignment_fact},
        account::event::{AccountEvent, AccountEventKind, AccountSnapshot, AssignmentSnapshot},
        journal::AccountLabel,
    },
    platform::text,
};

/// An account that incidents and knowledge can be about.
pub(super) struct Customer {
    pub(super) label: AccountLabel,
    pub(super) tier: Option<Tier>,
    pub(super) region: usize,
    pub(super) language: Language,
    pub(super) ended: bool,
    /// Those who hold a seat.
    pub(super) seated: Vec<Person>,
}

/// How many people serve an account: of twenty accounts in a row, seventy.
const TEAM_SIZES: [usize; 20] = [4, 3, 4, 3, 4, 1, 3, 4, 3, 4, 6, 3, 4, 3, 2, 4, 3, 4, 5, 3];

/// The places in a team, in the order in which they are filled.
const PLACES: [(Option<Seat>, Position); 6] = [
    (Some(Seat::Sales), Position::Primary),
    (Some(Seat::Technical), Position::Primary),
    (Some(Seat::Delivery), Position::Primary),
    (Some(Seat::Sales), Position::Deputy),
    (None, Position::Extended),
    (Some(Seat::Delivery), Position::Member),
];

/// Makes an account and what happens to it in the next weeks.
pub(super) fn account(
    seeding: &mut Seeding,
    people: &People,
    place: usize,
    at: DateTime<Utc>,
) -> Result<Customer, DbErr> {
    let region = seeding.dice.below(CULTURES.len());
    let culture = &CULTURES[region];
    let mut row = row(&mut seeding.dice, people, culture, region, place, at);
    let director = people.director(region).clone();
    let mut story = Story { seeding, row: &mut row, director: &director, at };
    story.tell(AccountEventKind::Created, &[], true)?;
    story.rise()?;
    story.sponsor(people)?;
    story.watch()?;
    let seated = story.team(people, place)?;
    story.decline()?;
    let customer = Customer {
        label: AccountLabel::from(&row),
        tier: row.tier,
        region,
        language: culture.language,
        ended: row.status == AccountStatus::Ended,
        seated,
    };
    if row.tier.is_some() {
        let tier = account_tier::Model { account_id: row.id, since: row.created_at, tier: row.tier };
        seeding.batch.tiers.push(tier);
    }
    seeding.batch.accounts.push(row);
    Ok(customer)
}

fn row(
    dice: &mut Dice,
    people: &People,
    culture: &Culture,
    region: usize,
    place: usize,
    at: DateTime<Utc>,
) -> account::Model {
    let (trade, industry) = *dice.pick(culture.trade);
    let parts = [*dice.pick(culture.first), trade, *dice.pick(culture.form)];
    let name = parts.join(culture.joint);
    let code = format!("{}-{:05}", culture.letters, place + 1);
    let prospect = dice.chance(12);
    let tiers =
        [(Some(Tier::S), 5), (Some(Tier::A), 15), (Some(Tier::B), 30), (Some(Tier::C), 40), (None, 10)];
    let tier = if prospect { None } else { dice.weigh(&tiers) };
    account::Model {
        id: AccountId(dice.id(at)),
        code_key: text::key(&code),
        code,
        name_key: text::key(&name),
        name,
        industry: Some(INDUSTRIES[industry].to_owned()),
        industry_key: Some(text::key(INDUSTRIES[industry])),
        region_id: people.regions[region],
        time_zone: culture.zone.to_owned(),
        status: if prospect { AccountStatus::Prospect } else { AccountStatus::Active },
        status_reason: None,
        tier,
        tier_reason: tier.map(|_| "yearly review of the book".to_owned()),
        stage: RelationshipStage::Exploratory,
        stage_reason: None,
        win_back_on: None,
        executive_sponsor_id: None,
        watch_reason: None,
        watch_review_on: None,
        version: 1,
        event_version: 0,
        created_at: at,
        updated_at: at,
    }
}

/// What happens to one account, in order.
struct Story<'a> {
    seeding: &'a mut Seeding,
    row: &'a mut account::Model,
    director: &'a Person,
    at: DateTime<Utc>,
}

impl Story<'_> {
    /// Some time later the row has changed.
    fn step(&mut self) {
        self.at += self.seeding.dice.minutes(30, 3 * 24 * 60);
        self.row.version += 1;
        self.row.updated_at = self.at;
    }

    fn tell(&mut self, kind: AccountEventKind, changed: &[&str], rights: bool) -> Result<(), DbErr> {
        let event = AccountEvent {
            kind,
            snapshot: AccountSnapshot::from(&*self.row),
            changed: changed.iter().map(|field| (*field).to_owned()).collect(),
            assignment: None,
            previous: None,
        };
        let access = if rights { vec![AccessChange::account(self.row)] } else { vec![] };
        let deed = self.deed();
        self.seeding.history.record(deed, &event, access)
    }

    fn deed(&self) -> Deed {
        Deed { at: self.at, actor: self.director.actor(), account: Some(AccountLabel::from(&*self.row)) }
    }

    /// The relationship grows, the more the higher the tier.
    fn rise(&mut self) -> Result<(), DbErr> {
        const LADDER: [(RelationshipStage, &str); 3] = [
            (RelationshipStage::Cooperative, "two paid cycles, satisfaction measured"),
            (RelationshipStage::Interdependent, "framework agreement signed"),
            (RelationshipStage::Strategic, "joint plan with an executive committee"),
        ];
        let steps = match self.row.tier {
            Some(Tier::S) => 3,
            Some(Tier::A) => 2,
            Some(Tier::B) => 1,
            _ => 0,
        };
        for (stage, reason) in LADDER.into_iter().take(steps) {
            self.step();
            self.row.stage = stage;
            self.row.stage_reason = Some(reason.to_owned());
            let changed = ["relationshipStage", "relationshipStageReason"];
            self.tell(AccountEventKind::StageChanged, &changed, false)?;
        }
        Ok(())
    }

    /// S and A have an executive who stands for them.
    fn sponsor(&mut self, people: &People) -> Result<(), DbErr> {
        if !matches!(self.row.tier, Some(Tier::S | Tier::A)) {
            return Ok(());
        }
        self.step();
        let executives = people.with_role(OrganisationRole::Executive);
        self.row.executive_sponsor_id = Some(self.seeding.dice.pick(&executives).id);
        self.tell(AccountEventKind::SponsorChanged, &["executiveSponsor"], true)
    }

    /// A third of the prospects is watched.
    fn watch(&mut self) -> Result<(), DbErr> {
        if self.row.status != AccountStatus::Prospect || !self.seeding.dice.chance(33) {
            return Ok(());
        }
        self.step();
        self.row.watch_reason = Some("tender expected within the year".to_owned());
        self.row.watch_review_on = self.at.date_naive().checked_add_days(Days::new(600));
        self.tell(AccountEventKind::Watched, &["watch"], false)
    }

    /// Some customers do less, and some of those go.
    fn decline(&mut self) -> Result<(), DbErr> {
        if self.row.status != AccountStatus::Active || !self.seeding.dice.chance(10) {
            return Ok(());
        }
        self.step();
        self.row.status = AccountStatus::ScaledDown;
        self.row.status_reason = Some("orders fell below the contract's minimum".to_owned());
        self.tell(AccountEventKind::StatusChanged, &["status", "statusReason"], false)?;
        if !self.seeding.dice.chance(25) {
            return Ok(());
        }
        self.step();
        self.row.status = AccountStatus::Ended;
        self.row.status_reason = Some("the business was sold".to_owned());
        self.tell(AccountEventKind::StatusChanged, &["status", "statusReason"], true)
    }

    /// Assigns the team. Now and then the first sales lead has left, and the last place is their history.
    fn team(&mut self, people: &People, place: usize) -> Result<Vec<Person>, DbErr> {
        let size = TEAM_SIZES[place % TEAM_SIZES.len()];
        let swapped = size == 4 && self.seeding.dice.chance(20);
        let mut team: Vec<Person> = Vec::with_capacity(size);
        for (seat, position) in PLACES.into_iter().take(if swapped { 3 } else { size }) {
            let person = newcomer(&mut self.seeding.dice, people, seat, &team).clone();
            self.at += TimeDelta::minutes(5);
            let row = self.assign(&person, seat, position);
            self.tell_of_team(AccountEventKind::Assigned, (&row, &person), None)?;
            self.seeding.batch.assignments.push(row);
            team.push(person);
        }
        if swapped {
            self.swap(people, &mut team)?;
        }
        let seated = |it: &(usize, Person)| PLACES[it.0].0.is_some() && PLACES[it.0].1 != Position::Member;
        Ok(team.into_iter().enumerate().filter(seated).map(|(_, person)| person).collect())
    }

    fn swap(&mut self, people: &People, team: &mut [Person]) -> Result<(), DbErr> {
        self.at += self.seeding.dice.minutes(24 * 60, 30 * 24 * 60);
        let successor = newcomer(&mut self.seeding.dice, people, Some(Seat::Sales), team).clone();
        let next = self.assign(&successor, Some(Seat::Sales), Position::Primary);
        let sales = self.seeding.batch.assignments.iter_mut().rev();
        let mut of_account = sales.take_while(|row| row.account_id == self.row.id);
        let Some(last) = of_account.find(|row| row.seat == Some(Seat::Sales)) else { return Ok(()) };
        last.ended_at = Some(self.at);
        last.ended_by = Some(self.director.id);
        last.end_reason = Some("moves to another region".to_owned());
        let last = last.clone();
        self.tell_of_team(AccountEventKind::Swapped, (&next, &successor), Some((&last, &team[0])))?;
        self.seeding.batch.assignments.push(next);
        team[0] = successor;
        Ok(())
    }

    fn assign(&mut self, person: &Person, seat: Option<Seat>, position: Position) -> assignment::Model {
        assignment::Model {
            id: AssignmentId(self.seeding.dice.id(self.at)),
            account_id: self.row.id,
            user_id: person.id,
            seat,
            position,
            expertise: seat.is_none().then(|| "legal".to_owned()),
            exception_reason: None,
            started_at: self.at,
            started_by: self.director.id,
            ended_at: None,
            ended_by: None,
            end_reason: None,
        }
    }

    fn tell_of_team(
        &mut self,
        kind: AccountEventKind,
        begun: (&assignment::Model, &Person),
        ended: Option<(&assignment::Model, &Person)>,
    ) -> Result<(), DbErr> {
        let event = AccountEvent {
            kind,
            snapshot: AccountSnapshot::from(&*self.row),
            changed: vec![part(begun.0).to_owned()],
            assignment: Some(snapshot(begun)),
            previous: ended.map(snapshot),
        };
        let fact = |(row, _): (&assignment::Model, _)| AccessChange::Assignment(assignment_fact(row));
        let access = ended.into_iter().chain([begun]).map(fact).collect();
        let deed = self.deed();
        self.seeding.history.record(deed, &event, access)
    }
}

fn snapshot((row, person): (&assignment::Model, &Person)) -> AssignmentSnapshot {
    AssignmentSnapshot { id: row.id, person: person.label(), seat: row.seat, position: row.position }
}

/// Somebody of the right craft who is not on the team yet.
fn newcomer<'a>(dice: &mut Dice, people: &'a People, seat: Option<Seat>, team: &[Person]) -> &'a Person {
    let function = match seat {
        Some(Seat::Sales) => Function::Sales,
        Some(Seat::Technical) => Function::Technical,
        Some(Seat::Delivery) => Function::Delivery,
        None => Function::Other,
    };
    let fitting = people.with_function(function);
    loop {
        let person = *dice.pick(&fitting);
        if team.iter().all(|other| other.id != person.id) {
            return person;
        }
    }
}

/// The field of the API that an assignment belongs to.
fn part(row: &assignment::Model) -> &'static str {
    if row.seat.is_some() { "triangle" } else { "extendedMembers" }
}
