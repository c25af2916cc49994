//! Why a use case of letters was refused.

use entity::letter::LetterState;
use sea_orm::DbErr;

use super::{document::Signatory, rules::Verb};
use crate::{
    domain::{fault::Fault, incident::IncidentError},
    platform::db::WriteError,
};

/// Why a use case of letters was refused.
#[derive(Debug, thiserror::Error)]
pub enum LetterError {
    /// The state does not allow the step.
    #[error("the letter's state does not allow this step")]
    IllegalTransition {
        /// What was asked for.
        verb: Verb,
        /// The present state.
        from: LetterState,
    },
    /// The incident is not resolved, or it is over.
    #[error("a letter is written when the incident is resolved, and before it is closed")]
    NotResolved,
    /// The incident has a letter.
    #[error("the incident has a letter: revise that one")]
    LetterExists,
    /// An executive decided that there is none.
    #[error("an executive decided that this incident gets no letter")]
    LetterWaived,
    /// The incident was reopened.
    #[error("the incident was reopened since: it gets a letter of its own when it is resolved again")]
    Superseded,
    /// Nothing is promised.
    #[error("promise something: a letter has at least one commitment")]
    NoCommitment,
    /// Nothing is promised that prevents.
    #[error(
        "promise something that keeps it from happening again: for a SEV1 at least one commitment is preventive"
    )]
    NoPreventiveCommitment,
    /// Nobody in finance has approved the compensation.
    #[error("say who in finance approved the compensation, and on which day")]
    CompensationUnapproved,
    /// Somebody else signs.
    #[error("this letter is signed by {}", signer(.signatory))]
    NotTheSigner {
        /// Who does.
        signatory: Signatory,
    },
    /// The severity rose since it was signed.
    #[error("the incident became worse since this was signed: it must be signed again by {}", signer(.signatory))]
    SignatureInsufficient {
        /// Who must.
        signatory: Signatory,
    },
    /// What became of the promise was recorded, or its letter is not with the customer.
    #[error("what became of this commitment is settled, or its letter is not with the customer any more")]
    CommitmentSettled,
    /// The letter would keep no promise.
    #[error("this is the last commitment of the letter that counts: it is kept, in part, or broken")]
    LastCommitment,
    /// Nothing is said to have been kept, or it was verified.
    #[error("the customer verifies, once, what is said to have been kept")]
    NothingToVerify,
    /// The incident refused its part.
    #[error(transparent)]
    Incident(IncidentError),
    /// What can go wrong everywhere.
    #[error(transparent)]
    Fault(#[from] Fault),
}

fn signer(signatory: &Signatory) -> &'static str {
    match signatory {
        Signatory::ExecutiveLead => "the incident's executive lead",
        Signatory::ChiefExecutive => "the chief executive",
    }
}

impl LetterError {
    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::IllegalTransition { .. } => "ILLEGAL_TRANSITION",
            Self::NotResolved => "NOT_RESOLVED",
            Self::LetterExists => "LETTER_EXISTS",
            Self::LetterWaived => "LETTER_WAIVED",
            Self::Superseded => "SUPERSEDED",
            Self::NoCommitment => "NO_COMMITMENT",
            Self::NoPreventiveCommitment => "NO_PREVENTIVE_COMMITMENT",
            Self::CompensationUnapproved => "COMPENSATION_UNAPPROVED",
            Self::NotTheSigner { .. } => "NOT_THE_SIGNER",
            Self::SignatureInsufficient { .. } => "SIGNATURE_INSUFFICIENT",
            Self::CommitmentSettled => "COMMITMENT_SETTLED",
            Self::LastCommitment => "LAST_COMMITMENT",
            Self::NothingToVerify => "NOTHING_TO_VERIFY",
            Self::Incident(error) => error.code(),
            Self::Fault(_) => "FAULT",
        }
    }
}

impl From<IncidentError> for LetterError {
    fn from(error: IncidentError) -> Self {
        match error {
            IncidentError::Fault(fault) => Self::Fault(fault),
            other => Self::Incident(other),
        }
    }
}

impl From<DbErr> for LetterError {
    fn from(error: DbErr) -> Self {
        Self::Fault(error.into())
    }
}

impl WriteError for LetterError {
    fn database(&self) -> Option<&DbErr> {
        match self {
            Self::Fault(fault) => fault.database(),
            Self::Incident(error) => error.database(),
            _ => None,
        }
    }
}
