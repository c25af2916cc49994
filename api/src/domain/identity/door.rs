//! Closing and opening the door to a person.

use entity::{
    id::UserId,
    user::{self, UserStatus},
    user_role::OrganisationRole,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};

use super::{
    error::IdentityError,
    event::{EndReason, IdentityEvent},
    service::{Identity, administrator},
    store,
};
use crate::{
    domain::{
        access::{AccessChange, Viewer},
        fault::expect_version,
        journal,
    },
    platform::db::{Committed, Tx},
};

impl Identity {
    /// Closes the door to a person: all their sessions and sockets end at once. Their seats stay until somebody swaps them.
    ///
    /// # Errors
    /// [`IdentityError::LastAdministrator`], [`IdentityError::IllegalTransition`]; only administrators may.
    pub async fn disable_user(
        &self,
        viewer: &Viewer,
        id: UserId,
        expected_version: i32,
    ) -> Result<Committed<UserId>, IdentityError> {
        self.db
            .write(|tx| async move {
                let (viewer, row) = for_administration(&tx, viewer, id).await?;
                expect_version(expected_version, row.version)?;
                if row.status == UserStatus::Disabled {
                    return Err(IdentityError::stays("DISABLED", &["ACTIVE"]));
                }
                if store::fact(&tx, &row).await?.roles.contains(&OrganisationRole::Administrator) {
                    another_administrator(&tx, id).await?;
                }
                let mut change = store::changed(&tx, &row);
                change.status = Set(UserStatus::Disabled);
                let row = change.update(&*tx).await?;
                let mut changes = vec![AccessChange::User(store::fact(&tx, &row).await?)];
                changes.extend(store::end_sessions(&tx, id, None, EndReason::UserDisabled).await?);
                let event = IdentityEvent::UserDisabled { user: id, name: row.name };
                journal::record(&tx, &viewer, None, &event, changes)?;
                Ok(id)
            })
            .await
    }

    /// Opens the door to a person again. Earlier sessions stay ended.
    ///
    /// # Errors
    /// [`IdentityError::IllegalTransition`]; only administrators may.
    pub async fn enable_user(
        &self,
        viewer: &Viewer,
        id: UserId,
        expected_version: i32,
    ) -> Result<Committed<UserId>, IdentityError> {
        self.db
            .write(|tx| async move {
                let viewer = administrator(&tx, viewer).await?;
                let row = store::lock_user(&tx, id).await?;
                expect_version(expected_version, row.version)?;
                if row.status == UserStatus::Active {
                    return Err(IdentityError::stays("ACTIVE", &["DISABLED"]));
                }
                let mut change = store::changed(&tx, &row);
                change.status = Set(UserStatus::Active);
                let row = change.update(&*tx).await?;
                let fact = store::fact(&tx, &row).await?;
                let event = IdentityEvent::UserEnabled { user: id, name: row.name };
                journal::record(&tx, &viewer, None, &event, vec![AccessChange::User(fact)])?;
                Ok(id)
            })
            .await
    }
}

/// The person, locked together with all administrators, if the viewer still is one once the lock is held.
pub(super) async fn for_administration(
    tx: &Tx,
    viewer: &Viewer,
    id: UserId,
) -> Result<(Viewer, user::Model), IdentityError> {
    administrator(tx, viewer).await?;
    let row = store::lock_administrators_and(tx, id).await?;
    // Another administrator may have ended this one's right while the lock was waited for.
    Ok((administrator(tx, viewer).await?, row))
}

/// Somebody else can administer the system.
pub(super) async fn another_administrator(tx: &Tx, than: UserId) -> Result<(), IdentityError> {
    if store::has_other_administrator(tx, than).await? {
        Ok(())
    } else {
        Err(IdentityError::LastAdministrator)
    }
}
