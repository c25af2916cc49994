//! What can be done with handovers.

mod input;

use async_graphql::{Context, Object};
use entity::id::HandoverId;

use self::input::{
    HandoverAcceptPackInput, HandoverAcknowledgeItemInput, HandoverBeginShadowingInput, HandoverCancelInput,
    HandoverCloseInput, HandoverCoOwnInput, HandoverDeclareEmergencyInput, HandoverInitiateInput,
    HandoverIntroduceInput, HandoverRefuseInput, HandoverReturnPackInput, HandoverSubmitPackInput,
    HandoverTransferInput, HandoverWritePartInput,
};
use super::object::Handover;
use crate::{
    domain::{
        fault::Fault,
        handover::{Answer, HandoverError, InitiateHandover, Step, Target, WritePart},
        journal::Outcome,
    },
    graphql::{
        context::{parse_id, services, viewer},
        error::{Nullable, Result as Read},
        failure::Failure,
        payload::{Changed, idempotency, payloads},
    },
};

macro_rules! handover_payloads {
    ($($(#[$doc:meta])* $name:ident;)*) => {
        payloads! {$(
            $(#[$doc])*
            $name {
                /// The handover after it; null if the change was not made, or the viewer may not see it (any more).
                handover: Handover
            }
        )*}
    };
}

handover_payloads! {
    /// What beginning a handover came to.
    HandoverInitiatePayload;
    /// What writing a part of a pack came to.
    HandoverWritePartPayload;
    /// What giving a pack to the receiver came to.
    HandoverSubmitPackPayload;
    /// What taking a pack came to.
    HandoverAcceptPackPayload;
    /// What sending a pack back came to.
    HandoverReturnPackPayload;
    /// What refusing a seat came to.
    HandoverRefusePayload;
    /// What beginning the overlap came to.
    HandoverBeginShadowingPayload;
    /// What saying that the customer was told came to.
    HandoverIntroducePayload;
    /// What going on to answering together came to.
    HandoverCoOwnPayload;
    /// What moving a seat came to.
    HandoverTransferPayload;
    /// What closing a handover came to.
    HandoverClosePayload;
    /// What calling a handover off came to.
    HandoverCancelPayload;
    /// What declaring an emergency came to.
    HandoverDeclareEmergencyPayload;
    /// What acknowledging something of a pack came to.
    HandoverAcknowledgeItemPayload;
}

/// Root fields that change handovers.
#[derive(Default)]
pub struct HandoverMutation;

#[Object]
impl HandoverMutation {
    /// Begins the handover of a seat from its primary to somebody else, who from now on reads what a seat of the account reads. User
    /// errors: `SEAT_VACANT`, `HANDOVER_OPEN`, `OUTGOING_DISABLED` (then only as an emergency), `ACCOUNT_ENDED`, `PERSON_UNKNOWN`,
    /// `PERSON_DISABLED`, `ALREADY_IN_SEAT`, `ALREADY_ON_TEAM`, `FUNCTION_MISMATCH`, `SECOND_SEAT`, `THIRD_SEAT`.
    ///
    /// Requires: director of the region; administrator.
    /// Emits: handover.initiated
    async fn handover_initiate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which seat, and who takes over.")] input: HandoverInitiateInput,
    ) -> Nullable<HandoverInitiatePayload> {
        HandoverInitiatePayload::of(initiate(ctx, input).await)
    }

    /// Writes a part of the pack, in place of what was there. User error: `ALWAYS_TOLD`.
    /// Of a stale version or a state that does not allow it: `VERSION_CONFLICT`, `ILLEGAL_TRANSITION`.
    ///
    /// Requires: the outgoing primary; in an emergency director of the region.
    /// Emits: handover.part_written
    async fn handover_write_part(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which part, and what there is to tell.")] input: HandoverWritePartInput,
    ) -> Nullable<HandoverWritePartPayload> {
        HandoverWritePartPayload::of(write(ctx, input).await)
    }

    /// Gives the pack to the receiver. It is 90 % complete and has three must-knows, else `PACK_INCOMPLETE`.
    /// Of a stale version or a state that does not allow it: `VERSION_CONFLICT`, `ILLEGAL_TRANSITION`.
    ///
    /// Requires: the outgoing primary; in an emergency director of the region.
    /// Emits: handover.pack_ready
    async fn handover_submit_pack(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of which handover.")] input: HandoverSubmitPackInput,
    ) -> Nullable<HandoverSubmitPackPayload> {
        let done = async { Ok(services(ctx).handovers().submit(viewer(ctx), &input.target()?).await) };
        HandoverSubmitPackPayload::of(after(ctx, done.await).await)
    }

    /// Takes the pack. It is frozen with its hash, and its items can be acknowledged.
    /// Of a stale version or a state that does not allow it: `VERSION_CONFLICT`, `ILLEGAL_TRANSITION`.
    ///
    /// Requires: the receiver.
    /// Emits: handover.accepted
    async fn handover_accept_pack(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of which handover.")] input: HandoverAcceptPackInput,
    ) -> Nullable<HandoverAcceptPackPayload> {
        HandoverAcceptPackPayload::of(answer(ctx, input.target(), Answer::Accept).await)
    }

    /// Sends the pack back to be completed.
    /// Of a stale version or a state that does not allow it: `VERSION_CONFLICT`, `ILLEGAL_TRANSITION`.
    ///
    /// Requires: the receiver.
    /// Emits: handover.pack_returned
    async fn handover_return_pack(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of which handover, and what is missing.")] input: HandoverReturnPackInput,
    ) -> Nullable<HandoverReturnPackPayload> {
        let reason = Answer::Return(input.reason.clone());
        HandoverReturnPackPayload::of(answer(ctx, input.target(), reason).await)
    }

    /// Does not want the seat; before the pack was taken. The receiver no longer sees the account by it.
    /// Of a stale version or a state that does not allow it: `VERSION_CONFLICT`, `ILLEGAL_TRANSITION`.
    ///
    /// Requires: the receiver.
    /// Emits: handover.refused
    async fn handover_refuse(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which handover, and why.")] input: HandoverRefuseInput,
    ) -> Nullable<HandoverRefusePayload> {
        let reason = Step::Refuse(input.reason.clone());
        HandoverRefusePayload::of(step(ctx, input.target(), reason).await)
    }

    /// Begins the overlap, in which both go to the customer together. From the end of so many business days after today the seat can
    /// be moved: `transferFrom`. Not in an emergency.
    /// Of a stale version or a state that does not allow it: `VERSION_CONFLICT`, `ILLEGAL_TRANSITION`.
    ///
    /// Requires: the outgoing primary; the receiver.
    /// Emits: handover.shadowing_begun
    async fn handover_begin_shadowing(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which handover.")] input: HandoverBeginShadowingInput,
    ) -> Nullable<HandoverBeginShadowingPayload> {
        HandoverBeginShadowingPayload::of(step(ctx, input.target(), Step::Shadow).await)
    }

    /// Says that the customer was told of the receiver.
    /// Of a stale version or a state that does not allow it: `VERSION_CONFLICT`, `ILLEGAL_TRANSITION`.
    ///
    /// Requires: the outgoing primary; in an emergency director of the region.
    /// Emits: handover.introduced
    async fn handover_introduce(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which handover, and who was told.")] input: HandoverIntroduceInput,
    ) -> Nullable<HandoverIntroducePayload> {
        let informed = Step::Introduce(input.informed.clone());
        HandoverIntroducePayload::of(step(ctx, input.target(), informed).await)
    }

    /// Goes on to answering for the seat together. Not in an emergency.
    /// Of a stale version or a state that does not allow it: `VERSION_CONFLICT`, `ILLEGAL_TRANSITION`.
    ///
    /// Requires: the outgoing primary; the receiver.
    /// Emits: handover.co_owned
    async fn handover_co_own(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which handover.")] input: HandoverCoOwnInput,
    ) -> Nullable<HandoverCoOwnPayload> {
        HandoverCoOwnPayload::of(step(ctx, input.target(), Step::CoOwn).await)
    }

    /// Moves the seat to the receiver in one instant, with what is open in the name of the former holder: `openItems`. The former
    /// holder reads on for the time of grace. User errors: `OVERLAP_NOT_OVER` (the message says from when on; so does `transferFrom`),
    /// `SEAT_CHANGED` (somebody swapped or vacated the seat meanwhile: nothing was moved), `ACCOUNT_ENDED`, `PERSON_DISABLED`,
    /// `ALREADY_IN_SEAT`, `ALREADY_ON_TEAM`, `FUNCTION_MISMATCH`, `SECOND_SEAT`, `THIRD_SEAT`.
    /// Of a stale version or a state that does not allow it: `VERSION_CONFLICT`, `ILLEGAL_TRANSITION`.
    ///
    /// Requires: director of the region; administrator.
    /// Emits: handover.transferred, triangle.swapped; triangle.vacated, if the receiver steps up in the seat;
    /// incident.responder_removed, incident.responder_added, incident.executive_lead_named, letter.commitment_handed_over for what
    /// was open
    async fn handover_transfer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which handover.")] input: HandoverTransferInput,
    ) -> Nullable<HandoverTransferPayload> {
        let done = async { Ok(services(ctx).handovers().transfer(viewer(ctx), &input.target()?).await) };
        HandoverTransferPayload::of(after(ctx, done.await).await)
    }

    /// Ends the former holder's reading before its time.
    /// Of a stale version or a state that does not allow it: `VERSION_CONFLICT`, `ILLEGAL_TRANSITION`.
    ///
    /// Requires: director of the region; administrator.
    /// Emits: handover.closed
    async fn handover_close(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which handover.")] input: HandoverCloseInput,
    ) -> Nullable<HandoverClosePayload> {
        HandoverClosePayload::of(step(ctx, input.target(), Step::Close).await)
    }

    /// Calls a handover off before the seat is moved. The receiver no longer sees the account by it.
    /// Of a stale version or a state that does not allow it: `VERSION_CONFLICT`, `ILLEGAL_TRANSITION`.
    ///
    /// Requires: director of the region; administrator.
    /// Emits: handover.cancelled
    async fn handover_cancel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which handover, and why.")] input: HandoverCancelInput,
    ) -> Nullable<HandoverCancelPayload> {
        let reason = Step::Cancel(input.reason.clone());
        HandoverCancelPayload::of(step(ctx, input.target(), reason).await)
    }

    /// Says that the outgoing primary is gone. From now on the region's directors do what the outgoing primary would do, nobody is
    /// shadowed, and there is no overlap.
    /// Of a stale version or a state that does not allow it: `VERSION_CONFLICT`, `ILLEGAL_TRANSITION`.
    ///
    /// Requires: director of the region; administrator.
    /// Emits: handover.emergency_declared
    async fn handover_declare_emergency(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which handover.")] input: HandoverDeclareEmergencyInput,
    ) -> Nullable<HandoverDeclareEmergencyPayload> {
        HandoverDeclareEmergencyPayload::of(step(ctx, input.target(), Step::DeclareEmergency).await)
    }

    /// Says that the receiver has understood something of the pack: a part, or an entry of the think tank in it. From the acceptance
    /// until the handover is closed; said twice it counts once. User errors: `ITEM_UNKNOWN`, `NOT_TO_ACKNOWLEDGE`.
    ///
    /// Requires: the receiver.
    /// Emits: handover.item_acknowledged
    async fn handover_acknowledge_item(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which item of which pack.")] input: HandoverAcknowledgeItemInput,
    ) -> Nullable<HandoverAcknowledgeItemPayload> {
        HandoverAcknowledgeItemPayload::of(acknowledge(ctx, input).await)
    }
}

type Changing = Result<Changed<Handover>, Failure>;
type Done = Result<Outcome, HandoverError>;

async fn initiate(ctx: &Context<'_>, input: HandoverInitiateInput) -> Changing {
    let command = InitiateHandover {
        idempotency: idempotency("handoverInitiate", input.idempotency_key.as_ref(), &input)?,
        account: parse_id(&input.account_id)?,
        seat: input.seat.into(),
        receiver: parse_id(&input.receiver_id)?,
        reason: input.reason,
        exception_reason: input.exception_reason,
        emergency: input.emergency.unwrap_or(false),
    };
    after(ctx, Ok(services(ctx).handovers().initiate(viewer(ctx), &command).await)).await
}

async fn write(ctx: &Context<'_>, input: HandoverWritePartInput) -> Changing {
    let target = input.target()?;
    let part = WritePart {
        part: input.part.into(),
        body: input.body.unwrap_or_default(),
        nothing: input.nothing_to_tell,
        must_knows: input.must_knows.unwrap_or_default(),
    };
    after(ctx, Ok(services(ctx).handovers().write(viewer(ctx), &target, &part).await)).await
}

async fn answer(ctx: &Context<'_>, target: Read<Target>, answer: Answer) -> Changing {
    after(ctx, Ok(services(ctx).handovers().answer(viewer(ctx), &target?, &answer).await)).await
}

async fn step(ctx: &Context<'_>, target: Read<Target>, step: Step) -> Changing {
    after(ctx, Ok(services(ctx).handovers().step(viewer(ctx), &target?, &step).await)).await
}

async fn acknowledge(ctx: &Context<'_>, input: HandoverAcknowledgeItemInput) -> Changing {
    let id = parse_id(&input.handover_id)?;
    after(ctx, Ok(services(ctx).handovers().acknowledge(viewer(ctx), id, input.place).await)).await
}

/// The handover after the change, as the viewer sees it now: who refuses a seat sees it no more.
async fn after(ctx: &Context<'_>, outcome: Read<Done>) -> Changing {
    let outcome = outcome??;
    let entity = match services(ctx).handovers().get(viewer(ctx), HandoverId(outcome.id)).await {
        Ok(access) => Some(Handover(access)),
        Err(Fault::NotFound) => None,
        Err(fault) => return Err(fault.into()),
    };
    Ok(Changed { entity, events: outcome.events })
}
