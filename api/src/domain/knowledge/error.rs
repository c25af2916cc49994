//! Why the think tank refuses something.

use entity::knowledge_entry::KnowledgeState;
use sea_orm::DbErr;

use super::rules::{MOST_EDITORS, MOST_LINKS};
use crate::{domain::fault::Fault, platform::db::WriteError};

/// Why the think tank refuses something.
#[derive(Debug, thiserror::Error)]
pub enum KnowledgeError {
    /// A refusal or failure that every domain shares.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// It is published already.
    #[error("the entry is published already")]
    AlreadyPublished,
    /// Only drafts have editors.
    #[error("the entry is published: only drafts are shared with editors")]
    NotADraft,
    /// A published negotiation record is a fact.
    #[error("a published negotiation record is a fact and cannot be changed; draft another entry instead")]
    RecordImmutable,
    /// The audience is a circle of the home account, and the entry has none.
    #[error(
        "this audience is a circle of the home account, and the entry has none; use ALL_STAFF or EXECUTIVES"
    )]
    HomeAccountRequired,
    /// The person could not see the draft even as an editor.
    #[error("this person does not belong to the entry's audience, so could not see the draft")]
    EditorOutsideAudience,
    /// A draft has only so many editors.
    #[error("a draft has at most {MOST_EDITORS} editors")]
    TooManyEditors,
    /// A draft says nothing to anybody yet, and a negotiation record is a fact.
    #[error(
        "only what is published can be verified, and a negotiation record is a fact; comment on it instead"
    )]
    NotVerifiable,
    /// Nobody comments on a draft.
    #[error("the entry is a draft: share it with whom you want to hear")]
    NotPublished,
    /// Somebody has contested it, and nobody has verified it since.
    #[error("the entry is contested already; comment on it instead")]
    AlreadyContested,
    /// A negotiation record has no verifier, no term and no guard.
    #[error("a negotiation record is a fact: it has no verifier, no term and no guard")]
    RecordHasNoTerms,
    /// A seat is one of the home account, and the entry has none.
    #[error("the entry has no home account, so none of its seats can verify it")]
    SeatWithoutAccount,
    /// The person does not read the entry.
    #[error("this person does not belong to the entry's audience, so could not verify it")]
    VerifierOutsideAudience,
    /// An entry has only so many links.
    #[error("an entry has at most {MOST_LINKS} links")]
    TooManyLinks,
}

impl KnowledgeError {
    /// The stable code of a refusal by a rule; `None` for what is told in another way.
    pub fn code(&self) -> Option<&'static str> {
        Some(match self {
            Self::NotADraft => "NOT_A_DRAFT",
            Self::RecordImmutable => "RECORD_IMMUTABLE",
            Self::HomeAccountRequired => "HOME_ACCOUNT_REQUIRED",
            Self::EditorOutsideAudience => "EDITOR_OUTSIDE_AUDIENCE",
            Self::TooManyEditors => "TOO_MANY_EDITORS",
            Self::TooManyLinks => "TOO_MANY_LINKS",
            Self::NotVerifiable => "NOT_VERIFIABLE",
            Self::NotPublished => "NOT_PUBLISHED",
            Self::AlreadyContested => "ALREADY_CONTESTED",
            Self::RecordHasNoTerms => "RECORD_HAS_NO_TERMS",
            Self::SeatWithoutAccount => "HOME_ACCOUNT_REQUIRED",
            Self::VerifierOutsideAudience => "VERIFIER_OUTSIDE_AUDIENCE",
            Self::Fault(_) | Self::AlreadyPublished => return None,
        })
    }

    /// The step that the state does not allow, if that is why: from where, and to what.
    pub fn transition(&self) -> Option<(KnowledgeState, KnowledgeState)> {
        matches!(self, Self::AlreadyPublished)
            .then_some((KnowledgeState::Published, KnowledgeState::Published))
    }
}

impl From<DbErr> for KnowledgeError {
    fn from(error: DbErr) -> Self {
        Self::Fault(error.into())
    }
}

impl WriteError for KnowledgeError {
    fn database(&self) -> Option<&DbErr> {
        match self {
            Self::Fault(fault) => fault.database(),
            _ => None,
        }
    }
}
