//! People: entering and changing them.

use entity::{
    id::UserId,
    user::{self, Function},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};

use super::{
    error::IdentityError,
    event::IdentityEvent,
    rules,
    service::{Identity, administrator},
    store,
};
use crate::{
    domain::{
        access::{AccessChange, Action, Viewer, proof},
        fault::expect_version,
        input::Checks,
        journal::{self, Claim, Idempotency, Outcome},
    },
    platform::{
        db::{Committed, Tx, broken_uniqueness},
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
                let (change, changed) =
                    differences(&tx, &row, name.as_ref(), email.as_ref(), command.function);
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
}

/// What a change makes different, and the names of those facts.
fn differences(
    tx: &Tx,
    row: &user::Model,
    name: Option<&String>,
    email: Option<&String>,
    function: Option<Function>,
) -> (user::ActiveModel, Vec<String>) {
    let mut change = store::changed(tx, row);
    let mut changed = Vec::new();
    if let Some(name) = name.filter(|name| **name != row.name) {
        change.name = Set(name.clone());
        change.name_key = Set(text::key(name));
        changed.push("name".to_owned());
    }
    if let Some(email) = email.filter(|email| **email != row.email) {
        change.email = Set(email.clone());
        change.email_key = Set(text::key(email));
        changed.push("email".to_owned());
    }
    if let Some(function) = function.filter(|function| *function != row.function) {
        change.function = Set(function);
        changed.push("function".to_owned());
    }
    (change, changed)
}

fn email_taken(error: sea_orm::DbErr) -> IdentityError {
    match broken_uniqueness(&error) {
        Some(_) => IdentityError::EmailTaken,
        None => error.into(),
    }
}
