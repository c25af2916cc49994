//! Setting passwords.

use entity::{id::UserId, user};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};

use super::{
    error::IdentityError,
    event::{EndReason, IdentityEvent},
    password,
    service::{Identity, administrator},
    store,
};
use crate::{
    domain::{
        access::{Action, Viewer, proof},
        fault::Fault,
        input::Checks,
        journal,
    },
    platform::{db::Committed, secret::Secret},
};

/// A password to be set.
#[derive(Clone, Debug)]
pub struct SetPassword {
    /// Whose.
    pub id: UserId,
    /// The present one: whoever changes their own password shows it.
    pub old: Option<Secret>,
    /// The new one.
    pub new: Secret,
}

impl Identity {
    /// Sets a password and ends the person's other sessions. People change their own with the old one; administrators set
    /// those of others.
    ///
    /// # Errors
    /// [`IdentityError::OldPasswordWrong`], [`IdentityError::Throttled`].
    pub async fn set_password(
        &self,
        viewer: &Viewer,
        command: SetPassword,
    ) -> Result<Committed<UserId>, IdentityError> {
        let person = viewer.person()?;
        let own = person.id == command.id;
        if !own {
            proof::organisation_for(viewer, Action::Administer)?;
        }
        let mut checks = Checks::new();
        password::check(&mut checks, "newPassword", &command.new);
        checks.done()?;
        let row = user::Entity::find_by_id(command.id).one(self.db.reader()).await?;
        let row = row.ok_or(Fault::NotFound)?;
        if own {
            self.show_old_password(&row, command.old).await?;
        }
        let (before, hash) = (&row.password_hash, &self.passwords.hash(command.new).await?);
        let (id, but) = (row.id, own.then_some(person.session));
        self.db
            .write(|tx| async move {
                let viewer = match own {
                    true => proof::present(&tx, viewer).await?,
                    false => administrator(&tx, viewer).await?,
                };
                let row = store::lock_user(&tx, id).await?;
                if own && row.password_hash != *before {
                    return Err(IdentityError::OldPasswordWrong);
                }
                let mut change = store::changed(&tx, &row);
                change.password_hash = Set(Some(hash.clone()));
                change.update(&*tx).await?;
                let ended = store::end_sessions(&tx, id, but, EndReason::PasswordChanged).await?;
                let event = IdentityEvent::UserPasswordSet { user: id, name: row.name };
                journal::record(&tx, &viewer, None, &event, ended)?;
                Ok(id)
            })
            .await
    }

    /// Whoever sits at an open screen must not take over the account by it. Guessing counts as it does at the door.
    async fn show_old_password(&self, row: &user::Model, old: Option<Secret>) -> Result<(), IdentityError> {
        let Some(hash) = row.password_hash.clone() else { return Ok(()) };
        let old =
            old.ok_or_else(|| Fault::invalid("oldPassword", "REQUIRED", "show the present password"))?;
        self.throttle(&row.email_key)?;
        let right = self.passwords.verify(old, Some(hash)).await;
        if !right.inspect_err(|_| self.throttle.undone(&row.email_key))? {
            return Err(IdentityError::OldPasswordWrong);
        }
        self.throttle.succeeded(&row.email_key);
        Ok(())
    }
}
