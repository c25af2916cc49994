//! The use cases' common ground: what they work with, and reading people.

use std::collections::HashMap;

use entity::{id::UserId, user};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};

use super::{
    key,
    password::Passwords,
    store::Profile,
    throttle::{self, Throttle},
    token::Tokens,
};
use crate::{
    domain::{
        access::{Access, Action, Viewer, change::UserFact, matrix, proof},
        fault::Fault,
    },
    platform::db::{Db, Tx},
};

/// Who may come in, and as what. Clones share it.
#[derive(Clone)]
pub struct Identity {
    pub(super) db: Db,
    pub(super) access: Access,
    pub(super) tokens: std::sync::Arc<Tokens>,
    pub(super) passwords: Passwords,
    /// By e-mail.
    pub(super) throttle: Throttle,
    /// By the address that a sign-in comes from.
    pub(super) doorstep: Throttle,
}

impl Identity {
    /// Reads the installation's keys, or makes them.
    ///
    /// # Errors
    /// The database failed.
    pub async fn start(db: Db, access: Access) -> Result<Self, DbErr> {
        let tokens = Tokens::new(&key::ensure(&db).await?)?;
        Ok(Self {
            tokens: std::sync::Arc::new(tokens),
            passwords: Passwords::new()?,
            throttle: Throttle::new(throttle::OF_ONE_EMAIL),
            doorstep: Throttle::new(throttle::OF_ONE_ADDRESS),
            access,
            db,
        })
    }

    /// The public keys that verify access tokens, as a JWK set.
    pub fn jwks(&self) -> serde_json::Value {
        self.tokens.jwks()
    }

    /// A person; people know of each other, bots and strangers do not.
    ///
    /// # Errors
    /// [`Fault::NotFound`] if there is none, [`Fault::Unauthenticated`] if nobody asks.
    pub async fn user(&self, viewer: &Viewer, id: UserId) -> Result<Profile, Fault> {
        match viewer {
            Viewer::Anonymous => Err(Fault::Unauthenticated),
            Viewer::Bot(_) => Err(Fault::NotFound),
            Viewer::Person(_) => self.users(viewer, &[id]).await?.remove(&id).ok_or(Fault::NotFound),
        }
    }

    /// The people whom something that the viewer may see names, in one statement.
    ///
    /// # Errors
    /// The database failed.
    pub async fn users(&self, viewer: &Viewer, ids: &[UserId]) -> Result<HashMap<UserId, Profile>, Fault> {
        if matches!(viewer, Viewer::Anonymous) || ids.is_empty() {
            return Ok(HashMap::new());
        }
        let rows = user::Entity::find()
            .filter(user::Column::Id.is_in(ids.iter().copied()))
            .all(self.db.reader())
            .await?;
        Ok(rows.into_iter().map(|row| (row.id, Profile::of(viewer, row))).collect())
    }

    /// Roles, regions and topics of a person whom the viewer may know whole.
    pub fn position(&self, profile: &Profile) -> Option<UserFact> {
        profile.private().and_then(|row| self.access.facts().user(row.id))
    }
}

/// Whether the viewer may do this to at least one account by their roles alone, or to the organisation.
pub fn may_anywhere(viewer: &Viewer, action: Action) -> bool {
    let Viewer::Person(person) = viewer else { return false };
    let region = person.regions.first().copied();
    matrix::permits(action, proof::organisation_relations(&person.roles, &person.regions, region))
}

/// The viewer as the tables have them, if they may manage people, bots and settings.
///
/// # Errors
/// [`Fault::Unauthenticated`] or [`Fault::Forbidden`].
pub(super) async fn administrator(tx: &Tx, viewer: &Viewer) -> Result<Viewer, Fault> {
    let viewer = proof::present(tx, viewer).await?;
    proof::organisation_for(&viewer, Action::Administer)?;
    Ok(viewer)
}
