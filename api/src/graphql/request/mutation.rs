//! What can be done with customers' requests.

use async_graphql::{Context, ID, InputObject, Object};
use chrono::{DateTime, Utc};
use entity::id::RequestId;

use super::{
    object::CustomerRequest,
    vocabulary::{CustomerRequestAnswerKind, CustomerRequestChannel, CustomerRequestKind},
};
use crate::{
    domain::{
        fault::Fault,
        journal::Outcome,
        request::{AnswerRequest, ChangeRole, HandOver, LogRequest, Reopen, RequestError, Settle, Target},
    },
    graphql::{
        context::{parse_id, services, viewer},
        error::{Nullable, Result as Read},
        failure::Failure,
        payload::{Changed, change_inputs, idempotency, payloads},
        scalar::Markdown,
        vocabulary::Seat,
    },
};

/// A request to be logged.
#[derive(InputObject)]
pub struct CustomerRequestLogInput {
    /// Whose request, `acc_...`.
    account_id: ID,
    /// What the customer asks, in a line. At most 200 characters.
    title: String,
    /// What the customer asks, in words. At most 20,000 characters.
    body: Option<Markdown>,
    /// What sort of demand.
    kind: CustomerRequestKind,
    /// How the customer came to us.
    channel: CustomerRequestChannel,
    /// Who at the customer asks, as far as it is needed for answering: personal data. At most 300 characters.
    contact: Option<String>,
    /// When the customer asked: not in the future, and at most two years ago (732 days). Left out: now.
    occurred_at: Option<DateTime<Utc>>,
    /// The seats that must answer, at least one.
    seats: Vec<Seat>,
    /// The seat that moves first, one of these. Left out: the first of them in the order sales, technical, delivery.
    holder: Option<Seat>,
    /// Repeat the request with the same key, 1 to 255 characters, and it is done once. Kept for 24 hours.
    idempotency_key: Option<ID>,
}

/// What a seat told the customer.
#[derive(InputObject)]
pub struct CustomerRequestAnswerInput {
    /// Which request, `req_...`.
    request_id: ID,
    /// For which seat. It can be left out by who holds one seat of the account.
    seat: Option<Seat>,
    /// What the answer is worth.
    kind: CustomerRequestAnswerKind,
    /// What was told. At most 20,000 characters.
    body: Option<Markdown>,
    /// When the customer got it, if it is entered late: not in the future, and not before the round began. Left out: now.
    answered_at: Option<DateTime<Utc>>,
    /// Repeat the request with the same key, 1 to 255 characters, and it is done once. Kept for 24 hours.
    idempotency_key: Option<ID>,
}

change_inputs! {
    Target {
        /// Which request, `req_...`.
        request_id => request,
        /// The version of the request that the change was made against.
        expected_version,
    }

    /// A request on its way to another seat.
    CustomerRequestHandOverInput of "customerRequestHandOver" {
        /// To which seat.
        to: Seat,
        /// What that seat should know. At most 2,000 characters.
        note: Option<String>,
        /// When it was handed over, if it is entered late: not in the future, and not before it came to its present seat. Left
        /// out: now.
        handed_over_at: Option<DateTime<Utc>>,
    }

    /// Another seat that must answer.
    CustomerRequestAddSeatInput of "customerRequestAddSeat" {
        /// Which seat.
        seat: Seat,
        /// Why. At most 2,000 characters.
        reason: String,
    }

    /// A seat that need not answer.
    CustomerRequestRemoveSeatInput of "customerRequestRemoveSeat" {
        /// Which seat.
        seat: Seat,
        /// Why. At most 2,000 characters.
        reason: String,
    }

    /// A request that is answered.
    CustomerRequestCloseInput of "customerRequestClose" {
        /// What came of it. At most 2,000 characters.
        outcome: Option<String>,
    }

    /// A request to which nobody needs an answer.
    CustomerRequestWithdrawInput of "customerRequestWithdraw" {
        /// Why. At most 2,000 characters.
        reason: String,
    }

    /// A request whose answer did not do.
    CustomerRequestReopenInput of "customerRequestReopen" {
        /// Why. At most 2,000 characters.
        reason: String,
        /// The seats that must answer anew. Left out: those that had to in the round before.
        seats: Option<Vec<Seat>>,
    }

    /// A request that shall not say who asked.
    CustomerRequestForgetContactInput of "customerRequestForgetContact" {}
}

macro_rules! request_payloads {
    ($($(#[$doc:meta])* $name:ident;)*) => {
        payloads! {$(
            $(#[$doc])*
            $name {
                /// The request after it; null if the change was not made, or the viewer may not see it (any more).
                request: CustomerRequest
            }
        )*}
    };
}

request_payloads! {
    /// What logging a request came to.
    CustomerRequestLogPayload;
    /// What answering a request came to.
    CustomerRequestAnswerPayload;
    /// What handing over a request came to.
    CustomerRequestHandOverPayload;
    /// What naming another seat came to.
    CustomerRequestAddSeatPayload;
    /// What taking a seat off came to.
    CustomerRequestRemoveSeatPayload;
    /// What closing a request came to.
    CustomerRequestClosePayload;
    /// What withdrawing a request came to.
    CustomerRequestWithdrawPayload;
    /// What reopening a request came to.
    CustomerRequestReopenPayload;
    /// What erasing who asked came to.
    CustomerRequestForgetContactPayload;
}

/// Root fields that change customers' requests.
#[derive(Default)]
pub struct RequestMutation;

#[Object]
impl RequestMutation {
    /// Logs what a customer asks, and which seats must answer. Its clock starts when the customer asked. User errors:
    /// `ACCOUNT_ENDED`, `SEAT_REQUIRED`, `HOLDER_NOT_NEEDED`, `OCCURRED_IN_FUTURE`, `OCCURRED_TOO_EARLY`.
    ///
    /// Requires: primary, deputy or member of the account; director of the region.
    /// Emits: request.logged
    async fn customer_request_log(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the customer asks.")] input: CustomerRequestLogInput,
    ) -> Nullable<CustomerRequestLogPayload> {
        CustomerRequestLogPayload::of(log(ctx, input).await)
    }

    /// Records what a seat told the customer. Only a substantive answer counts. It is made against no version: the answers of two
    /// seats at the same moment both count. If the seat held the request, the next seat that waits does. User errors: `NOT_OPEN`,
    /// `NOT_YOUR_SEAT`, `SEAT_AMBIGUOUS` (who holds two seats says for which one), `OCCURRED_IN_FUTURE`, `OCCURRED_TOO_EARLY`.
    ///
    /// Requires: primary or deputy of the seat.
    /// Emits: request.answered
    async fn customer_request_answer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which request, and what was told.")] input: CustomerRequestAnswerInput,
    ) -> Nullable<CustomerRequestAnswerPayload> {
        CustomerRequestAnswerPayload::of(give_answer(ctx, input).await)
    }

    /// Hands a request to another seat, which must answer from now on, again if it has. User errors: `NOT_OPEN`, `SAME_SEAT`,
    /// `NOT_YOUR_SEAT`, `OCCURRED_IN_FUTURE`, `OCCURRED_TOO_EARLY`.
    /// Of a stale version: `VERSION_CONFLICT`.
    ///
    /// Requires: primary or deputy of the seat that holds it, of any seat if none does; director of the region.
    /// Emits: request.handed_over
    async fn customer_request_hand_over(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which request, and to which seat.")] input: CustomerRequestHandOverInput,
    ) -> Nullable<CustomerRequestHandOverPayload> {
        CustomerRequestHandOverPayload::of(hand_over(ctx, input).await)
    }

    /// Says that another seat must answer. What it told the customer in this round counts. User errors: `NOT_OPEN`, `SEAT_NEEDED`.
    /// Of a stale version: `VERSION_CONFLICT`.
    ///
    /// Requires: primary or deputy of the account; director of the region.
    /// Emits: request.seat_added
    async fn customer_request_add_seat(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which request, which seat, and why.")] input: CustomerRequestAddSeatInput,
    ) -> Nullable<CustomerRequestAddSeatPayload> {
        let (seat, reason) = (input.seat, input.reason.clone());
        CustomerRequestAddSeatPayload::of(change_role(ctx, input.target(), (seat, true), reason).await)
    }

    /// Says that a seat need not answer. One seat at least always must. User errors: `NOT_OPEN`, `SEAT_NOT_NEEDED`, `SEAT_ANSWERED`,
    /// `LAST_SEAT`.
    /// Of a stale version: `VERSION_CONFLICT`.
    ///
    /// Requires: primary or deputy of the account; director of the region.
    /// Emits: request.seat_removed
    async fn customer_request_remove_seat(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which request, which seat, and why.")] input: CustomerRequestRemoveSeatInput,
    ) -> Nullable<CustomerRequestRemoveSeatPayload> {
        let (seat, reason) = (input.seat, input.reason.clone());
        CustomerRequestRemoveSeatPayload::of(change_role(ctx, input.target(), (seat, false), reason).await)
    }

    /// Closes a request that every needed seat has answered. User error: `SEATS_WAITING`.
    /// Of a stale version or a state that does not allow it: `VERSION_CONFLICT`, `ILLEGAL_TRANSITION`.
    ///
    /// Requires: primary or deputy of the account; director of the region.
    /// Emits: request.closed
    async fn customer_request_close(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which request, and what came of it.")] input: CustomerRequestCloseInput,
    ) -> Nullable<CustomerRequestClosePayload> {
        CustomerRequestClosePayload::of(close(ctx, input).await)
    }

    /// Ends a request to which nobody needs an answer. It counts in no figure.
    /// Of a stale version or a state that does not allow it: `VERSION_CONFLICT`, `ILLEGAL_TRANSITION`.
    ///
    /// Requires: primary or deputy of the account; director of the region.
    /// Emits: request.withdrawn
    async fn customer_request_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which request, and why.")] input: CustomerRequestWithdrawInput,
    ) -> Nullable<CustomerRequestWithdrawPayload> {
        CustomerRequestWithdrawPayload::of(withdraw(ctx, input).await)
    }

    /// Begins the next round of a closed request whose answer did not do: it was not right the first time. User errors:
    /// `SEAT_REQUIRED`, `ACCOUNT_ENDED`.
    /// Of a stale version or a state that does not allow it: `VERSION_CONFLICT`, `ILLEGAL_TRANSITION`.
    ///
    /// Requires: primary or deputy of the account; director of the region.
    /// Emits: request.reopened
    async fn customer_request_reopen(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which request, why, and who must answer.")] input: CustomerRequestReopenInput,
    ) -> Nullable<CustomerRequestReopenPayload> {
        CustomerRequestReopenPayload::of(reopen(ctx, input).await)
    }

    /// Erases who at the customer asked, in whatever state. What `title`, `body` and answers say stays. User error: `NO_CONTACT`.
    /// Of a stale version: `VERSION_CONFLICT`.
    ///
    /// Requires: primary or deputy of the account; director of the region.
    /// Emits: request.contact_forgotten
    async fn customer_request_forget_contact(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which request.")] input: CustomerRequestForgetContactInput,
    ) -> Nullable<CustomerRequestForgetContactPayload> {
        let outcome =
            async { Ok(services(ctx).requests().forget_contact(viewer(ctx), &input.target()?).await) };
        CustomerRequestForgetContactPayload::of(changed(ctx, outcome.await).await)
    }
}

type Answer = Result<Changed<CustomerRequest>, Failure>;
type Done = Result<Outcome, RequestError>;

async fn log(ctx: &Context<'_>, input: CustomerRequestLogInput) -> Answer {
    let command = LogRequest {
        idempotency: idempotency("customerRequestLog", input.idempotency_key.as_ref(), &input)?,
        account: parse_id(&input.account_id)?,
        title: input.title,
        body: input.body.map(|body| body.0).unwrap_or_default(),
        kind: input.kind.into(),
        channel: input.channel.into(),
        contact: input.contact,
        occurred_at: input.occurred_at,
        seats: input.seats.into_iter().map(Into::into).collect(),
        holder: input.holder.map(Into::into),
    };
    changed(ctx, Ok(services(ctx).requests().log(viewer(ctx), &command).await)).await
}

async fn give_answer(ctx: &Context<'_>, input: CustomerRequestAnswerInput) -> Answer {
    let target = Target {
        request: parse_id(&input.request_id)?,
        expected_version: None,
        idempotency: idempotency("customerRequestAnswer", input.idempotency_key.as_ref(), &input)?,
    };
    let command = AnswerRequest {
        target,
        seat: input.seat.map(Into::into),
        kind: input.kind.into(),
        body: input.body.map(|body| body.0),
        answered_at: input.answered_at,
    };
    changed(ctx, Ok(services(ctx).requests().answer(viewer(ctx), &command).await)).await
}

async fn hand_over(ctx: &Context<'_>, input: CustomerRequestHandOverInput) -> Answer {
    let command = HandOver {
        target: input.target()?,
        to: input.to.into(),
        note: input.note,
        handed_over_at: input.handed_over_at,
    };
    changed(ctx, Ok(services(ctx).requests().hand_over(viewer(ctx), &command).await)).await
}

async fn change_role(
    ctx: &Context<'_>,
    target: Read<Target>,
    (seat, needed): (Seat, bool),
    reason: String,
) -> Answer {
    let command = ChangeRole { target: target?, seat: seat.into(), needed, reason };
    changed(ctx, Ok(services(ctx).requests().change_role(viewer(ctx), &command).await)).await
}

async fn close(ctx: &Context<'_>, input: CustomerRequestCloseInput) -> Answer {
    let command = Settle { target: input.target()?, outcome: input.outcome };
    changed(ctx, Ok(services(ctx).requests().close(viewer(ctx), &command).await)).await
}

async fn withdraw(ctx: &Context<'_>, input: CustomerRequestWithdrawInput) -> Answer {
    let command = Settle { target: input.target()?, outcome: Some(input.reason) };
    changed(ctx, Ok(services(ctx).requests().withdraw(viewer(ctx), &command).await)).await
}

async fn reopen(ctx: &Context<'_>, input: CustomerRequestReopenInput) -> Answer {
    let target = input.target()?;
    let seats = input.seats.map(|seats| seats.into_iter().map(Into::into).collect());
    let command = Reopen { target, reason: input.reason, seats };
    changed(ctx, Ok(services(ctx).requests().reopen(viewer(ctx), &command).await)).await
}

/// The request after the change, as the viewer sees it now. A repeated change may find that they no longer do.
async fn changed(ctx: &Context<'_>, outcome: Read<Done>) -> Answer {
    let outcome = outcome??;
    let entity = match services(ctx).requests().get(viewer(ctx), RequestId(outcome.id)).await {
        Ok(access) => Some(CustomerRequest(access)),
        Err(Fault::NotFound) => None,
        Err(fault) => return Err(fault.into()),
    };
    Ok(Changed { entity, events: outcome.events })
}
