//! The end of a letter: fulfilled or breached, by its promises.

use entity::letter::Model;

use super::{Letters, Target, change::Change};
use crate::{
    domain::{
        access::Viewer,
        journal::{Claim, Outcome},
        letter::{
            error::LetterError,
            rules::{self, Verb, promise},
            store,
        },
    },
    platform::db::Tx,
};

impl Letters {
    /// Ends a letter whose promises are all verified: fulfilled, or breached if any was broken.
    ///
    /// # Errors
    /// Not every promise is verified, or the version is not the present one.
    pub async fn conclude(&self, viewer: &Viewer, target: &Target) -> Result<Outcome, LetterError> {
        let committed = self.db.write(|tx| conclude_in(tx, viewer, target)).await?;
        Ok(Claim::outcome(committed))
    }
}

async fn conclude_in(tx: Tx, viewer: &Viewer, target: &Target) -> Result<Claim, LetterError> {
    let change = match Change::begin(tx, viewer, target, Verb::Conclude.action()).await? {
        Ok(change) => change,
        Err(replayed) => return Ok(replayed),
    };
    let next = rules::take(Verb::Conclude, &change.letter, change.incident())?;
    let state = promise::conclusion(&store::promises(&change.tx, &change.letter).await?);
    change.save(Model { state, ..next }, Verb::Conclude.event()).await
}
