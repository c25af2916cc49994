//! People in the schema.

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, Utc};
use entity::id::UserId;

use super::region::Region;
use crate::{
    domain::identity::Profile,
    graphql::{
        context::services,
        error::{Error, Nullable, Result},
        loader::{load, loaders},
        vocabulary::{Function, KnowledgeType, OrganisationRole, UserStatus},
    },
};

/// A person who works here. Everybody who is signed in knows name, function and status of everybody; the rest is for
/// administrators and the person themselves, and null for others.
pub struct User(pub(in crate::graphql) Profile);

/// A person who works here. Everybody who is signed in knows name, function and status of everybody; the rest is for
/// administrators and the person themselves, and null for others.
#[Object]
impl User {
    /// Identity.
    pub(in crate::graphql) async fn id(&self) -> ID {
        ID(self.0.public().id.to_string())
    }

    /// Full name.
    async fn name(&self) -> &str {
        &self.0.public().name
    }

    /// The craft; it must match the seat that the person takes.
    async fn function(&self) -> Function {
        self.0.public().function.into()
    }

    /// Whether the person may come in.
    async fn status(&self) -> UserStatus {
        self.0.public().status.into()
    }

    /// Whether ladders call this person when they call the chief executive.
    async fn is_chief_executive(&self) -> bool {
        self.0.public().is_chief
    }

    /// Goes up with each change; changes are made against it.
    async fn version(&self) -> i32 {
        self.0.public().version
    }

    /// When the person was entered.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.public().created_at
    }

    /// When the person was last changed.
    async fn updated_at(&self) -> DateTime<Utc> {
        self.0.public().updated_at
    }

    /// Where the person is reached, and their name for signing in. For administrators and the person; null for others.
    async fn email(&self) -> Option<&str> {
        self.0.private().map(|row| row.email.as_str())
    }

    /// Roles in the organisation. For administrators and the person; null for others.
    async fn roles(&self, ctx: &Context<'_>) -> Option<Vec<OrganisationRole>> {
        let position = services(ctx).identity().position(&self.0)?;
        Some(position.roles.into_iter().map(Into::into).collect())
    }

    /// The regions that the person answers for as a director. For administrators and the person; null for others.
    async fn regions(&self, ctx: &Context<'_>) -> Nullable<Vec<Region>> {
        let position = services(ctx).identity().position(&self.0)?;
        Some(super::region::load_all(ctx, position.regions).await)
    }

    /// The kinds of knowledge that the person may publish on any account that they can see. For administrators and the
    /// person; null for others.
    async fn topics(&self, ctx: &Context<'_>) -> Option<Vec<KnowledgeType>> {
        let position = services(ctx).identity().position(&self.0)?;
        Some(position.topics.into_iter().map(Into::into).collect())
    }

    /// Whether the person can sign in with a password. For administrators and the person; null for others.
    async fn has_password(&self) -> Option<bool> {
        self.0.private().map(|row| row.password_hash.is_some())
    }
}

/// The person that something names; it is read together with those of the other rows of the list.
pub(in crate::graphql) async fn load_user(ctx: &Context<'_>, id: UserId) -> Nullable<User> {
    match load(&loaders(ctx).identity, id).await {
        Ok(Some(profile)) => Some(Ok(User(profile))),
        Ok(None) => Some(Err(Error::not_found())),
        Err(error) => Some(Err(error)),
    }
}

/// The people that something names, in that order; they are read together with those of the other rows of the list.
///
/// # Errors
/// The statement failed.
pub(in crate::graphql) async fn load_users(ctx: &Context<'_>, ids: Vec<UserId>) -> Result<Vec<User>> {
    let found = loaders(ctx).identity.load_many(ids.iter().copied()).await;
    let mut found = found.map_err(|error| Error::clone(&error))?;
    Ok(ids.into_iter().filter_map(|id| found.remove(&id)).map(User).collect())
}
