//! Pausing the clocks of incidents.

use async_graphql::{Context, Object};

use super::{Answer, answer, incident_inputs, incident_payloads};
use crate::{
    domain::incident::{ClockChange, Target},
    graphql::{
        context::{services, viewer},
        error::Nullable,
        vocabulary::{ClockKind, PauseReason},
    },
};

incident_inputs! {
    /// A clock that is to stand still.
    IncidentPauseClockInput of "incidentPauseClock" {
        /// Which clock: `ON_SITE`, `CONTAIN` or `RESOLVE`.
        kind: ClockKind,
        /// Why.
        reason: PauseReason,
        /// What is to be said of it. At most 2,000 characters.
        note: Option<String>,
    }

    /// A clock that is to run again.
    IncidentResumeClockInput of "incidentResumeClock" {
        /// Which clock.
        kind: ClockKind,
    }
}

incident_payloads! {
    /// What pausing a clock came to.
    IncidentPauseClockPayload;
    /// What resuming a clock came to.
    IncidentResumeClockPayload;
}

/// Root fields about clocks.
#[derive(Default)]
pub struct ClockMutation;

#[Object]
impl ClockMutation {
    /// Lets a clock stand still, with the caller as who approves of it. It runs again by itself when its pauses together have
    /// lasted as long as the escalation policy allows. User errors: `CLOCK_NOT_PAUSABLE`, `CLOCK_NOT_RUNNING`,
    /// `PAUSE_USED_UP`, `NOT_OPEN`.
    /// Of a stale version: `VERSION_CONFLICT`.
    ///
    /// Requires: escalation manager; the executive lead.
    /// Emits: incident.clock_paused
    async fn incident_pause_clock(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which clock, and why.")] input: IncidentPauseClockInput,
    ) -> Nullable<IncidentPauseClockPayload> {
        IncidentPauseClockPayload::of(pause(ctx, input).await)
    }

    /// Lets a clock run again before its pause ends by itself. User errors: `CLOCK_NOT_PAUSED`, `NOT_OPEN`.
    /// Of a stale version: `VERSION_CONFLICT`.
    ///
    /// Requires: escalation manager; the executive lead.
    /// Emits: incident.clock_resumed
    async fn incident_resume_clock(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which clock.")] input: IncidentResumeClockInput,
    ) -> Nullable<IncidentResumeClockPayload> {
        IncidentResumeClockPayload::of(resume(ctx, input).await)
    }
}

async fn pause(ctx: &Context<'_>, input: IncidentPauseClockInput) -> Answer {
    let target = input.target()?;
    let wanted = ClockChange::Pause { reason: input.reason.into(), note: input.note };
    change(ctx, &target, input.kind, &wanted).await
}

async fn resume(ctx: &Context<'_>, input: IncidentResumeClockInput) -> Answer {
    change(ctx, &input.target()?, input.kind, &ClockChange::Resume).await
}

async fn change(ctx: &Context<'_>, target: &Target, kind: ClockKind, wanted: &ClockChange) -> Answer {
    let incidents = services(ctx).incidents();
    answer(ctx, incidents.change_clock(viewer(ctx), target, kind.into(), wanted).await).await
}
