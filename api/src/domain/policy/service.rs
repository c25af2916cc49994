//! Reading and revising the escalation policy.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, Utc};
use entity::{
    clock::ClockKind,
    escalation_policy::{Column, Entity, Model},
    id::{RegionId, UserId},
    region,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect,
};

use super::{
    check::checked,
    error::PolicyError,
    event::PolicyEvent,
    rules::{
        EscalationPolicy, HandoverTerms, Ladder, LetterTerms, Level, RegionCalendar, ResponseTarget, Warnings,
    },
};
use crate::{
    domain::{
        access::{Action, Viewer, proof},
        calendar::Opening,
        fault::{Fault, expect_version},
        journal::{self, Claim, Idempotency, Outcome},
    },
    platform::db::{Db, Tx},
};

/// A version of the policy.
#[derive(Clone, Debug)]
pub struct PolicyVersion {
    /// 1, 2, 3 ...
    pub version: i32,
    /// What it says.
    pub policy: Arc<EscalationPolicy>,
    /// Why it was changed; `None`: the server came with it.
    pub reason: Option<String>,
    /// Since when it is in force; `None`: the server came with it.
    pub revised_at: Option<DateTime<Utc>>,
    /// Who changed it; `None`: the server came with it.
    pub revised_by: Option<UserId>,
}

/// What a revision changes; what is left out stays.
#[derive(Clone, Debug, Default)]
pub struct Sections {
    /// The rows of targets, the slowest last.
    pub levels: Option<Vec<Level>>,
    /// By when the letter of commitment is sent.
    pub letter: Option<LetterTerms>,
    /// At what percents of a target clocks warn.
    pub warnings: Option<Warnings>,
    /// Whom the silence reaches, step by step.
    pub ladder: Option<Ladder>,
    /// The longest that all pauses of a clock may take together.
    pub pause_cap_minutes: Option<u32>,
    /// An acknowledgement lapses after so many spans of a team update without one.
    pub lapse_after_updates: Option<u32>,
    /// Which clocks count business hours.
    pub business_clocks: Option<Vec<ClockKind>>,
    /// Within how many minutes of business hours a customer's request is first answered.
    pub response_targets: Option<Vec<ResponseTarget>>,
    /// The hours of regions without a calendar.
    pub standard_week: Option<Vec<Opening>>,
    /// The calendars of regions.
    pub calendars: Option<Vec<RegionCalendar>>,
    /// How long a seat is handed over at least, and how long its former holder reads on.
    pub handover: Option<HandoverTerms>,
}

/// A revision of the policy.
#[derive(Clone, Debug)]
pub struct RevisePolicy {
    /// The version that it was made against.
    pub expected_version: i32,
    /// Why.
    pub reason: String,
    /// What changes.
    pub sections: Sections,
    /// The client's promise that requests with this key are one request.
    pub idempotency: Option<Idempotency>,
}

/// The escalation policy. Clones share it, and the versions that incidents hold to: a version never changes.
#[derive(Clone)]
pub struct Policies {
    db: Db,
    known: Arc<Mutex<BTreeMap<i32, Arc<EscalationPolicy>>>>,
}

impl Policies {
    /// The policy of this database.
    pub fn new(db: Db) -> Self {
        Self { db, known: Arc::default() }
    }

    /// A version of the policy, the one in force if none is named, for people.
    ///
    /// # Errors
    /// [`Fault::Unauthenticated`], [`Fault::Forbidden`] for bots, [`Fault::NotFound`] if there is no such version.
    pub async fn get(&self, viewer: &Viewer, version: Option<i32>) -> Result<PolicyVersion, Fault> {
        viewer.person()?;
        let found = match version {
            Some(version) => Entity::find_by_id(version).one(self.db.reader()).await?,
            None => newest(self.db.reader()).await?,
        };
        read(found.ok_or(Fault::NotFound)?)
    }

    /// The version in force, for the opening of a channel.
    pub(in crate::domain) async fn in_force(&self, tx: &Tx) -> Result<(i32, Arc<EscalationPolicy>), Fault> {
        let version = Entity::find().select_only().column_as(Column::Version.max(), "version");
        let version: Option<i32> = version.into_tuple().one(&**tx).await?.flatten();
        let version = version.ok_or(Fault::NotFound)?;
        Ok((version, self.version(tx, version).await?))
    }

    /// A version that an incident holds to.
    pub(in crate::domain) async fn version(
        &self,
        tx: &Tx,
        version: i32,
    ) -> Result<Arc<EscalationPolicy>, Fault> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).get(&version).cloned();
        if let Some(policy) = known {
            return Ok(policy);
        }
        let row = Entity::find_by_id(version).one(&**tx).await?;
        let policy = read(row.ok_or(Fault::NotFound)?)?.policy;
        self.known.lock().unwrap_or_else(PoisonError::into_inner).insert(version, Arc::clone(&policy));
        Ok(policy)
    }

    /// Versions by their numbers, for reading what holds to them.
    pub(in crate::domain) async fn versions(
        &self,
        wanted: BTreeSet<i32>,
    ) -> Result<BTreeMap<i32, Arc<EscalationPolicy>>, Fault> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let lacking: Vec<i32> = wanted.iter().filter(|it| !known.contains_key(it)).copied().collect();
        let mut found: BTreeMap<_, _> = known.into_iter().filter(|(it, _)| wanted.contains(it)).collect();
        if lacking.is_empty() {
            return Ok(found);
        }
        let rows = Entity::find().filter(Column::Version.is_in(lacking)).all(self.db.reader()).await?;
        for row in rows {
            let PolicyVersion { version, policy, .. } = read(row)?;
            self.known.lock().unwrap_or_else(PoisonError::into_inner).insert(version, Arc::clone(&policy));
            found.insert(version, policy);
        }
        Ok(found)
    }

    /// Makes a new version. The outcome's events tell it; a revision that changes nothing is no version.
    ///
    /// # Errors
    /// The policy would not be whole, a region is not there, or the version is not the one in force; only administrators
    /// may.
    pub async fn revise(&self, viewer: &Viewer, command: &RevisePolicy) -> Result<Outcome, PolicyError> {
        proof::organisation_for(viewer, Action::Administer)?;
        let committed = self.db.write(|tx| revise_in(tx, viewer, command)).await?;
        Ok(Claim::outcome(committed))
    }
}

async fn newest<C: ConnectionTrait>(connection: &C) -> Result<Option<Model>, DbErr> {
    Entity::find().order_by_desc(Column::Version).one(connection).await
}

fn read(row: Model) -> Result<PolicyVersion, Fault> {
    let policy = serde_json::from_value(row.document).map_err(unreadable)?;
    Ok(PolicyVersion {
        version: row.version,
        policy: Arc::new(policy),
        reason: row.reason,
        revised_at: row.revised_at,
        revised_by: row.revised_by,
    })
}

fn unreadable(error: serde_json::Error) -> Fault {
    Fault::Database(DbErr::Json(error.to_string()))
}

async fn revise_in(tx: Tx, viewer: &Viewer, command: &RevisePolicy) -> Result<Claim, PolicyError> {
    let viewer = &proof::present(&tx, viewer).await?;
    proof::organisation_for(viewer, Action::Administer)?;
    let claim = journal::claim(&tx, viewer, command.idempotency.as_ref(), tx.next_id()).await?;
    if matches!(claim, Claim::Replay(_)) {
        return Ok(claim);
    }
    // Of two revisions at the same moment the second waits here, and then finds another version in force.
    Entity::find_by_id(1).lock_exclusive().one(&*tx).await?;
    let present = read(newest(&*tx).await?.ok_or(Fault::NotFound)?)?;
    expect_version(command.expected_version, present.version)?;
    let (next, mut checks) = checked(command.sections.clone().over(&present.policy));
    let reason = checks.reason("reason", &command.reason);
    checks.done()?;
    let changed = changed(&present.policy, &next);
    if changed.is_empty() {
        return Ok(claim);
    }
    know_regions(&tx, &next).await?;
    let row = Model {
        version: present.version + 1,
        document: serde_json::to_value(&next).map_err(unreadable)?,
        reason: Some(reason),
        revised_at: Some(tx.now()),
        revised_by: Some(viewer.person()?.id),
    };
    let event = PolicyEvent::Revised { version: row.version, changed };
    Entity::insert(row.into_active_model().reset_all()).exec_without_returning(&*tx).await?;
    journal::record(&tx, viewer, None, &event, Vec::new())?;
    journal::complete(&tx, viewer, command.idempotency.as_ref()).await?;
    Ok(claim)
}

async fn know_regions(tx: &Tx, policy: &EscalationPolicy) -> Result<(), PolicyError> {
    let named: BTreeSet<RegionId> =
        policy.calendars.iter().flat_map(|it| it.regions.iter().copied()).collect();
    if named.is_empty() {
        return Ok(());
    }
    let wanted = named.len() as u64;
    let known = region::Entity::find().filter(region::Column::Id.is_in(named)).count(&**tx).await?;
    if known == wanted { Ok(()) } else { Err(PolicyError::UnknownRegion) }
}

macro_rules! sections {
    ($($field:ident $name:literal,)*) => {
        impl Sections {
            /// The policy with these sections in the place of its own.
            fn over(self, policy: &EscalationPolicy) -> EscalationPolicy {
                EscalationPolicy { $($field: self.$field.unwrap_or_else(|| policy.$field.clone()),)* }
            }
        }

        /// The sections that differ, in the API's names.
        fn changed(before: &EscalationPolicy, after: &EscalationPolicy) -> Vec<String> {
            let sections = [$(($name, before.$field != after.$field),)*];
            sections.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name.to_owned()).collect()
        }
    };
}

sections! {
    levels "levels",
    letter "letter",
    warnings "warnings",
    ladder "ladder",
    pause_cap_minutes "pauseCapMinutes",
    lapse_after_updates "lapseAfterUpdates",
    business_clocks "businessClocks",
    response_targets "responseTargets",
    standard_week "standardWeek",
    calendars "calendars",
    handover "handover",
}
