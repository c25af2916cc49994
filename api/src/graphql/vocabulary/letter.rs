//! Letters of commitment: enums of the schema.

use async_graphql::Enum;

/// Where a letter of commitment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::letter::LetterState")]
pub enum LetterState {
    /// It is being written.
    Draft,
    /// It is complete and waits for its signature.
    InternalReview,
    /// It is signed: the text of this version never changes again.
    Signed,
    /// It is with the customer.
    Sent,
    /// The customer sent it back: it needs a new version.
    Returned,
    /// The customer accepted it.
    Accepted,
    /// Something became of its commitments.
    InProgress,
    /// Every commitment that counts has its outcome, verified by the customer where it was kept.
    Verified,
    /// It ended, and no commitment was broken.
    Fulfilled,
    /// It ended, and a commitment was broken.
    Breached,
    /// An executive decided that there will be none.
    Waived,
}

/// What became of a commitment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::commitment::CommitmentState")]
pub enum CommitmentState {
    /// It is to be kept.
    Open,
    /// It was kept: it counts 1.
    Kept,
    /// It was kept in part: it counts 1/2.
    Partial,
    /// It was broken: it counts 0.
    Broken,
    /// It no longer counts.
    Cancelled,
}

/// What can become of a commitment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum CommitmentOutcome {
    /// It was kept: it counts 1.
    Kept,
    /// It was kept in part: it counts 1/2.
    Partial,
    /// It was broken: it counts 0.
    Broken,
    /// It no longer counts.
    Cancelled,
}

impl From<CommitmentOutcome> for entity::commitment::CommitmentState {
    fn from(outcome: CommitmentOutcome) -> Self {
        match outcome {
            CommitmentOutcome::Kept => Self::Kept,
            CommitmentOutcome::Partial => Self::Partial,
            CommitmentOutcome::Broken => Self::Broken,
            CommitmentOutcome::Cancelled => Self::Cancelled,
        }
    }
}

/// The language of a letter of commitment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::letter::LetterLanguage")]
pub enum LetterLanguage {
    /// English.
    English,
    /// Simplified Chinese.
    Chinese,
}

/// As what somebody signs a letter of commitment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::domain::letter::document::Signatory")]
pub enum Signatory {
    /// The executive who led the team to the customer.
    ExecutiveLead,
    /// The chief executive: for a `SEV1` of a tier `S` account.
    ChiefExecutive,
}

/// What can happen to a letter of commitment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::domain::letter::event::LetterEventKind")]
pub enum LetterEventKind {
    /// It was begun.
    Drafted,
    /// Its text was changed.
    Revised,
    /// It is complete and waits for its signature.
    Submitted,
    /// It was signed.
    Signed,
    /// It was sent to the customer.
    Sent,
    /// The customer accepted it.
    Accepted,
    /// The customer sent it back.
    Returned,
    /// An executive decided that there is none.
    Waived,
    /// What became of a commitment was recorded.
    CommitmentRecorded,
    /// The customer verified a commitment.
    CommitmentVerified,
    /// The day of a commitment passed while it was to be kept.
    PromiseOverdue,
    /// A successor on the account answers for a commitment now: a seat was handed over.
    CommitmentHandedOver,
    /// It ended: fulfilled or breached.
    Concluded,
}
