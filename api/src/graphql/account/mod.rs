//! Key accounts in the schema.

pub mod list;
pub mod loader;
pub mod mutation;
pub mod object;
pub mod query;
pub mod viewer_can;

pub use mutation::AccountMutation;
pub use object::Account;
pub use query::AccountQuery;

use super::{error::Error, failure::Failure};
use crate::domain::account::AccountError;

impl From<AccountError> for Failure {
    fn from(error: AccountError) -> Self {
        let message = error.to_string();
        if let Some((code, path)) = error.code() {
            return Self::rule(code, message, path);
        }
        match error {
            AccountError::Fault(fault) => fault.into(),
            AccountError::IllegalTransition { from, to, allowed } => Self::transition(&from, &to, allowed),
            _ => Error::internal(message).into(),
        }
    }
}
