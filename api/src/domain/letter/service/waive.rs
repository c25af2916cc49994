//! An executive's decision that an incident gets no letter, or none any more.

use entity::id::IncidentId;

use super::Letters;
use crate::{
    domain::{
        access::{Viewer, proof},
        fault::expect_version,
        input::Checks,
        journal::{self, Claim, Idempotency, Outcome},
        letter::{
            error::LetterError,
            event::LetterEvent,
            rules::{self, Verb},
            store,
        },
    },
    platform::db::Tx,
};

/// A letter that is not written, or not sent.
#[derive(Clone, Debug)]
pub struct WaiveLetter {
    /// About which incident.
    pub incident: IncidentId,
    /// The incident's version when the client read it.
    pub expected_version: i32,
    /// Why.
    pub reason: String,
    /// The client's promise that requests with this key are one request.
    pub idempotency: Option<Idempotency>,
}

impl Letters {
    /// Waives the letter of the incident's present generation, whether or not it was begun. The outcome's id is the
    /// incident's.
    ///
    /// # Errors
    /// The incident is not resolved, or over, the letter is with the customer, or the version is not the present one.
    pub async fn waive(&self, viewer: &Viewer, command: &WaiveLetter) -> Result<Outcome, LetterError> {
        let mut checks = Checks::new();
        let command = &WaiveLetter { reason: checks.reason("reason", &command.reason), ..command.clone() };
        checks.done()?;
        let committed = self.db.write(|tx| self.waive_in(tx, viewer, command)).await?;
        Ok(Claim::outcome(committed))
    }

    async fn waive_in(&self, tx: Tx, viewer: &Viewer, command: &WaiveLetter) -> Result<Claim, LetterError> {
        let viewer = &proof::present(&tx, viewer).await?;
        let claim = journal::claim(&tx, viewer, command.idempotency.as_ref(), command.incident.0).await?;
        if matches!(claim, Claim::Replay(_)) {
            return Ok(claim);
        }
        let access = proof::incident_for(&tx, viewer, command.incident, Verb::Waive.action()).await?;
        expect_version(command.expected_version, access.incident().version)?;
        let begun = store::of_generation(&tx, &access).await?;
        self.incidents.waive_letter(&tx, viewer, &access, &command.reason).await?;
        if let Some(letter) = begun {
            let next = rules::take(Verb::Waive, &letter, access.incident())?;
            let next = store::save(&tx, &access, &letter, next).await?;
            let event = LetterEvent {
                kind: Verb::Waive.event(),
                incident: (&store::incident(&tx, &access).await?).into(),
                letter: (&next).into(),
                previous_state: Some(letter.state),
                commitment: None,
                concerned: Vec::new(),
            };
            let account = store::account(&*tx, access.incident().account_id).await?;
            journal::record(&tx, viewer, Some((&account).into()), &event, Vec::new())?;
        }
        journal::complete(&tx, viewer, command.idempotency.as_ref()).await?;
        Ok(claim)
    }
}
