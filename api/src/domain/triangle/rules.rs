//! Pure rules: who may take which place, and what a team makes of the triangle. No database, no time.

use entity::{
    account,
    account::AccountStatus,
    assignment::{Model, Position, Seat},
    user::{Function, UserStatus},
};
use sea_orm::Iterable;

use super::error::TriangleError;

/// A place on a team that somebody shall take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The seat; `None`: an extended member.
    pub(super) seat: Option<Seat>,
    /// As what.
    pub(super) position: Position,
}

/// Who shall take it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate<'a> {
    /// The craft.
    pub(super) function: Function,
    /// Whether the person may come in.
    pub(super) status: UserStatus,
    /// What the person is on the account already.
    pub(super) running: &'a [Model],
    /// Whether an exception was stated.
    pub(super) excepted: bool,
}

/// Whether the person may take the place. If they step up in a seat, the assignment that ends with it.
pub(super) fn admit<'a>(place: Place, candidate: Candidate<'a>) -> Result<Option<&'a Model>, TriangleError> {
    if candidate.status == UserStatus::Disabled {
        return Err(TriangleError::PersonDisabled);
    }
    let Some(seat) = place.seat else {
        return if candidate.running.is_empty() { Ok(None) } else { Err(TriangleError::AlreadyOnTeam) };
    };
    if candidate.running.iter().any(|row| row.seat.is_none()) {
        return Err(TriangleError::AlreadyOnTeam);
    }
    let (own, others): (Vec<_>, Vec<_>) = candidate.running.iter().partition(|row| row.seat == Some(seat));
    let own = own.first().copied();
    if own.is_some_and(|row| height(row.position) >= height(place.position)) {
        return Err(TriangleError::AlreadyInSeat);
    }
    if others.len() > 1 {
        return Err(TriangleError::ThirdSeat);
    }
    if candidate.excepted {
        return Ok(own);
    }
    if !matches_seat(candidate.function, seat) {
        return Err(TriangleError::FunctionMismatch);
    }
    if others.is_empty() { Ok(own) } else { Err(TriangleError::SecondSeat) }
}

fn height(position: Position) -> u8 {
    match position {
        Position::Primary => 2,
        Position::Deputy => 1,
        Position::Member | Position::Extended => 0,
    }
}

fn matches_seat(function: Function, seat: Seat) -> bool {
    matches!(
        (function, seat),
        (Function::Sales, Seat::Sales)
            | (Function::Technical, Seat::Technical)
            | (Function::Delivery, Seat::Delivery)
    )
}

/// Whether a running assignment opens nothing and waits for somebody to swap or vacate it.
pub fn is_flagged(assignment: &Model, person: UserStatus, account: &account::Model) -> bool {
    let closed = person == UserStatus::Disabled || account.status == AccountStatus::Ended;
    assignment.ended_at.is_none() && closed
}

/// Which seats of an account have a primary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Triangle {
    vacant: Vec<Seat>,
}

impl Triangle {
    /// The triangle of a team of running assignments.
    pub fn of<'a>(team: impl Iterator<Item = &'a Model> + Clone) -> Self {
        let is_vacant = |seat: &Seat| {
            !team.clone().any(|row| row.seat == Some(*seat) && row.position == Position::Primary)
        };
        Self { vacant: Seat::iter().filter(is_vacant).collect() }
    }

    /// Whether each seat has a primary.
    pub fn is_complete(&self) -> bool {
        self.vacant.is_empty()
    }

    /// The seats without a primary.
    pub fn vacant(&self) -> &[Seat] {
        &self.vacant
    }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
