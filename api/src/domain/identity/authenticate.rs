//! From credentials to a viewer: a signed token of a person, or an API key of a bot.

use chrono::{DateTime, Utc};
use entity::{session, user};
use sea_orm::EntityTrait;

use super::{
    service::Identity,
    store::viewer_of,
    token::{Grant, TokenFault},
};
use crate::{
    domain::access::{Viewer, facts::Positions},
    platform::secret::sha256_hex,
};

/// What every API key starts with.
pub(super) const KEY_PREFIX: &str = "itk_";

/// Why credentials are not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthError {
    /// They are forged, malformed, revoked, or of somebody who may not come in.
    Invalid,
    /// They have had their time.
    Expired,
    /// The server cannot tell at the moment.
    Unavailable,
}

impl From<TokenFault> for AuthError {
    fn from(fault: TokenFault) -> Self {
        match fault {
            TokenFault::Invalid => Self::Invalid,
            TokenFault::Expired => Self::Expired,
        }
    }
}

impl Identity {
    /// Who sends these credentials, as the value of the header `Authorization`: `Bearer ..` with a token or an API key.
    ///
    /// # Errors
    /// They are not accepted, or the server cannot tell.
    pub async fn authenticate(&self, authorization: &str) -> Result<Viewer, AuthError> {
        let (scheme, credentials) = authorization.split_once(' ').ok_or(AuthError::Invalid)?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(AuthError::Invalid);
        }
        let credentials = credentials.trim();
        let now = self.db.clock().now();
        if credentials.starts_with(KEY_PREFIX) {
            let bot = self.access.facts().bot(&sha256_hex(credentials.as_bytes()), now);
            return bot.map(|bot| Viewer::Bot(bot.into())).ok_or(AuthError::Invalid);
        }
        let grant = self.tokens.judge(credentials, now)?;
        match self.access.facts().person(grant.user, grant.session, grant.expires_at) {
            Some(person) => Ok(Viewer::Person(person.into())),
            None => self.ask_database(grant, now).await,
        }
    }

    /// The facts do not know the person, or know that they may not come in. Another node may have created them a moment
    /// ago; only who holds a token of ours gets as far as this.
    async fn ask_database(&self, grant: Grant, now: DateTime<Utc>) -> Result<Viewer, AuthError> {
        let failed = |error: sea_orm::DbErr| {
            tracing::warn!(%error, "cannot look up who holds a token");
            AuthError::Unavailable
        };
        let reader = self.db.reader();
        let session = session::Entity::find_by_id(grant.session).one(reader).await.map_err(failed)?;
        let stands = session
            .is_some_and(|row| row.user_id == grant.user && row.ended_at.is_none() && row.expires_at > now);
        let row = user::Entity::find_by_id(grant.user).one(reader).await.map_err(failed)?;
        let Some(row) = row.filter(|row| stands && row.status == user::UserStatus::Active) else {
            return Err(AuthError::Invalid);
        };
        let fact = Positions::read(reader, Some(row.id)).await.map_err(failed)?.fact(&row);
        Ok(viewer_of(fact, grant.session, grant.expires_at))
    }
}
