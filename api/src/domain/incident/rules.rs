//! What is decided about an incident: which steps its state allows, what each step makes of it, and when things may be said
//! to have happened. Pure: no database and no clock.

pub mod cost;
mod entitlement;
mod family;
mod graph;
mod step;

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use entity::{
    id::UserId,
    incident::{IncidentState, Model, Severity},
    letter::LetterState,
    timeline_entry::TimelineKind,
};

pub use self::{
    entitlement::{Entitlement, Entitlements, Reach},
    family::{become_part, merge, visit},
    graph::{Verb, following},
    step::Step,
};
use super::error::IncidentError;
use crate::domain::input::EARLIEST;

/// The numbers of the rules.
#[derive(Clone, Debug)]
pub struct Policy {
    /// How long after it was resolved an incident can be reopened.
    pub reopen_within: TimeDelta,
    /// Which tiers may use the red channel for which severities.
    pub entitlements: Entitlements,
}

impl Default for Policy {
    fn default() -> Self {
        Self { reopen_within: TimeDelta::days(30), entitlements: Entitlements::default() }
    }
}

/// What a decision needs to know beside the incident.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances {
    /// The present instant.
    pub now: DateTime<Utc>,
    /// When the step is said to have happened; `None`: now.
    pub occurred_at: Option<DateTime<Utc>>,
    /// Who takes the step.
    pub actor: UserId,
    /// Whether an executive lead is named who still is an active executive.
    pub lead_stands: bool,
    /// Where the letter of commitment of this generation stands; `None`: nobody has begun one.
    pub letter: Option<LetterState>,
    /// Whether a published lesson of the think tank is linked to the incident.
    pub lesson: bool,
}

/// The incident after the step.
///
/// # Errors
/// The state does not allow the step, or the step lacks what it must have.
pub fn take(
    step: &Step,
    incident: &Model,
    circumstances: &Circumstances,
    policy: &Policy,
) -> Result<Model, IncidentError> {
    let verb = step.verb();
    if !verb.starts_from(incident.state) {
        return Err(IncidentError::IllegalTransition { verb, from: incident.state });
    }
    let moment = moment(circumstances.occurred_at, circumstances.now, incident.state_since)?;
    let mut next = Model { state: verb.to(), state_since: moment, ..incident.clone() };
    match step {
        Step::Triage { severity, .. } => next.severity = Some(*severity),
        Step::Activate { override_reason } => {
            entitle(&mut next, override_reason.as_deref(), circumstances.actor, policy)?;
        }
        Step::Acknowledge { .. } => next.acknowledged_at = Some(moment),
        Step::Mobilise { .. } if !circumstances.lead_stands => {
            return Err(IncidentError::ExecutiveLeadRequired);
        }
        Step::AcceptRemote { consent_name, consent_note } => {
            next.consent_name = Some(consent_name.clone());
            next.consent_note = consent_note.clone();
        }
        Step::Resolve { .. } => next.resolved_at = Some(moment),
        Step::Close { review, waiver_reason, lesson_waiver_reason } => {
            settle_letter(&mut next, waiver_reason.as_deref(), incident.state, circumstances)?;
            if !circumstances.lesson && lesson_waiver_reason.is_none() {
                return Err(IncidentError::LessonRequired);
            }
            next.lesson_waived_by = lesson_waiver_reason.is_some().then_some(circumstances.actor);
            next.lesson_waiver_reason = lesson_waiver_reason.clone();
            next.closed_at = Some(moment);
            next.review = Some(review.clone());
        }
        Step::Decline { reason } | Step::Cancel { reason } => {
            next.closed_at = Some(moment);
            next.outcome_reason = Some(reason.clone());
        }
        Step::Reopen { .. } => reopen(&mut next, moment, circumstances.now, policy)?,
        Step::Mobilise { .. } | Step::ArriveOnSite { .. } | Step::Contain { .. } | Step::IssueCommitment => {}
    }
    Ok(next)
}

/// Opens the channel: by entitlement, or by somebody's stated decision, which then stays with the incident.
fn entitle(
    next: &mut Model,
    override_reason: Option<&str>,
    actor: UserId,
    policy: &Policy,
) -> Result<(), IncidentError> {
    let entitlement = policy.entitlements.of(next.tier_at_report, severity(next));
    match (entitlement, override_reason) {
        (Entitlement::Granted, Some(_)) => return Err(IncidentError::OverrideNotNeeded),
        // An override from before a change of severity that made it needless must not slow the clocks.
        (Entitlement::Granted, None) => (next.override_reason, next.override_by) = (None, None),
        (_, Some(reason)) => {
            (next.override_reason, next.override_by) = (Some(reason.to_owned()), Some(actor));
        }
        (_, None) if next.override_reason.is_some() => {}
        (_, None) => {
            let (tier, severity) = (next.tier_at_report, severity(next));
            return Err(IncidentError::NotEntitled { tier, severity });
        }
    }
    Ok(())
}

/// An incident is closed when its letter has had its end, or when an executive said why there is none.
fn settle_letter(
    next: &mut Model,
    waiver_reason: Option<&str>,
    before: IncidentState,
    circumstances: &Circumstances,
) -> Result<(), IncidentError> {
    match (before, circumstances.letter) {
        (IncidentState::CommitmentIssued, _) if waiver_reason.is_some() => {
            return Err(IncidentError::WaiverOutOfPlace);
        }
        (_, Some(LetterState::Waived)) => {}
        (
            IncidentState::CommitmentIssued,
            Some(LetterState::Verified | LetterState::Fulfilled | LetterState::Breached),
        ) => return Ok(()),
        (IncidentState::CommitmentIssued, _) => return Err(IncidentError::LetterUnsettled),
        (_, Some(_)) => return Err(IncidentError::LetterUnfinished),
        (_, None) => {}
    }
    if let Some(reason) = waiver_reason {
        (next.letter_waiver_reason, next.letter_waived_by) =
            (Some(reason.to_owned()), Some(circumstances.actor));
    }
    if next.letter_waiver_reason.is_some() { Ok(()) } else { Err(IncidentError::LetterRequired) }
}

/// The incident with an executive's decision that it gets no letter of commitment, or none any more.
///
/// # Errors
/// It is not resolved, or over.
pub fn waive_letter(incident: &Model, reason: &str, actor: UserId) -> Result<Model, IncidentError> {
    if !matches!(incident.state, IncidentState::Resolved | IncidentState::CommitmentIssued) {
        return Err(IncidentError::NotResolved);
    }
    let reason = Some(reason.to_owned());
    Ok(Model { letter_waiver_reason: reason, letter_waived_by: Some(actor), ..incident.clone() })
}

/// A new generation of the incident. What was said at the end of the last one is no longer true of it.
fn reopen(
    next: &mut Model,
    moment: DateTime<Utc>,
    now: DateTime<Utc>,
    policy: &Policy,
) -> Result<(), IncidentError> {
    let until = reopen_until(next, policy);
    if until.is_none_or(|until| now > until) {
        return Err(IncidentError::ReopenTooLate { until });
    }
    next.generation += 1;
    next.acknowledged_at = Some(moment);
    next.closed_at = None;
    (next.consent_name, next.consent_note) = (None, None);
    next.customer_witness = None;
    next.review = None;
    (next.letter_waiver_reason, next.letter_waived_by) = (None, None);
    (next.lesson_waiver_reason, next.lesson_waived_by) = (None, None);
    Ok(())
}

/// Until when an incident that was resolved can be reopened.
pub fn reopen_until(incident: &Model, policy: &Policy) -> Option<DateTime<Utc>> {
    incident.resolved_at.map(|resolved| resolved + policy.reopen_within)
}

/// The severity that counts: what triage confirmed, before that what the reporter claims.
pub fn severity(incident: &Model) -> Severity {
    incident.severity.unwrap_or(incident.severity_claimed)
}

/// The incident with a director's or an executive's decision to open the channel without entitlement.
///
/// # Errors
/// The severity is not confirmed yet, the channel is open already, or the account is entitled.
pub fn override_entitlement(
    incident: &Model,
    reason: &str,
    actor: UserId,
    policy: &Policy,
) -> Result<Model, IncidentError> {
    if incident.state != IncidentState::Triaged {
        return Err(IncidentError::OverrideOutOfPlace);
    }
    let mut next = incident.clone();
    entitle(&mut next, Some(reason), actor, policy)?;
    Ok(next)
}

/// The incident with another severity.
///
/// # Errors
/// It was not triaged yet, it is over, or it has this severity.
pub fn change_severity(incident: &Model, to: Severity) -> Result<Model, IncidentError> {
    require_open(incident)?;
    match incident.severity {
        None => Err(IncidentError::NotTriaged),
        Some(from) if from == to => Err(IncidentError::SameSeverity),
        Some(_) => Ok(Model { severity: Some(to), ..incident.clone() }),
    }
}

/// The incident still needs somebody.
///
/// # Errors
/// It is over.
pub fn require_open(incident: &Model) -> Result<(), IncidentError> {
    if incident.state.is_open() { Ok(()) } else { Err(IncidentError::NotOpen) }
}

/// When a line of the timeline happened, if it may stand there: solve first, blame later.
///
/// # Errors
/// The line says who is answerable and the incident is not resolved, or it happened too early or in the future.
pub fn timeline_moment(
    kind: TimelineKind,
    incident: &Model,
    occurred_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, IncidentError> {
    if kind == TimelineKind::Accountability && !incident.state.is_solved() {
        return Err(IncidentError::AccountabilityTooEarly);
    }
    moment(occurred_at, now, incident.reported_at)
}

/// When the trouble began, as a report says: not in the future, nor before the year 1.
///
/// # Errors
/// It lies in the future or before the calendar.
pub fn beginning(
    occurred_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, IncidentError> {
    moment(occurred_at, now, EARLIEST)
}

/// When something happened: late entry is allowed, but not before what must come before it, nor in the future.
fn moment(
    occurred_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
    not_before: DateTime<Utc>,
) -> Result<DateTime<Utc>, IncidentError> {
    let Some(occurred_at) = occurred_at else { return Ok(now.max(not_before)) };
    let occurred_at = occurred_at.trunc_subsecs(6);
    if occurred_at > now {
        return Err(IncidentError::OccurredInFuture);
    }
    if occurred_at < not_before {
        return Err(IncidentError::OccurredTooEarly { not_before });
    }
    Ok(occurred_at)
}

#[cfg(test)]
mod tests;
