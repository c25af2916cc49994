//! Regions: a managed vocabulary.

use std::collections::HashMap;

use entity::{id::RegionId, region};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::{
    error::IdentityError,
    event::IdentityEvent,
    rules,
    service::{Identity, administrator},
};
use crate::{
    domain::{
        access::{Action, Viewer, proof},
        fault::Fault,
        input::Checks,
        journal::{self, Claim, Idempotency, Outcome},
    },
    platform::db::{Committed, broken_uniqueness},
};

/// How many regions a list gives; a company has tens.
const MOST: u64 = 1_000;

impl Identity {
    /// All regions by code, for people.
    ///
    /// # Errors
    /// [`Fault::Unauthenticated`], [`Fault::Forbidden`] for bots.
    pub async fn regions(&self, viewer: &Viewer) -> Result<Vec<region::Model>, Fault> {
        viewer.person()?;
        Ok(region::Entity::find()
            .order_by_asc(region::Column::Code)
            .limit(MOST)
            .all(self.db.reader())
            .await?)
    }

    /// The regions that something that the viewer may see names, in one statement.
    ///
    /// # Errors
    /// The database failed.
    pub async fn regions_by_id(
        &self,
        viewer: &Viewer,
        ids: &[RegionId],
    ) -> Result<HashMap<RegionId, region::Model>, Fault> {
        if matches!(viewer, Viewer::Anonymous) || ids.is_empty() {
            return Ok(HashMap::new());
        }
        let rows = region::Entity::find()
            .filter(region::Column::Id.is_in(ids.iter().copied()))
            .all(self.db.reader())
            .await?;
        Ok(rows.into_iter().map(|row| (row.id, row)).collect())
    }

    /// Adds a region to the vocabulary.
    ///
    /// # Errors
    /// [`IdentityError::RegionCodeTaken`]; only administrators may.
    pub async fn create_region(
        &self,
        viewer: &Viewer,
        code: &str,
        name: &str,
        idempotency: Option<&Idempotency>,
    ) -> Result<Outcome, IdentityError> {
        proof::organisation_for(viewer, Action::Administer)?;
        let mut checks = Checks::new();
        let code = &rules::region_code(&mut checks, "code", code);
        let name = &checks.line("name", name, rules::NAME);
        checks.done()?;
        let made = self.db.write(|tx| async move {
            let viewer = administrator(&tx, viewer).await?;
            let claim = journal::claim(&tx, &viewer, idempotency, tx.next_id()).await?;
            let Claim::First(id) = claim else { return Ok(claim) };
            let id = RegionId(id);
            let row = region::ActiveModel {
                id: Set(id),
                code: Set(code.clone()),
                name: Set(name.clone()),
                created_at: Set(tx.now()),
            };
            region::Entity::insert(row).exec_without_returning(&*tx).await.map_err(code_taken)?;
            let event = IdentityEvent::RegionCreated { region: id, code: code.clone(), name: name.clone() };
            journal::record(&tx, &viewer, None, &event, vec![])?;
            journal::complete(&tx, &viewer, idempotency).await?;
            Ok(claim)
        });
        made.await.map(Claim::outcome)
    }

    /// Gives a region another name; its code stays.
    ///
    /// # Errors
    /// [`Fault::NotFound`]; only administrators may.
    pub async fn rename_region(
        &self,
        viewer: &Viewer,
        id: RegionId,
        name: &str,
    ) -> Result<Committed<RegionId>, IdentityError> {
        proof::organisation_for(viewer, Action::Administer)?;
        let mut checks = Checks::new();
        let name = &checks.line("name", name, rules::NAME);
        checks.done()?;
        self.db
            .write(|tx| async move {
                let viewer = administrator(&tx, viewer).await?;
                let row = region::Entity::find_by_id(id).lock_exclusive().one(&*tx).await?;
                let row = row.ok_or(Fault::NotFound)?;
                if row.name == *name {
                    return Ok(id);
                }
                let change =
                    region::ActiveModel { id: Set(id), name: Set(name.clone()), ..Default::default() };
                change.update(&*tx).await?;
                let event = IdentityEvent::RegionRenamed { region: id, code: row.code, name: name.clone() };
                journal::record(&tx, &viewer, None, &event, vec![])?;
                Ok(id)
            })
            .await
    }
}

fn code_taken(error: DbErr) -> IdentityError {
    match broken_uniqueness(&error) {
        Some(_) => IdentityError::RegionCodeTaken,
        None => error.into(),
    }
}
