//! A person's position in the organisation: roles, regions, topics, the mark of the chief executive.

use std::collections::BTreeSet;

use entity::{
    id::{RegionId, UserId},
    knowledge_entry::KnowledgeType,
    region, user,
    user_role::OrganisationRole,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::{
    door::{another_administrator, for_administration},
    error::IdentityError,
    event::IdentityEvent,
    rules,
    service::Identity,
    store,
};
use crate::{
    domain::{
        access::{AccessChange, Action, Viewer, proof},
        fault::{Fault, expect_version},
        input::Checks,
        journal,
    },
    platform::db::{Committed, Tx},
};

/// A person's whole position in the organisation; what is not in it is taken away.
#[derive(Clone, Debug)]
pub struct AppointUser {
    /// Who.
    pub id: UserId,
    /// What the change was made against.
    pub expected_version: i32,
    /// All roles.
    pub roles: BTreeSet<OrganisationRole>,
    /// All regions that they answer for as director.
    pub regions: BTreeSet<RegionId>,
    /// All topics that they may publish.
    pub topics: BTreeSet<KnowledgeType>,
    /// Whether they are the chief executive.
    pub is_chief: bool,
}

impl Identity {
    /// States a person's position anew.
    ///
    /// # Errors
    /// [`IdentityError::LastAdministrator`], [`IdentityError::ChiefTaken`]; only administrators may.
    pub async fn appoint_user(
        &self,
        viewer: &Viewer,
        command: &AppointUser,
    ) -> Result<Committed<UserId>, IdentityError> {
        proof::organisation_for(viewer, Action::Administer)?;
        let mut checks = Checks::new();
        rules::position(&mut checks, &command.roles, &command.regions, command.is_chief);
        checks.done()?;
        self.db
            .write(|tx| async move {
                let (viewer, row) = for_administration(&tx, viewer, command.id).await?;
                expect_version(command.expected_version, row.version)?;
                let before = store::fact(&tx, &row).await?;
                let administered = before.active && before.roles.contains(&OrganisationRole::Administrator);
                if administered && !command.roles.contains(&OrganisationRole::Administrator) {
                    another_administrator(&tx, row.id).await?;
                }
                if command.is_chief {
                    no_other_chief(&tx, row.id).await?;
                }
                regions_exist(&tx, &command.regions).await?;
                store::replace_position(&tx, row.id, &command.roles, &command.regions, &command.topics)
                    .await?;
                let mut change = store::changed(&tx, &row);
                change.is_chief = Set(command.is_chief);
                let row = change.update(&*tx).await?;
                let event = IdentityEvent::UserAppointed {
                    user: row.id,
                    name: row.name.clone(),
                    roles: command.roles.clone(),
                    regions: command.regions.clone(),
                    topics: command.topics.clone(),
                    chief: row.is_chief,
                };
                let fact = store::fact(&tx, &row).await?;
                journal::record(&tx, &viewer, None, &event, vec![AccessChange::User(fact)])?;
                Ok(row.id)
            })
            .await
    }
}

async fn no_other_chief(tx: &Tx, than: UserId) -> Result<(), IdentityError> {
    let other = user::Entity::find()
        .filter(user::Column::IsChief.eq(true))
        .filter(user::Column::Id.ne(than))
        .one(&**tx)
        .await?;
    if other.is_none() { Ok(()) } else { Err(IdentityError::ChiefTaken) }
}

async fn regions_exist(tx: &Tx, regions: &BTreeSet<RegionId>) -> Result<(), IdentityError> {
    let known =
        region::Entity::find().filter(region::Column::Id.is_in(regions.iter().copied())).all(&**tx).await?;
    if known.len() == regions.len() {
        return Ok(());
    }
    let known: BTreeSet<RegionId> = known.into_iter().map(|row| row.id).collect();
    let unknown: Vec<String> = regions.difference(&known).map(ToString::to_string).collect();
    let message = format!("there is no region {}", unknown.join(", "));
    Err(Fault::invalid("regionIds", "NOT_FOUND", message).into())
}
