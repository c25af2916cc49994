//! People, sessions, regions and bots in the schema.

pub mod bot;
pub mod loader;
pub mod region;
pub mod user;
pub mod viewer;

pub mod mutation;
pub mod query;

pub use mutation::IdentityMutation;
pub use query::IdentityQuery;

use super::{error::Error, failure::Failure};
use crate::domain::identity::IdentityError;

impl From<IdentityError> for Failure {
    fn from(error: IdentityError) -> Self {
        let message = error.to_string();
        let code = error.code();
        match error {
            IdentityError::Fault(fault) => fault.into(),
            IdentityError::Throttled { retry_after } => Error::rate_limited(retry_after).into(),
            IdentityError::Busy => Error::unavailable().into(),
            IdentityError::IllegalTransition { from, to, allowed } => {
                Self::transition(from, to, allowed.iter().map(|state| (*state).to_owned()).collect())
            }
            other => match code {
                Some(code) => Self::rule(code, message, path(&other)),
                None => Error::internal(message).into(),
            },
        }
    }
}

/// Where in the input the reason of a refusal is.
fn path(error: &IdentityError) -> &'static [&'static str] {
    match error {
        IdentityError::RefreshTokenInvalid => &["refreshToken"],
        IdentityError::SetupCodeInvalid | IdentityError::RegionCodeTaken => &["code"],
        IdentityError::OldPasswordWrong => &["oldPassword"],
        IdentityError::EmailTaken => &["email"],
        IdentityError::BotNameTaken => &["name"],
        IdentityError::ChiefTaken => &["isChiefExecutive"],
        _ => &[],
    }
}
