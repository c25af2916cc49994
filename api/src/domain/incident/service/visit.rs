//! Who goes to the customer, and who received them there.

use std::collections::BTreeSet;

use entity::id::UserId;

use super::{
    Incidents, Target,
    advance::NAME,
    change::{Change, News},
};
use crate::{
    domain::{
        access::{Viewer, proof},
        fault::{Fault, Violation},
        incident::{
            error::IncidentError,
            event::IncidentEventKind,
            rules::{self, Verb},
            store,
        },
        input::Checks,
        journal::{Claim, Outcome},
    },
    platform::db::Tx,
};

/// The party on site, in place of whoever was named before.
#[derive(Clone, Debug)]
pub struct OnSiteParty {
    /// Who goes; nobody twice.
    pub people: Vec<UserId>,
    /// Who at the customer received them.
    pub witness: Option<String>,
}

impl Incidents {
    /// Says who is with the customer, and who received them there.
    ///
    /// # Errors
    /// There is no visit, somebody does not work on the incident, or the version is not the present one.
    pub async fn set_on_site_party(
        &self,
        viewer: &Viewer,
        target: &Target,
        party: &OnSiteParty,
    ) -> Result<Outcome, IncidentError> {
        let mut checks = Checks::new();
        let witness = &checks.optional_line("customerWitness", party.witness.as_deref(), NAME);
        checks.done()?;
        let people = &party.people;
        let committed = self.db.write(|tx| set_in(tx, viewer, target, people, witness)).await?;
        Ok(Claim::outcome(committed))
    }
}

async fn set_in(
    tx: Tx,
    viewer: &Viewer,
    target: &Target,
    people: &[UserId],
    witness: &Option<String>,
) -> Result<Claim, IncidentError> {
    let change = match Change::begin(tx, viewer, target, Verb::ArriveOnSite.action()).await? {
        Ok(change) => change,
        Err(replayed) => return Ok(replayed),
    };
    let next = rules::visit(change.incident(), witness.clone())?;
    require_involved(&change, people).await?;
    let people: BTreeSet<UserId> = people.iter().copied().collect();
    store::set_visitors(&change.tx, &change.access, people).await?;
    let news = News { changed: vec!["onSiteParty", "customerWitness"], ..News::default() };
    change.save(next, IncidentEventKind::OnSitePartySet, news).await
}

/// Everybody who goes works on the incident.
async fn require_involved(change: &Change<'_>, people: &[UserId]) -> Result<(), Fault> {
    let mut wrong = Vec::new();
    for (place, person) in people.iter().enumerate() {
        if proof::works_on(&change.tx, *person, change.incident()).await?.is_none() {
            wrong.push(Violation {
                path: format!("userIds.{place}"),
                code: "NOT_INVOLVED",
                message:
                    "whoever goes must be active and work on the incident: add them to the response team"
                        .into(),
            });
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(Fault::Invalid(wrong)) }
}
