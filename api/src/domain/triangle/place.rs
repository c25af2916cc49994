//! What happens to places under the lock of the account's row: somebody takes one, somebody leaves one, and the event of it.

use entity::{
    account,
    account::AccountStatus,
    assignment::{Model, Position, Seat},
    id::{AccountId, AssignmentId, UserId},
    user,
};

use super::{
    error::TriangleError,
    rules::{self, Candidate, Place},
    store,
};
use crate::{
    domain::{
        access::{AccessChange, Action, Viewer, facts::assignment_fact, proof},
        account::event::{AccountEvent, AccountEventKind, AccountSnapshot, AssignmentSnapshot, PersonLabel},
        fault::Fault,
        journal::{self, AccountLabel},
    },
    platform::db::Tx,
};

/// Somebody who takes a place.
pub(super) struct Newcomer<'a> {
    pub(super) id: AssignmentId,
    pub(super) place: Place,
    pub(super) user: UserId,
    pub(super) exception_reason: Option<&'a str>,
    pub(super) expertise: Option<&'a str>,
}

/// Whether it is an assignment of which a seat has one at most.
pub(super) fn holds_place(row: &Model) -> bool {
    matches!(row.position, Position::Primary | Position::Deputy)
}

fn action(position: Position) -> Action {
    if position == Position::Primary { Action::AssignPrimary } else { Action::AssignOthers }
}

/// The account, locked, if the viewer may assign people to this position.
pub(super) async fn lock(
    tx: &Tx,
    viewer: &Viewer,
    account: AccountId,
    position: Position,
) -> Result<account::Model, Fault> {
    Ok(proof::account_for(tx, viewer, account, action(position)).await?.into_inner())
}

/// An assignment as it is under the lock of its account.
pub(super) async fn lock_assignment(
    tx: &Tx,
    viewer: &Viewer,
    id: AssignmentId,
) -> Result<(account::Model, Model), Fault> {
    let row = store::find(&**tx, id).await?.ok_or(Fault::NotFound)?;
    let account = lock(tx, viewer, row.account_id, row.position).await?;
    let row = store::find(&**tx, id).await?.ok_or(Fault::NotFound)?;
    Ok((account, row))
}

/// The assignment is a primary's or deputy's, and nobody has replaced it.
pub(super) async fn still_holds(tx: &Tx, known: &Model) -> Result<(), TriangleError> {
    if !holds_place(known) {
        return Err(TriangleError::NotASeat);
    }
    if known.ended_at.is_none() {
        return Ok(());
    }
    let holder = store::find_holder(&**tx, known.account_id, known.seat, known.position).await?;
    Err(holder.map_or(TriangleError::AssignmentEnded, |row| TriangleError::Replaced { holder: row.id }))
}

/// An assignment with the name of its person.
pub(super) struct Named {
    row: Model,
    person: PersonLabel,
}

/// Puts somebody in a place that is free. Whoever steps up leaves their lower place in the same instant.
pub(super) async fn take_place(
    tx: &Tx,
    viewer: &Viewer,
    account: &account::Model,
    newcomer: &Newcomer<'_>,
) -> Result<Named, TriangleError> {
    if account.status == AccountStatus::Ended {
        return Err(TriangleError::AccountEnded);
    }
    let person = store::find_person(tx, newcomer.user).await?.ok_or(TriangleError::PersonUnknown)?;
    let running = store::running_of(tx, account.id, person.id).await?;
    let excepted = newcomer.exception_reason.is_some();
    let candidate =
        Candidate { function: person.function, status: person.status, running: &running, excepted };
    let lower = rules::admit(newcomer.place, candidate)?;
    let row = new_row(tx, viewer, account.id, newcomer)?;
    if holds_place(&row) {
        let holder = store::find_holder(&**tx, account.id, row.seat, row.position).await?;
        if let Some(holder) = holder {
            return Err(TriangleError::SeatTaken { holder: holder.id });
        }
    }
    if let Some(lower) = lower {
        let ended = end(tx, viewer, lower, "stepped up in the seat").await?;
        record(tx, viewer, account, AccountEventKind::Vacated, &ended, None)?;
    }
    store::insert(tx, row.clone()).await?;
    Ok(Named { row, person: PersonLabel { id: person.id, name: person.name } })
}

fn new_row(tx: &Tx, viewer: &Viewer, account: AccountId, newcomer: &Newcomer<'_>) -> Result<Model, Fault> {
    Ok(Model {
        id: newcomer.id,
        account_id: account,
        user_id: newcomer.user,
        seat: newcomer.place.seat,
        position: newcomer.place.position,
        expertise: newcomer.expertise.map(str::to_owned),
        exception_reason: newcomer.exception_reason.map(str::to_owned),
        started_at: tx.now(),
        started_by: viewer.person()?.id,
        ended_at: None,
        ended_by: None,
        end_reason: None,
    })
}

/// Ends an assignment.
pub(super) async fn end(tx: &Tx, viewer: &Viewer, row: &Model, reason: &str) -> Result<Named, TriangleError> {
    let person = store::find_person(tx, row.user_id).await?.ok_or(TriangleError::PersonUnknown)?;
    let row = store::end(tx, row, viewer.person()?.id, reason).await?;
    Ok(Named { row, person: PersonLabel { id: person.id, name: person.name } })
}

/// Writes the event of a change, with the assignments as they are now for whoever judges rights.
pub(super) fn record(
    tx: &Tx,
    viewer: &Viewer,
    account: &account::Model,
    kind: AccountEventKind,
    named: &Named,
    previous: Option<&Named>,
) -> Result<(), TriangleError> {
    let part = if named.row.seat.is_some() { "triangle" } else { "extendedMembers" };
    let event = AccountEvent {
        kind,
        snapshot: AccountSnapshot::from(account),
        changed: vec![part.to_owned()],
        assignment: Some(snapshot(named)),
        previous: previous.map(snapshot),
    };
    let rows = previous.into_iter().chain([named]);
    let rights = rows.map(|named| AccessChange::Assignment(assignment_fact(&named.row))).collect();
    journal::record(tx, viewer, Some(AccountLabel::from(account)), &event, rights)?;
    Ok(())
}

fn snapshot(named: &Named) -> AssignmentSnapshot {
    AssignmentSnapshot {
        id: named.row.id,
        person: named.person.clone(),
        seat: named.row.seat,
        position: named.row.position,
    }
}

/// The move of a seat from its primary or deputy to somebody else.
pub(in crate::domain) struct SeatMove<'a> {
    /// The assignment that the newcomer gets.
    pub(in crate::domain) id: AssignmentId,
    /// The assignment that ends.
    pub(in crate::domain) known: &'a Model,
    /// Who comes.
    pub(in crate::domain) user: UserId,
    /// Why the other one goes.
    pub(in crate::domain) reason: &'a str,
    /// Why somebody of another function or of another seat.
    pub(in crate::domain) exception_reason: Option<&'a str>,
}

/// Replaces a primary or deputy in one instant, under the lock of the account's row.
///
/// # Errors
/// [`TriangleError::Replaced`] if somebody else holds the place by now, and the rules of `admit`.
pub(in crate::domain) async fn move_seat(
    tx: &Tx,
    viewer: &Viewer,
    account: &account::Model,
    step: &SeatMove<'_>,
) -> Result<(), TriangleError> {
    still_holds(tx, step.known).await?;
    if step.known.user_id == step.user {
        return Err(TriangleError::AlreadyInSeat);
    }
    let ended = end(tx, viewer, step.known, step.reason).await?;
    let newcomer = Newcomer {
        id: step.id,
        place: Place { seat: step.known.seat, position: step.known.position },
        user: step.user,
        exception_reason: step.exception_reason,
        expertise: None,
    };
    let begun = take_place(tx, viewer, account, &newcomer).await?;
    record(tx, viewer, account, AccountEventKind::Swapped, &begun, Some(&ended))
}

/// The primary of a seat, under the lock of the account's row.
pub(in crate::domain) async fn find_primary(
    tx: &Tx,
    account: AccountId,
    seat: Seat,
) -> Result<Option<Model>, TriangleError> {
    Ok(store::find_holder(&**tx, account, Some(seat), Position::Primary).await?)
}

/// The person could be the seat's primary, were it free. Gives them.
///
/// # Errors
/// The account has ended, there is no such person, and the rules of `admit`.
pub(in crate::domain) async fn require_fit(
    tx: &Tx,
    account: &account::Model,
    seat: Seat,
    user: UserId,
    excepted: bool,
) -> Result<user::Model, TriangleError> {
    if account.status == AccountStatus::Ended {
        return Err(TriangleError::AccountEnded);
    }
    let person = store::find_person(tx, user).await?.ok_or(TriangleError::PersonUnknown)?;
    let running = store::running_of(tx, account.id, person.id).await?;
    let place = Place { seat: Some(seat), position: Position::Primary };
    let candidate =
        Candidate { function: person.function, status: person.status, running: &running, excepted };
    rules::admit(place, candidate)?;
    Ok(person)
}
