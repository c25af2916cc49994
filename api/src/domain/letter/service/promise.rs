//! Keeping promises: what became of each, what the customer says to it, and how the letter ends by them.

use entity::{commitment, commitment::CommitmentState, id::CommitmentId, letter, letter::LetterState};

use super::Letters;
use crate::{
    domain::{
        access::{Action, IncidentAccess, Viewer, proof},
        fault::{Fault, expect_version},
        input::Checks,
        journal::{self, Claim, Idempotency, Outcome},
        letter::{
            error::LetterError,
            event::{LetterEvent, LetterEventKind},
            rules::promise,
            store,
        },
    },
    platform::db::Tx,
};

/// The longest name of a person at the customer.
const NAME: usize = 200;

/// What is said of a promise.
#[derive(Clone, Debug)]
pub enum Word {
    /// What became of it, and what shows that, or why.
    Outcome(CommitmentState, String),
    /// Who at the customer verified that it was kept.
    Verified(String),
}

/// Something that is said of a promise, as its client saw it.
#[derive(Clone, Debug)]
pub struct KeepPromise {
    /// Of which promise.
    pub commitment: CommitmentId,
    /// Its version when the client read it.
    pub expected_version: i32,
    /// What is said.
    pub word: Word,
    /// The client's promise that requests with this key are one request.
    pub idempotency: Option<Idempotency>,
}

impl KeepPromise {
    fn checked(&self) -> Result<Self, Fault> {
        let mut checks = Checks::new();
        let word = match &self.word {
            Word::Outcome(outcome, evidence) => Word::Outcome(*outcome, checks.reason("evidence", evidence)),
            Word::Verified(by) => Word::Verified(checks.line("verifiedBy", by, NAME)),
        };
        checks.done()?;
        Ok(Self { word, ..self.clone() })
    }
}

impl Letters {
    /// Records what became of a promise, or that the customer verified it. When every promise is settled the letter is
    /// verified. The outcome's id is the promise's.
    ///
    /// # Errors
    /// It was said before, the letter would keep no promise at all, or the version is not the present one.
    pub async fn keep(&self, viewer: &Viewer, command: &KeepPromise) -> Result<Outcome, LetterError> {
        let command = &command.checked()?;
        let committed = self.db.write(|tx| keep_in(tx, viewer, command)).await?;
        Ok(Claim::outcome(committed))
    }
}

async fn keep_in(tx: Tx, viewer: &Viewer, command: &KeepPromise) -> Result<Claim, LetterError> {
    let viewer = &proof::present(&tx, viewer).await?;
    let claim = journal::claim(&tx, viewer, command.idempotency.as_ref(), command.commitment.0).await?;
    if matches!(claim, Claim::Replay(_)) {
        return Ok(claim);
    }
    let (access, letter, before) = locked(&tx, viewer, command.commitment).await?;
    expect_version(command.expected_version, before.version)?;
    let others = store::promises(&tx, &letter).await?;
    let mut next = before.clone();
    let kind = match &command.word {
        Word::Outcome(outcome, evidence) => {
            promise::record(letter.state, &before, &others, *outcome)?;
            (next.state, next.evidence) = (*outcome, Some(evidence.clone()));
            (next.recorded_at, next.recorded_by) = (Some(tx.now()), Some(viewer.person()?.id));
            LetterEventKind::CommitmentRecorded
        }
        Word::Verified(by) => {
            promise::verify(&before)?;
            (next.verified_at, next.verified_by) = (Some(tx.now()), Some(by.clone()));
            LetterEventKind::CommitmentVerified
        }
    };
    let kept = store::save_promise(&tx, &access, next).await?;
    let letter_after = progressed(&tx, &access, &letter).await?;
    let event = LetterEvent {
        kind,
        incident: access.incident().into(),
        letter: (&letter_after).into(),
        previous_state: (letter_after.state != letter.state).then_some(letter.state),
        commitment: Some((&kept).into()),
        concerned: Vec::new(),
    };
    let account = store::account(&*tx, access.incident().account_id).await?;
    journal::record(&tx, viewer, Some((&account).into()), &event, Vec::new())?;
    journal::complete(&tx, viewer, command.idempotency.as_ref()).await?;
    Ok(claim)
}

/// The promise, locked after its incident and its letter, if the viewer keeps account of it: whoever writes letters, and its
/// owner.
async fn locked(
    tx: &Tx,
    viewer: &Viewer,
    id: CommitmentId,
) -> Result<(IncidentAccess, letter::Model, commitment::Model), LetterError> {
    if !IncidentAccess::is_whole(viewer) {
        return Err(Fault::NotFound.into());
    }
    let known = store::promise(tx, id).await?;
    let access = proof::incident_for(tx, viewer, known.incident_id, Action::AddTimeline).await?;
    let writes = access.standing().permits(viewer, access.incident().account_id, Action::WriteLetter);
    if !writes && viewer.person()?.id != known.owner_id {
        let told = "only its owner, and whoever writes the letter, says what became of a promise";
        return Err(Fault::Forbidden(told).into());
    }
    let letter = store::lock(tx, &access, known.letter_id).await?;
    let promise = store::lock_promise(tx, &access, id).await?;
    Ok((access, letter, promise))
}

/// The letter where its promises now stand.
pub(super) async fn progressed(
    tx: &Tx,
    access: &IncidentAccess,
    letter: &letter::Model,
) -> Result<letter::Model, LetterError> {
    let promises = store::promises(tx, letter).await?;
    let state = promise::progress(letter.state != LetterState::Sent, &promises);
    if state == letter.state {
        return Ok(letter.clone());
    }
    Ok(store::save(tx, access, letter, letter::Model { state, ..letter.clone() }).await?)
}
