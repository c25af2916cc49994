//! Regions in the schema.

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, Utc};
use entity::{id::RegionId, region};

use crate::graphql::{
    error::{Error, Nullable, Result},
    loader::{load, loaders},
};

/// A sales region. Every account is in one; directors answer for some.
pub struct Region(pub(in crate::graphql) region::Model);

/// A sales region. Every account is in one; directors answer for some.
#[Object]
impl Region {
    /// Identity.
    pub(in crate::graphql) async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// Short unique name in capitals, `EMEA`; it never changes.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// What people call it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// When it was added to the vocabulary.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }
}

/// The region that something names; it is read together with those of the other rows of the list.
pub(in crate::graphql) async fn load_region(ctx: &Context<'_>, id: RegionId) -> Nullable<Region> {
    match load(&loaders(ctx).identity, id).await {
        Ok(Some(row)) => Some(Ok(Region(row))),
        Ok(None) => Some(Err(Error::not_found())),
        Err(error) => Some(Err(error)),
    }
}

/// Some regions, by code.
pub(super) async fn load_all(
    ctx: &Context<'_>,
    ids: impl IntoIterator<Item = RegionId>,
) -> Result<Vec<Region>> {
    let found = loaders(ctx).identity.load_many(ids).await.map_err(|error| Error::clone(&error))?;
    let mut rows: Vec<region::Model> = found.into_values().collect();
    rows.sort_by(|one, other| one.code.cmp(&other.code));
    Ok(rows.into_iter().map(Region).collect())
}
