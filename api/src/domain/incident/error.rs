//! Why a use case of the red channel was refused.

use chrono::{DateTime, Utc};
use entity::{
    account::Tier,
    incident::{IncidentState, Severity},
};
use sea_orm::DbErr;

use super::rules::Verb;
use crate::{domain::fault::Fault, platform::db::WriteError};

/// Why a use case of the red channel was refused.
#[derive(Debug, thiserror::Error)]
pub enum IncidentError {
    /// The state does not allow the step.
    #[error("the incident's state does not allow this step")]
    IllegalTransition {
        /// What was asked for.
        verb: Verb,
        /// The present state.
        from: IncidentState,
    },
    /// The account has ended.
    #[error("the account has ended: it takes no new incidents")]
    AccountEnded,
    /// The tier is not entitled to the red channel for this severity.
    #[error(
        "this tier is not entitled to the red channel for this severity: a director or an executive must say why it opens all the same"
    )]
    NotEntitled {
        /// The tier at the report.
        tier: Option<Tier>,
        /// The confirmed severity.
        severity: Severity,
    },
    /// An override was given where the tier is entitled.
    #[error("this tier is entitled for this severity: leave the override out, it would only slow the clocks")]
    OverrideNotNeeded,
    /// An override was given before triage or after activation.
    #[error("the entitlement can be overridden between triage and activation only")]
    OverrideOutOfPlace,
    /// Nobody leads, or who was named is no active executive any more.
    #[error("name an executive lead first: an active executive")]
    ExecutiveLeadRequired,
    /// The person who was named to lead is no active executive.
    #[error("only an active executive can lead")]
    NotAnExecutive,
    /// There is no active person with this id.
    #[error("there is no active person with this id")]
    UnknownPerson,
    /// The person is on the response team.
    #[error("this person is on the response team already")]
    OnTeam,
    /// The person is not on the response team.
    #[error("this person is not on the response team")]
    NotOnTeam,
    /// It lies in the future.
    #[error("this lies in the future")]
    OccurredInFuture,
    /// It lies before something that must have come before it.
    #[error("this cannot have happened before {}", .not_before.to_rfc3339())]
    OccurredTooEarly {
        /// The earliest instant that is accepted.
        not_before: DateTime<Utc>,
    },
    /// Who is answerable is discussed when the problem is solved.
    #[error("solve first: who is answerable can be recorded once the incident is resolved")]
    AccountabilityTooEarly,
    /// The time for reopening is over.
    #[error("the time for reopening is over: report a new incident")]
    ReopenTooLate {
        /// Until when it could have been.
        until: Option<DateTime<Utc>>,
    },
    /// It is over.
    #[error("the incident is over")]
    NotOpen,
    /// The severity was not confirmed yet.
    #[error("triage it first: that confirms the severity")]
    NotTriaged,
    /// It is not resolved, or over.
    #[error("the incident must be resolved and not closed")]
    NotResolved,
    /// There is neither a letter nor a reason why.
    #[error("send a letter of commitment first, or say why there is none")]
    LetterRequired,
    /// A letter was begun and not sent.
    #[error("its letter of commitment was not sent: send it, or waive it")]
    LetterUnfinished,
    /// The letter is with the customer and has not had its end.
    #[error("its letter of commitment has not had its end")]
    LetterUnsettled,
    /// It taught no lesson, and nobody says why.
    #[error("publish a lesson and link it to the incident, or say why it taught none")]
    LessonRequired,
    /// The letter was sent: it is too late for a waiver.
    #[error("its letter of commitment was sent: leave the reason why there is none out")]
    WaiverOutOfPlace,
    /// An incident is no duplicate of itself.
    #[error("an incident cannot be merged into itself")]
    MergeWithItself,
    /// Duplicates are of one account.
    #[error("only incidents of one account are duplicates: make it a part of the other instead")]
    MergeAcrossAccounts,
    /// The incident to merge into is over.
    #[error("the incident to merge into is over")]
    MergeTargetOver,
    /// It has parts.
    #[error("it has parts: let them go first")]
    HasParts,
    /// There are two levels.
    #[error("a trouble has two levels: a part has no parts, and nothing is a part of itself or of a part")]
    TooDeep,
    /// The parent is over.
    #[error("the incident that it is to be a part of is over")]
    ParentOver,
    /// It is a part of that incident.
    #[error("it is a part of that incident already")]
    PartAlready,
    /// It is a part of none.
    #[error("it is not a part of another incident")]
    NotAPart,
    /// There is no visit.
    #[error("nobody is on the way to the customer: mobilise first; remote help has no party on site")]
    NoVisit,
    /// There is no such cost.
    #[error("the incident has no cost with this id that counts")]
    UnknownCost,
    /// It has this severity.
    #[error("the incident has this severity already")]
    SameSeverity,
    /// Only some clocks may rest.
    #[error("only the clocks of the visit, the containment and the solution can be paused")]
    ClockNotPausable,
    /// The clock does not run.
    #[error("the clock does not run, or is due already")]
    ClockNotRunning,
    /// The clock does not stand still.
    #[error("the clock is not paused")]
    ClockNotPaused,
    /// The clock has rested for as long as it may.
    #[error("the pauses of this clock have used up what the policy allows")]
    PauseUsedUp,
    /// What can go wrong everywhere.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl IncidentError {
    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::IllegalTransition { .. } => "ILLEGAL_TRANSITION",
            Self::AccountEnded => "ACCOUNT_ENDED",
            Self::NotEntitled { .. } => "NOT_ENTITLED",
            Self::OverrideNotNeeded => "OVERRIDE_NOT_NEEDED",
            Self::OverrideOutOfPlace => "OVERRIDE_OUT_OF_PLACE",
            Self::ExecutiveLeadRequired => "EXECUTIVE_LEAD_REQUIRED",
            Self::NotAnExecutive => "NOT_AN_EXECUTIVE",
            Self::UnknownPerson => "UNKNOWN_PERSON",
            Self::OnTeam => "ON_TEAM",
            Self::NotOnTeam => "NOT_ON_TEAM",
            Self::OccurredInFuture => "OCCURRED_IN_FUTURE",
            Self::OccurredTooEarly { .. } => "OCCURRED_TOO_EARLY",
            Self::AccountabilityTooEarly => "ACCOUNTABILITY_TOO_EARLY",
            Self::ReopenTooLate { .. } => "REOPEN_TOO_LATE",
            Self::NotOpen => "NOT_OPEN",
            Self::NotTriaged => "NOT_TRIAGED",
            Self::NotResolved => "NOT_RESOLVED",
            Self::LetterRequired => "LETTER_REQUIRED",
            Self::LetterUnfinished => "LETTER_UNFINISHED",
            Self::LetterUnsettled => "LETTER_UNSETTLED",
            Self::LessonRequired => "LESSON_REQUIRED",
            Self::WaiverOutOfPlace => "WAIVER_OUT_OF_PLACE",
            Self::MergeWithItself => "MERGE_WITH_ITSELF",
            Self::MergeAcrossAccounts => "MERGE_ACROSS_ACCOUNTS",
            Self::MergeTargetOver => "MERGE_TARGET_OVER",
            Self::HasParts => "HAS_PARTS",
            Self::TooDeep => "TOO_DEEP",
            Self::ParentOver => "PARENT_OVER",
            Self::PartAlready => "PART_ALREADY",
            Self::NotAPart => "NOT_A_PART",
            Self::NoVisit => "NO_VISIT",
            Self::UnknownCost => "UNKNOWN_COST",
            Self::SameSeverity => "SAME_SEVERITY",
            Self::ClockNotPausable => "CLOCK_NOT_PAUSABLE",
            Self::ClockNotRunning => "CLOCK_NOT_RUNNING",
            Self::ClockNotPaused => "CLOCK_NOT_PAUSED",
            Self::PauseUsedUp => "PAUSE_USED_UP",
            Self::Fault(_) => "FAULT",
        }
    }

    /// Which part of the input it concerns, in the API's names; `None`: the whole request.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::AccountEnded => Some("accountId"),
            Self::NotEntitled { .. } | Self::OverrideNotNeeded => Some("overrideReason"),
            Self::NotAnExecutive | Self::UnknownPerson | Self::OnTeam | Self::NotOnTeam => Some("userId"),
            Self::OccurredInFuture | Self::OccurredTooEarly { .. } => Some("occurredAt"),
            Self::AccountabilityTooEarly | Self::ClockNotPausable => Some("kind"),
            Self::MergeWithItself | Self::MergeAcrossAccounts | Self::MergeTargetOver => Some("intoId"),
            Self::TooDeep | Self::ParentOver | Self::PartAlready => Some("parentId"),
            Self::UnknownCost => Some("costId"),
            Self::SameSeverity => Some("severity"),
            Self::LessonRequired => Some("lessonWaiverReason"),
            Self::LetterRequired | Self::WaiverOutOfPlace => Some("letterWaiverReason"),
            _ => None,
        }
    }
}

impl From<DbErr> for IncidentError {
    fn from(error: DbErr) -> Self {
        Self::Fault(error.into())
    }
}

impl WriteError for IncidentError {
    fn database(&self) -> Option<&DbErr> {
        match self {
            Self::Fault(fault) => fault.database(),
            _ => None,
        }
    }
}
