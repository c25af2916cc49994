//! Logging what a customer asks.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    account,
    account::AccountStatus,
    assignment::Seat,
    customer_request::{Model, RequestChannel, RequestKind, RequestState},
    id::{AccountId, RequestId},
};

use super::{BODY, Requests};
use crate::{
    domain::{
        access::{Action, Viewer, proof},
        fault::Fault,
        input::Checks,
        journal::{self, Claim, Idempotency, Outcome},
        request::{
            error::RequestError,
            event::{RequestEvent, RequestEventKind},
            rules::{Act, Case, moment},
            store,
        },
    },
    platform::db::Tx,
};

/// The longest title.
const TITLE: usize = 200;

/// The longest note of who asked.
const CONTACT: usize = 300;

/// How long ago a customer may have asked: what is older tells nothing of the triangle of today, and a slip of the year is
/// found out.
const OLDEST: TimeDelta = TimeDelta::days(2 * 366);

/// A customer asks something.
#[derive(Clone, Debug)]
pub struct LogRequest {
    /// Which account.
    pub account: AccountId,
    /// What they ask, in a line.
    pub title: String,
    /// What they ask, in words: Markdown.
    pub body: String,
    /// What sort of demand.
    pub kind: RequestKind,
    /// How they came to us.
    pub channel: RequestChannel,
    /// Who at the customer asks.
    pub contact: Option<String>,
    /// When they asked, at most two years ago; `None`: now.
    pub occurred_at: Option<DateTime<Utc>>,
    /// The seats that must answer.
    pub seats: Vec<Seat>,
    /// The seat that moves first; `None`: the first of them.
    pub holder: Option<Seat>,
    /// The client's promise that requests with this key are one request.
    pub idempotency: Option<Idempotency>,
}

impl LogRequest {
    fn checked(&self) -> Result<Self, Fault> {
        let mut checks = Checks::new();
        let title = checks.line("title", &self.title, TITLE);
        let body = checks.optional_body("body", &self.body, BODY);
        let contact = checks.optional_line("contact", self.contact.as_deref(), CONTACT);
        checks.done()?;
        Ok(Self { title, body, contact, ..self.clone() })
    }
}

impl Requests {
    /// Logs a request. The outcome's id is the request's.
    ///
    /// # Errors
    /// The account has ended, no seat must answer, or the customer is said to ask in the future or too long ago.
    pub async fn log(&self, viewer: &Viewer, command: &LogRequest) -> Result<Outcome, RequestError> {
        let command = &command.checked()?;
        let committed = self.db.write(|tx| self.log_in(tx, viewer, command)).await?;
        Ok(Claim::outcome(committed))
    }

    async fn log_in(&self, tx: Tx, viewer: &Viewer, command: &LogRequest) -> Result<Claim, RequestError> {
        let viewer = &proof::present(&tx, viewer).await?;
        let claim = journal::claim(&tx, viewer, command.idempotency.as_ref(), tx.next_id()).await?;
        let Claim::First(id) = &claim else { return Ok(claim) };
        let access = proof::account_for(&tx, viewer, command.account, Action::LogRequest).await?;
        if access.account().status == AccountStatus::Ended {
            return Err(RequestError::AccountEnded);
        }
        let act = Act { by: viewer.person()?.id, now: tx.now(), reason: None };
        let row = self.logged(&tx, RequestId(*id), access.account(), command, act).await?;
        let (case, hop) = Case::begin(row, &command.seats, command.holder, act)?;
        store::insert(&tx, &access, &case).await?;
        store::insert_hop(&tx, &case.request, hop, act.by, None).await?;
        let occurred_at = case.request.occurred_at;
        let event = RequestEvent {
            kind: RequestEventKind::Logged,
            request: (&case).into(),
            seat: None,
            previous_holder: None,
            answer: None,
            happened_at: (occurred_at < tx.now()).then_some(occurred_at),
        };
        journal::record(&tx, viewer, Some(access.account().into()), &event, Vec::new())?;
        journal::complete(&tx, viewer, command.idempotency.as_ref()).await?;
        Ok(claim)
    }

    /// The request as it is logged, with the target that the policy in force gives it; nobody holds it yet.
    async fn logged(
        &self,
        tx: &Tx,
        id: RequestId,
        account: &account::Model,
        command: &LogRequest,
        act: Act<'_>,
    ) -> Result<Model, RequestError> {
        let occurred_at = moment(("occurredAt", command.occurred_at), act.now, act.now - OLDEST)?;
        let (policy_version, policy) = self.policies.in_force(tx).await?;
        let minutes = policy.response_minutes(account.tier);
        let hours = policy.business_hours(account.region_id, &account.time_zone);
        let due_at = minutes.map(|minutes| hours.add(occurred_at, TimeDelta::minutes(minutes.into())));
        Ok(Model {
            id,
            account_id: account.id,
            title: command.title.clone(),
            body: command.body.clone(),
            kind: command.kind,
            channel: command.channel,
            contact: command.contact.clone(),
            state: RequestState::Open,
            round: 1,
            holder: None,
            held_since: None,
            occurred_at,
            recorded_at: act.now,
            recorded_by: act.by,
            round_began_at: occurred_at,
            first_answered_at: None,
            closed_at: None,
            outcome: None,
            tier_at_log: account.tier,
            region_id: account.region_id,
            time_zone: account.time_zone.clone(),
            policy_version,
            target_minutes: minutes.and_then(|minutes| i32::try_from(minutes).ok()),
            due_at,
            late_told_at: None,
            version: 1,
            updated_at: act.now,
        })
    }
}
