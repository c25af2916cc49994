//! A version of the escalation policy in the schema.

use async_graphql::{Context, Object};
use chrono::{DateTime, Utc};

use super::document::{
    PolicyCalendar, PolicyHandover, PolicyLadder, PolicyLetter, PolicyLevel, PolicyOpening,
    PolicyResponseTarget, PolicyWarnings,
};
use crate::{
    domain::policy::{PolicyVersion, rules::EscalationPolicy as Document},
    graphql::{
        context::{services, viewer},
        error::Nullable,
        identity::user::{User, load_user},
        vocabulary::ClockKind,
    },
};

/// A version of the escalation policy: by when what must happen in an incident, whom the silence reaches, and how long a
/// clock may rest. An incident holds to the version that was in force when its channel opened.
pub struct EscalationPolicy(pub(super) PolicyVersion);

impl EscalationPolicy {
    fn says(&self) -> Document {
        Document::clone(&self.0.policy)
    }
}

/// A version of the escalation policy: by when what must happen in an incident, whom the silence reaches, and how long a
/// clock may rest. An incident holds to the version that was in force when its channel opened.
#[Object]
impl EscalationPolicy {
    /// 1, 2, 3 ... without holes.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// The rows of targets. The last one is the slowest: it also serves every case that stands nowhere, and every channel
    /// that was opened without entitlement.
    async fn levels(&self) -> Vec<PolicyLevel> {
        self.says().levels.into_iter().map(Into::into).collect()
    }

    /// By when the letter of commitment is sent.
    async fn letter(&self) -> PolicyLetter {
        self.says().letter.into()
    }

    /// At what percents of a target clocks warn.
    async fn warnings(&self) -> PolicyWarnings {
        self.says().warnings.into()
    }

    /// Whom the silence reaches, step by step.
    async fn ladder(&self) -> PolicyLadder {
        self.says().ladder.into()
    }

    /// The longest that all pauses of a clock may take together, in minutes.
    async fn pause_cap_minutes(&self) -> u32 {
        self.0.policy.pause_cap_minutes
    }

    /// An acknowledgement lapses after so many spans of a team update without one.
    async fn lapse_after_updates(&self) -> u32 {
        self.0.policy.lapse_after_updates
    }

    /// Which clocks count the business hours of the customer's region instead of all hours; the letter always does.
    async fn business_clocks(&self) -> Vec<ClockKind> {
        self.says().business_clocks.into_iter().map(Into::into).collect()
    }

    /// Within how many minutes of business hours a customer's request is first answered, by the account's tier when it is
    /// logged. Tiers that are left out, and unrated accounts, have no target. A request holds to the version that was in force
    /// when it was logged.
    async fn response_targets(&self) -> Vec<PolicyResponseTarget> {
        self.says().response_targets.into_iter().map(Into::into).collect()
    }

    /// The business hours of regions without a calendar, in the account's own time zone.
    async fn standard_week(&self) -> Vec<PolicyOpening> {
        self.says().standard_week.into_iter().map(Into::into).collect()
    }

    /// The calendars of regions.
    async fn calendars(&self) -> Vec<PolicyCalendar> {
        self.says().calendars.into_iter().map(Into::into).collect()
    }

    /// How long a seat is handed over at least, and how long its former holder reads on. A handover holds to what was in force
    /// when its overlap began and when its seat was moved.
    async fn handover(&self) -> PolicyHandover {
        self.says().handover.into()
    }

    /// Why it was revised; null for the version that the server came with.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// Since when it is in force; null for the version that the server came with.
    async fn revised_at(&self) -> Option<DateTime<Utc>> {
        self.0.revised_at
    }

    /// Who revised it; null for the version that the server came with.
    async fn revised_by(&self, ctx: &Context<'_>) -> Nullable<User> {
        load_user(ctx, self.0.revised_by?).await
    }
}

/// Root fields about the escalation policy.
#[derive(Default)]
pub struct PolicyQuery;

#[Object]
impl PolicyQuery {
    /// The escalation policy. Requires: any person who is signed in.
    async fn escalation_policy(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which version; the one in force, if left out.")] version: Option<i32>,
    ) -> Nullable<EscalationPolicy> {
        let found = services(ctx).policies().get(viewer(ctx), version).await;
        Some(found.map(EscalationPolicy).map_err(Into::into))
    }
}
