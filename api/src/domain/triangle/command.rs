//! What people ask of a triangle, and the checks that hold whatever its state.

use entity::{
    assignment::{Position, Seat},
    id::{AccountId, AssignmentId, UserId},
};

use crate::domain::{fault::Fault, input::Checks};

/// Characters of the longest expertise.
const EXPERTISE: usize = 100;

/// A person for a place in a seat.
#[derive(Clone, Debug)]
pub struct AssignSeat {
    /// On which account.
    pub account: AccountId,
    /// Which seat.
    pub seat: Seat,
    /// Primary, deputy or member.
    pub position: Position,
    /// Who.
    pub user: UserId,
    /// Why somebody of another function or of another seat.
    pub exception_reason: Option<String>,
}

/// Another person in place of a primary or deputy.
#[derive(Clone, Debug)]
pub struct SwapSeat {
    /// The assignment that the client knows to hold the place.
    pub assignment: AssignmentId,
    /// Who comes.
    pub user: UserId,
    /// Why the other one goes.
    pub reason: String,
    /// Why somebody of another function or of another seat.
    pub exception_reason: Option<String>,
}

/// Somebody without a seat.
#[derive(Clone, Debug)]
pub struct AddExtendedMember {
    /// On which account.
    pub account: AccountId,
    /// Who.
    pub user: UserId,
    /// What they are good for: finance, legal, quality.
    pub expertise: String,
}

/// The end of an assignment.
#[derive(Clone, Debug)]
pub struct EndAssignment {
    /// Which.
    pub assignment: AssignmentId,
    /// Why.
    pub reason: String,
}

impl AssignSeat {
    pub(super) fn checked(self) -> Result<Self, Fault> {
        let mut checks = Checks::new();
        if self.position == Position::Extended {
            checks.refuse("position", "NOT_ALLOWED", "an extended member holds no seat");
        }
        let exception_reason = checks.optional_reason("exceptionReason", self.exception_reason.as_deref());
        checks.done()?;
        Ok(Self { exception_reason, ..self })
    }
}

impl SwapSeat {
    pub(super) fn checked(self) -> Result<Self, Fault> {
        let mut checks = Checks::new();
        let reason = checks.reason("reason", &self.reason);
        let exception_reason = checks.optional_reason("exceptionReason", self.exception_reason.as_deref());
        checks.done()?;
        Ok(Self { reason, exception_reason, ..self })
    }
}

impl AddExtendedMember {
    pub(super) fn checked(self) -> Result<Self, Fault> {
        let mut checks = Checks::new();
        let expertise = checks.line("expertise", &self.expertise, EXPERTISE);
        checks.done()?;
        Ok(Self { expertise, ..self })
    }
}

impl EndAssignment {
    pub(super) fn checked(self) -> Result<Self, Fault> {
        let mut checks = Checks::new();
        let reason = checks.reason("reason", &self.reason);
        checks.done()?;
        Ok(Self { reason, ..self })
    }
}
