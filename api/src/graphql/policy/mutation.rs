//! Revising the escalation policy.

use async_graphql::{Context, ID, InputObject, Object};

use super::{
    document::{
        PolicyCalendar, PolicyHandover, PolicyLadder, PolicyLetter, PolicyLevel, PolicyOpening,
        PolicyResponseTarget, PolicyWarnings,
    },
    mirror::week,
    object::EscalationPolicy,
};
use crate::{
    domain::policy::{RevisePolicy, Sections},
    graphql::{
        context::{services, viewer},
        error::{Error, Nullable},
        failure::Failure,
        payload::{Changed, idempotency, payloads},
        vocabulary::ClockKind,
    },
};

/// A revision of the escalation policy. A section that is left out stays as it is; one that is given takes its place whole.
#[derive(InputObject)]
pub struct EscalationPolicyReviseInput {
    /// The version that the revision was made against.
    expected_version: i32,
    /// Why. At most 2,000 characters.
    reason: String,
    /// The rows of targets, 1 to 12. No target of the last one may be shorter than that of another.
    levels: Option<Vec<PolicyLevel>>,
    /// By when the letter of commitment is sent.
    letter: Option<PolicyLetter>,
    /// At what percents of a target clocks warn.
    warnings: Option<PolicyWarnings>,
    /// Whom the silence reaches, step by step.
    ladder: Option<PolicyLadder>,
    /// The longest that all pauses of a clock may take together, in minutes.
    pause_cap_minutes: Option<u32>,
    /// An acknowledgement lapses after so many spans of a team update without one, 1 to 10.
    lapse_after_updates: Option<u32>,
    /// Which clocks count business hours; not the letter, which always does.
    business_clocks: Option<Vec<ClockKind>>,
    /// Within how many minutes of business hours a customer's request is first answered; a tier stands there once at most.
    response_targets: Option<Vec<PolicyResponseTarget>>,
    /// The business hours of regions without a calendar, in the account's own time zone.
    standard_week: Option<Vec<PolicyOpening>>,
    /// The calendars of regions, at most 200.
    calendars: Option<Vec<PolicyCalendar>>,
    /// How long a seat is handed over at least, and how long its former holder reads on.
    handover: Option<PolicyHandover>,
    /// Repeat the request with the same key, 1 to 255 characters, and it is done once. Kept for 24 hours.
    idempotency_key: Option<ID>,
}

payloads! {
    /// What revising the escalation policy came to.
    EscalationPolicyRevisePayload {
        /// The policy in force after it.
        policy: EscalationPolicy
    }
}

/// Root fields that change the escalation policy.
#[derive(Default)]
pub struct PolicyMutation;

#[Object]
impl PolicyMutation {
    /// Makes a new version of the escalation policy. Incidents whose channel is open keep theirs. User errors:
    /// `UNKNOWN_REGION`, and what is wrong with each part, by its path.
    /// Of a stale version: `VERSION_CONFLICT`.
    ///
    /// Requires: administrator.
    /// Emits: policy.revised, unless it says what the version in force says.
    async fn escalation_policy_revise(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What changes, and why.")] input: EscalationPolicyReviseInput,
    ) -> Nullable<EscalationPolicyRevisePayload> {
        EscalationPolicyRevisePayload::of(revise(ctx, input).await)
    }
}

async fn revise(
    ctx: &Context<'_>,
    input: EscalationPolicyReviseInput,
) -> Result<Changed<EscalationPolicy>, Failure> {
    let policies = services(ctx).policies();
    let outcome = policies.revise(viewer(ctx), &command(input)?).await?;
    let policy = policies.get(viewer(ctx), None).await?;
    Ok(Changed { entity: Some(EscalationPolicy(policy)), events: outcome.events })
}

fn command(input: EscalationPolicyReviseInput) -> Result<RevisePolicy, Error> {
    let key = idempotency("escalationPolicyRevise", input.idempotency_key.as_ref(), &input)?;
    let calendars =
        input.calendars.map(|all| all.into_iter().map(TryInto::try_into).collect::<Result<_, _>>());
    let sections = Sections {
        levels: input.levels.map(|levels| levels.into_iter().map(Into::into).collect()),
        letter: input.letter.map(Into::into),
        warnings: input.warnings.map(Into::into),
        ladder: input.ladder.map(Into::into),
        pause_cap_minutes: input.pause_cap_minutes,
        lapse_after_updates: input.lapse_after_updates,
        business_clocks: input.business_clocks.map(|clocks| clocks.into_iter().map(Into::into).collect()),
        response_targets: input.response_targets.map(|all| all.into_iter().map(Into::into).collect()),
        standard_week: input.standard_week.map(week).transpose()?,
        calendars: calendars.transpose()?,
        handover: input.handover.map(Into::into),
    };
    Ok(RevisePolicy {
        expected_version: input.expected_version,
        reason: input.reason,
        sections,
        idempotency: key,
    })
}
