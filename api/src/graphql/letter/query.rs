//! Questions about letters of commitment.

use async_graphql::{Context, ID, Object};

use super::object::Letter;
use crate::graphql::{
    context::{parse_id, services, viewer},
    error::{Nullable, Result},
};

/// Root fields about letters.
#[derive(Default)]
pub struct LetterQuery;

#[Object]
impl LetterQuery {
    /// A letter of commitment.
    ///
    /// Requires: whoever may see the incident whole, see `incident`.
    async fn letter(&self, ctx: &Context<'_>, #[graphql(desc = "`let_...`")] id: ID) -> Nullable<Letter> {
        Some(find(ctx, &id).await)
    }
}

async fn find(ctx: &Context<'_>, id: &ID) -> Result<Letter> {
    Ok(Letter(services(ctx).letters().get(viewer(ctx), parse_id(id)?).await?))
}
