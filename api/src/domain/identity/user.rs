//! People: entering, changing, appointing, disabling, passwords.

use std::collections::BTreeSet;

use entity::{
    id::{RegionId, UserId},
    knowledge_entry::KnowledgeType,
    region,
    user::{self, Function, UserStatus},
    user_role::OrganisationRole,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::{
    error::IdentityError,
    event::{EndReason, IdentityEvent},
    password, rules,
    service::{Identity, administrator},
    store,
};
use crate::{
    domain::{
        access::{AccessChange, Action, Viewer, proof},
        fault::{Fault, expect_version},
        input::Checks,
        journal::{self, Claim, Idempotency, Outcome},
    },
    platform::{
        db::{Committed, Tx},
        secret::Secret,
        text,
    },
};

/// A person to be entered. They have no position yet and no password.
#[derive(Clone, Debug)]
pub struct CreateUser {
    /// Where they are reached; their name for signing in.
    pub email: String,
    /// Full name.
    pub name: String,
    /// Their craft.
    pub function: Function,
}

/// Facts of a person to be changed; `None` stays.
#[derive(Clone, Debug)]
pub struct ChangeUser {
    /// Who.
    pub id: UserId,
    /// What the change was made against.
    pub expected_version: i32,
    /// Where they are reached.
    pub email: Option<String>,
    /// Full name.
    pub name: Option<String>,
    /// Their craft.
    pub function: Option<Function>,
}

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
    /// Enters a person.
    ///
    /// # Errors
    /// [`IdentityError::EmailTaken`]; only administrators may.
    pub async fn create_user(
        &self,
        viewer: &Viewer,
        command: &CreateUser,
        idempotency: Option<&Idempotency>,
    ) -> Result<Outcome, IdentityError> {
        proof::organisation_for(viewer, Action::Administer)?;
        let mut checks = Checks::new();
        let email = rules::email(&mut checks, "email", &command.email);
        let name = checks.line("name", &command.name, rules::NAME);
        checks.done()?;
        let (email, name) = (&email, &name);
        let made = self.db.write(|tx| async move {
            let viewer = administrator(&tx, viewer).await?;
            let claim = journal::claim(&tx, &viewer, idempotency, tx.next_id()).await?;
            let Claim::First(id) = claim else { return Ok(claim) };
            let row = store::new_user(&tx, UserId(id), email, name, command.function);
            let row = row.insert(&*tx).await.map_err(email_taken)?;
            let event =
                IdentityEvent::UserCreated { user: row.id, name: row.name.clone(), function: row.function };
            let fact = store::fact(&tx, &row).await?;
            journal::record(&tx, &viewer, None, &event, vec![AccessChange::User(fact)])?;
            journal::complete(&tx, &viewer, idempotency).await?;
            Ok(claim)
        });
        made.await.map(Claim::outcome)
    }

    /// Changes facts of a person. Nothing happens if they are so already.
    ///
    /// # Errors
    /// [`IdentityError::EmailTaken`]; only administrators may.
    pub async fn change_user(
        &self,
        viewer: &Viewer,
        command: &ChangeUser,
    ) -> Result<Committed<UserId>, IdentityError> {
        proof::organisation_for(viewer, Action::Administer)?;
        let mut checks = Checks::new();
        let email = command.email.as_ref().map(|text| rules::email(&mut checks, "email", text));
        let name = command.name.as_ref().map(|text| checks.line("name", text, rules::NAME));
        checks.done()?;
        let (email, name) = (&email, &name);
        self.db
            .write(|tx| async move {
                let viewer = administrator(&tx, viewer).await?;
                let row = store::lock_user(&tx, command.id).await?;
                expect_version(command.expected_version, row.version)?;
                let mut change = store::changed(&tx, &row);
                let mut changed = Vec::new();
                if let Some(name) = name.as_ref().filter(|name| **name != row.name) {
                    change.name = Set(name.clone());
                    change.name_key = Set(text::key(name));
                    changed.push("name".to_owned());
                }
                if let Some(email) = email.as_ref().filter(|email| **email != row.email) {
                    change.email = Set(email.clone());
                    change.email_key = Set(text::key(email));
                    changed.push("email".to_owned());
                }
                if let Some(function) = command.function.filter(|function| *function != row.function) {
                    change.function = Set(function);
                    changed.push("function".to_owned());
                }
                if changed.is_empty() {
                    return Ok(row.id);
                }
                let row = change.update(&*tx).await.map_err(email_taken)?;
                let event = IdentityEvent::UserChanged { user: row.id, name: row.name.clone(), changed };
                let fact = store::fact(&tx, &row).await?;
                journal::record(&tx, &viewer, None, &event, vec![AccessChange::User(fact)])?;
                Ok(row.id)
            })
            .await
    }

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
async fn for_administration(
    tx: &Tx,
    viewer: &Viewer,
    id: UserId,
) -> Result<(Viewer, user::Model), IdentityError> {
    administrator(tx, viewer).await?;
    let row = store::lock_administrators_and(tx, id).await?;
    // Another administrator may have ended this one's right while the lock was waited for.
    Ok((administrator(tx, viewer).await?, row))
}

async fn another_administrator(tx: &Tx, than: UserId) -> Result<(), IdentityError> {
    if store::has_other_administrator(tx, than).await? {
        Ok(())
    } else {
        Err(IdentityError::LastAdministrator)
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

fn email_taken(error: sea_orm::DbErr) -> IdentityError {
    match crate::platform::db::broken_uniqueness(&error) {
        Some(_) => IdentityError::EmailTaken,
        None => error.into(),
    }
}
