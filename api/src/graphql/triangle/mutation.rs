//! Changes of who serves an account.

use async_graphql::{Context, ID, InputObject, Object};
use entity::id::AssignmentId;

use super::object::Assignment;
use crate::{
    domain::{
        journal::Outcome,
        triangle::{AddExtendedMember, AssignSeat, EndAssignment, SwapSeat},
    },
    graphql::{
        context::{parse_id, services, viewer},
        error::{Error, ErrorCode, Nullable, Result},
        failure::Failure,
        payload::{Changed, idempotency, payloads},
        vocabulary::{Position, Seat},
    },
};

/// A person for a place in a seat.
#[derive(InputObject)]
pub struct SeatAssignInput {
    /// On which account, `acc_...`.
    account_id: ID,
    /// Which seat.
    seat: Seat,
    /// `PRIMARY`, `DEPUTY` or `MEMBER`.
    position: Position,
    /// Who, `usr_...`.
    user_id: ID,
    /// Why somebody whose function does not match the seat, or who serves another seat of the account. At most 2,000
    /// characters.
    exception_reason: Option<String>,
    /// Repeat the request with the same key, 1 to 255 characters, and it is done once. Kept for 24 hours.
    idempotency_key: Option<ID>,
}

/// Another person in place of a primary or deputy.
#[derive(InputObject)]
pub struct SeatSwapInput {
    /// The assignment that is to end, `asg_...`: whoever you know to hold the place.
    assignment_id: ID,
    /// Who comes, `usr_...`.
    user_id: ID,
    /// Why the other one goes. At most 2,000 characters.
    reason: String,
    /// Why somebody whose function does not match the seat, or who serves another seat of the account. At most 2,000
    /// characters.
    exception_reason: Option<String>,
    /// Repeat the request with the same key, 1 to 255 characters, and it is done once. Kept for 24 hours.
    idempotency_key: Option<ID>,
}

/// A primary or deputy who leaves the place empty.
#[derive(InputObject)]
pub struct SeatVacateInput {
    /// The assignment that is to end, `asg_...`.
    assignment_id: ID,
    /// Why. At most 2,000 characters.
    reason: String,
}

/// Somebody who helps an account without a seat.
#[derive(InputObject)]
pub struct ExtendedMemberAddInput {
    /// On which account, `acc_...`.
    account_id: ID,
    /// Who, `usr_...`.
    user_id: ID,
    /// What they are good for: finance, legal, quality. At most 100 characters.
    expertise: String,
    /// Repeat the request with the same key, 1 to 255 characters, and it is done once. Kept for 24 hours.
    idempotency_key: Option<ID>,
}

/// A member or extended member who leaves.
#[derive(InputObject)]
pub struct MemberReleaseInput {
    /// The assignment that is to end, `asg_...`.
    assignment_id: ID,
    /// Why. At most 2,000 characters.
    reason: String,
}

payloads! {
    /// What assigning a person came to.
    SeatAssignPayload {
        /// The new assignment.
        assignment: Assignment
    }
    /// What a swap came to.
    SeatSwapPayload {
        /// The new assignment; null if you see the account no more.
        assignment: Assignment
    }
    /// What vacating a place came to.
    SeatVacatePayload {
        /// The assignment after its end; null if you see the account no more.
        assignment: Assignment
    }
    /// What adding an extended member came to.
    ExtendedMemberAddPayload {
        /// The new assignment.
        assignment: Assignment
    }
    /// What releasing a member came to.
    MemberReleasePayload {
        /// The assignment after its end; null if you see the account no more.
        assignment: Assignment
    }
}

/// Root fields that change triangles.
#[derive(Default)]
pub struct TriangleMutation;

/// Root fields that change triangles.
#[Object]
impl TriangleMutation {
    /// Assigns a person to a place in a seat, from now on. Somebody who serves the seat in a lower position steps up: that
    /// assignment ends in the same instant. User errors: `SeatTaken` with the assignment that holds the place;
    /// `PERSON_UNKNOWN`, `PERSON_DISABLED`, `ALREADY_IN_SEAT`, `ALREADY_ON_TEAM` (as an extended member),
    /// `FUNCTION_MISMATCH` and `SECOND_SEAT` (state an exception reason), `THIRD_SEAT`, `ACCOUNT_ENDED`.
    ///
    /// Requires: for a primary director of the region, administrator; for others the account responsible (AR) too.
    /// Emits: triangle.assigned; triangle.vacated for the lower place of somebody who steps up.
    async fn seat_assign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who, and which place.")] input: SeatAssignInput,
    ) -> Nullable<SeatAssignPayload> {
        SeatAssignPayload::of(assign(ctx, input).await)
    }

    /// Replaces a primary or deputy by somebody else in one instant, so that the place is never empty. User errors:
    /// `SeatTaken` with the assignment that holds the place by now, `ASSIGNMENT_ENDED` if nobody does, `NOT_A_SEAT`, and
    /// those of `seatAssign` about the person and the account.
    ///
    /// Requires: for a primary director of the region, administrator; for a deputy the account responsible (AR) too.
    /// Emits: triangle.swapped; triangle.vacated for the lower place of somebody who steps up.
    async fn seat_swap(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who goes, who comes, and why.")] input: SeatSwapInput,
    ) -> Nullable<SeatSwapPayload> {
        SeatSwapPayload::of(swap(ctx, input).await)
    }

    /// Ends the assignment of a primary or deputy and leaves the place empty. User errors: `ASSIGNMENT_ENDED`, `NOT_A_SEAT`.
    ///
    /// Requires: for a primary director of the region, administrator; for a deputy the account responsible (AR) too.
    /// Emits: triangle.vacated
    async fn seat_vacate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who goes, and why.")] input: SeatVacateInput,
    ) -> Nullable<SeatVacatePayload> {
        SeatVacatePayload::of(vacate(ctx, input).await)
    }

    /// Adds a person to an account's team without a seat. User errors: `PERSON_UNKNOWN`, `PERSON_DISABLED`,
    /// `ALREADY_ON_TEAM`, `ACCOUNT_ENDED`.
    ///
    /// Requires: account responsible (AR), director of the region, administrator.
    /// Emits: triangle.assigned
    async fn extended_member_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who, and what for.")] input: ExtendedMemberAddInput,
    ) -> Nullable<ExtendedMemberAddPayload> {
        ExtendedMemberAddPayload::of(add(ctx, input).await)
    }

    /// Ends the assignment of a member or extended member. User errors: `ASSIGNMENT_ENDED`, `NOT_A_MEMBER`.
    ///
    /// Requires: account responsible (AR), director of the region, administrator.
    /// Emits: triangle.vacated
    async fn member_release(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who goes, and why.")] input: MemberReleaseInput,
    ) -> Nullable<MemberReleasePayload> {
        MemberReleasePayload::of(release(ctx, input).await)
    }
}

async fn assign(ctx: &Context<'_>, input: SeatAssignInput) -> Result<Changed<Assignment>, Failure> {
    let key = idempotency("seatAssign", input.idempotency_key.as_ref(), &input)?;
    let command = AssignSeat {
        account: parse_id(&input.account_id)?,
        seat: input.seat.into(),
        position: input.position.into(),
        user: parse_id(&input.user_id)?,
        exception_reason: input.exception_reason,
    };
    let outcome = services(ctx).triangles().assign(viewer(ctx), command, key.as_ref()).await?;
    Ok(changed(ctx, outcome).await?)
}

async fn swap(ctx: &Context<'_>, input: SeatSwapInput) -> Result<Changed<Assignment>, Failure> {
    let key = idempotency("seatSwap", input.idempotency_key.as_ref(), &input)?;
    let command = SwapSeat {
        assignment: parse_id(&input.assignment_id)?,
        user: parse_id(&input.user_id)?,
        reason: input.reason,
        exception_reason: input.exception_reason,
    };
    let outcome = services(ctx).triangles().swap(viewer(ctx), command, key.as_ref()).await?;
    Ok(changed(ctx, outcome).await?)
}

async fn vacate(ctx: &Context<'_>, input: SeatVacateInput) -> Result<Changed<Assignment>, Failure> {
    let command = EndAssignment { assignment: parse_id(&input.assignment_id)?, reason: input.reason };
    let outcome = services(ctx).triangles().vacate(viewer(ctx), command).await?;
    Ok(changed(ctx, outcome).await?)
}

async fn add(ctx: &Context<'_>, input: ExtendedMemberAddInput) -> Result<Changed<Assignment>, Failure> {
    let key = idempotency("extendedMemberAdd", input.idempotency_key.as_ref(), &input)?;
    let command = AddExtendedMember {
        account: parse_id(&input.account_id)?,
        user: parse_id(&input.user_id)?,
        expertise: input.expertise,
    };
    let outcome = services(ctx).triangles().add_extended_member(viewer(ctx), command, key.as_ref()).await?;
    Ok(changed(ctx, outcome).await?)
}

async fn release(ctx: &Context<'_>, input: MemberReleaseInput) -> Result<Changed<Assignment>, Failure> {
    let command = EndAssignment { assignment: parse_id(&input.assignment_id)?, reason: input.reason };
    let outcome = services(ctx).triangles().release(viewer(ctx), command).await?;
    Ok(changed(ctx, outcome).await?)
}

/// The assignment after a change, with present rights: whoever has just lost sight of the account gets none.
async fn changed(ctx: &Context<'_>, outcome: Outcome) -> Result<Changed<Assignment>> {
    let id = AssignmentId(outcome.id);
    let found = services(ctx).triangles().assignment(viewer(ctx), id).await.map_err(Error::from);
    let entity = match found {
        Ok((account, member)) => Some(Assignment::new(account, member)),
        Err(error) if error.code() == ErrorCode::NotFound => None,
        Err(error) => return Err(error),
    };
    Ok(Changed { entity, events: outcome.events })
}
