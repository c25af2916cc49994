//! The vocabulary of regions.

use async_graphql::{Context, ID, InputObject, Object};
use entity::id::{EventId, RegionId};

use super::super::region::Region;
use crate::{
    domain::fault::Fault,
    graphql::{
        context::{parse_id, services, viewer},
        error::Nullable,
        failure::Failure,
        payload::{Changed, idempotency, payloads},
    },
};

/// A region to be added.
#[derive(InputObject)]
pub struct RegionCreateInput {
    /// Short unique name: up to 20 letters A to Z, digits and dashes. Small letters become capitals. It never changes.
    code: String,
    /// What people call it. At most 200 characters.
    name: String,
    /// Repeat the request with the same key, 1 to 255 characters, and it is done once. Kept for 24 hours.
    idempotency_key: Option<ID>,
}

/// A region's new name.
#[derive(InputObject)]
pub struct RegionRenameInput {
    /// Which, `reg_...`.
    region_id: ID,
    /// What people call it from now on. At most 200 characters.
    name: String,
}

payloads! {
    /// What adding a region came to.
    RegionCreatePayload {
        /// The region.
        region: Region
    }
    /// What renaming a region came to.
    RegionRenamePayload {
        /// The region after it.
        region: Region
    }
}

/// Root fields about regions.
#[derive(Default)]
pub struct RegionMutation;

#[Object]
impl RegionMutation {
    /// Adds a region to the vocabulary. Regions are never removed. A code that another region has is the user error
    /// `REGION_CODE_TAKEN`.
    ///
    /// Requires: administrator.
    /// Emits: region.created
    async fn region_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which region.")] input: RegionCreateInput,
    ) -> Nullable<RegionCreatePayload> {
        RegionCreatePayload::of(create(ctx, input).await)
    }

    /// Gives a region another name; its code stays.
    ///
    /// Requires: administrator.
    /// Emits: region.renamed, unless that is its name already.
    async fn region_rename(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which region, and its name.")] input: RegionRenameInput,
    ) -> Nullable<RegionRenamePayload> {
        RegionRenamePayload::of(rename(ctx, input).await)
    }
}

async fn create(ctx: &Context<'_>, input: RegionCreateInput) -> Result<Changed<Region>, Failure> {
    let key = idempotency("regionCreate", input.idempotency_key.as_ref(), &input)?;
    let identity = services(ctx).identity();
    let outcome = identity.create_region(viewer(ctx), &input.code, &input.name, key.as_ref()).await?;
    answer(ctx, RegionId(outcome.id), outcome.events).await
}

async fn rename(ctx: &Context<'_>, input: RegionRenameInput) -> Result<Changed<Region>, Failure> {
    let id = parse_id(&input.region_id)?;
    let renamed = services(ctx).identity().rename_region(viewer(ctx), id, &input.name).await?;
    answer(ctx, id, renamed.events).await
}

async fn answer(ctx: &Context<'_>, id: RegionId, events: Vec<EventId>) -> Result<Changed<Region>, Failure> {
    let row = services(ctx).identity().regions_by_id(viewer(ctx), &[id]).await?.remove(&id);
    Ok(Changed { entity: Some(Region(row.ok_or(Fault::NotFound)?)), events })
}
