//! Signing in, staying signed in, signing out.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    id::{SessionId, UserId},
    refresh_token, session, user,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, QuerySelect};

use super::{
    error::IdentityError,
    event::{EndReason, IdentityEvent},
    service::Identity,
    store,
    throttle::Throttle,
    token::Grant,
};
use crate::{
    domain::{
        access::{Viewer, proof},
        fault::Fault,
        journal,
    },
    platform::{
        db::{Committed, Tx},
        secret::Secret,
        text,
    },
};

/// How long an access token works.
const ACCESS: TimeDelta = TimeDelta::minutes(15);

/// How long a refresh token works, and with it a session that nobody renews.
const REFRESH: TimeDelta = TimeDelta::days(30);

/// How long after its first use a refresh token may be used again by a client that renewed twice in parallel.
const GRACE: TimeDelta = TimeDelta::seconds(10);

/// A secret and its time.
#[derive(Clone, Debug)]
pub struct Token {
    /// The secret itself, to be shown once.
    pub secret: Secret,
    /// When it stops working.
    pub expires_at: DateTime<Utc>,
}

/// What a person gets when they sign in or renew.
#[derive(Clone, Debug)]
pub struct OpenedSession {
    /// The session.
    pub id: SessionId,
    /// Whose.
    pub user: UserId,
    /// For the header `Authorization`.
    pub access: Token,
    /// For the next renewal; it works once.
    pub refresh: Token,
}

/// What a renewal came to; reuse has to be committed too.
enum Renewal {
    Renewed(OpenedSession),
    Refused,
}

fn throttled(throttle: &Throttle, key: &str, now: DateTime<Utc>) -> Result<(), IdentityError> {
    throttle.attempt(key, now).map_err(|retry_after| IdentityError::Throttled { retry_after })
}

impl Identity {
    /// Signs a person in. `address` says where the attempt comes from, as far as that is known.
    ///
    /// # Errors
    /// [`IdentityError::SignInFailed`] whatever is wrong, in the same time; [`IdentityError::Throttled`] after too many
    /// failures for the e-mail or from the address.
    pub async fn open_session(
        &self,
        email: &str,
        password: Secret,
        address: Option<&str>,
    ) -> Result<Committed<OpenedSession>, IdentityError> {
        if let Some(address) = address {
            throttled(&self.doorstep, address, self.db.clock().now())?;
        }
        let opened = self.open_throttled(email, password).await;
        if let Some(address) = address
            && !matches!(opened, Err(IdentityError::SignInFailed))
        {
            self.doorstep.undone(address);
        }
        opened
    }

    async fn open_throttled(
        &self,
        email: &str,
        password: Secret,
    ) -> Result<Committed<OpenedSession>, IdentityError> {
        let key = text::key(email);
        self.throttle(&key)?;
        let found = store::find_user_by_email(self.db.reader(), email)
            .await
            .inspect_err(|_| self.throttle.undone(&key))?;
        let hash = found.as_ref().and_then(|row| row.password_hash.clone());
        let verified = self.passwords.verify(password, hash.clone()).await;
        let verified = verified.inspect_err(|_| self.throttle.undone(&key))?;
        let user = found.filter(|row| verified && row.status == user::UserStatus::Active);
        let user = user.ok_or(IdentityError::SignInFailed)?;
        let (id, hash) = (user.id, &hash);
        let opened = self.db.write(|tx| async move {
            let row = store::lock_user(&tx, id).await?;
            if row.status != user::UserStatus::Active || row.password_hash != *hash {
                return Err(IdentityError::SignInFailed);
            }
            self.begin(&tx, &row).await
        });
        let opened = opened.await?;
        self.throttle.succeeded(&key);
        Ok(opened)
    }

    /// Counts an attempt to guess somebody's password.
    pub(super) fn throttle(&self, key: &str) -> Result<(), IdentityError> {
        throttled(&self.throttle, key, self.db.clock().now())
    }

    /// Begins a session of a person whose row is locked.
    pub(super) async fn begin(&self, tx: &Tx, row: &user::Model) -> Result<OpenedSession, IdentityError> {
        let id = SessionId(tx.next_id());
        let expires_at = tx.now() + REFRESH;
        store::insert_session(tx, id, row.id, expires_at).await?;
        let opened = self.hand_out(tx, id, row.id).await?;
        let viewer = store::viewer_of(store::fact(tx, row).await?, id, expires_at);
        journal::record(
            tx,
            &viewer,
            None,
            &IdentityEvent::SessionOpened { session: id, user: row.id },
            vec![],
        )?;
        Ok(opened)
    }

    /// A fresh pair of tokens of a session.
    async fn hand_out(&self, tx: &Tx, id: SessionId, user: UserId) -> Result<OpenedSession, IdentityError> {
        let refresh = Token { secret: Secret::random("itr_"), expires_at: tx.now() + REFRESH };
        let row = refresh_token::ActiveModel {
            hash: Set(refresh.secret.hash()),
            session_id: Set(id),
            issued_at: Set(tx.now()),
            expires_at: Set(refresh.expires_at),
            used_at: Set(None),
        };
        refresh_token::Entity::insert(row).exec_without_returning(&**tx).await?;
        let grant = Grant { user, session: id, expires_at: whole_second(tx.now() + ACCESS) };
        let secret = self.tokens.sign(&grant, tx.now(), tx.next_id())?;
        Ok(OpenedSession { id, user, access: Token { secret, expires_at: grant.expires_at }, refresh })
    }

    /// Exchanges a refresh token for a fresh pair. The second use of one ends the session.
    ///
    /// # Errors
    /// [`IdentityError::RefreshTokenInvalid`] whatever is wrong.
    pub async fn renew_session(&self, refresh: &Secret) -> Result<Committed<OpenedSession>, IdentityError> {
        let hash = &refresh.hash();
        let renewal = self.db.write(|tx| async move { self.renew(&tx, hash).await }).await?;
        match renewal.value {
            Renewal::Renewed(value) => Ok(Committed { value, events: renewal.events }),
            Renewal::Refused => Err(IdentityError::RefreshTokenInvalid),
        }
    }

    async fn renew(&self, tx: &Tx, hash: &str) -> Result<Renewal, IdentityError> {
        let found = refresh_token::Entity::find_by_id(hash).one(&**tx).await?;
        let Some(session) = found.map(|row| row.session_id) else { return Ok(Renewal::Refused) };
        let session = session::Entity::find_by_id(session).lock_exclusive().one(&**tx).await?;
        // Under the lock of the session, because another renewal may have used the token meanwhile.
        let token = refresh_token::Entity::find_by_id(hash).one(&**tx).await?;
        let (Some(session), Some(token)) = (session, token) else { return Ok(Renewal::Refused) };
        let user = user::Entity::find_by_id(session.user_id).one(&**tx).await?;
        let active = user.is_some_and(|row| row.status == user::UserStatus::Active);
        if session.ended_at.is_some() || token.expires_at <= tx.now() || !active {
            return Ok(Renewal::Refused);
        }
        match token.used_at {
            Some(used) if used + GRACE <= tx.now() => {
                let user = session.user_id;
                end(tx, &Viewer::Anonymous, session, user, EndReason::RefreshTokenReused).await?;
                return Ok(Renewal::Refused);
            }
            Some(_) => {}
            None => use_up(tx, hash).await?,
        }
        extend(tx, session.id).await?;
        Ok(Renewal::Renewed(self.hand_out(tx, session.id, session.user_id).await?))
    }

    /// Signs out: ends the session that the request came in, or another one of the same person.
    ///
    /// # Errors
    /// [`Fault::NotFound`] if the person has no such session that runs.
    pub async fn close_session(
        &self,
        viewer: &Viewer,
        id: Option<SessionId>,
    ) -> Result<Committed<SessionId>, IdentityError> {
        self.db
            .write(|tx| async move {
                let viewer = proof::present(&tx, viewer).await?;
                let person = viewer.person()?;
                let id = id.unwrap_or(person.session);
                let row = session::Entity::find_by_id(id).lock_exclusive().one(&*tx).await?;
                let row = row.filter(|row| row.user_id == person.id && row.ended_at.is_none());
                end(&tx, &viewer, row.ok_or(Fault::NotFound)?, person.id, EndReason::Closed).await?;
                Ok(id)
            })
            .await
    }
}

async fn end(
    tx: &Tx,
    viewer: &Viewer,
    row: session::Model,
    user: UserId,
    reason: EndReason,
) -> Result<(), IdentityError> {
    let event = IdentityEvent::SessionEnded { session: row.id, user, reason };
    let change = store::end_session(tx, row, reason).await?;
    journal::record(tx, viewer, None, &event, vec![change])?;
    Ok(())
}

async fn use_up(tx: &Tx, hash: &str) -> Result<(), IdentityError> {
    let row = refresh_token::ActiveModel {
        hash: Set(hash.to_owned()),
        used_at: Set(Some(tx.now())),
        ..Default::default()
    };
    row.update(&**tx).await?;
    Ok(())
}

/// No token of the session lives longer than it.
async fn extend(tx: &Tx, id: SessionId) -> Result<(), IdentityError> {
    let row = session::ActiveModel { id: Set(id), expires_at: Set(tx.now() + REFRESH), ..Default::default() };
    row.update(&**tx).await?;
    Ok(())
}

/// Tokens tell their end to the second.
pub(super) fn whole_second(instant: DateTime<Utc>) -> DateTime<Utc> {
    chrono::SubsecRound::trunc_subsecs(instant, 0)
}
