//! The move of the seat, and what goes with it.

use std::collections::HashSet;

use chrono::TimeDelta;
use entity::{
    assignment,
    assignment::Position,
    handover::Model,
    handover_open_item::{self, OpenItemOutcome},
    id::{AssignmentId, CommitmentId, HandoverId, IncidentId, KnowledgeEntryId},
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
        knowledge, letter,
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
        let duties = Duties::of(&change).await?;
        move_seat(&change, begun).await?;
        give_open_items(&change, duties).await?;
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

/// The most entries that are listed of those that were the former holder's to verify: what is due first.
const MOST: u64 = 500;

/// The entries of the account that the outgoing primary is to verify, before the move.
struct Duties(Vec<KnowledgeEntryId>);

impl Duties {
    async fn of(change: &Change<'_>) -> Result<Self, HandoverError> {
        let outgoing = change.handover().outgoing_id;
        Ok(Self(knowledge::falling_to(&change.tx, &change.account, outgoing, Some(MOST)).await?))
    }

    /// What became of each by the move. Nobody was named anew: the rule says to whom it falls (ADR 0018).
    async fn after(self, change: &Change<'_>) -> Result<Vec<Item>, HandoverError> {
        let (tx, account, row) = (&change.tx, &change.account, change.handover());
        let kept = knowledge::falling_to(tx, account, row.outgoing_id, None).await?;
        let got = knowledge::falling_to(tx, account, row.receiver_id, None).await?;
        let (kept, got): (HashSet<_>, HashSet<_>) = (kept.into_iter().collect(), got.into_iter().collect());
        let outcome = |entry: &KnowledgeEntryId| match () {
            () if kept.contains(entry) => OpenItemOutcome::Stayed,
            () if got.contains(entry) => OpenItemOutcome::Reowned,
            () => OpenItemOutcome::FellBack,
        };
        Ok(self.0.into_iter().map(|entry| Item::new(Of::Entry(entry), outcome(&entry))).collect())
    }
}

/// What an open item is.
enum Of {
    Lead(IncidentId),
    Place(IncidentId),
    Promise(CommitmentId, IncidentId),
    Entry(KnowledgeEntryId),
    Drafts(i32),
}

/// Something that was open in the name of the former holder, and what became of it.
struct Item {
    of: Of,
    outcome: OpenItemOutcome,
}

impl Item {
    fn new(of: Of, outcome: OpenItemOutcome) -> Self {
        Self { of, outcome }
    }

    fn row(&self, handover_id: HandoverId, place: i32) -> handover_open_item::Model {
        let empty = handover_open_item::Model {
            handover_id,
            place,
            incident_id: None,
            commitment_id: None,
            lead: false,
            outcome: self.outcome,
            entry_id: None,
            drafts: None,
        };
        match self.of {
            Of::Lead(id) => handover_open_item::Model { incident_id: Some(id), lead: true, ..empty },
            Of::Place(id) => handover_open_item::Model { incident_id: Some(id), ..empty },
            Of::Promise(id, incident) => {
                handover_open_item::Model { incident_id: Some(incident), commitment_id: Some(id), ..empty }
            }
            Of::Entry(id) => handover_open_item::Model { entry_id: Some(id), ..empty },
            Of::Drafts(count) => handover_open_item::Model { drafts: Some(count), ..empty },
        }
    }
}

/// What is open in the name of the former holder goes to the receiver, who holds the seat by now; the rest is listed.
async fn give_open_items(change: &Change<'_>, duties: Duties) -> Result<(), HandoverError> {
    let row = change.handover();
    let (tx, viewer, account) = (&change.tx, &change.viewer, &change.account);
    let people = (row.outgoing_id, row.receiver_id);
    let parts = incident::hand_over(tx, viewer, account, people).await?.into_iter().map(|part| {
        let outcome =
            if part.taken { OpenItemOutcome::Reowned } else { OpenItemOutcome::ReceiverNotExecutive };
        Item::new(if part.lead { Of::Lead(part.incident) } else { Of::Place(part.incident) }, outcome)
    });
    let promises = letter::hand_over(tx, viewer, account, people).await?.into_iter();
    let promises =
        promises.map(|(id, incident)| Item::new(Of::Promise(id, incident), OpenItemOutcome::Reowned));
    let drafts = knowledge::drafts_of(tx, account, row.outgoing_id).await?;
    let drafts = i32::try_from(drafts).ok().filter(|count| *count > 0);
    let drafts = drafts.map(|count| Item::new(Of::Drafts(count), OpenItemOutcome::Stayed));
    let entries = duties.after(change).await?;
    let items = parts.chain(promises).chain(entries).chain(drafts);
    let rows = (1..).zip(items).map(|(place, item)| item.row(row.id, place)).collect();
    Ok(store::insert_open_items(tx, &change.access, rows).await?)
}
