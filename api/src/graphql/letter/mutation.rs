//! What can be done with letters of commitment.

use async_graphql::{Context, ID, InputObject, Object};
use entity::id::{IncidentId, LetterId};

use super::{object::Letter, text::LetterTextInput};
use crate::{
    domain::{
        fault::Fault,
        journal::Outcome,
        letter::{self, DraftLetter, LetterError, SendLetter, Target, WaiveLetter},
    },
    graphql::{
        context::{parse_id, services, viewer},
        error::{Nullable, Result as Read},
        failure::Failure,
        incident::Incident,
        payload::{Changed, change_inputs, idempotency, payloads},
        vocabulary::LetterLanguage,
    },
};

/// A letter to be begun.
#[derive(InputObject)]
pub struct LetterDraftInput {
    /// About which incident, `inc_...`. It must be resolved.
    incident_id: ID,
    /// The customer's language.
    language: LetterLanguage,
    /// The text, as far as it goes.
    text: LetterTextInput,
    /// Repeat the request with the same key, 1 to 255 characters, and it is done once. Kept for 24 hours.
    idempotency_key: Option<ID>,
}

/// A letter that is not written, or not sent.
#[derive(InputObject)]
pub struct LetterWaiveInput {
    /// About which incident, `inc_...`.
    incident_id: ID,
    /// The version of the incident that the change was made against.
    expected_version: i32,
    /// Why there is none. At most 2,000 characters.
    reason: String,
    /// Repeat the request with the same key, 1 to 255 characters, and it is done once. Kept for 24 hours.
    idempotency_key: Option<ID>,
}

change_inputs! {
    Target {
        /// Which letter, `let_...`.
        letter_id => letter,
        /// The version of the letter that the change was made against.
        expected_version,
    }

    /// Another text of a letter.
    LetterReviseInput of "letterRevise" {
        /// The customer's language.
        language: LetterLanguage,
        /// The whole text; what is left out is empty.
        text: LetterTextInput,
    }

    /// A letter whose text is complete.
    LetterSubmitInput of "letterSubmit" {}

    /// A letter to be signed.
    LetterSignInput of "letterSign" {}

    /// A signed letter on its way to the customer.
    LetterSendInput of "letterSend" {
        /// To whom and how, such as a name and an e-mail address. At most 300 characters.
        sent_to: String,
    }

    /// A letter that the customer accepted.
    LetterAcceptInput of "letterAccept" {
        /// Who at the customer accepted it, by name. At most 200 characters.
        answered_by: String,
    }

    /// A letter whose commitments are all verified.
    LetterConcludeInput of "letterConclude" {}

    /// A letter that the customer sent back.
    LetterReturnInput of "letterReturn" {
        /// Who at the customer sent it back, by name. At most 200 characters.
        answered_by: String,
        /// What they want otherwise. At most 2,000 characters.
        note: String,
    }
}

macro_rules! letter_payloads {
    ($($(#[$doc:meta])* $name:ident;)*) => {
        payloads! {$(
            $(#[$doc])*
            $name {
                /// The letter after it; null if the change was not made, or the viewer may not see it (any more).
                letter: Letter
            }
        )*}
    };
}

letter_payloads! {
    /// What beginning a letter came to.
    LetterDraftPayload;
    /// What changing a letter's text came to.
    LetterRevisePayload;
    /// What submitting a letter came to.
    LetterSubmitPayload;
    /// What signing a letter came to.
    LetterSignPayload;
    /// What sending a letter came to.
    LetterSendPayload;
    /// What noting the customer's consent came to.
    LetterAcceptPayload;
    /// What noting the customer's objection came to.
    LetterReturnPayload;
    /// What ending a letter came to.
    LetterConcludePayload;
}

payloads! {
    /// What waiving a letter came to.
    LetterWaivePayload {
        /// The incident after it; null if the change was not made, or the viewer may not see it (any more).
        incident: Incident
    }
}

/// Root fields that change letters.
#[derive(Default)]
pub struct LetterMutation;

#[Object]
impl LetterMutation {
    /// Begins the letter of commitment about a resolved incident. There is one for each generation of an incident. User errors:
    /// `NOT_RESOLVED`, `LETTER_EXISTS`, `LETTER_WAIVED`.
    ///
    /// Requires: primary or deputy of the account; escalation manager; the executive lead.
    /// Emits: letter.drafted
    async fn letter_draft(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "About which incident, and the text.")] input: LetterDraftInput,
    ) -> Nullable<LetterDraftPayload> {
        LetterDraftPayload::of(draft(ctx, input).await)
    }

    /// Changes the text of a letter that is not with the customer; it is a draft again. What was signed stays as it is: its text
    /// becomes the next version. User error: `SUPERSEDED`, if the incident was reopened since.
    /// Of a stale version or a state that does not allow it: `VERSION_CONFLICT`, `ILLEGAL_TRANSITION`.
    ///
    /// Requires: primary or deputy of the account; escalation manager; the executive lead.
    /// Emits: letter.revised
    async fn letter_revise(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which letter, and its text.")] input: LetterReviseInput,
    ) -> Nullable<LetterRevisePayload> {
        LetterRevisePayload::of(revise(ctx, input).await)
    }

    /// Says that the text is complete and asks for the signature. User errors: `REQUIRED` and others for each part that is
    /// missing; `NO_COMMITMENT`, `NO_PREVENTIVE_COMMITMENT` (a `SEV1` needs one), `OWNER_NOT_INVOLVED` (who owns a commitment
    /// must work on the incident), `COMPENSATION_UNAPPROVED`, `SUPERSEDED`.
    /// Of a stale version or a state that does not allow it: `VERSION_CONFLICT`, `ILLEGAL_TRANSITION`.
    ///
    /// Requires: primary or deputy of the account; escalation manager; the executive lead.
    /// Emits: letter.submitted
    async fn letter_submit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which letter.")] input: LetterSubmitInput,
    ) -> Nullable<LetterSubmitPayload> {
        let outcome = async { Ok(services(ctx).letters().submit(viewer(ctx), &input.target()?).await) };
        LetterSubmitPayload::of(answer(ctx, outcome.await).await)
    }

    /// Signs the letter: its text is frozen and kept with its hash. The executive lead signs; for a `SEV1` of a tier `S`
    /// account the chief executive. User errors: `NOT_THE_SIGNER`, and those of `letterSubmit`.
    /// Of a stale version or a state that does not allow it: `VERSION_CONFLICT`, `ILLEGAL_TRANSITION`.
    ///
    /// Requires: executive.
    /// Emits: letter.signed
    async fn letter_sign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which letter.")] input: LetterSignInput,
    ) -> Nullable<LetterSignPayload> {
        let outcome = async { Ok(services(ctx).letters().sign(viewer(ctx), &input.target()?).await) };
        LetterSignPayload::of(answer(ctx, outcome.await).await)
    }

    /// Notes that the signed letter went to the customer; the incident becomes `COMMITMENT_ISSUED`. User errors:
    /// `SIGNATURE_INSUFFICIENT`, if the incident became worse since, and those of `letterSubmit`.
    /// Of a stale version or a state that does not allow it: `VERSION_CONFLICT`, `ILLEGAL_TRANSITION`.
    ///
    /// Requires: primary or deputy of the account; escalation manager; the executive lead.
    /// Emits: letter.sent, incident.commitment_issued
    async fn letter_send(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which letter, and to whom.")] input: LetterSendInput,
    ) -> Nullable<LetterSendPayload> {
        LetterSendPayload::of(send(ctx, input).await)
    }

    /// Notes that the customer accepted the letter.
    /// Of a stale version or a state that does not allow it: `VERSION_CONFLICT`, `ILLEGAL_TRANSITION`.
    ///
    /// Requires: primary or deputy of the account; escalation manager; the executive lead.
    /// Emits: letter.accepted
    async fn letter_accept(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which letter, and who accepted it.")] input: LetterAcceptInput,
    ) -> Nullable<LetterAcceptPayload> {
        let by = input.answered_by.clone();
        LetterAcceptPayload::of(answered(ctx, input.target(), by, None).await)
    }

    /// Notes that the customer sent the letter back. `letterRevise` begins its next version.
    /// Of a stale version or a state that does not allow it: `VERSION_CONFLICT`, `ILLEGAL_TRANSITION`.
    ///
    /// Requires: primary or deputy of the account; escalation manager; the executive lead.
    /// Emits: letter.returned
    async fn letter_return(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which letter, and what the customer wants otherwise.")] input: LetterReturnInput,
    ) -> Nullable<LetterReturnPayload> {
        let (by, note) = (input.answered_by.clone(), input.note.clone());
        LetterReturnPayload::of(answered(ctx, input.target(), by, Some(note)).await)
    }

    /// Ends a letter whose commitments are all verified: `FULFILLED`, or `BREACHED` if any was broken.
    /// Of a stale version or a state that does not allow it: `VERSION_CONFLICT`, `ILLEGAL_TRANSITION`.
    ///
    /// Requires: primary or deputy of the account; escalation manager; the executive lead.
    /// Emits: letter.concluded
    async fn letter_conclude(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which letter.")] input: LetterConcludeInput,
    ) -> Nullable<LetterConcludePayload> {
        let outcome = async { Ok(services(ctx).letters().conclude(viewer(ctx), &input.target()?).await) };
        LetterConcludePayload::of(answer(ctx, outcome.await).await)
    }

    /// Decides that an incident gets no letter of commitment, whether or not one was begun, as long as none is with the customer.
    /// User error: `NOT_RESOLVED`.
    /// Of a stale version or a state that does not allow it: `VERSION_CONFLICT`, `ILLEGAL_TRANSITION`.
    ///
    /// Requires: executive.
    /// Emits: incident.letter_waived, letter.waived
    async fn letter_waive(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "About which incident, and why.")] input: LetterWaiveInput,
    ) -> Nullable<LetterWaivePayload> {
        LetterWaivePayload::of(waive(ctx, input).await)
    }
}

type Answer = Result<Changed<Letter>, Failure>;
type Done = Result<Outcome, LetterError>;

async fn draft(ctx: &Context<'_>, input: LetterDraftInput) -> Answer {
    let command = DraftLetter {
        idempotency: idempotency("letterDraft", input.idempotency_key.as_ref(), &input)?,
        incident: parse_id(&input.incident_id)?,
        language: input.language.into(),
        text: input.text.text()?,
    };
    answer(ctx, Ok(services(ctx).letters().draft(viewer(ctx), &command).await)).await
}

async fn revise(ctx: &Context<'_>, input: LetterReviseInput) -> Answer {
    let (target, language, text) = (input.target()?, input.language.into(), input.text.text()?);
    answer(ctx, Ok(services(ctx).letters().revise(viewer(ctx), &target, language, &text).await)).await
}

async fn send(ctx: &Context<'_>, input: LetterSendInput) -> Answer {
    let command = SendLetter { target: input.target()?, sent_to: input.sent_to };
    answer(ctx, Ok(services(ctx).letters().send(viewer(ctx), &command).await)).await
}

async fn answered(
    ctx: &Context<'_>,
    target: Read<Target>,
    by: String,
    return_note: Option<String>,
) -> Answer {
    let command = letter::Answer { target: target?, by, return_note };
    answer(ctx, Ok(services(ctx).letters().answer(viewer(ctx), &command).await)).await
}

async fn waive(ctx: &Context<'_>, input: LetterWaiveInput) -> Result<Changed<Incident>, Failure> {
    let command = WaiveLetter {
        idempotency: idempotency("letterWaive", input.idempotency_key.as_ref(), &input)?,
        incident: parse_id(&input.incident_id)?,
        expected_version: input.expected_version,
        reason: input.reason,
    };
    let outcome = services(ctx).letters().waive(viewer(ctx), &command).await?;
    let entity = match services(ctx).incidents().get(viewer(ctx), IncidentId(outcome.id)).await {
        Ok(access) => Some(Incident(access)),
        Err(Fault::NotFound) => None,
        Err(fault) => return Err(fault.into()),
    };
    Ok(Changed { entity, events: outcome.events })
}

/// The letter after the change, as the viewer sees it now. A repeated request may find that they no longer do.
async fn answer(ctx: &Context<'_>, outcome: Read<Done>) -> Answer {
    let outcome = outcome??;
    let entity = match services(ctx).letters().get(viewer(ctx), LetterId(outcome.id)).await {
        Ok(access) => Some(Letter(access)),
        Err(Fault::NotFound) => None,
        Err(fault) => return Err(fault.into()),
    };
    Ok(Changed { entity, events: outcome.events })
}
