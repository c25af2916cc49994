//! Why a revision of the policy was refused.

use sea_orm::DbErr;

use crate::{domain::fault::Fault, platform::db::WriteError};

/// Why a revision of the policy was refused.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// A calendar names a region that is not there.
    #[error("there is no such region")]
    UnknownRegion,
    /// What can go wrong everywhere.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl PolicyError {
    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownRegion => "UNKNOWN_REGION",
            Self::Fault(_) => "FAULT",
        }
    }

    /// Which part of the input it concerns, in the API's names; `None`: the whole request.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::UnknownRegion => Some("calendars"),
            Self::Fault(_) => None,
        }
    }
}

impl From<DbErr> for PolicyError {
    fn from(error: DbErr) -> Self {
        Self::Fault(error.into())
    }
}

impl WriteError for PolicyError {
    fn database(&self) -> Option<&DbErr> {
        match self {
            Self::Fault(fault) => fault.database(),
            Self::UnknownRegion => None,
        }
    }
}
