//! From rows to what the rules ask for: the records of terms, and the benchmarks of cohorts.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use chrono::TimeDelta;
use entity::{
    assignment::Seat,
    id::{AccountId, AssignmentId, UserId},
};

use super::{
    days::{LAST, Window},
    recorded::{self, Used},
    rules::{Asked, Benchmark, Record},
    service::{Key, Proficiency},
    store::{self, Term},
};
use crate::domain::fault::Fault;

/// The most requests that figures are made of, those of terms and those of benchmarks each.
const MOST_REQUESTS: u64 = 20_000;

/// The most terms that a benchmark is made of: the longest ones.
const MOST_SENIORS: u64 = 200;

/// A request that a seat of an account was asked to answer.
type OfSeat = (AccountId, Seat, Asked);

impl Proficiency {
    /// What the terms of cohorts are held against. Accounts without a tier have no benchmark.
    pub(super) async fn benchmarks(
        &self,
        keys: BTreeSet<Key>,
        path: &str,
    ) -> Result<HashMap<Key, Benchmark>, Fault> {
        let mut benchmarks = HashMap::new();
        for key in keys {
            let (quarter, _, Some(tier)) = key else { continue };
            let seniors = store::seniors(self.db.reader(), tier, quarter, MOST_SENIORS).await?;
            let records = self.records(&seniors, Window::before(quarter), path).await?;
            let mut people: BTreeMap<UserId, Record> = BTreeMap::new();
            for term in &seniors {
                let Some(record) = records.get(&term.id) else { continue };
                let known = people.entry(term.user_id).or_default();
                known.asked.extend(record.asked.iter().cloned());
                known.used.extend(record.used.iter().copied());
            }
            benchmarks.insert(key, Benchmark::of(&people, quarter));
        }
        Ok(benchmarks)
    }

    /// What was recorded of terms in a span.
    pub(super) async fn records(
        &self,
        terms: &[Term],
        span: Window,
        path: &str,
    ) -> Result<HashMap<AssignmentId, Record>, Fault> {
        if terms.is_empty() {
            return Ok(HashMap::new());
        }
        let reader = self.db.reader();
        let accounts: BTreeSet<AccountId> = terms.iter().map(|term| term.account_id).collect();
        let asked = self.asked(&accounts, span, path).await?;
        let uses = recorded::uses(reader, &accounts, span).await?;
        let mut items = recorded::items(reader, terms.iter().map(|term| term.id)).await?;
        let mut record = |term: &Term| Record { items: items.remove(&term.id), ..Record::default() };
        let mut records = terms.iter().map(|term| (term.id, record(term))).collect();
        share_out(&mut records, terms, asked, uses);
        Ok(records)
    }

    /// The requests of accounts that may have waited in a span, with the seats that were asked.
    async fn asked(
        &self,
        accounts: &BTreeSet<AccountId>,
        span: Window,
        path: &str,
    ) -> Result<Vec<OfSeat>, Fault> {
        let reader = self.db.reader();
        let requests = recorded::requests(reader, accounts, span, MOST_REQUESTS + 1).await?;
        if requests.len() as u64 > MOST_REQUESTS {
            let told = format!("figures are made of at most {MOST_REQUESTS} requests, and there are more");
            return Err(Fault::invalid(path, "TOO_MUCH", told));
        }
        let roles = recorded::roles(reader, accounts, span).await?;
        let reopened = recorded::reopened(reader, accounts, span).await?;
        let versions = requests.iter().map(|request| request.policy_version).collect();
        let policies = self.policies.versions(versions).await?;
        let requests: HashMap<_, _> = requests.into_iter().map(|request| (request.id, request)).collect();
        let mut hours = BTreeMap::new();
        let asked = roles.into_iter().filter_map(|(id, seat, asked_at, answered_at)| {
            let request = requests.get(&id)?;
            let policy = policies.get(&request.policy_version)?;
            let calendar = (request.policy_version, request.region_id, request.time_zone.as_str());
            let hours = hours
                .entry(calendar)
                .or_insert_with(|| Arc::new(policy.business_hours(request.region_id, &request.time_zone)));
            let reopened_at = reopened.get(&id).copied();
            let closed = request.was_closed();
            let it = Asked { asked_at, answered_at, closed, reopened_at, hours: Arc::clone(hours) };
            Some((request.account_id, seat, it))
        });
        Ok(asked.collect())
    }
}

/// Gives each term what happened in it.
fn share_out(
    records: &mut HashMap<AssignmentId, Record>,
    terms: &[Term],
    asked: Vec<OfSeat>,
    uses: Vec<Used>,
) {
    let mut on: HashMap<AccountId, Vec<&Term>> = HashMap::new();
    for term in terms {
        on.entry(term.account_id).or_default().push(term);
    }
    for (account, seat, it) in asked {
        let its = on.get(&account).into_iter().flatten();
        for term in its.filter(|term| term.is_of(seat) && term.holds(it.asked_at)) {
            records.entry(term.id).or_default().asked.push(it.clone());
        }
    }
    for (user, account, at) in uses {
        let its = on.get(&account).into_iter().flatten();
        for term in its.filter(|term| term.user_id == user && term.holds(at)) {
            records.entry(term.id).or_default().used.push(at);
        }
    }
}

/// The span in which the measured days of terms lie.
pub(super) fn life(terms: &[Term]) -> Window {
    let begun = || terms.iter().map(|term| term.started_at);
    let from = begun().min().unwrap_or_default();
    Window { from, to: begun().max().unwrap_or_default() + TimeDelta::days(i64::from(LAST) + 2) }
}
