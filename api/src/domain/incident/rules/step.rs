//! The steps of an incident, each with what it must say.

use entity::incident::Severity;

use super::Verb;

/// A step of an incident from one state to the next, with what the step must say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The severity is confirmed.
    Triage {
        /// What it is, whatever the reporter claimed.
        severity: Severity,
        /// Why.
        note: Option<String>,
    },
    /// It is not for the red channel.
    Decline {
        /// The justification.
        reason: String,
    },
    /// The red channel opens.
    Activate {
        /// Why it opens without entitlement.
        override_reason: Option<String>,
    },
    /// A person takes it.
    Acknowledge {
        /// Anything worth saying.
        note: Option<String>,
    },
    /// Executive lead and team are on their way.
    Mobilise {
        /// Anything worth saying.
        note: Option<String>,
    },
    /// The team is with the customer.
    ArriveOnSite {
        /// Anything worth saying.
        note: Option<String>,
    },
    /// The customer agrees to remote help instead.
    AcceptRemote {
        /// Who at the customer agreed.
        consent_name: String,
        /// How and to what.
        consent_note: Option<String>,
    },
    /// It gets no worse.
    Contain {
        /// Anything worth saying.
        note: Option<String>,
    },
    /// The problem is solved.
    Resolve {
        /// Anything worth saying.
        note: Option<String>,
    },
    /// The letter of commitment is sent. Only the letter takes this step.
    IssueCommitment,
    /// Reviewed and done.
    Close {
        /// The factual review.
        review: String,
        /// Why no letter is written, if it was not waived before.
        waiver_reason: Option<String>,
        /// Why it taught no lesson, if none is published.
        lesson_waiver_reason: Option<String>,
    },
    /// It was not over.
    Reopen {
        /// Why.
        reason: String,
    },
    /// A false alarm, or merged into another.
    Cancel {
        /// Why.
        reason: String,
    },
}

impl Step {
    /// What is done with the state.
    pub fn verb(&self) -> Verb {
        match self {
            Self::Triage { .. } => Verb::Triage,
            Self::Decline { .. } => Verb::Decline,
            Self::Activate { .. } => Verb::Activate,
            Self::Acknowledge { .. } => Verb::Acknowledge,
            Self::Mobilise { .. } => Verb::Mobilise,
            Self::ArriveOnSite { .. } => Verb::ArriveOnSite,
            Self::AcceptRemote { .. } => Verb::AcceptRemote,
            Self::Contain { .. } => Verb::Contain,
            Self::Resolve { .. } => Verb::Resolve,
            Self::IssueCommitment => Verb::IssueCommitment,
            Self::Close { .. } => Verb::Close,
            Self::Reopen { .. } => Verb::Reopen,
            Self::Cancel { .. } => Verb::Cancel,
        }
    }

    /// Why, as the record of the step keeps it.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Decline { reason } | Self::Reopen { reason } | Self::Cancel { reason } => Some(reason),
            Self::IssueCommitment => None,
            Self::Close { waiver_reason, .. } => waiver_reason.as_deref(),
            Self::Activate { override_reason } => override_reason.as_deref(),
            Self::AcceptRemote { consent_note, .. } => consent_note.as_deref(),
            Self::Triage { note, .. }
            | Self::Acknowledge { note }
            | Self::Mobilise { note }
            | Self::ArriveOnSite { note }
            | Self::Contain { note }
            | Self::Resolve { note } => note.as_deref(),
        }
    }
}
