//! What every change of a handover has in common: it begins with the viewer, the key, the right and the locked rows, the account's
//! first, and ends with the row, the event, and who reads the account because of it.

use entity::{account::AccountStatus, handover::Model, handover_part::PackPart, id::UserId};

use super::Target;
use crate::{
    domain::{
        access::{AccessChange, AccountAccess, HandoverAccess, Viewer, change::HandoverFact, proof},
        fault::{Fault, expect_version},
        handover::{
            error::HandoverError,
            event::{HandoverEvent, HandoverEventKind, HandoverSnapshot},
            rules::Verb,
            store,
        },
        journal::{self, AccountLabel, Claim},
        triangle::TriangleError,
    },
    platform::db::Tx,
};

/// A change of a handover in the making: the right is proved, the rows are locked, the version is the expected one.
pub(super) struct Change<'a> {
    pub(super) tx: Tx,
    pub(super) viewer: Viewer,
    pub(super) account: AccountAccess,
    pub(super) access: HandoverAccess,
    target: &'a Target,
    claim: Claim,
}

/// What the event of a change says beside the handover, and whose rights change with it beside its own.
#[derive(Clone, Default)]
pub(super) struct About {
    pub(super) part: Option<PackPart>,
    pub(super) item: Option<i32>,
    pub(super) rights: Vec<AccessChange>,
}

impl<'a> Change<'a> {
    /// Begins a change; `Err` of the inner result: it was made before, with this key.
    pub(super) async fn begin(
        tx: Tx,
        viewer: &Viewer,
        target: &'a Target,
        verb: Verb,
    ) -> Result<Result<Self, Claim>, HandoverError> {
        let viewer = proof::present(&tx, viewer).await?;
        let claim = journal::claim(&tx, &viewer, target.idempotency.as_ref(), target.handover.0).await?;
        if matches!(claim, Claim::Replay(_)) {
            return Ok(Err(claim));
        }
        let (account, access) = proof::handover_for(&tx, &viewer, target.handover, verb.action()).await?;
        expect_version(target.expected_version, access.handover().version)?;
        if account.account().status == AccountStatus::Ended && !verb.is_way_out() {
            return Err(HandoverError::Triangle(TriangleError::AccountEnded));
        }
        Ok(Ok(Self { tx, viewer, account, access, target, claim }))
    }

    /// The handover before the change.
    pub(super) fn handover(&self) -> &Model {
        self.access.handover()
    }

    /// The person who makes the change.
    pub(super) fn actor(&self) -> Result<UserId, HandoverError> {
        Ok(self.viewer.person()?.id)
    }

    /// Ends the change: the row, the event, and the answer for whoever repeats it.
    pub(super) async fn save(
        self,
        next: Model,
        kind: HandoverEventKind,
        about: About,
    ) -> Result<Claim, HandoverError> {
        self.announce(&next, kind, about).await?;
        self.complete(next).await
    }

    /// Writes the event, where more follows from the step before the row can be written.
    pub(super) async fn announce(
        &self,
        next: &Model,
        kind: HandoverEventKind,
        about: About,
    ) -> Result<(), HandoverError> {
        let next = Model { version: self.handover().version + 1, ..next.clone() };
        let label = AccountLabel::from(self.account.account());
        Ok(tell(&self.tx, &self.viewer, label, (self.handover(), &next), (kind, about)).await?)
    }

    /// Writes the row, and keeps the answer for whoever repeats the change.
    pub(super) async fn complete(self, next: Model) -> Result<Claim, HandoverError> {
        store::save(&self.tx, &self.access, next).await?;
        journal::complete(&self.tx, &self.viewer, self.target.idempotency.as_ref()).await?;
        Ok(self.claim)
    }
}

/// Writes the event of a change. Where it changes who reads the account, that goes with it.
pub(super) async fn tell(
    tx: &Tx,
    viewer: &Viewer,
    account: AccountLabel,
    (before, next): (&Model, &Model),
    (kind, about): (HandoverEventKind, About),
) -> Result<(), Fault> {
    let names = store::names(&**tx, vec![next.outgoing_id, next.receiver_id]).await?;
    let name = |id: &UserId| names.get(id).cloned().unwrap_or_default();
    let event = HandoverEvent {
        kind,
        handover: HandoverSnapshot::of(next, name(&next.outgoing_id), name(&next.receiver_id)),
        previous_state: (next.state != before.state).then_some(before.state),
        part: about.part,
        item: about.item,
    };
    let (known, fact) = (HandoverFact::of(before), HandoverFact::of(next));
    let is_news = kind == HandoverEventKind::Initiated || known != fact;
    let own = is_news.then_some(AccessChange::Handover(fact));
    journal::record(tx, viewer, Some(account), &event, own.into_iter().chain(about.rights).collect())?;
    Ok(())
}
