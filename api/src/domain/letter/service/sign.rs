//! From a complete text to a letter that is with the customer.

use super::{Letters, Target, change::Change};
use crate::{
    domain::{
        access::Viewer,
        input::Checks,
        journal::{Claim, Outcome},
        letter::{
            document::Signature,
            error::LetterError,
            people,
            rules::{self, Verb},
            store,
        },
    },
    platform::db::Tx,
};

/// The longest address.
const ADDRESS: usize = 300;

/// A signed letter on its way to the customer.
#[derive(Clone, Debug)]
pub struct SendLetter {
    /// Which letter.
    pub target: Target,
    /// To whom and how.
    pub sent_to: String,
}

impl Letters {
    /// Says that the text is complete.
    ///
    /// # Errors
    /// It is not, the state does not allow it, or the version is not the present one.
    pub async fn submit(&self, viewer: &Viewer, target: &Target) -> Result<Outcome, LetterError> {
        let committed = self.db.write(|tx| submit_in(tx, viewer, target)).await?;
        Ok(Claim::outcome(committed))
    }

    /// Signs the text: it is frozen with its hash.
    ///
    /// # Errors
    /// Somebody else signs, the text is no longer complete, the state does not allow it, or the version is not the present
    /// one.
    pub async fn sign(&self, viewer: &Viewer, target: &Target) -> Result<Outcome, LetterError> {
        let committed = self.db.write(|tx| sign_in(tx, viewer, target)).await?;
        Ok(Claim::outcome(committed))
    }

    /// Notes that the letter went to the customer: the commitment is issued.
    ///
    /// # Errors
    /// What was signed is not enough for what the incident has become, the state does not allow it, or the version is not
    /// the present one.
    pub async fn send(&self, viewer: &Viewer, command: &SendLetter) -> Result<Outcome, LetterError> {
        let mut checks = Checks::new();
        let sent_to = &checks.line("sentTo", &command.sent_to, ADDRESS);
        checks.done()?;
        let committed = self.db.write(|tx| self.send_in(tx, viewer, &command.target, sent_to)).await?;
        Ok(Claim::outcome(committed))
    }

    async fn send_in(
        &self,
        tx: Tx,
        viewer: &Viewer,
        target: &Target,
        sent_to: &str,
    ) -> Result<Claim, LetterError> {
        let change = match Change::begin(tx, viewer, target, Verb::Send.action()).await? {
            Ok(change) => change,
            Err(replayed) => return Ok(replayed),
        };
        let next = rules::take(Verb::Send, &change.letter, change.incident())?;
        change.require_complete().await?;
        let revision = store::revision(&change.tx, &change.letter).await?;
        let signer = people::executive(&change.tx, revision.signer_id).await?;
        let stands = signer.is_some_and(|row| rules::is_signer(change.incident(), row.id, row.is_chief));
        if !stands {
            let signatory = rules::signatory(change.incident());
            return Err(LetterError::SignatureInsufficient { signatory });
        }
        store::save_sending(&change.tx, &change.access, revision, sent_to).await?;
        let text = change.text()?;
        store::insert_promises(&change.tx, &change.access, &change.letter, &text).await?;
        if crate::domain::incident::rules::Verb::IssueCommitment.starts_from(change.incident().state) {
            self.incidents.issue_commitment(&change.tx, &change.viewer, &change.access).await?;
        }
        let owners = text.promises.iter().map(|promise| promise.owner).collect();
        change.save_for(owners, next, Verb::Send.event()).await
    }
}

async fn submit_in(tx: Tx, viewer: &Viewer, target: &Target) -> Result<Claim, LetterError> {
    let change = match Change::begin(tx, viewer, target, Verb::Submit.action()).await? {
        Ok(change) => change,
        Err(replayed) => return Ok(replayed),
    };
    let next = rules::take(Verb::Submit, &change.letter, change.incident())?;
    change.require_complete().await?;
    let signers = people::signers(&change.tx, change.incident()).await?;
    change.save_for(signers, next, Verb::Submit.event()).await
}

async fn sign_in(tx: Tx, viewer: &Viewer, target: &Target) -> Result<Claim, LetterError> {
    let change = match Change::begin(tx, viewer, target, Verb::Sign.action()).await? {
        Ok(change) => change,
        Err(replayed) => return Ok(replayed),
    };
    let next = rules::take(Verb::Sign, &change.letter, change.incident())?;
    let signatory = rules::signatory(change.incident());
    let executive = people::executive(&change.tx, change.viewer.person()?.id).await?;
    let signer = executive.filter(|row| rules::is_signer(change.incident(), row.id, row.is_chief));
    let signer = signer.ok_or(LetterError::NotTheSigner { signatory })?;
    change.require_complete().await?;
    let signature = Signature { by: signer.id, name: signer.name, signatory, at: change.tx.now() };
    let content = change.content(Some(signature.clone())).await?;
    store::insert_revision(&change.tx, &change.access, &change.letter, &content, &signature).await?;
    change.save(next, Verb::Sign.event()).await
}
