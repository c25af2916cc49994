//! Promises of letters that were sent, in the schema.

use async_graphql::{Context, ID, InputObject, Object};
use chrono::{DateTime, Utc};
use entity::{commitment::Model, id::CommitmentId};

use super::object::Letter;
use crate::{
    domain::{
        access::Viewer,
        fault::Fault,
        letter::{KeepPromise, PromiseFilter, Word},
    },
    graphql::{
        context::{parse_id, services, viewer},
        error::{Nullable, Result},
        failure::Failure,
        identity::user::{User, load_user},
        page::{Connection, ROOT_SIZE, connection},
        payload::{Changed, idempotency, payloads},
        scalar::Date,
        vocabulary::{CommitmentOutcome, CommitmentState},
    },
    platform::page::PageRequest,
};

/// A promise of a letter that was sent, tracked to its end. Seen by whoever sees the incident whole.
pub struct Commitment(pub(super) Model);

/// A promise of a letter that was sent, tracked to its end. Seen by whoever sees the incident whole.
#[Object]
impl Commitment {
    /// Identity.
    async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// The letter that promises it.
    async fn letter(&self, ctx: &Context<'_>) -> Nullable<Letter> {
        let found = services(ctx).letters().get(viewer(ctx), self.0.letter_id).await;
        Some(found.map(Letter).map_err(Into::into))
    }

    /// The version of the letter that promises it.
    async fn letter_number(&self) -> i32 {
        self.0.number
    }

    /// What will be done.
    async fn action(&self) -> &str {
        &self.0.action
    }

    /// Who answers for it.
    async fn owner(&self, ctx: &Context<'_>) -> Nullable<User> {
        load_user(ctx, self.0.owner_id).await
    }

    /// By the end of which day, as the account's time zone has it.
    async fn due_on(&self) -> Date {
        Date(self.0.due_on)
    }

    /// How both sides tell that it was kept.
    async fn measure(&self) -> &str {
        &self.0.measure
    }

    /// Who at the customer verifies it.
    async fn verifier(&self) -> &str {
        &self.0.verifier
    }

    /// Whether it keeps the trouble from coming back.
    async fn preventive(&self) -> bool {
        self.0.preventive
    }

    /// What became of it.
    async fn state(&self) -> CommitmentState {
        self.0.state.into()
    }

    /// What shows that it was kept, or why it was not. Null: nothing was recorded.
    async fn evidence(&self) -> Option<&str> {
        self.0.evidence.as_deref()
    }

    /// When its outcome was recorded.
    async fn recorded_at(&self) -> Option<DateTime<Utc>> {
        self.0.recorded_at
    }

    /// When the customer verified it.
    async fn verified_at(&self) -> Option<DateTime<Utc>> {
        self.0.verified_at
    }

    /// Who at the customer verified it.
    async fn verified_by(&self) -> Option<&str> {
        self.0.verified_by.as_deref()
    }

    /// When its day passed while it was to be kept; it stays when it is kept after all. Noticed within a minute, without
    /// anybody's doing. Null: that did not happen.
    async fn overdue_since(&self) -> Option<DateTime<Utc>> {
        self.0.overdue_at
    }

    /// Goes up with each change; changes are made against it.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// Which commitments. What is given must all hold.
#[derive(InputObject, Default)]
pub struct CommitmentFilter {
    /// Of this account, `acc_...`.
    account_id: Option<ID>,
    /// Of this owner, `usr_...`.
    owner_id: Option<ID>,
    /// True: the viewer owns it.
    mine: Option<bool>,
    /// In one of these states.
    states: Option<Vec<CommitmentState>>,
    /// Due on or before this day.
    due_by: Option<Date>,
    /// True: its day passed and it is still to be kept. False: not so.
    overdue: Option<bool>,
}

impl CommitmentFilter {
    fn filter(self, viewer: &Viewer) -> Result<PromiseFilter> {
        let mut owner = self.owner_id.as_ref().map(parse_id).transpose()?;
        if self.mine == Some(true) {
            owner = Some(viewer.person()?.id);
        }
        Ok(PromiseFilter {
            account: self.account_id.as_ref().map(parse_id).transpose()?,
            owner,
            states: self.states.map(|states| states.into_iter().map(Into::into).collect()),
            due_by: self.due_by.map(|day| day.0),
            overdue: self.overdue,
        })
    }
}

/// Root fields about commitments.
#[derive(Default)]
pub struct CommitmentQuery;

#[Object]
impl CommitmentQuery {
    /// The commitments of letters that were sent, of those that the viewer may see, what is due first before the rest.
    ///
    /// Requires: a person, or a bot; each commitment as `letter` says.
    async fn commitments(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which commitments; all, if left out.")] filter: Option<CommitmentFilter>,
        #[graphql(desc = "How many from the front, at most 100; 20 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the back, at most 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Nullable<Connection<Commitment>> {
        let request = PageRequest { first, after, last, before };
        Some(page(ctx, filter.unwrap_or_default(), request).await)
    }
}

async fn page(
    ctx: &Context<'_>,
    filter: CommitmentFilter,
    request: PageRequest,
) -> Result<Connection<Commitment>> {
    let (services, viewer) = (services(ctx).clone(), viewer(ctx).clone());
    if matches!(viewer, Viewer::Anonymous) {
        return Err(Fault::Unauthenticated.into());
    }
    let filter = filter.filter(&viewer)?;
    let page = services.letters().promises(&viewer, &filter, &request, ROOT_SIZE).await?;
    Ok(connection(page, Commitment, move || {
        let (services, viewer, filter) = (services.clone(), viewer.clone(), filter.clone());
        async move { services.letters().count_promises(&viewer, &filter).await }
    }))
}

/// What became of a commitment.
#[derive(InputObject)]
pub struct CommitmentRecordInput {
    /// Which commitment, `com_...`.
    commitment_id: ID,
    /// The version of the commitment that the change was made against.
    expected_version: i32,
    /// What became of it.
    outcome: CommitmentOutcome,
    /// What shows that it was kept, or why it was not or no longer counts. At most 2,000 characters.
    evidence: String,
    /// Repeat the request with the same key, 1 to 255 characters, and it is done once. Kept for 24 hours.
    idempotency_key: Option<ID>,
}

/// A commitment that the customer verified.
#[derive(InputObject)]
pub struct CommitmentVerifyInput {
    /// Which commitment, `com_...`.
    commitment_id: ID,
    /// The version of the commitment that the change was made against.
    expected_version: i32,
    /// Who at the customer verified it, by name. At most 200 characters.
    verified_by: String,
    /// Repeat the request with the same key, 1 to 255 characters, and it is done once. Kept for 24 hours.
    idempotency_key: Option<ID>,
}

payloads! {
    /// What recording an outcome came to.
    CommitmentRecordPayload {
        /// The commitment after it; null if the change was not made, or the viewer may not see it (any more).
        commitment: Commitment
    }
    /// What noting the customer's verification came to.
    CommitmentVerifyPayload {
        /// The commitment after it; null if the change was not made, or the viewer may not see it (any more).
        commitment: Commitment
    }
}

/// Root fields that change commitments.
#[derive(Default)]
pub struct CommitmentMutation;

#[Object]
impl CommitmentMutation {
    /// Records what became of a commitment, once. User errors: `COMMITMENT_SETTLED`, `LAST_COMMITMENT` (a letter keeps at least
    /// one commitment that counts).
    /// Of a stale version: `VERSION_CONFLICT`.
    ///
    /// Requires: the owner of the commitment, who works on the incident; primary or deputy of the account; escalation manager;
    /// the executive lead.
    /// Emits: letter.commitment_recorded
    async fn commitment_record(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which commitment, and what became of it.")] input: CommitmentRecordInput,
    ) -> Nullable<CommitmentRecordPayload> {
        CommitmentRecordPayload::of(record(ctx, input).await)
    }

    /// Notes that the customer verified a commitment that was kept, whole or in part. When all are settled the letter is
    /// `VERIFIED`. User error: `NOTHING_TO_VERIFY`.
    /// Of a stale version: `VERSION_CONFLICT`.
    ///
    /// Requires: the owner of the commitment, who works on the incident; primary or deputy of the account; escalation manager;
    /// the executive lead.
    /// Emits: letter.commitment_verified
    async fn commitment_verify(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which commitment, and who verified it.")] input: CommitmentVerifyInput,
    ) -> Nullable<CommitmentVerifyPayload> {
        CommitmentVerifyPayload::of(verify(ctx, input).await)
    }
}

async fn record(ctx: &Context<'_>, input: CommitmentRecordInput) -> Answer {
    let key = idempotency("commitmentRecord", input.idempotency_key.as_ref(), &input)?;
    let command = KeepPromise {
        commitment: parse_id(&input.commitment_id)?,
        expected_version: input.expected_version,
        word: Word::Outcome(input.outcome.into(), input.evidence),
        idempotency: key,
    };
    keep(ctx, command).await
}

async fn verify(ctx: &Context<'_>, input: CommitmentVerifyInput) -> Answer {
    let key = idempotency("commitmentVerify", input.idempotency_key.as_ref(), &input)?;
    let command = KeepPromise {
        commitment: parse_id(&input.commitment_id)?,
        expected_version: input.expected_version,
        word: Word::Verified(input.verified_by),
        idempotency: key,
    };
    keep(ctx, command).await
}

type Answer = std::result::Result<Changed<Commitment>, Failure>;

/// The commitment after the change, as the viewer sees it now.
async fn keep(ctx: &Context<'_>, command: KeepPromise) -> Answer {
    let outcome = services(ctx).letters().keep(viewer(ctx), &command).await?;
    let entity = match services(ctx).letters().promise(viewer(ctx), CommitmentId(outcome.id)).await {
        Ok(row) => Some(Commitment(row)),
        Err(Fault::NotFound) => None,
        Err(fault) => return Err(fault.into()),
    };
    Ok(Changed { entity, events: outcome.events })
}
