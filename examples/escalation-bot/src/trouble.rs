//! What can go wrong, by what to do about it.

use std::io;
use std::path::Path;
use std::time::Duration;

use tokio::task::JoinError;

/// Why something did not succeed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Trouble {
    /// The server, or the way to it, is not there now: repeat the same request.
    #[error("{why}")]
    Passing {
        /// In words.
        why: String,
        /// How long the server asks to wait.
        after: Option<Duration>,
    },
    /// The server will never do this.
    #[error("{code}: {why}")]
    Refused {
        /// One of the server's closed list.
        code: String,
        /// In words.
        why: String,
    },
    /// Nothing can succeed with this key.
    #[error("the key does not work, and the bot stops: {0}. Unsent alarms stay where they are")]
    Key(String),
    /// Nothing can succeed on this machine: a full disk, a closed output.
    #[error("{0}")]
    Machine(String),
}

impl Trouble {
    /// Something that will pass by itself.
    pub(crate) fn passing(why: impl Into<String>) -> Self {
        Self::Passing { why: why.into(), after: None }
    }

    /// The disk does not do as it should.
    pub(crate) fn machine(path: &Path, error: &io::Error) -> Self {
        Self::Machine(format!("{}: {error}", path.display()))
    }

    /// With what the process ends: 3 asks for another key, 1 for another machine.
    pub(crate) fn exit_code(&self) -> i32 {
        match self {
            Self::Key(_) => 3,
            _ => 1,
        }
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Machine(error.to_string())
    }
}

impl From<JoinError> for Trouble {
    fn from(error: JoinError) -> Self {
        Self::Machine(format!("a defect of the bot: {error}"))
    }
}
