//! The use cases of proficiency: of one term, and of the cohorts of those that the viewer may read of.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use entity::{
    account::Tier,
    account_tier,
    id::{AccountId, AssignmentId},
};

use super::{
    days::{Quarter, TermDays, Window},
    gather::life,
    rules::{self, Benchmark, Cohort, Progress, Reading, Record},
    store::{self, Term},
};
use crate::{
    domain::{
        access::{Access, TermAccess, Viewer, scope::TermScope},
        fault::Fault,
        input::Checks,
        policy::Policies,
    },
    platform::db::Db,
};

/// The most days that are told at once.
const MOST_DAYS: i64 = 92;

/// The most terms that cohorts are made of.
const MOST_TERMS: u64 = 1_000;

/// Proficiency. Clones share it.
#[derive(Clone)]
pub struct Proficiency {
    pub(super) db: Db,
    access: Access,
    pub(super) policies: Policies,
}

/// The figures of a term.
#[derive(Clone, Debug)]
pub struct TermFigures {
    /// The term.
    pub access: TermAccess,
    /// The account's tier when it began.
    pub tier: Option<Tier>,
    /// The quarter in which it began.
    pub quarter: Quarter,
    /// What it is held against.
    pub benchmark: Benchmark,
    record: Record,
    days: TermDays,
}

/// Which cohorts are asked for.
#[derive(Clone, Copy, Debug)]
pub struct CohortsOf {
    /// Of terms that began from this instant on.
    pub from: DateTime<Utc>,
    /// And before this one.
    pub to: DateTime<Utc>,
}

/// A tier, in the order of the cohorts, and a quarter.
pub(super) type Key = (Quarter, u8, Option<Tier>);

impl TermFigures {
    /// How far the term has come.
    pub fn progress(&self) -> Progress {
        rules::progress(&self.record, &self.benchmark, &self.days)
    }

    /// The day with a number.
    pub fn day(&self, number: u32) -> NaiveDate {
        self.days.day(number)
    }

    /// The last measured day; `None`: there is none yet.
    pub fn latest(&self) -> Option<(u32, Reading)> {
        self.days.numbers().last().map(|number| (number, self.reading(number)))
    }

    /// The measured days from one to another.
    ///
    /// # Errors
    /// They are in the wrong order or too many.
    pub fn between(&self, from: NaiveDate, to: NaiveDate) -> Result<Vec<(u32, Reading)>, Fault> {
        if to < from {
            return Err(Fault::invalid("to", "BEFORE_START", "must not be before from"));
        }
        if (to - from).num_days() >= MOST_DAYS {
            return Err(Fault::invalid("to", "SPAN_TOO_LONG", "at most 92 days are told at once"));
        }
        let numbers = from.iter_days().take_while(|day| *day <= to).filter_map(|day| self.days.number(day));
        Ok(numbers.map(|number| (number, self.reading(number))).collect())
    }

    fn reading(&self, number: u32) -> Reading {
        rules::reading(&self.record, &self.benchmark, self.days.window(number))
    }
}

impl Proficiency {
    /// The proficiency of this database, with the calendars of these policies.
    pub fn new(db: Db, access: Access, policies: Policies) -> Self {
        Self { db, access, policies }
    }

    /// The figures of a term.
    ///
    /// # Errors
    /// [`Fault::NotFound`] if there is no term that the viewer may read of, [`Fault::Forbidden`] for bots, and for directors while an
    /// incident of the account is not solved; there are too many requests.
    pub async fn of(&self, viewer: &Viewer, id: AssignmentId) -> Result<TermFigures, Fault> {
        let access = self.access.term(viewer, id).await?;
        let reader = self.db.reader();
        let term = store::term(reader, access.term().id).await?.ok_or(Fault::NotFound)?;
        let terms = std::slice::from_ref(&term);
        let key = self.keys(terms).await?[0];
        let records = self.records(terms, life(terms), "assignmentId").await?;
        let record = records.into_values().next().unwrap_or_default();
        let mut benchmarks = self.benchmarks(BTreeSet::from([key]), "assignmentId").await?;
        let (quarter, _, tier) = key;
        let benchmark = benchmarks.remove(&key).unwrap_or(Benchmark::NONE);
        Ok(TermFigures { access, tier, quarter, benchmark, record, days: self.days(&term) })
    }

    /// How far the terms of each cohort have come, of those that the viewer may read of: by quarter, the highest tier first. Cohorts
    /// without a term are left out.
    ///
    /// # Errors
    /// The span is empty or too long, there is too much in it, or the viewer is no person.
    pub async fn cohorts(
        &self,
        viewer: &Viewer,
        of: &CohortsOf,
    ) -> Result<Vec<((Quarter, Option<Tier>), Cohort)>, Fault> {
        viewer.person()?;
        checked(of)?;
        let span = Window { from: of.from, to: of.to };
        let scope = TermScope::of(viewer);
        let terms = store::begun(self.db.reader(), &scope, span, MOST_TERMS + 1).await?;
        if terms.len() as u64 > MOST_TERMS {
            let told = format!("more than {MOST_TERMS} terms began in it: ask for a shorter span");
            return Err(Fault::invalid("startedTo", "TOO_MUCH", told));
        }
        let keys = self.keys(&terms).await?;
        let benchmarks = self.benchmarks(keys.iter().copied().collect(), "startedTo").await?;
        let records = self.records(&terms, life(&terms), "startedTo").await?;
        let mut cohorts: BTreeMap<Key, Cohort> = BTreeMap::new();
        for (term, key) in terms.iter().zip(keys) {
            let progress = match (records.get(&term.id), benchmarks.get(&key)) {
                (Some(record), Some(benchmark)) => rules::progress(record, benchmark, &self.days(term)),
                _ => Progress::default(),
            };
            cohorts.entry(key).or_default().add(progress);
        }
        Ok(cohorts.into_iter().map(|((quarter, _, tier), cohort)| ((quarter, tier), cohort)).collect())
    }

    fn days(&self, term: &Term) -> TermDays {
        let now = self.db.clock().now();
        let until = term.ended_at.map_or(now, |end| end.min(now));
        let zone: Tz = term.time_zone.parse().unwrap_or(Tz::UTC);
        TermDays::new(zone, term.started_at, until)
    }

    /// The cohorts of terms: the tiers of their accounts and the quarters in which they began.
    async fn keys(&self, terms: &[Term]) -> Result<Vec<Key>, Fault> {
        let accounts: BTreeSet<AccountId> = terms.iter().map(|term| term.account_id).collect();
        let mut known: HashMap<AccountId, Vec<account_tier::Model>> = HashMap::new();
        for row in store::tiers(self.db.reader(), accounts).await? {
            known.entry(row.account_id).or_default().push(row);
        }
        let key = |term: &Term| {
            let changes = known.get(&term.account_id).map(Vec::as_slice).unwrap_or_default();
            let tier = changes.iter().rfind(|it| it.since <= term.started_at).and_then(|it| it.tier);
            (Quarter::of(term.started_at), place(tier), tier)
        };
        Ok(terms.iter().map(key).collect())
    }
}

/// The place of a tier among the cohorts of a quarter.
fn place(tier: Option<Tier>) -> u8 {
    match tier {
        Some(Tier::S) => 0,
        Some(Tier::A) => 1,
        Some(Tier::B) => 2,
        Some(Tier::C) => 3,
        None => 4,
    }
}

fn checked(of: &CohortsOf) -> Result<(), Fault> {
    let mut checks = Checks::new();
    checks.span(("startedFrom", of.from), ("startedTo", of.to));
    checks.done()
}
