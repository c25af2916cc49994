//! What changes of handovers are told.

use async_graphql::{ID, InputObject};

use crate::{
    domain::handover::Target,
    graphql::{handover::vocabulary::HandoverPackPart, payload::change_inputs, vocabulary::Seat},
};

/// A handover to be begun.
#[derive(InputObject)]
pub struct HandoverInitiateInput {
    /// On which account, `acc_...`.
    pub(super) account_id: ID,
    /// Which seat. It has a primary, who hands it over.
    pub(super) seat: Seat,
    /// Who takes over, `usr_...`.
    pub(super) receiver_id: ID,
    /// Why the seat is handed over. At most 2,000 characters.
    pub(super) reason: String,
    /// Why somebody of another function or of another seat. At most 2,000 characters.
    pub(super) exception_reason: Option<String>,
    /// Whether the outgoing primary is gone: then the region's directors write the pack and tell the customer, and there is no
    /// overlap. False, if left out.
    pub(super) emergency: Option<bool>,
    /// Repeat the request with the same key, 1 to 255 characters, and it is done once. Kept for 24 hours.
    pub(super) idempotency_key: Option<ID>,
}

/// Something of a pack that the receiver has understood.
#[derive(InputObject)]
pub struct HandoverAcknowledgeItemInput {
    /// Which handover, `hnd_...`.
    pub(super) handover_id: ID,
    /// Its place in the pack, from 1.
    pub(super) place: i32,
}

change_inputs! {
    Target {
        /// Which handover, `hnd_...`.
        handover_id => handover,
        /// The version of the handover that the change was made against.
        expected_version,
    }

    /// What is written into a part of a pack, in place of what was there.
    HandoverWritePartInput of "handoverWritePart" {
        /// Which part.
        part: HandoverPackPart,
        /// What there is to tell, in Markdown: at most 20,000 characters. Empty, if left out.
        body: Option<String>,
        /// Why there is nothing to tell: at most 2,000 characters. Not with a body, and not for the summary and the next 90 days.
        nothing_to_tell: Option<String>,
        /// What one must know, in the summary: at most 10 lines of 300 characters. A pack needs three.
        must_knows: Option<Vec<String>>,
    }

    /// A pack for the receiver.
    HandoverSubmitPackInput of "handoverSubmitPack" {}

    /// A pack that the receiver takes.
    HandoverAcceptPackInput of "handoverAcceptPack" {}

    /// A pack that the receiver sends back.
    HandoverReturnPackInput of "handoverReturnPack" {
        /// What is missing. At most 2,000 characters.
        reason: String,
    }

    /// A seat that the receiver does not want.
    HandoverRefuseInput of "handoverRefuse" {
        /// Why. At most 2,000 characters.
        reason: String,
    }

    /// The beginning of the overlap.
    HandoverBeginShadowingInput of "handoverBeginShadowing" {}

    /// A customer who knows the receiver.
    HandoverIntroduceInput of "handoverIntroduce" {
        /// Who at the customer was told, and how. At most 2,000 characters.
        informed: String,
    }

    /// A seat that both answer for.
    HandoverCoOwnInput of "handoverCoOwn" {}

    /// The move of the seat.
    HandoverTransferInput of "handoverTransfer" {}

    /// The end of the former holder's reading.
    HandoverCloseInput of "handoverClose" {}

    /// A handover that is called off.
    HandoverCancelInput of "handoverCancel" {
        /// Why. At most 2,000 characters.
        reason: String,
    }

    /// An outgoing primary who is gone.
    HandoverDeclareEmergencyInput of "handoverDeclareEmergency" {}
}
