//! Why an account refuses something.

use sea_orm::DbErr;

use crate::{domain::fault::Fault, platform::db::WriteError};

/// Why an account refuses something.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// A refusal or failure that every domain shares.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// Codes are unique, whatever their case, accents and width.
    #[error("another account has this code")]
    CodeTaken,
    /// Regions are a managed vocabulary.
    #[error("there is no such region")]
    RegionUnknown,
    /// The sponsor must be somebody who decides.
    #[error("an executive sponsor is an active person with the role EXECUTIVE")]
    SponsorUnsuitable,
    /// The watch list is for prospects.
    #[error("only a prospect can be on the watch list")]
    NotAProspect,
    /// There is nothing to take off.
    #[error("the account is not on the watch list")]
    NotWatched,
    /// It is over.
    #[error("the account has ended")]
    Ended,
    /// The status or stage does not follow the present one.
    #[error("{from} cannot become {to}")]
    IllegalTransition {
        /// The present one.
        from: String,
        /// The one that was asked for.
        to: String,
        /// Those that can be entered.
        allowed: Vec<String>,
    },
}

impl AccountError {
    /// The stable code of a refusal by a rule, and where in the input it lies; `None` for what is told in another way.
    pub fn code(&self) -> Option<(&'static str, &'static [&'static str])> {
        Some(match self {
            Self::CodeTaken => ("CODE_TAKEN", &["code"]),
            Self::RegionUnknown => ("REGION_UNKNOWN", &["regionId"]),
            Self::SponsorUnsuitable => ("SPONSOR_UNSUITABLE", &["userId"]),
            Self::NotAProspect => ("NOT_A_PROSPECT", &[]),
            Self::NotWatched => ("NOT_WATCHED", &[]),
            Self::Ended => ("ACCOUNT_ENDED", &[]),
            Self::Fault(_) | Self::IllegalTransition { .. } => return None,
        })
    }
}

impl From<DbErr> for AccountError {
    fn from(error: DbErr) -> Self {
        Self::Fault(error.into())
    }
}

impl WriteError for AccountError {
    fn database(&self) -> Option<&DbErr> {
        match self {
            Self::Fault(fault) => fault.database(),
            _ => None,
        }
    }
}
