//! The move of the seat, and what goes with it.

use chrono::TimeDelta;
use entity::{
    assignment,
    assignment::Position,
    handover::Model,
    handover_open_item::{self, OpenItemOutcome},
    id::AssignmentId,
};
use sea_orm::EntityTrait;

use super::{
    Handovers, Target,
    change::{About, Change},
};
use crate::{
    domain::{
        access::{AccessChange, Viewer, change::AssignmentFact},
        handover::{
            error::HandoverError,
            rules::{self, Verb},
            store,
        },
        incident,
        journal::{Claim, Outcome},
        letter,
        triangle::{self, SeatMove},
    },
    platform::db::Tx,
};

impl Handovers {
    /// Moves the seat to the receiver in one instant, with what is open in the name of the former holder.
    ///
    /// # Errors
    /// The overlap is not over, the outgoing primary no longer holds the seat, the receiver cannot take it, the state does not
    /// allow it, or the version is not the present one.
    pub async fn transfer(&self, viewer: &Viewer, target: &Target) -> Result<Outcome, HandoverError> {
        let committed = self.db.write(|tx| self.transfer_in(tx, viewer, target)).await?;
        self.changed.notify_one();
        Ok(Claim::outcome(committed))
    }

    async fn transfer_in(&self, tx: Tx, viewer: &Viewer, target: &Target) -> Result<Claim, HandoverError> {
        let change = match Change::begin(tx, viewer, target, Verb::Transfer).await? {
            Ok(change) => change,
            Err(replayed) => return Ok(replayed),
        };
        let now = change.tx.now();
        let next = rules::take(Verb::Transfer, change.handover())?;
        rules::require_overlap(change.handover(), now)?;
        let begun = AssignmentId(change.tx.next_id());
        let (_, policy) = self.policies.in_force(&change.tx).await?;
        let grace = now + TimeDelta::days(policy.handover.grace_days.into());
        let next = Model {
            transferred_at: Some(now),
            new_assignment_id: Some(begun),
            grace_until: Some(grace),
            next_at: Some(grace),
            ..next
        };
        // First, and with everything that it changes about rights: nobody loses sight who has it again a moment later.
        let about = About { rights: seat_facts(change.handover(), begun), ..About::default() };
        change.announce(&next, Verb::Transfer.event(), about).await?;
        move_seat(&change, begun).await?;
        give_open_items(&change).await?;
        change.complete(next).await
    }
}

/// The assignments of the seat after the move.
fn seat_facts(row: &Model, begun: AssignmentId) -> Vec<AccessChange> {
    let fact = |id, user, running| {
        let (account, seat, position) = (row.account_id, Some(row.seat), Position::Primary);
        AccessChange::Assignment(AssignmentFact { id, account, user, seat, position, running })
    };
    vec![fact(row.assignment_id, row.outgoing_id, false), fact(begun, row.receiver_id, true)]
}

async fn move_seat(change: &Change<'_>, id: AssignmentId) -> Result<(), HandoverError> {
    let row = change.handover();
    let known = assignment::Entity::find_by_id(row.assignment_id).one(&*change.tx).await?;
    let known = known.ok_or(HandoverError::SeatChanged)?;
    let step = SeatMove {
        id,
        known: &known,
        user: row.receiver_id,
        reason: &row.reason,
        exception_reason: row.exception_reason.as_deref(),
    };
    Ok(triangle::move_seat(&change.tx, &change.viewer, change.account.account(), &step).await?)
}

/// What is open in the name of the former holder goes to the receiver, who holds the seat by now.
async fn give_open_items(change: &Change<'_>) -> Result<(), HandoverError> {
    let row = change.handover();
    let people = (row.outgoing_id, row.receiver_id);
    let parts = incident::hand_over(&change.tx, &change.viewer, &change.account, people).await?;
    let promises = letter::hand_over(&change.tx, &change.viewer, &change.account, people).await?;
    let parts = parts.into_iter().map(|part| {
        let outcome =
            if part.taken { OpenItemOutcome::Reowned } else { OpenItemOutcome::ReceiverNotExecutive };
        (part.incident, None, part.lead, outcome)
    });
    let promises = promises
        .into_iter()
        .map(|(promise, incident)| (incident, Some(promise), false, OpenItemOutcome::Reowned));
    let rows =
        (1..).zip(parts.chain(promises)).map(|(place, (incident_id, commitment_id, lead, outcome))| {
            handover_open_item::Model {
                handover_id: row.id,
                place,
                incident_id,
                commitment_id,
                lead,
                outcome,
            }
        });
    Ok(store::insert_open_items(&change.tx, &change.access, rows.collect()).await?)
}
