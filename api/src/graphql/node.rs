//! `node` and `nodes`: anything by its id, whose prefix says what it is.

use async_graphql::{Context, ID, Interface, Object};
use futures_util::future::join_all;

use super::{
    account::{Account, object::load_account},
    context::{limits, services, viewer},
    error::{Error, ErrorCode, Nullable, Result},
    handover::Handover,
    identity::{
        bot::Bot,
        region::{Region, load_region},
        user::{User, load_user},
    },
    incident::Incident,
    knowledge::entry::KnowledgeEntry,
    letter::Letter,
    notice::Notice,
    request::CustomerRequest,
};
use crate::domain::access::Viewer;
use entity::id::{
    self, AccountId, BotId, HandoverId, IncidentId, KnowledgeEntryId, LetterId, NoticeId, RegionId,
    RequestId, UserId,
};

/// Something with a globally unique id that never changes. Expect unknown members.
#[derive(Interface)]
#[graphql(field(
    name = "id",
    ty = "ID",
    desc = "Opaque, globally unique, stable for ever. Its prefix tells the type."
))]
pub enum Node {
    /// A key account.
    Account(Account),
    /// An incident of the red channel.
    Incident(Incident),
    /// A letter of commitment.
    Letter(Letter),
    /// A handover of a seat.
    Handover(Handover),
    /// An entry of the think tank.
    KnowledgeEntry(KnowledgeEntry),
    /// What a customer asks.
    CustomerRequest(CustomerRequest),
    /// A person.
    User(User),
    /// A region.
    Region(Region),
    /// An escalation bot.
    Bot(Bot),
    /// A notice of the viewer's.
    Notice(Notice),
}

/// Root fields that find anything by its id.
#[derive(Default)]
pub struct NodeQuery;

#[Object]
impl NodeQuery {
    /// Anything by its id. `NOT_FOUND` for what does not exist and for what the viewer may not see alike.
    ///
    /// Requires: what the thing's own root field requires.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of anything.")] id: ID,
    ) -> Nullable<Node> {
        Some(find(ctx, &id).await)
    }

    /// Several things by their ids, in that order; null with an error `NOT_FOUND` for each that does not exist or that the
    /// viewer may not see.
    ///
    /// Requires: what each thing's own root field requires.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ids of anything, at most 100.")] ids: Vec<ID>,
    ) -> Nullable<Vec<Nullable<Node>>> {
        let max = limits(ctx).input_list;
        if ids.len() > max {
            return Some(Err(Error::limit("inputList", ids.len(), max)));
        }
        Some(Ok(join_all(ids.iter().map(|id| find(ctx, id))).await.into_iter().map(Some).collect()))
    }
}

async fn find(ctx: &Context<'_>, id: &ID) -> Result<Node> {
    let malformed = || Error::new(ErrorCode::BadUserInput, id::IdError::Malformed.to_string());
    let (prefix, uuid) = id::split(id).ok_or_else(malformed)?;
    if matches!(viewer(ctx), Viewer::Anonymous) {
        return Err(Error::unauthenticated());
    }
    let access = services(ctx).access();
    match prefix {
        AccountId::PREFIX => there(load_account(ctx, AccountId(uuid)).await).map(Node::Account),
        IncidentId::PREFIX => {
            let found = access.incident(viewer(ctx), IncidentId(uuid)).await?;
            Ok(Node::Incident(Incident(found)))
        }
        LetterId::PREFIX => {
            let found = services(ctx).letters().get(viewer(ctx), LetterId(uuid)).await?;
            Ok(Node::Letter(Letter(found)))
        }
        HandoverId::PREFIX => {
            let found = services(ctx).handovers().get(viewer(ctx), HandoverId(uuid)).await?;
            Ok(Node::Handover(Handover(found)))
        }
        KnowledgeEntryId::PREFIX => {
            let found = access.knowledge(viewer(ctx), KnowledgeEntryId(uuid)).await?;
            Ok(Node::KnowledgeEntry(KnowledgeEntry(found)))
        }
        RequestId::PREFIX => {
            let found = services(ctx).requests().get(viewer(ctx), RequestId(uuid)).await?;
            Ok(Node::CustomerRequest(CustomerRequest(found)))
        }
        UserId::PREFIX => {
            viewer(ctx).person()?;
            there(load_user(ctx, UserId(uuid)).await).map(Node::User)
        }
        RegionId::PREFIX => {
            viewer(ctx).person()?;
            there(load_region(ctx, RegionId(uuid)).await).map(Node::Region)
        }
        // Not by the loader: it reads the bots that something visible names, and here nothing names it.
        BotId::PREFIX => {
            let found = services(ctx).identity().bot(viewer(ctx), BotId(uuid)).await?;
            Ok(Node::Bot(Bot(found)))
        }
        NoticeId::PREFIX => {
            let found = services(ctx).notices().get(viewer(ctx), NoticeId(uuid)).await?;
            Ok(Node::Notice(Notice(found)))
        }
        other => {
            let text = format!("ids that start with `{other}_` name nothing that can be asked for by itself");
            Err(Error::new(ErrorCode::IdTypeMismatch, text))
        }
    }
}

fn there<T>(found: Nullable<T>) -> Result<T> {
    found.unwrap_or_else(|| Err(Error::not_found()))
}
