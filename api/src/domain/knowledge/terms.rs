//! For how long a verification holds, by type of knowledge: a setting of the company.

use entity::{knowledge_entry::KnowledgeType, knowledge_term};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, QueryOrder, QuerySelect};

use super::{error::KnowledgeError, event::TermEvent, service::KnowledgeEntries, verify::LONGEST_INTERVAL};
use crate::domain::{
    access::{Action, Viewer, proof},
    fault::{Fault, expect_version},
    input::Checks,
    journal,
};

/// Set for how long a verification of a type holds.
#[derive(Clone, Copy, Debug)]
pub struct SetTerm {
    /// Of which type.
    pub kind: KnowledgeType,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// How many days; `None`: for ever.
    pub interval_days: Option<i32>,
}

impl KnowledgeEntries {
    /// For how long a verification holds, by type.
    ///
    /// # Errors
    /// [`Fault::Unauthenticated`], [`Fault::Forbidden`] for bots.
    pub async fn terms(&self, viewer: &Viewer) -> Result<Vec<knowledge_term::Model>, Fault> {
        viewer.person()?;
        let terms = knowledge_term::Entity::find().order_by_asc(knowledge_term::Column::Kind);
        Ok(terms.all(self.db.reader()).await?)
    }

    /// Sets for how long verifications of a type hold from now on; those that were made stay as they are. The same span
    /// changes nothing.
    ///
    /// # Errors
    /// A span out of range, a type that is never verified, a stale version; only administrators may.
    pub async fn set_term(
        &self,
        viewer: &Viewer,
        command: &SetTerm,
    ) -> Result<(knowledge_term::Model, Vec<entity::id::EventId>), KnowledgeError> {
        let mut checks = Checks::new();
        if command.interval_days.is_some_and(|days| !(1..=LONGEST_INTERVAL).contains(&days)) {
            let told = format!("must be a number of days from 1 to {LONGEST_INTERVAL}");
            checks.refuse("intervalDays", "OUT_OF_RANGE", told);
        }
        if command.kind == KnowledgeType::NegotiationRecord {
            checks.refuse("type", "NOT_VERIFIABLE", "a negotiation record is a fact and is never verified");
        }
        proof::organisation_for(viewer, Action::Administer)?;
        checks.done()?;
        let committed = self.db.write(|tx| async move {
            let viewer = &proof::present(&tx, viewer).await?;
            proof::organisation_for(viewer, Action::Administer)?;
            let found = knowledge_term::Entity::find_by_id(command.kind).lock_exclusive().one(&*tx).await?;
            let mut term = found.ok_or(Fault::NotFound)?;
            expect_version(command.expected_version, term.version)?;
            if term.interval_days == command.interval_days {
                return Ok(term);
            }
            term.interval_days = command.interval_days;
            term.version += 1;
            let term =
                knowledge_term::Entity::update(term.into_active_model().reset_all()).exec(&*tx).await?;
            let event = TermEvent {
                knowledge_type: term.kind,
                interval_days: term.interval_days,
                version: term.version,
            };
            journal::record(&tx, viewer, None, &event, Vec::new())?;
            Ok::<_, KnowledgeError>(term)
        });
        committed.await.map(|committed| (committed.value, committed.events))
    }
}
