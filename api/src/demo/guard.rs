//! Of several starts of a demonstration on one database one tells the story and the others wait for it. What is taken goes
//! with the process, so that a start that was cut off keeps nobody waiting.

use std::fs::File;

use sea_orm::{ConnectionTrait, DatabaseConnection};

use crate::{
    StartError,
    platform::db::{Target, open_maintenance},
};

/// Held while the story may be told.
pub(super) enum Guard {
    /// An advisory lock of its session: 7307; migrating and stamping have others.
    Session(DatabaseConnection),
    /// A lock on a file beside the database.
    File(File),
}

impl Guard {
    /// Waits for whoever tells the story now.
    ///
    /// # Errors
    /// The database cannot be reached, or the file not be made.
    pub(super) async fn take(target: &Target) -> Result<Self, StartError> {
        match target {
            Target::Postgres(url) => {
                let session = open_maintenance(url).await?;
                session.execute_unprepared("select pg_advisory_lock(7307)").await?;
                Ok(Self::Session(session))
            }
            Target::File(path) => {
                let file = File::create(path.with_extension("lock"))?;
                let taken = tokio::task::spawn_blocking(move || file.lock().map(|()| file));
                Ok(Self::File(taken.await.map_err(std::io::Error::other)??))
            }
        }
    }

    /// Lets the next one in.
    pub(super) async fn release(self) -> Result<(), StartError> {
        match self {
            Self::Session(session) => Ok(session.close().await?),
            Self::File(file) => Ok(file.unlock()?),
        }
    }
}
