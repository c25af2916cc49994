//! The use case of figures.

use chrono::{DateTime, Utc};
use entity::{account::Tier, id::AccountId, incident::Severity};

use super::{
    rules::{self, Figures, REPEATED_WITHIN},
    store::{self, Span},
};
use crate::{
    domain::{
        access::{Viewer, scope::IncidentScope},
        fault::Fault,
        input::Checks,
    },
    platform::db::Db,
};

/// The most incidents that figures are made of.
const AT_MOST: u64 = 20_000;

/// Figures of the red channel. Clones share them.
#[derive(Clone)]
pub struct RedChannelFigures {
    db: Db,
}

/// What figures are asked for.
#[derive(Clone, Debug)]
pub struct FiguresOf {
    /// Incidents that were reported from this instant on.
    pub from: DateTime<Utc>,
    /// And before this one.
    pub to: DateTime<Utc>,
    /// Of which accounts; `None`: of all.
    pub accounts: Option<Vec<AccountId>>,
}

impl RedChannelFigures {
    /// The figures of this database.
    pub fn new(db: Db) -> Self {
        Self { db }
    }

    /// Figures of the incidents that the viewer may see, by the account's tier at the report and the severity that counts; groups
    /// without an incident are left out.
    ///
    /// # Errors
    /// The span is empty or too long, there is too much in it, or the viewer is no person.
    pub async fn by_tier_and_severity(
        &self,
        viewer: &Viewer,
        of: &FiguresOf,
    ) -> Result<Vec<((Option<Tier>, Severity), Figures)>, Fault> {
        viewer.person()?;
        checked(of)?;
        let scope = IncidentScope::of(viewer);
        let span = Span { from: of.from, to: of.to, accounts: of.accounts.clone() };
        let earlier = Span { from: of.from - REPEATED_WITHIN, ..span.clone() };
        let reader = self.db.reader();
        let incidents = store::incidents(reader, &scope, &earlier, AT_MOST + 1).await?;
        if incidents.len() as u64 > AT_MOST {
            let told = format!(
                "it and the 90 days before it hold more than {AT_MOST} incidents: ask for a shorter span or for some accounts"
            );
            return Err(Fault::invalid("reportedTo", "TOO_MUCH", &told));
        }
        let clocks = store::clocks(reader, &scope, &span).await?;
        let promises = store::promises(reader, &scope, &span).await?;
        Ok(rules::figures(&incidents, of.from, &clocks, &promises))
    }
}

fn checked(of: &FiguresOf) -> Result<(), Fault> {
    let mut checks = Checks::new();
    checks.span(("reportedFrom", of.from), ("reportedTo", of.to));
    checks.done()
}
