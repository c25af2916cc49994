//! What the customer says to a letter.

use entity::{letter::Model, letter_revision};

use super::{Letters, Target, change::Change};
use crate::{
    domain::{
        access::Viewer,
        input::Checks,
        journal::{Claim, Outcome},
        letter::{
            error::LetterError,
            rules::{self, Verb, promise},
            store,
        },
    },
    platform::db::Tx,
};

/// The longest name of a person at the customer.
const NAME: usize = 200;

/// What the customer says to a letter.
#[derive(Clone, Debug)]
pub struct Answer {
    /// To which letter.
    pub target: Target,
    /// Who at the customer says it.
    pub by: String,
    /// What they want otherwise; `None`: they accept it.
    pub return_note: Option<String>,
}

impl Answer {
    fn checked(&self) -> Result<Self, LetterError> {
        let mut checks = Checks::new();
        let by = checks.line("answeredBy", &self.by, NAME);
        let return_note = self.return_note.as_ref().map(|note| checks.reason("note", note));
        checks.done()?;
        Ok(Self { by, return_note, target: self.target.clone() })
    }
}

impl Letters {
    /// Notes that the customer accepted the letter, or sent it back.
    ///
    /// # Errors
    /// The letter is not with the customer, or the version is not the present one.
    pub async fn answer(&self, viewer: &Viewer, command: &Answer) -> Result<Outcome, LetterError> {
        let command = &command.checked()?;
        let committed = self.db.write(|tx| answer_in(tx, viewer, command)).await?;
        Ok(Claim::outcome(committed))
    }
}

async fn answer_in(tx: Tx, viewer: &Viewer, command: &Answer) -> Result<Claim, LetterError> {
    let verb = if command.return_note.is_some() { Verb::Return } else { Verb::Accept };
    let change = match Change::begin(tx, viewer, &command.target, verb.action()).await? {
        Ok(change) => change,
        Err(replayed) => return Ok(replayed),
    };
    let next = rules::take(verb, &change.letter, change.incident())?;
    let revision = letter_revision::Model {
        answered_at: Some(change.tx.now()),
        answered_by: Some(command.by.clone()),
        return_note: command.return_note.clone(),
        ..store::revision(&change.tx, &change.letter).await?
    };
    store::save_revision(&change.tx, &change.access, revision).await?;
    let next = match &command.return_note {
        Some(note) => {
            store::cancel_promises(&change.tx, &change.access, &change.letter, note).await?;
            next
        }
        // Something may have become of its promises before the customer answered.
        None => {
            let promises = store::promises(&change.tx, &change.letter).await?;
            Model { state: promise::progress(true, &promises), ..next }
        }
    };
    change.save(next, verb.event()).await
}
