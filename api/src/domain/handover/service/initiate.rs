//! Beginning a handover: the receiver is nominated.

use entity::{
    assignment::Seat,
    handover::{HandoverState, Model},
    id::{AccountId, HandoverId, UserId},
    user::UserStatus,
};

use super::{
    Handovers,
    change::{About, tell},
};
use crate::{
    domain::{
        access::{AccountAccess, Action, Viewer, proof},
        fault::Fault,
        handover::{error::HandoverError, event::HandoverEventKind, store},
        input::Checks,
        journal::{self, AccountLabel, Claim, Idempotency, Outcome},
        triangle::{self, TriangleError},
    },
    platform::db::Tx,
};

/// A handover to be begun.
#[derive(Clone, Debug)]
pub struct InitiateHandover {
    /// On which account.
    pub account: AccountId,
    /// Which seat.
    pub seat: Seat,
    /// Who takes over.
    pub receiver: UserId,
    /// Why the seat is handed over.
    pub reason: String,
    /// Why somebody of another function or of another seat.
    pub exception_reason: Option<String>,
    /// Whether the outgoing primary is gone.
    pub emergency: bool,
    /// The client's promise that requests with this key are one request.
    pub idempotency: Option<Idempotency>,
}

impl InitiateHandover {
    fn checked(&self) -> Result<Self, Fault> {
        let mut checks = Checks::new();
        let reason = checks.reason("reason", &self.reason);
        let exception_reason = checks.optional_reason("exceptionReason", self.exception_reason.as_deref());
        checks.done()?;
        Ok(Self { reason, exception_reason, ..self.clone() })
    }
}

impl Handovers {
    /// Begins the handover of a seat. The outcome's id is the handover's.
    ///
    /// # Errors
    /// The seat has no primary or is being handed over, the receiver could not take it, or only in an emergency.
    pub async fn initiate(
        &self,
        viewer: &Viewer,
        command: &InitiateHandover,
    ) -> Result<Outcome, HandoverError> {
        let command = &command.checked()?;
        let committed = self.db.write(|tx| initiate_in(tx, viewer, command)).await?;
        Ok(Claim::outcome(committed))
    }
}

async fn initiate_in(tx: Tx, viewer: &Viewer, command: &InitiateHandover) -> Result<Claim, HandoverError> {
    let viewer = &proof::present(&tx, viewer).await?;
    let claim = journal::claim(&tx, viewer, command.idempotency.as_ref(), tx.next_id()).await?;
    let Claim::First(id) = &claim else { return Ok(claim) };
    let account = proof::account_for(&tx, viewer, command.account, Action::DirectHandover).await?;
    let row = new_row(&tx, viewer, &account, HandoverId(*id), command).await?;
    store::insert(&tx, &account, row.clone()).await?;
    let label = AccountLabel::from(account.account());
    tell(&tx, viewer, label, (&row, &row), (HandoverEventKind::Initiated, About::default())).await?;
    journal::complete(&tx, viewer, command.idempotency.as_ref()).await?;
    Ok(claim)
}

async fn new_row(
    tx: &Tx,
    viewer: &Viewer,
    account: &AccountAccess,
    id: HandoverId,
    command: &InitiateHandover,
) -> Result<Model, HandoverError> {
    let (row, seat) = (account.account(), command.seat);
    let fit = triangle::require_fit(tx, row, seat, command.receiver, command.exception_reason.is_some());
    fit.await.map_err(HandoverError::receiver)?;
    let held = triangle::find_primary(tx, row.id, seat).await?.ok_or(HandoverError::SeatVacant)?;
    if held.user_id == command.receiver {
        return Err(HandoverError::Receiver(TriangleError::AlreadyInSeat));
    }
    if store::is_open(tx, account, seat).await? {
        return Err(HandoverError::HandoverOpen);
    }
    let outgoing = store::person(tx, held.user_id).await?;
    if !command.emergency && outgoing.is_none_or(|person| person.status == UserStatus::Disabled) {
        return Err(HandoverError::OutgoingDisabled);
    }
    Ok(Model {
        id,
        account_id: row.id,
        seat,
        assignment_id: held.id,
        outgoing_id: held.user_id,
        receiver_id: command.receiver,
        initiated_by: viewer.person()?.id,
        emergency: command.emergency,
        reason: command.reason.clone(),
        exception_reason: command.exception_reason.clone(),
        state: HandoverState::Initiated,
        return_reason: None,
        end_reason: None,
        informed: None,
        accepted_at: None,
        shadowing_at: None,
        overlap_days: None,
        transfer_from: None,
        introduced_at: None,
        transferred_at: None,
        new_assignment_id: None,
        grace_until: None,
        ended_at: None,
        next_at: None,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
    })
}
