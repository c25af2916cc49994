//! Load data: a past of two years, the same on every machine, written in bulk into a database that holds no accounts yet.
//! Tables, events and the facts that rights follow from agree, as if the use cases had written them.

mod accounts;
mod batch;
mod dice;
mod history;
mod incidents;
mod knowledge;
mod people;
mod prose;
mod requests;
mod words;

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};
use entity::{account, counter, escalation_policy, knowledge_entry::KnowledgeType, knowledge_term};
use sea_orm::{ActiveValue::Set, DbErr, EntityTrait};

use self::{accounts::Customer, batch::Batch, dice::Dice, history::History, incidents::Fate, people::People};
use crate::{
    StartError,
    domain::{policy::rules::EscalationPolicy, search::Search},
    migrate,
    platform::{
        bulk::Bulk,
        db::{Db, Target},
        log,
    },
};

/// How much data there shall be.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Amounts {
    /// Key accounts; 3.5 people serve each
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub accounts: u32,
    /// People, at least thirty
    #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u32).range(30..=100_000))]
    pub users: u32,
    /// Entries of the think tank, about a kilobyte each
    #[arg(long, default_value_t = 100_000, value_parser = clap::value_parser!(u32).range(0..=10_000_000))]
    pub knowledge: u32,
    /// Incidents, each with four lines in its timeline
    #[arg(long, default_value_t = 50_000, value_parser = clap::value_parser!(u32).range(0..=10_000_000))]
    pub incidents: u32,
    /// Customers' requests, nearly all of them answered
    #[arg(long, default_value_t = 50_000, value_parser = clap::value_parser!(u32).range(0..=10_000_000))]
    pub requests: u32,
}

/// What was made.
#[derive(Clone, Copy, Debug)]
pub struct Seeded {
    amounts: Amounts,
    assignments: u64,
    lines: u64,
    verified: u64,
    answers: u64,
    events: u64,
    took: Duration,
}

impl std::fmt::Display for Seeded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Amounts { accounts, users, knowledge, incidents, requests } = self.amounts;
        let Self { assignments, lines, verified, answers, events, took, .. } = self;
        writeln!(f, "{accounts:>9} accounts with {assignments} assignments")?;
        writeln!(f, "{users:>9} people")?;
        writeln!(f, "{knowledge:>9} entries of the think tank, {verified} of them verified")?;
        writeln!(f, "{incidents:>9} incidents with {lines} lines in their timelines")?;
        writeln!(f, "{requests:>9} customers' requests with {answers} answers")?;
        writeln!(f, "{events:>9} events")?;
        write!(f, "in {:.1} s", took.as_secs_f64())
    }
}

/// The data in the making.
struct Seeding {
    dice: Dice,
    history: History,
    batch: Batch,
    incidents: i64,
    assignments: u64,
    lines: u64,
    verified: u64,
    answers: u64,
    house: House,
}

/// The numbers with which a company begins.
struct House {
    policy: EscalationPolicy,
    /// For how many days a verification holds.
    terms: HashMap<KnowledgeType, Option<i32>>,
}

impl House {
    async fn read(db: &Db) -> Result<Self, DbErr> {
        let first = escalation_policy::Entity::find_by_id(requests::POLICY).one(db.reader()).await?;
        let first = first.ok_or_else(|| DbErr::RecordNotFound("the first policy".to_owned()))?;
        let policy =
            serde_json::from_value(first.document).map_err(|error| DbErr::Json(error.to_string()))?;
        let terms = knowledge_term::Entity::find().all(db.reader()).await?;
        Ok(Self { policy, terms: terms.into_iter().map(|term| (term.kind, term.interval_days)).collect() })
    }
}

/// When the loaded past begins: people first, then a year of accounts, then a year of knowledge, incidents and requests.
const BEGINNING: DateTime<Utc> =
    DateTime::from_timestamp(1_704_067_200, 0).expect("2024-01-01 is an instant");

/// How many accounts, entries, incidents or requests are written in one transaction.
const AT_ONCE: usize = 2_000;

/// Fills a migrated database.
///
/// # Errors
/// It holds accounts already, or the database failed.
pub async fn seed(target: &Target, amounts: Amounts) -> Result<Seeded, StartError> {
    let began = Instant::now();
    let db = Db::connect(target, crate::platform::clock::Clock::system()).await?;
    migrate(target, &db).await?;
    if account::Entity::find().one(db.reader()).await?.is_some() {
        let refusal = "the database holds accounts already: seed an empty one (another --data-dir)";
        return Err(StartError::Refused(refusal.to_owned()));
    }
    let bulk = Bulk::open(target, &db).await?;
    let mut seeding = Seeding {
        dice: Dice::new(0x1207),
        history: History::new(Dice::new(0x5EED)),
        batch: Batch::default(),
        incidents: 0,
        assignments: 0,
        lines: 0,
        verified: 0,
        answers: 0,
        house: House::read(&db).await?,
    };
    seeding.fill(&bulk, amounts).await?;
    log::number_all(&db).await?;
    let search = Search::new(db.clone());
    while search.build_on().await? {}
    while search.join_on().await? {}
    bulk.analyze().await?;
    let Seeding { assignments, lines, verified, answers, history, .. } = seeding;
    let (events, took) = (history.recorded(), began.elapsed());
    Ok(Seeded { amounts, assignments, lines, verified, answers, events, took })
}

/// Something that begins at an instant.
#[derive(Clone, Copy)]
enum Plan {
    Entry,
    Incident(Fate),
    Request,
}

impl Seeding {
    async fn fill(&mut self, bulk: &Bulk, amounts: Amounts) -> Result<(), DbErr> {
        let people = people::people(self, amounts.users as usize, BEGINNING)?;
        let founding = BEGINNING + TimeDelta::days(120);
        self.write(bulk, Some(founding)).await?;
        let customers = self.accounts(bulk, &people, amounts.accounts as usize, founding).await?;
        self.second_year(bulk, &people, &customers, amounts).await?;
        let tx = bulk.begin().await?;
        log::settle_accounts(&tx).await?;
        let counter = counter::ActiveModel { name: Set("incident".to_owned()), value: Set(self.incidents) };
        counter::Entity::update(counter).exec(&tx).await?;
        tx.commit().await
    }

    async fn accounts(
        &mut self,
        bulk: &Bulk,
        people: &People,
        count: usize,
        from: DateTime<Utc>,
    ) -> Result<Vec<Customer>, DbErr> {
        let mut customers = Vec::with_capacity(count);
        let between =
            TimeDelta::seconds(TimeDelta::days(150).num_seconds() / i64::try_from(count).unwrap_or(1));
        let mut at = from;
        for place in 0..count {
            customers.push(accounts::account(self, people, place, at)?);
            at += between;
            if (place + 1) % AT_ONCE == 0 {
                self.write(bulk, Some(at)).await?;
            }
        }
        self.write(bulk, None).await?;
        Ok(customers)
    }

    /// Knowledge, incidents and requests, in the order in which they begin.
    async fn second_year(
        &mut self,
        bulk: &Bulk,
        people: &People,
        customers: &[Customer],
        amounts: Amounts,
    ) -> Result<(), DbErr> {
        let served: Vec<&Customer> = customers.iter().filter(|customer| !customer.ended).collect();
        if served.is_empty() {
            return Ok(());
        }
        let plans = self.plans(amounts);
        let policy = self.house.policy.clone();
        for some in plans.chunks(AT_ONCE) {
            for (at, plan) in some {
                match plan {
                    Plan::Entry => knowledge::entry(self, people, customers, *at)?,
                    Plan::Incident(fate) => {
                        let customer = *self.dice.pick(&served);
                        incidents::incident(self, people, customer, *fate, *at)?;
                    }
                    Plan::Request => {
                        let customer = *self.dice.pick(&served);
                        requests::request(self, people, &policy, customer, *at)?;
                    }
                }
            }
            // What began earlier than this is told up to here, in order.
            self.write(bulk, some.last().map(|(at, _)| *at)).await?;
        }
        self.write(bulk, None).await
    }

    /// When each entry, incident and request begins. Those that are still open began in the last two months.
    fn plans(&mut self, amounts: Amounts) -> Vec<(DateTime<Utc>, Plan)> {
        const YEAR: usize = 365 * 24 * 60;
        const MONTH: usize = 30 * 24 * 60;
        let from = BEGINNING + TimeDelta::days(366);
        let count = amounts.knowledge + amounts.incidents + amounts.requests;
        let mut plans = Vec::with_capacity(count as usize);
        for _ in 0..amounts.knowledge {
            plans.push((from + self.dice.minutes(0, YEAR - MONTH), Plan::Entry));
        }
        for _ in 0..amounts.incidents {
            let fate = Fate::throw(&mut self.dice);
            let first = if matches!(fate, Fate::Open(_)) { YEAR - 2 * MONTH } else { 0 };
            plans.push((from + self.dice.minutes(first, YEAR - MONTH / 6), Plan::Incident(fate)));
        }
        for _ in 0..amounts.requests {
            plans.push((from + self.dice.minutes(0, YEAR - MONTH / 2), Plan::Request));
        }
        plans.sort_by_key(|(at, _)| *at);
        plans
    }

    /// Writes the rows that wait and the events before an instant, in one transaction.
    async fn write(&mut self, bulk: &Bulk, before: Option<DateTime<Utc>>) -> Result<(), DbErr> {
        let batch = std::mem::take(&mut self.batch);
        self.assignments += batch.assignments.len() as u64;
        self.lines += batch.lines.len() as u64;
        self.verified += batch.entries.iter().filter(|row| row.verified_at.is_some()).count() as u64;
        self.answers += batch.answers.len() as u64;
        let tx = bulk.begin().await?;
        batch.write(&tx).await?;
        log::load(&tx, self.history.before(before)).await?;
        tx.commit().await
    }
}
