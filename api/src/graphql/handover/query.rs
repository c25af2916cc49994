//! Questions about handovers.

use async_graphql::{Context, ID, Object};

use super::{object::Handover, pack::HandoverPack, vocabulary::HandoverState};
use crate::{
    domain::handover::HandoverFilter,
    graphql::{
        context::{parse_id, services, viewer},
        error::{Nullable, Result},
        page::{Connection, ROOT_SIZE, connection},
    },
    platform::page::PageRequest,
};

/// Root fields about handovers.
#[derive(Default)]
pub struct HandoverQuery;

#[Object]
impl HandoverQuery {
    /// A handover of a seat.
    ///
    /// Requires: primary or deputy of the account; the receiver until the move, the former holder in the time of grace; director of
    /// the region; auditor; administrator; an executive who sees the account.
    async fn handover(&self, ctx: &Context<'_>, #[graphql(desc = "`hnd_...`")] id: ID) -> Nullable<Handover> {
        Some(find(ctx, &id).await)
    }

    /// The pack of a handover: as it was accepted, or as it stands now. It is read by itself, not in lists.
    ///
    /// Requires: whoever may see the handover, administrators excepted.
    async fn handover_pack(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of which handover, `hnd_...`.")] handover_id: ID,
    ) -> Nullable<HandoverPack> {
        Some(find_pack(ctx, &handover_id).await)
    }

    /// The handovers that the viewer may see, the latest first.
    ///
    /// Requires: a person.
    #[expect(clippy::too_many_arguments, reason = "they are the arguments of a connection")]
    async fn handovers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those of this account, `acc_...`.")] account_id: Option<ID>,
        #[graphql(desc = "Only those that the viewer hands over, receives or began.")] mine: Option<bool>,
        #[graphql(desc = "Only those in one of these states.")] states: Option<Vec<HandoverState>>,
        #[graphql(desc = "How many from the front, at most 100; 20 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the back, at most 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Nullable<Connection<Handover>> {
        let states = states.map(|states| states.into_iter().map(Into::into).collect());
        let account = account_id.as_ref().map(parse_id).transpose();
        let filter = account.map(|account| HandoverFilter { account, mine: mine.unwrap_or(false), states });
        Some(page(ctx, filter, PageRequest { first, after, last, before }).await)
    }
}

async fn find(ctx: &Context<'_>, id: &ID) -> Result<Handover> {
    Ok(Handover(services(ctx).handovers().get(viewer(ctx), parse_id(id)?).await?))
}

async fn find_pack(ctx: &Context<'_>, id: &ID) -> Result<HandoverPack> {
    Ok(HandoverPack(services(ctx).handovers().pack(viewer(ctx), parse_id(id)?).await?))
}

async fn page(
    ctx: &Context<'_>,
    filter: Result<HandoverFilter>,
    request: PageRequest,
) -> Result<Connection<Handover>> {
    let (services, viewer, filter) = (services(ctx).clone(), viewer(ctx).clone(), filter?);
    let page = services.handovers().page(&viewer, &filter, &request, ROOT_SIZE).await?;
    Ok(connection(page, Handover, move || {
        let (services, viewer, filter) = (services.clone(), viewer.clone(), filter.clone());
        async move { services.handovers().count(&viewer, &filter).await }
    }))
}
