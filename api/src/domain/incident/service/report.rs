//! Reporting an incident.

use chrono::{DateTime, Utc};
use entity::{
    account::{self, AccountStatus},
    id::{AccountId, IncidentId},
    incident::{IncidentState, Model, Severity},
};

use super::{Incidents, alarm, change::News};
use crate::{
    domain::{
        access::{Action, Viewer, proof},
        fault::Fault,
        incident::{
            error::IncidentError,
            event::IncidentEventKind,
            rules,
            store::{self, By},
        },
        input::Checks,
        journal::{self, Claim, Idempotency, Outcome},
    },
    platform::db::Tx,
};

/// The longest title.
const TITLE: usize = 200;

/// The longest description.
const DESCRIPTION: usize = 20_000;

/// The longest name of a trouble.
const DEDUPE_KEY: usize = 255;

/// Somebody says that an account is in danger.
#[derive(Clone, Debug)]
pub struct ReportIncident {
    /// Which account.
    pub account: AccountId,
    /// What happened, in a line.
    pub title: String,
    /// What happened, in words: Markdown.
    pub description: String,
    /// How bad it seems.
    pub severity: Severity,
    /// When it happened; `None`: now.
    pub occurred_at: Option<DateTime<Utc>>,
    /// What the reporter calls this trouble, whenever it is told: it is reported once.
    pub dedupe_key: Option<String>,
    /// The client's promise that requests with this key are one request.
    pub idempotency: Option<Idempotency>,
}

impl ReportIncident {
    fn checked(&self) -> Result<Self, Fault> {
        let mut checks = Checks::new();
        let title = checks.line("title", &self.title, TITLE);
        let description = checks.body("description", &self.description, DESCRIPTION);
        let dedupe_key = self.dedupe_key.as_deref().map(|key| checks.line("dedupeKey", key, DEDUPE_KEY));
        checks.done()?;
        Ok(Self { title, description, dedupe_key, ..self.clone() })
    }
}

impl Incidents {
    /// Reports an incident. Whoever could not see it otherwise joins its response team. What is told again while it is
    /// unsolved becomes part of the incident that it was reported in.
    ///
    /// # Errors
    /// The account has ended, or the trouble is said to begin in the future.
    pub async fn report(&self, viewer: &Viewer, command: &ReportIncident) -> Result<Outcome, IncidentError> {
        let command = &command.checked()?;
        let committed = self.db.write(|tx| report_in(tx, viewer, command)).await?;
        Ok(Claim::outcome(committed))
    }
}

async fn report_in(tx: Tx, viewer: &Viewer, command: &ReportIncident) -> Result<Claim, IncidentError> {
    let viewer = &proof::present(&tx, viewer).await?;
    let claim = journal::claim(&tx, viewer, command.idempotency.as_ref(), tx.next_id()).await?;
    let Claim::First(id) = &claim else { return Ok(claim) };
    let access = proof::account_for(&tx, viewer, command.account, Action::ReportIncident).await?;
    if access.account().status == AccountStatus::Ended {
        return Err(IncidentError::AccountEnded);
    }
    if let Some(known) = alarm::unsolved(&tx, viewer, &access, command).await? {
        return alarm::repeat(&tx, viewer, &access, known, command).await;
    }
    let row = reported(&tx, viewer, IncidentId(*id), access.account(), command)?;
    // The counter comes last: whoever reports next waits for it.
    let row = store::insert(&tx, &access, row).await?;
    alarm::note(&tx, viewer, &access, row.id, command).await?;
    follow(&tx, viewer, &row).await?;
    let fact = store::access_change(&tx, &row).await?;
    let happened_at = (row.occurred_at < row.reported_at).then_some(row.occurred_at);
    let (event, _) =
        News { happened_at, ..News::default() }.event(IncidentEventKind::Reported, (&row).into());
    journal::record(&tx, viewer, Some(access.account().into()), &event, vec![fact])?;
    journal::complete(&tx, viewer, command.idempotency.as_ref()).await?;
    Ok(claim)
}

/// The incident as it is reported; its number comes with the row.
fn reported(
    tx: &Tx,
    viewer: &Viewer,
    id: IncidentId,
    account: &account::Model,
    command: &ReportIncident,
) -> Result<Model, IncidentError> {
    let now = tx.now();
    let by = By::of(viewer)?;
    Ok(Model {
        id,
        number: 0,
        account_id: account.id,
        title: command.title.clone(),
        description: command.description.clone(),
        state: IncidentState::Reported,
        generation: 1,
        severity_claimed: command.severity,
        severity: None,
        tier_at_report: account.tier,
        override_reason: None,
        override_by: None,
        reported_by_user: by.user,
        reported_by_bot: by.bot,
        executive_lead_id: None,
        consent_name: None,
        consent_note: None,
        occurred_at: rules::beginning(command.occurred_at, now)?,
        reported_at: now,
        state_since: now,
        acknowledged_at: None,
        resolved_at: None,
        closed_at: None,
        outcome_reason: None,
        review: None,
        letter_waiver_reason: None,
        letter_waived_by: None,
        lesson_waiver_reason: None,
        lesson_waived_by: None,
        merged_into_id: None,
        parent_id: None,
        customer_witness: None,
        version: 1,
        updated_at: now,
    })
}

/// Lets a reporter follow what they reported: a member of the account team sees its incidents as a responder only.
async fn follow(tx: &Tx, viewer: &Viewer, row: &Model) -> Result<(), IncidentError> {
    let Viewer::Person(person) = viewer else { return Ok(()) };
    match proof::incident_for(tx, viewer, row.id, Action::ReadIncident).await {
        Ok(_) => Ok(()),
        Err(Fault::NotFound) => Ok(store::join_as_reporter(tx, row, person.id).await?),
        Err(fault) => Err(fault.into()),
    }
}
