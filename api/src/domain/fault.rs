//! What can go wrong in any use case, beside a domain's own refusals.

use sea_orm::DbErr;

use crate::platform::{db::WriteError, page::PageFault};

/// One thing wrong with an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Where in the input, in the API's names: `title`, `tags.3`.
    pub path: String,
    /// Stable, for programs: `TOO_LONG`.
    pub code: &'static str,
    /// For people: what to do.
    pub message: String,
}

/// A refusal or failure that every domain shares.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// Nobody is signed in.
    #[error("sign in first")]
    Unauthenticated,
    /// It does not exist, or the viewer may not know that it does.
    #[error("not found")]
    NotFound,
    /// The viewer may see it but not do this.
    #[error("{0}")]
    Forbidden(&'static str),
    /// The input breaks rules that hold whatever the state.
    #[error("the input is not valid")]
    Invalid(Vec<Violation>),
    /// Somebody changed it since the client read it.
    #[error("it was changed meanwhile: read it again and repeat with version {current}")]
    VersionConflict {
        /// Its version now.
        current: i32,
    },
    /// The idempotency key was used for another input.
    #[error("this idempotency key was used with another input; use a new key for a new request")]
    IdempotencyKeyReused,
    /// The first request with this key has not ended.
    #[error("a request with this idempotency key is still running; repeat it in a moment")]
    IdempotencyInProgress,
    /// A page cannot be given.
    #[error(transparent)]
    Page(#[from] PageFault),
    /// The database failed.
    #[error("the database failed")]
    Database(#[from] DbErr),
}

impl Fault {
    /// A single violation.
    pub fn invalid(path: &str, code: &'static str, message: impl Into<String>) -> Self {
        Self::Invalid(vec![Violation { path: path.to_owned(), code, message: message.into() }])
    }
}

impl WriteError for Fault {
    fn database(&self) -> Option<&DbErr> {
        match self {
            Self::Database(error) | Self::Page(PageFault::Database(error)) => Some(error),
            _ => None,
        }
    }
}

/// Compares the version that a client edits against with the present one.
///
/// # Errors
/// [`Fault::VersionConflict`] with the present version.
pub fn expect_version(expected: i32, current: i32) -> Result<(), Fault> {
    if expected == current { Ok(()) } else { Err(Fault::VersionConflict { current }) }
}
