//! The steps of a handover that need nothing but a word: from the overlap to the end, and the ways out.

use entity::{account, handover::Model};

use super::{
    Handovers, Target,
    change::{About, Change},
};
use crate::{
    domain::{
        access::Viewer,
        fault::Fault,
        handover::{
            error::HandoverError,
            rules::{self, Verb},
        },
        input::Checks,
        journal::{Claim, Outcome},
    },
    platform::db::Tx,
};

/// A step of a handover, with what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The overlap begins.
    Shadow,
    /// The customer was told: who there, and how.
    Introduce(String),
    /// Both answer for the seat.
    CoOwn,
    /// The receiver does not want the seat, and why.
    Refuse(String),
    /// It is called off, and why.
    Cancel(String),
    /// The outgoing primary is gone.
    DeclareEmergency,
    /// The former holder's reading ends.
    Close,
}

impl Step {
    fn verb(&self) -> Verb {
        match self {
            Self::Shadow => Verb::Shadow,
            Self::Introduce(_) => Verb::Introduce,
            Self::CoOwn => Verb::CoOwn,
            Self::Refuse(_) => Verb::Refuse,
            Self::Cancel(_) => Verb::Cancel,
            Self::DeclareEmergency => Verb::DeclareEmergency,
            Self::Close => Verb::Close,
        }
    }

    fn checked(&self) -> Result<Self, Fault> {
        let mut checks = Checks::new();
        let checked = match self {
            Self::Introduce(informed) => Self::Introduce(checks.reason("informed", informed)),
            Self::Refuse(reason) => Self::Refuse(checks.reason("reason", reason)),
            Self::Cancel(reason) => Self::Cancel(checks.reason("reason", reason)),
            other => other.clone(),
        };
        checks.done()?;
        Ok(checked)
    }
}

impl Handovers {
    /// Takes a step. The outcome's id is the handover's.
    ///
    /// # Errors
    /// The state does not allow it, or the version is not the present one.
    pub async fn step(
        &self,
        viewer: &Viewer,
        target: &Target,
        step: &Step,
    ) -> Result<Outcome, HandoverError> {
        let step = &step.checked()?;
        let committed = self.db.write(|tx| self.step_in(tx, viewer, target, step)).await?;
        self.changed.notify_one();
        Ok(Claim::outcome(committed))
    }

    async fn step_in(
        &self,
        tx: Tx,
        viewer: &Viewer,
        target: &Target,
        step: &Step,
    ) -> Result<Claim, HandoverError> {
        let verb = step.verb();
        let change = match Change::begin(tx, viewer, target, verb).await? {
            Ok(change) => change,
            Err(replayed) => return Ok(replayed),
        };
        let now = change.tx.now();
        let next = rules::take(verb, change.handover())?;
        let mut next = match step {
            Step::Shadow => self.overlap(&change.tx, change.account.account(), next).await?,
            Step::Introduce(informed) => {
                Model { informed: Some(informed.clone()), introduced_at: Some(now), ..next }
            }
            Step::CoOwn => next,
            Step::Refuse(reason) | Step::Cancel(reason) => {
                Model { end_reason: Some(reason.clone()), ended_at: Some(now), ..next }
            }
            Step::DeclareEmergency => Model { emergency: true, ..next },
            Step::Close => Model { ended_at: Some(now), ..next },
        };
        next.next_at = rules::movable_at(&next, now);
        change.save(next, verb.event(), About::default()).await
    }

    /// The handover with its overlap, by the tier of the account and the policy in force now.
    async fn overlap(&self, tx: &Tx, account: &account::Model, next: Model) -> Result<Model, Fault> {
        let (_, policy) = self.policies.in_force(tx).await?;
        let days = policy.handover.overlap(account.tier);
        let hours = policy.business_hours(account.region_id, &account.time_zone);
        let from = if days == 0 { tx.now() } else { hours.end_of_business_day(tx.now(), days) };
        Ok(Model {
            shadowing_at: Some(tx.now()),
            overlap_days: Some(i32::try_from(days).unwrap_or(i32::MAX)),
            transfer_from: Some(from),
            ..next
        })
    }
}
