//! The use case of the figures of response speed.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use entity::{account::Tier, customer_request::RequestKind, id::AccountId};

use super::{
    rules::{self, BASELINE, Measured, SpeedFigures},
    store::{self, Span, Which},
};
use crate::{
    domain::{
        access::{Viewer, scope::RequestScope},
        fault::Fault,
        input::Checks,
        policy::Policies,
        request::{rules::due, timing::timing},
    },
    platform::db::Db,
};

/// The most requests that figures are made of, those of the span and those of the baseline each.
const AT_MOST: u64 = 20_000;

/// Of how many accounts the baseline is read in one statement.
const AT_ONCE: usize = 200;

/// Figures of the triangle's response speed. Clones share them.
#[derive(Clone)]
pub struct ResponseSpeed {
    db: Db,
    policies: Policies,
}

/// What figures are asked for.
#[derive(Clone, Debug)]
pub struct SpeedOf {
    /// What customers asked from this instant on.
    pub from: DateTime<Utc>,
    /// And before this one.
    pub to: DateTime<Utc>,
    /// Of which accounts; `None`: of all.
    pub accounts: Option<Vec<AccountId>>,
}

impl ResponseSpeed {
    /// The figures of this database, with the calendars of these policies.
    pub fn new(db: Db, policies: Policies) -> Self {
        Self { db, policies }
    }

    /// Figures of the requests that the viewer may see, by the account's tier when they were logged and the sort of demand; groups
    /// without a request are left out.
    ///
    /// # Errors
    /// The span is empty or too long, there is too much in it, or the viewer is no person.
    pub async fn by_tier_and_kind(
        &self,
        viewer: &Viewer,
        of: &SpeedOf,
    ) -> Result<Vec<((Option<Tier>, RequestKind), SpeedFigures)>, Fault> {
        viewer.person()?;
        checked(of)?;
        let (reader, scope) = (self.db.reader(), RequestScope::of(viewer));
        let span = (of.from, of.to);
        let which = Which::InSpan(span, of.accounts.clone());
        let mut requests = self.measured(&scope, &which, 0).await?;
        let completed = store::completed(reader, &scope, &which).await?;
        let before = |(account, at): (&AccountId, &DateTime<Utc>)| (*account, (*at - BASELINE, *at));
        let spans: Vec<(AccountId, Span)> = completed.iter().map(before).collect();
        let mut baseline = Vec::new();
        for some in spans.chunks(AT_ONCE) {
            let which = Which::InSpans(some.to_vec());
            baseline.extend(self.measured(&scope, &which, baseline.len() as u64).await?);
        }
        // What is in the span is known already.
        requests.extend(baseline.into_iter().filter(|it| !(of.from..of.to).contains(&it.occurred_at)));
        Ok(rules::figures(&requests, span, &completed))
    }

    /// The requests, which together with those that are known already may not be too many.
    async fn measured(
        &self,
        scope: &RequestScope,
        which: &Which,
        known: u64,
    ) -> Result<Vec<Measured>, Fault> {
        let (reader, as_of) = (self.db.reader(), self.db.clock().now());
        let rows = store::requests(reader, scope, which, AT_MOST - known + 1).await?;
        if rows.len() as u64 + known > AT_MOST {
            let told = format!(
                "it, or the 90 days before the triangles of its accounts were complete, hold more than {AT_MOST} requests: ask for a shorter span or for some accounts"
            );
            return Err(Fault::invalid("askedTo", "TOO_MUCH", &told));
        }
        let mut roles = store::roles(reader, scope, which).await?;
        let mut hops = store::hops(reader, scope, which).await?;
        let versions: BTreeSet<i32> = rows.iter().map(|row| row.policy_version).collect();
        let policies = self.policies.versions(versions).await?;
        let mut hours = BTreeMap::new();
        let measured = rows.into_iter().filter_map(|row| {
            let policy = policies.get(&row.policy_version)?;
            let calendar = (row.policy_version, row.region_id, row.time_zone.clone());
            let hours =
                hours.entry(calendar).or_insert_with(|| policy.business_hours(row.region_id, &row.time_zone));
            let (roles, hops) =
                (roles.remove(&row.id).unwrap_or_default(), hops.remove(&row.id).unwrap_or_default());
            let course = row.course();
            Some(Measured {
                account: row.account_id,
                tier: row.tier_at_log,
                kind: row.kind,
                occurred_at: row.occurred_at,
                timing: timing(&course, &roles, &hops, hours, as_of),
                due: due(&course, as_of),
                closed: row.is_closed() || row.round > 1,
                reopened: row.round > 1,
            })
        });
        Ok(measured.collect())
    }
}

fn checked(of: &SpeedOf) -> Result<(), Fault> {
    let mut checks = Checks::new();
    checks.span(("askedFrom", of.from), ("askedTo", of.to));
    checks.done()
}
