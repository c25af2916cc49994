//! Recording what an incident cost: hours of people and concessions to the customer. Records are never changed; a mistake is
//! taken back.

use std::collections::HashMap;

use entity::{
    id::{CostId, IncidentId},
    incident_cost::{self, CostKind, Model},
};
use sea_orm::{EntityTrait, QueryOrder};

use super::{
    Incidents,
    change::News,
    read::{grouped, visible},
};
use crate::{
    domain::{
        access::{Action, IncidentAccess, Viewer, proof},
        fault::Fault,
        incident::{error::IncidentError, event::IncidentEventKind, rules::cost, store},
        input::Checks,
        journal::{self, Claim, Idempotency, Outcome},
    },
    platform::db::Tx,
};

/// A cost of an incident.
#[derive(Clone, Debug)]
pub struct RecordCost {
    /// Of which incident.
    pub incident: IncidentId,
    /// For what.
    pub note: String,
    /// What was spent.
    pub spent: Spent,
    /// Of which currency.
    pub currency: String,
    /// The client's promise that requests with this key are one request.
    pub idempotency: Option<Idempotency>,
}

/// What was spent on an incident.
#[derive(Clone, Copy, Debug)]
pub enum Spent {
    /// Time of people.
    Work {
        /// All of them together.
        minutes: i64,
        /// What an hour of one of them costs, in the smallest unit of the currency.
        hourly_minor_units: i64,
    },
    /// What the customer was given, in the smallest unit of the currency.
    Concession(i64),
}

impl RecordCost {
    /// The command with its texts in order, and what it comes to.
    fn checked(&self) -> Result<(Self, i64), Fault> {
        let mut checks = Checks::new();
        let note = checks.reason("note", &self.note);
        let minor_units = match self.spent {
            Spent::Concession(minor_units) => {
                checks.money("concession", minor_units, &self.currency);
                Some(minor_units)
            }
            Spent::Work { minutes, hourly_minor_units } => {
                if !(1..=cost::MOST_MINUTES).contains(&minutes) {
                    let told = format!("must be from 1 to {}", cost::MOST_MINUTES);
                    checks.refuse("personHours.minutes", "OUT_OF_RANGE", told);
                }
                checks.money("personHours.hourlyRate", hourly_minor_units, &self.currency);
                cost::of_work(minutes, hourly_minor_units)
            }
        };
        if minor_units.is_none() {
            checks.refuse(
                "personHours.hourlyRate.minorUnits",
                "OUT_OF_RANGE",
                "comes to too much to be counted",
            );
        }
        checks.done()?;
        Ok((Self { note, ..self.clone() }, minor_units.unwrap_or_default()))
    }
}

impl Incidents {
    /// Records a cost of an incident, in whatever state it is. The incident's version stays.
    ///
    /// # Errors
    /// An amount that cannot be counted.
    pub async fn record_cost(&self, viewer: &Viewer, command: &RecordCost) -> Result<Outcome, IncidentError> {
        let (command, minor_units) = &command.checked()?;
        let committed = self.db.write(|tx| record_in(tx, viewer, command, *minor_units)).await?;
        Ok(Claim::outcome(committed))
    }

    /// Takes a record back, as a mistake. It stays to be seen, and no longer counts.
    ///
    /// # Errors
    /// [`IncidentError::UnknownCost`] if the incident has none of this id that counts.
    pub async fn withdraw_cost(
        &self,
        viewer: &Viewer,
        (incident, id): (IncidentId, CostId),
        idempotency: Option<&Idempotency>,
    ) -> Result<Outcome, IncidentError> {
        let committed = self.db.write(|tx| withdraw_in(tx, viewer, (incident, id), idempotency)).await?;
        Ok(Claim::outcome(committed))
    }

    /// The costs of each incident, in the order in which they were recorded. Bots see none.
    ///
    /// # Errors
    /// The database failed.
    pub async fn costs(
        &self,
        viewer: &Viewer,
        ids: &[IncidentId],
    ) -> Result<HashMap<IncidentId, Vec<Model>>, Fault> {
        use incident_cost::{Column, Entity};
        let ids = if viewer.person().is_ok() { ids } else { &[] };
        let rows = visible(viewer, Entity::find(), Column::IncidentId, ids)
            .order_by_asc(Column::RecordedAt)
            .order_by_asc(Column::Id)
            .all(self.db.reader())
            .await?;
        Ok(grouped(rows, |row| row.incident_id))
    }

    /// Whether the viewer may record costs of an incident.
    pub fn may_record_cost(&self, viewer: &Viewer, access: &IncidentAccess) -> bool {
        access.standing().permits(viewer, access.incident().account_id, Action::WorkIncident)
    }
}

async fn record_in(
    tx: Tx,
    viewer: &Viewer,
    command: &RecordCost,
    minor_units: i64,
) -> Result<Claim, IncidentError> {
    let viewer = &proof::present(&tx, viewer).await?;
    let claim = journal::claim(&tx, viewer, command.idempotency.as_ref(), command.incident.0).await?;
    if matches!(claim, Claim::Replay(_)) {
        return Ok(claim);
    }
    let access = proof::incident_for(&tx, viewer, command.incident, Action::WorkIncident).await?;
    let (kind, minutes, hourly_minor_units) = match command.spent {
        Spent::Concession(_) => (CostKind::Concession, None, None),
        Spent::Work { minutes, hourly_minor_units } => {
            (CostKind::PersonHours, Some(minutes), Some(hourly_minor_units))
        }
    };
    let row = Model {
        id: CostId(tx.next_id()),
        incident_id: command.incident,
        kind,
        note: command.note.clone(),
        minutes,
        hourly_minor_units,
        minor_units,
        currency: command.currency.clone(),
        recorded_by: viewer.person()?.id,
        recorded_at: tx.now(),
        withdrawn_at: None,
        withdrawn_by: None,
    };
    store::insert_cost(&tx, &access, row).await?;
    tell(&tx, viewer, &access, IncidentEventKind::CostRecorded).await?;
    journal::complete(&tx, viewer, command.idempotency.as_ref()).await?;
    Ok(claim)
}

async fn withdraw_in(
    tx: Tx,
    viewer: &Viewer,
    (incident, id): (IncidentId, CostId),
    idempotency: Option<&Idempotency>,
) -> Result<Claim, IncidentError> {
    let viewer = &proof::present(&tx, viewer).await?;
    let claim = journal::claim(&tx, viewer, idempotency, incident.0).await?;
    if matches!(claim, Claim::Replay(_)) {
        return Ok(claim);
    }
    let access = proof::incident_for(&tx, viewer, incident, Action::WorkIncident).await?;
    if !store::withdraw_cost(&tx, &access, id, viewer.person()?.id).await? {
        return Err(IncidentError::UnknownCost);
    }
    tell(&tx, viewer, &access, IncidentEventKind::CostWithdrawn).await?;
    journal::complete(&tx, viewer, idempotency).await?;
    Ok(claim)
}

/// The event says that there is something to read, and no amounts.
async fn tell(
    tx: &Tx,
    viewer: &Viewer,
    access: &IncidentAccess,
    kind: IncidentEventKind,
) -> Result<(), IncidentError> {
    let incident = access.incident();
    let (event, _) = News { changed: vec!["cost"], ..News::default() }.event(kind, incident.into());
    let label = store::account_label(tx, incident.account_id).await?;
    journal::record(tx, viewer, Some(label), &event, Vec::new())?;
    Ok(())
}
