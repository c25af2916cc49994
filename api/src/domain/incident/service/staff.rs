//! Who works on an incident: its executive lead and its response team.

use entity::id::UserId;

use super::{
    Incidents, Target,
    change::{Change, News},
};
use crate::{
    domain::{
        access::{Action, Viewer},
        account::event::PersonLabel,
        incident::{error::IncidentError, event::IncidentEventKind, rules, store},
        input::Checks,
        journal::{Claim, Outcome},
    },
    platform::db::Tx,
};

/// The longest duty of a responder.
const DUTY: usize = 200;

/// Somebody for the response team.
#[derive(Clone, Debug)]
pub struct Responder {
    /// Who.
    pub user: UserId,
    /// What they do there.
    pub duty: Option<String>,
}

/// A change of who works on an incident.
#[derive(Clone, Debug)]
pub enum StaffChange {
    /// An active executive leads.
    NameLead(UserId),
    /// Somebody joins the response team.
    Add(Responder),
    /// Somebody leaves the response team.
    Remove(UserId),
}

impl StaffChange {
    fn checked(&self) -> Result<Self, IncidentError> {
        let Self::Add(Responder { user, duty }) = self else { return Ok(self.clone()) };
        let mut checks = Checks::new();
        let duty = checks.optional_line("duty", duty.as_deref(), DUTY);
        checks.done()?;
        Ok(Self::Add(Responder { user: *user, duty }))
    }
}

impl Incidents {
    /// Changes who works on an incident. People are removed from an incident that is over, too; nobody joins it.
    ///
    /// # Errors
    /// The incident is over, the person is not active, cannot lead, or is or is not on the team, or the version is not the
    /// present one.
    pub async fn staff(
        &self,
        viewer: &Viewer,
        target: &Target,
        change: &StaffChange,
    ) -> Result<Outcome, IncidentError> {
        let change = &change.checked()?;
        let committed = self.db.write(|tx| self.staff_in(tx, viewer, target, change)).await?;
        self.clocks_changed.notify_one();
        Ok(Claim::outcome(committed))
    }

    async fn staff_in(
        &self,
        tx: Tx,
        viewer: &Viewer,
        target: &Target,
        wanted: &StaffChange,
    ) -> Result<Claim, IncidentError> {
        let change = match Change::begin(tx, viewer, target, Action::StaffIncident).await? {
            Ok(change) => change,
            Err(replayed) => return Ok(replayed),
        };
        let mut next = change.incident().clone();
        let (kind, field, person) = match wanted {
            StaffChange::NameLead(user) => {
                rules::require_open(&next)?;
                let person =
                    store::active_person(&change.tx, *user).await?.ok_or(IncidentError::UnknownPerson)?;
                next.executive_lead_id = Some(*user);
                if !store::lead_stands(&change.tx, &next).await? {
                    return Err(IncidentError::NotAnExecutive);
                }
                (IncidentEventKind::ExecutiveLeadNamed, "executiveLead", person)
            }
            StaffChange::Add(responder) => {
                rules::require_open(&next)?;
                (IncidentEventKind::ResponderAdded, "responseTeam", add(&change, responder).await?)
            }
            StaffChange::Remove(user) => {
                (IncidentEventKind::ResponderRemoved, "responseTeam", remove(&change, *user).await?)
            }
        };
        let boards = match wanted {
            StaffChange::NameLead(_) => self.clocks_with_lead(&change).await?,
            _ => Vec::new(),
        };
        let news = News { changed: vec![field], person: Some(person), boards, ..News::default() };
        change.save(next, kind, news).await
    }
}

async fn add(change: &Change<'_>, responder: &Responder) -> Result<PersonLabel, IncidentError> {
    let person = store::active_person(&change.tx, responder.user).await?;
    let person = person.ok_or(IncidentError::UnknownPerson)?;
    let joined =
        store::add_responder(&change.tx, &change.access, responder.user, responder.duty.clone()).await?;
    if joined { Ok(person) } else { Err(IncidentError::OnTeam) }
}

async fn remove(change: &Change<'_>, user: UserId) -> Result<PersonLabel, IncidentError> {
    let left = store::remove_responder(&change.tx, &change.access, user).await?;
    left.ok_or(IncidentError::NotOnTeam)
}
