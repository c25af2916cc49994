//! Posting, revising and revoking special notes.

use async_graphql::{Context, ID, InputObject, Object};
use chrono::{DateTime, Utc};
use entity::id::SpecialNoteId;

use super::{
    SpecialNote,
    object::{SpecialNoteKind, SpecialNoteSeverity},
};
use crate::{
    domain::{
        fault::Fault,
        journal::Outcome,
        special_note::{PostNote, ReviseNote, RevokeNote, SpecialNoteError, Terms},
    },
    graphql::{
        context::{parse_id, services, viewer},
        error::{Error, Nullable},
        failure::Failure,
        payload::{Changed, idempotency, payloads},
    },
};

/// A note to be pinned to an account.
#[derive(InputObject)]
pub struct SpecialNotePostInput {
    /// To which, `acc_...`.
    account_id: ID,
    /// What it asks of its reader.
    kind: SpecialNoteKind,
    /// How bad it is not to heed it.
    severity: SpecialNoteSeverity,
    /// What it says, in at most 1,000 characters.
    text: String,
    /// Since when it holds, in the past or in the future. Left out: from now on.
    effective_from: Option<DateTime<Utc>>,
    /// Until when it holds, later than now and than `effectiveFrom`. Left out: until it is revoked.
    expires_at: Option<DateTime<Utc>>,
    /// Repeat the request with the same key, 1 to 255 characters, and it is done once. Kept for 24 hours.
    idempotency_key: Option<ID>,
}

/// What a note says from now on.
#[derive(InputObject)]
pub struct SpecialNoteReviseInput {
    /// Which, `spn_...`.
    note_id: ID,
    /// The version that the change was made against.
    expected_version: i32,
    /// What it asks of its reader.
    kind: SpecialNoteKind,
    /// How bad it is not to heed it.
    severity: SpecialNoteSeverity,
    /// What it says, in at most 1,000 characters.
    text: String,
    /// Since when it holds. Left out: as before.
    effective_from: Option<DateTime<Utc>>,
    /// Until when it holds, later than now and than `effectiveFrom`. Left out: until it is revoked.
    expires_at: Option<DateTime<Utc>>,
}

/// A note to be taken back.
#[derive(InputObject)]
pub struct SpecialNoteRevokeInput {
    /// Which, `spn_...`.
    note_id: ID,
    /// The version that was read.
    expected_version: i32,
    /// Why, in at most 2,000 characters.
    reason: String,
}

payloads! {
    /// What posting a note came to.
    SpecialNotePostPayload {
        /// The note.
        special_note: SpecialNote
    }
    /// What revising a note came to.
    SpecialNoteRevisePayload {
        /// The note after it.
        special_note: SpecialNote
    }
    /// What revoking a note came to.
    SpecialNoteRevokePayload {
        /// The note after it.
        special_note: SpecialNote
    }
}

/// Root fields that change special notes.
#[derive(Default)]
pub struct SpecialNoteMutation;

#[Object]
impl SpecialNoteMutation {
    /// Pins a note to an account, shown with it and in its incidents while it holds. User errors: `TOO_MANY_NOTES`, beyond 20 that
    /// are not over; `OUT_OF_RANGE` for an end before the beginning or in the past.
    ///
    /// Requires: primary or deputy of the account, or director of its region.
    /// Emits: special_note.posted
    async fn special_note_post(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "To which account, and what.")] input: SpecialNotePostInput,
    ) -> Nullable<SpecialNotePostPayload> {
        SpecialNotePostPayload::of(post(ctx, input).await)
    }

    /// Changes what a note says or when it holds. User errors: `NOTE_OVER`; `OUT_OF_RANGE` for an end before the beginning or in
    /// the past.
    /// Of a stale version: `VERSION_CONFLICT`.
    ///
    /// Requires: primary or deputy of the account, or director of its region.
    /// Emits: special_note.revised, unless everything was so already.
    async fn special_note_revise(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and what.")] input: SpecialNoteReviseInput,
    ) -> Nullable<SpecialNoteRevisePayload> {
        SpecialNoteRevisePayload::of(revise(ctx, input).await)
    }

    /// Takes a note back. It stays in the history. User errors: `NOTE_OVER`.
    /// Of a stale version: `VERSION_CONFLICT`.
    ///
    /// Requires: primary or deputy of the account, or director of its region.
    /// Emits: special_note.revoked
    async fn special_note_revoke(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and why.")] input: SpecialNoteRevokeInput,
    ) -> Nullable<SpecialNoteRevokePayload> {
        SpecialNoteRevokePayload::of(revoke(ctx, input).await)
    }
}

type Answer = Result<Changed<SpecialNote>, Failure>;

/// The note after a change, read anew with the viewer's present rights.
async fn answer(ctx: &Context<'_>, outcome: Result<Outcome, SpecialNoteError>) -> Answer {
    let outcome = outcome?;
    let entity = match services(ctx).special_notes().get(viewer(ctx), SpecialNoteId(outcome.id)).await {
        Ok(note) => Some(SpecialNote(note)),
        Err(Fault::NotFound) => None,
        Err(fault) => return Err(Error::from(fault).into()),
    };
    Ok(Changed { entity, events: outcome.events })
}

async fn post(ctx: &Context<'_>, input: SpecialNotePostInput) -> Answer {
    let idempotency = idempotency("specialNotePost", input.idempotency_key.as_ref(), &input)?;
    let command = PostNote {
        account: parse_id(&input.account_id)?,
        terms: Terms {
            kind: input.kind.into(),
            severity: input.severity.into(),
            text: input.text,
            effective_from: input.effective_from,
            expires_at: input.expires_at,
        },
        idempotency,
    };
    answer(ctx, services(ctx).special_notes().post(viewer(ctx), &command).await).await
}

async fn revise(ctx: &Context<'_>, input: SpecialNoteReviseInput) -> Answer {
    let command = ReviseNote {
        id: parse_id(&input.note_id)?,
        expected_version: input.expected_version,
        terms: Terms {
            kind: input.kind.into(),
            severity: input.severity.into(),
            text: input.text,
            effective_from: input.effective_from,
            expires_at: input.expires_at,
        },
    };
    answer(ctx, services(ctx).special_notes().revise(viewer(ctx), &command).await).await
}

async fn revoke(ctx: &Context<'_>, input: SpecialNoteRevokeInput) -> Answer {
    let command = RevokeNote {
        id: parse_id(&input.note_id)?,
        expected_version: input.expected_version,
        reason: input.reason,
    };
    answer(ctx, services(ctx).special_notes().revoke(viewer(ctx), &command).await).await
}
