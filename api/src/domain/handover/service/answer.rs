//! What the receiver says to the pack: takes it, sends it back, acknowledges what it says.

use entity::{handover::HandoverState, handover::Model, id::HandoverId};

use super::{
    Handovers, Target,
    change::{About, Change, tell},
};
use crate::{
    domain::{
        access::{Action, Viewer, proof},
        fault::Fault,
        handover::{
            assemble,
            error::HandoverError,
            event::HandoverEventKind,
            rules::{self, Verb},
            store,
        },
        input::Checks,
        journal::{AccountLabel, Claim, Outcome},
    },
    platform::db::Tx,
};

/// What the receiver says to a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// They take it.
    Accept,
    /// They send it back, and what is missing.
    Return(String),
}

impl Answer {
    fn checked(&self) -> Result<Self, Fault> {
        let Self::Return(reason) = self else { return Ok(self.clone()) };
        let mut checks = Checks::new();
        let reason = checks.reason("reason", reason);
        checks.done()?;
        Ok(Self::Return(reason))
    }
}

impl Handovers {
    /// Takes the pack, which is frozen then, or sends it back. The outcome's id is the handover's.
    ///
    /// # Errors
    /// The state does not allow it, or the version is not the present one.
    pub async fn answer(
        &self,
        viewer: &Viewer,
        target: &Target,
        answer: &Answer,
    ) -> Result<Outcome, HandoverError> {
        let answer = &answer.checked()?;
        let committed = self.db.write(|tx| answer_in(tx, viewer, target, answer)).await?;
        self.changed.notify_one();
        Ok(Claim::outcome(committed))
    }

    /// Notes that the receiver has understood an item of the pack. Said twice it counts once.
    ///
    /// # Errors
    /// There is nothing at that place, or the handover is not between acceptance and close.
    pub async fn acknowledge(
        &self,
        viewer: &Viewer,
        id: HandoverId,
        place: i32,
    ) -> Result<Outcome, HandoverError> {
        let committed = self.db.write(|tx| acknowledge_in(tx, viewer, id, place)).await?;
        Ok(Outcome { id: id.0, events: committed.events })
    }
}

async fn answer_in(
    tx: Tx,
    viewer: &Viewer,
    target: &Target,
    answer: &Answer,
) -> Result<Claim, HandoverError> {
    let verb = match answer {
        Answer::Accept => Verb::Accept,
        Answer::Return(_) => Verb::Return,
    };
    let change = match Change::begin(tx, viewer, target, verb).await? {
        Ok(change) => change,
        Err(replayed) => return Ok(replayed),
    };
    let next = rules::take(verb, change.handover())?;
    let next = match answer {
        Answer::Return(reason) => Model { return_reason: Some(reason.clone()), ..next },
        Answer::Accept => {
            let content = assemble::content(&*change.tx, change.handover(), change.tx.now()).await?;
            let frozen = content.freeze().map_err(store::unreadable)?;
            store::freeze(&change.tx, &change.access, frozen, content.items()).await?;
            Model { accepted_at: Some(change.tx.now()), ..next }
        }
    };
    change.save(next, verb.event(), About::default()).await
}

async fn acknowledge_in(tx: Tx, viewer: &Viewer, id: HandoverId, place: i32) -> Result<(), HandoverError> {
    let viewer = &proof::present(&tx, viewer).await?;
    let (account, access) = proof::handover_for(&tx, viewer, id, Action::AnswerHandover).await?;
    let row = access.handover();
    let runs = row.state.is_open() || row.state == HandoverState::Transferred;
    if row.accepted_at.is_none() || !runs {
        return Err(HandoverError::NotToAcknowledge);
    }
    let found = store::acknowledge(&tx, &access, place).await?;
    let (item, is_news) = found.ok_or(HandoverError::ItemUnknown)?;
    if is_news {
        let about = About { part: Some(item.part), item: Some(item.place), ..About::default() };
        let label = AccountLabel::from(account.account());
        tell(&tx, viewer, label, (row, row), (HandoverEventKind::ItemAcknowledged, about)).await?;
    }
    Ok(())
}
