//! Questions about special notes.

use async_graphql::{Context, ID, Object};

use super::SpecialNote;
use crate::graphql::{
    context::{parse_id, services, viewer},
    error::{Nullable, Result},
};

/// Root fields about special notes.
#[derive(Default)]
pub struct SpecialNoteQuery;

#[Object]
impl SpecialNoteQuery {
    /// A special note of an account.
    ///
    /// Requires: who sees the account, other than as an administrator or a bot.
    async fn special_note(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "`spn_...`")] id: ID,
    ) -> Nullable<SpecialNote> {
        Some(find(ctx, &id).await)
    }
}

async fn find(ctx: &Context<'_>, id: &ID) -> Result<SpecialNote> {
    Ok(SpecialNote(services(ctx).special_notes().get(viewer(ctx), parse_id(id)?).await?))
}
