//! Why identity refuses something.

use std::time::Duration;

use sea_orm::DbErr;

use crate::{domain::fault::Fault, platform::db::WriteError};

/// Why identity refuses something.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// A refusal or failure that every domain shares.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// E-mail and password do not open a session. Nobody learns which of them was wrong.
    #[error("e-mail or password is wrong, or the person may not sign in")]
    SignInFailed,
    /// Too many failures.
    #[error("too many failed attempts; wait before the next one")]
    Throttled {
        /// How long.
        retry_after: Duration,
    },
    /// More passwords are being checked than the server can take.
    #[error("too many sign-ins at this moment")]
    Busy,
    /// The refresh token is unknown, over, or was used before.
    #[error("the refresh token does not work (any more); sign in again")]
    RefreshTokenInvalid,
    /// The setup code is unknown, over, or was used before.
    #[error(
        "the setup code does not work (any more); a restart of the server prints a new one while there are no users"
    )]
    SetupCodeInvalid,
    /// The old password is wrong.
    #[error("the old password is wrong")]
    OldPasswordWrong,
    /// Somebody has this e-mail.
    #[error("somebody else has this e-mail")]
    EmailTaken,
    /// A region has this code.
    #[error("another region has this code")]
    RegionCodeTaken,
    /// A bot has this name.
    #[error("another bot has this name")]
    BotNameTaken,
    /// Somebody else is the chief executive.
    #[error("somebody else is marked as chief executive; take the mark from them first")]
    ChiefTaken,
    /// Nobody could administer the system any more.
    #[error("this is the last active administrator; appoint another one first")]
    LastAdministrator,
    /// It is in that state already.
    #[error("{from} cannot become {to}")]
    IllegalTransition {
        /// The present state.
        from: &'static str,
        /// The state that was asked for.
        to: &'static str,
        /// The states that can be entered.
        allowed: &'static [&'static str],
    },
}

impl IdentityError {
    /// A change to the state that something is in already.
    pub(super) const fn stays(state: &'static str, allowed: &'static [&'static str]) -> Self {
        Self::IllegalTransition { from: state, to: state, allowed }
    }

    /// The stable code of a refusal by a rule; `None` for what is told in another way.
    pub fn code(&self) -> Option<&'static str> {
        Some(match self {
            Self::SignInFailed => "SIGN_IN_FAILED",
            Self::RefreshTokenInvalid => "REFRESH_TOKEN_INVALID",
            Self::SetupCodeInvalid => "SETUP_CODE_INVALID",
            Self::OldPasswordWrong => "OLD_PASSWORD_WRONG",
            Self::EmailTaken => "EMAIL_TAKEN",
            Self::RegionCodeTaken => "REGION_CODE_TAKEN",
            Self::BotNameTaken => "BOT_NAME_TAKEN",
            Self::ChiefTaken => "CHIEF_TAKEN",
            Self::LastAdministrator => "LAST_ADMINISTRATOR",
            Self::Fault(_) | Self::Throttled { .. } | Self::Busy | Self::IllegalTransition { .. } => {
                return None;
            }
        })
    }
}

impl From<DbErr> for IdentityError {
    fn from(error: DbErr) -> Self {
        Self::Fault(error.into())
    }
}

impl WriteError for IdentityError {
    fn database(&self) -> Option<&DbErr> {
        match self {
            Self::Fault(fault) => fault.database(),
            _ => None,
        }
    }
}
