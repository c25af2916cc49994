//! The first start: a single-use code creates the first administrator.

use chrono::TimeDelta;
use entity::{
    id::UserId,
    setup_code,
    user::{self, Function},
    user_role::{self, OrganisationRole},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::Expr,
};

use super::{
    error::IdentityError, event::IdentityEvent, password, rules, service::Identity, session::OpenedSession,
    store,
};
use crate::{
    domain::{access::AccessChange, input::Checks, journal},
    platform::{
        db::{Committed, Db, Tx},
        secret::Secret,
    },
};

/// How long a code works.
const LIFETIME: TimeDelta = TimeDelta::hours(1);

/// Who becomes the first administrator.
#[derive(Clone, Debug)]
pub struct CompleteSetup {
    /// As the server printed it.
    pub code: Secret,
    /// Where the person is reached; the name for signing in.
    pub email: String,
    /// Full name.
    pub name: String,
    /// For signing in.
    pub password: Secret,
}

/// A fresh code while there are no users; `None` once there are. Codes of earlier starts work until their hour is over.
///
/// # Errors
/// The database failed.
pub async fn setup_code(db: &Db) -> Result<Option<Secret>, DbErr> {
    if user::Entity::find().one(db.reader()).await?.is_some() {
        return Ok(None);
    }
    let code = Secret::random("setup_");
    let hash = &code.hash();
    let kept = db.write(|tx| async move {
        setup_code::Entity::delete_many()
            .filter(setup_code::Column::ExpiresAt.lte(tx.now()))
            .exec(&*tx)
            .await?;
        let row = setup_code::ActiveModel {
            hash: Set(hash.clone()),
            expires_at: Set(tx.now() + LIFETIME),
            used_at: Set(None),
        };
        setup_code::Entity::insert(row).exec_without_returning(&*tx).await?;
        Ok::<_, DbErr>(())
    });
    kept.await?;
    Ok(Some(code))
}

impl Identity {
    /// See [`setup_code()`].
    ///
    /// # Errors
    /// The database failed.
    pub async fn setup_code(&self) -> Result<Option<Secret>, DbErr> {
        setup_code(&self.db).await
    }

    /// Creates the first administrator and signs them in.
    ///
    /// # Errors
    /// [`IdentityError::SetupCodeInvalid`] whatever is wrong with the code.
    pub async fn complete_setup(
        &self,
        command: CompleteSetup,
    ) -> Result<Committed<OpenedSession>, IdentityError> {
        let mut checks = Checks::new();
        let email = rules::email(&mut checks, "email", &command.email);
        let name = checks.line("name", &command.name, rules::NAME);
        password::check(&mut checks, "password", &command.password);
        checks.done()?;
        let code = &command.code.hash();
        let known = setup_code::Entity::find_by_id(code.as_str()).one(self.db.reader()).await?;
        // Nobody without a code makes the server hash.
        if known.is_none_or(|row| row.used_at.is_some()) {
            return Err(IdentityError::SetupCodeInvalid);
        }
        let hash = &self.passwords.hash(command.password).await?;
        let (email, name) = (&email, &name);
        self.db
            .write(|tx| async move {
                spend(&tx, code).await?;
                let row = insert_administrator(&tx, email, name, hash).await?;
                let fact = store::fact(&tx, &row).await?;
                let viewer = store::viewer_of(fact.clone(), entity::id::SessionId(tx.next_id()), tx.now());
                let event = IdentityEvent::SetupCompleted { user: row.id, name: row.name.clone() };
                journal::record(&tx, &viewer, None, &event, vec![AccessChange::User(fact)])?;
                self.begin(&tx, &row).await
            })
            .await
    }
}

/// Uses up all codes, if this one works. They are locked in order, so that of two requests one comes second.
async fn spend(tx: &Tx, hash: &str) -> Result<(), IdentityError> {
    let codes =
        setup_code::Entity::find().order_by_asc(setup_code::Column::Hash).lock_exclusive().all(&**tx).await?;
    let works =
        |row: &setup_code::Model| row.hash == hash && row.used_at.is_none() && row.expires_at > tx.now();
    let nobody_yet = user::Entity::find().one(&**tx).await?.is_none();
    if !codes.iter().any(works) || !nobody_yet {
        return Err(IdentityError::SetupCodeInvalid);
    }
    setup_code::Entity::update_many()
        .col_expr(setup_code::Column::UsedAt, Expr::value(tx.now()))
        .filter(setup_code::Column::UsedAt.is_null())
        .exec(&**tx)
        .await?;
    Ok(())
}

async fn insert_administrator(
    tx: &Tx,
    email: &str,
    name: &str,
    hash: &str,
) -> Result<user::Model, IdentityError> {
    let id = UserId(tx.next_id());
    let mut row = store::new_user(tx, id, email, name, Function::Other);
    row.password_hash = Set(Some(hash.to_owned()));
    let row = row.insert(&**tx).await?;
    let role = user_role::ActiveModel { user_id: Set(id), role: Set(OrganisationRole::Administrator) };
    user_role::Entity::insert(role).exec_without_returning(&**tx).await?;
    Ok(row)
}
