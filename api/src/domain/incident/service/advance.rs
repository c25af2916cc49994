//! The steps of an incident from state to state.

use chrono::{DateTime, Utc};
use entity::{incident::Severity, timeline_entry::TimelineKind};

use super::{
    Incidents, Target,
    change::{Change, News},
};
use crate::{
    domain::{
        access::{Action, Viewer},
        fault::Fault,
        incident::{
            error::IncidentError,
            event::IncidentEventKind,
            rules::{self, Circumstances, Step, Verb},
            store,
        },
        input::Checks,
        journal::{Claim, Outcome},
    },
    platform::db::Tx,
};

/// The longest factual review.
const REVIEW: usize = 20_000;

/// The longest name of a person at the customer.
pub(super) const NAME: usize = 200;

/// A step of an incident from one state to the next.
#[derive(Clone, Debug)]
pub struct Advance {
    /// Of which incident.
    pub target: Target,
    /// Which step.
    pub step: Step,
    /// When it happened, where it is entered late.
    pub occurred_at: Option<DateTime<Utc>>,
}

impl Incidents {
    /// Takes a step.
    ///
    /// # Errors
    /// The state does not allow it, the step lacks what it must have, the version is not the present one.
    pub async fn advance(&self, viewer: &Viewer, command: &Advance) -> Result<Outcome, IncidentError> {
        let command = &Advance { step: checked(command.step.clone())?, ..command.clone() };
        let committed = self.db.write(|tx| self.advance_in(tx, viewer, command)).await?;
        self.clocks_changed.notify_one();
        Ok(Claim::outcome(committed))
    }

    async fn advance_in(&self, tx: Tx, viewer: &Viewer, command: &Advance) -> Result<Claim, IncidentError> {
        let verb = command.step.verb();
        let change = match Change::begin(tx, viewer, &command.target, verb.action()).await? {
            Ok(change) => change,
            Err(replayed) => return Ok(replayed),
        };
        let before = change.incident().clone();
        if matches!(&command.step, Step::Activate { override_reason: Some(_) }) {
            require_override(&change)?;
        }
        let circumstances = Circumstances {
            now: change.tx.now(),
            occurred_at: command.occurred_at,
            actor: change.actor()?,
            lead_stands: verb == Verb::Mobilise && store::lead_stands(&change.tx, &before).await?,
            lesson: verb == Verb::Close && store::taught(&change.tx, &before).await?,
            letter: if verb == Verb::Close { store::letter_state(&change.tx, &before).await? } else { None },
        };
        let next = rules::take(&command.step, &before, &circumstances, &self.policy)?;
        store::insert_transition(
            &change.tx,
            &change.access,
            &next,
            circumstances.actor,
            command.step.reason(),
        )
        .await?;
        if let (Verb::Reopen, Some(review)) = (verb, &before.review) {
            // The review of the last generation stays, as a line of the story.
            let author = before.letter_waived_by.unwrap_or(circumstances.actor);
            let said_at = before.closed_at.unwrap_or(before.state_since);
            change.write_down(TimelineKind::Fact, review.clone(), author, said_at).await?;
        }
        let boards = self.clocks_after(&change, verb, &next).await?;
        let news = News {
            boards,
            previous_state: Some(before.state),
            happened_at: (next.state_since < circumstances.now).then_some(next.state_since),
            changed: changed(&command.step),
            ..News::default()
        };
        change.save(next, kind(verb), news).await
    }

    /// Lets the channel open without entitlement: a decision of a director or an executive, between triage and activation.
    ///
    /// # Errors
    /// It is too early, too late or not needed, or the version is not the present one.
    pub async fn override_entitlement(
        &self,
        viewer: &Viewer,
        target: &Target,
        reason: &str,
    ) -> Result<Outcome, IncidentError> {
        let mut checks = Checks::new();
        let reason = &checks.reason("reason", reason);
        checks.done()?;
        let committed = self.db.write(|tx| self.override_in(tx, viewer, target, reason)).await?;
        Ok(Claim::outcome(committed))
    }

    async fn override_in(
        &self,
        tx: Tx,
        viewer: &Viewer,
        target: &Target,
        reason: &str,
    ) -> Result<Claim, IncidentError> {
        let change = match Change::begin(tx, viewer, target, Action::OverrideEntitlement).await? {
            Ok(change) => change,
            Err(replayed) => return Ok(replayed),
        };
        let next = rules::override_entitlement(change.incident(), reason, change.actor()?, &self.policy)?;
        let news = News { changed: vec!["entitlementOverride"], ..News::default() };
        change.save(next, IncidentEventKind::EntitlementOverridden, news).await
    }

    /// Changes the severity after triage. The reason stays in the timeline, as a decision.
    ///
    /// # Errors
    /// It was not triaged yet, it is over, it has this severity, or the version is not the present one.
    pub async fn change_severity(
        &self,
        viewer: &Viewer,
        target: &Target,
        severity: Severity,
        reason: &str,
    ) -> Result<Outcome, IncidentError> {
        let mut checks = Checks::new();
        let reason = &checks.reason("reason", reason);
        checks.done()?;
        let committed =
            self.db.write(|tx| self.change_severity_in(tx, viewer, target, severity, reason)).await?;
        self.clocks_changed.notify_one();
        Ok(Claim::outcome(committed))
    }

    async fn change_severity_in(
        &self,
        tx: Tx,
        viewer: &Viewer,
        target: &Target,
        severity: Severity,
        reason: &str,
    ) -> Result<Claim, IncidentError> {
        let change = match Change::begin(tx, viewer, target, Action::DirectIncident).await? {
            Ok(change) => change,
            Err(replayed) => return Ok(replayed),
        };
        let next = rules::change_severity(change.incident(), severity)?;
        let (actor, now) = (change.actor()?, change.tx.now());
        let entry = change.write_down(TimelineKind::Decision, reason.to_owned(), actor, now).await?;
        let boards = self.clocks_at_severity(&change, &next).await?;
        let news = News { changed: vec!["severity"], timeline_entry: Some(entry), boards, ..News::default() };
        change.save(next, IncidentEventKind::SeverityChanged, news).await
    }
}

/// Whoever opens the channel without entitlement must have that right beside the right to open it.
fn require_override(change: &Change<'_>) -> Result<(), Fault> {
    let (viewer, account) = (&change.viewer, change.incident().account_id);
    if change.access.standing().permits(viewer, account, Action::OverrideEntitlement) {
        return Ok(());
    }
    Err(Fault::Forbidden("only a director of the region or an executive may override the entitlement"))
}

/// The step with its texts in order, or everything that is wrong with them.
fn checked(mut step: Step) -> Result<Step, Fault> {
    let mut checks = Checks::new();
    match &mut step {
        Step::Decline { reason } | Step::Reopen { reason } | Step::Cancel { reason } => {
            *reason = checks.reason("reason", reason);
        }
        Step::Activate { override_reason } => {
            *override_reason = checks.optional_reason("overrideReason", override_reason.as_deref());
        }
        Step::AcceptRemote { consent_name, consent_note } => {
            *consent_name = checks.line("consentName", consent_name, NAME);
            *consent_note = checks.optional_reason("consentNote", consent_note.as_deref());
        }
        Step::Close { review, waiver_reason, lesson_waiver_reason } => {
            *lesson_waiver_reason =
                checks.optional_reason("lessonWaiverReason", lesson_waiver_reason.as_deref());
            *review = checks.body("review", review, REVIEW);
            *waiver_reason = checks.optional_reason("letterWaiverReason", waiver_reason.as_deref());
        }
        Step::Triage { note, .. }
        | Step::Acknowledge { note }
        | Step::Mobilise { note }
        | Step::ArriveOnSite { note }
        | Step::Contain { note }
        | Step::Resolve { note } => *note = checks.optional_reason("note", note.as_deref()),
        Step::IssueCommitment => {}
    }
    checks.done()?;
    Ok(step)
}

pub(super) fn kind(verb: Verb) -> IncidentEventKind {
    match verb {
        Verb::Triage => IncidentEventKind::Triaged,
        Verb::Decline => IncidentEventKind::Declined,
        Verb::Activate => IncidentEventKind::Activated,
        Verb::Acknowledge => IncidentEventKind::Acknowledged,
        Verb::Mobilise => IncidentEventKind::Mobilised,
        Verb::ArriveOnSite => IncidentEventKind::ArrivedOnSite,
        Verb::AcceptRemote => IncidentEventKind::RemoteAccepted,
        Verb::Contain => IncidentEventKind::Contained,
        Verb::Resolve => IncidentEventKind::Resolved,
        Verb::IssueCommitment => IncidentEventKind::CommitmentIssued,
        Verb::Close => IncidentEventKind::Closed,
        Verb::Reopen => IncidentEventKind::Reopened,
        Verb::Cancel => IncidentEventKind::Cancelled,
    }
}

/// The fields of the API that a step changes.
pub(super) fn changed(step: &Step) -> Vec<&'static str> {
    let others: &[&str] = match step {
        Step::Triage { .. } => &["severity"],
        Step::Activate { override_reason: Some(_) } => &["entitlementOverride"],
        Step::Acknowledge { .. } => &["acknowledgedAt"],
        Step::AcceptRemote { .. } => &["consent"],
        Step::Resolve { .. } => &["resolvedAt"],
        Step::Close { waiver_reason: Some(_), .. } => &["closedAt", "review", "lessonWaiver", "letterWaiver"],
        Step::Close { .. } => &["closedAt", "review", "lessonWaiver"],
        Step::Decline { .. } | Step::Cancel { .. } => &["closedAt", "outcomeReason"],
        Step::Reopen { .. } => &[
            "generation",
            "acknowledgedAt",
            "closedAt",
            "consent",
            "onSiteParty",
            "customerWitness",
            "review",
            "lessonWaiver",
            "letterWaiver",
        ],
        _ => &[],
    };
    ["state"].into_iter().chain(others.iter().copied()).collect()
}
