//! Writing a letter: the first draft, and every change of the text.

use entity::{
    id::{IncidentId, LetterId},
    letter::{LetterLanguage, LetterState, Model},
};

use super::{Letters, Target, change::Change};
use crate::{
    domain::{
        access::{Action, Viewer, proof},
        journal::{self, Claim, Idempotency, Outcome},
        letter::{
            document::LetterText,
            error::LetterError,
            event::{LetterEvent, LetterEventKind},
            rules::{self, Verb},
            store,
        },
    },
    platform::db::Tx,
};

/// A letter to be begun.
#[derive(Clone, Debug)]
pub struct DraftLetter {
    /// About which incident.
    pub incident: IncidentId,
    /// The customer's language.
    pub language: LetterLanguage,
    /// The text as far as it goes.
    pub text: LetterText,
    /// The client's promise that requests with this key are one request.
    pub idempotency: Option<Idempotency>,
}

impl Letters {
    /// Begins the letter about a resolved incident. The outcome's id is the letter's.
    ///
    /// # Errors
    /// The incident is not resolved, has a letter or a waiver, or the text is not in order.
    pub async fn draft(&self, viewer: &Viewer, command: &DraftLetter) -> Result<Outcome, LetterError> {
        let command = &DraftLetter { text: rules::sound(&command.text)?, ..command.clone() };
        let committed = self.db.write(|tx| draft_in(tx, viewer, command)).await?;
        Ok(Claim::outcome(committed))
    }

    /// Changes the text. One that was signed stays as it is; the text becomes the next version.
    ///
    /// # Errors
    /// The letter is with the customer or has had its end, the incident was reopened since, the text is not in order, or the
    /// version is not the present one.
    pub async fn revise(
        &self,
        viewer: &Viewer,
        target: &Target,
        language: LetterLanguage,
        text: &LetterText,
    ) -> Result<Outcome, LetterError> {
        let text = &rules::sound(text)?;
        let committed = self.db.write(|tx| revise_in(tx, viewer, target, language, text)).await?;
        Ok(Claim::outcome(committed))
    }
}

async fn draft_in(tx: Tx, viewer: &Viewer, command: &DraftLetter) -> Result<Claim, LetterError> {
    let viewer = &proof::present(&tx, viewer).await?;
    let claim = journal::claim(&tx, viewer, command.idempotency.as_ref(), tx.next_id()).await?;
    let Claim::First(id) = &claim else { return Ok(claim) };
    let access = proof::incident_for(&tx, viewer, command.incident, Action::WriteLetter).await?;
    let incident = access.incident();
    rules::begin(incident)?;
    let row = Model {
        id: LetterId(*id),
        incident_id: incident.id,
        generation: incident.generation,
        state: LetterState::Draft,
        language: command.language,
        number: 1,
        text: store::json(&command.text)?,
        drafted_by: viewer.person()?.id,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    let event = LetterEvent {
        kind: LetterEventKind::Drafted,
        incident: incident.into(),
        letter: (&row).into(),
        previous_state: None,
        commitment: None,
        concerned: Vec::new(),
    };
    store::insert(&tx, &access, row).await?;
    let account = store::account(&*tx, incident.account_id).await?;
    journal::record(&tx, viewer, Some((&account).into()), &event, Vec::new())?;
    journal::complete(&tx, viewer, command.idempotency.as_ref()).await?;
    Ok(claim)
}

async fn revise_in(
    tx: Tx,
    viewer: &Viewer,
    target: &Target,
    language: LetterLanguage,
    text: &LetterText,
) -> Result<Claim, LetterError> {
    let change = match Change::begin(tx, viewer, target, Verb::Revise.action()).await? {
        Ok(change) => change,
        Err(replayed) => return Ok(replayed),
    };
    let next = rules::take(Verb::Revise, &change.letter, change.incident())?;
    let next = Model { language, text: store::json(text)?, ..next };
    change.save(next, Verb::Revise.event()).await
}
