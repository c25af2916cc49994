//! What can be done in the think tank.

pub mod draft;
pub mod link;
pub mod publish;
pub mod share;
pub mod verify;

use async_graphql::{Context, MergedObject};
use entity::id::KnowledgeEntryId;

use super::KnowledgeEntry;
use crate::{
    domain::{fault::Fault, journal::Outcome, knowledge::KnowledgeError},
    graphql::{
        context::{services, viewer},
        error::Error,
        failure::Failure,
        payload::Changed,
    },
};

/// Root fields that change the think tank.
#[derive(MergedObject, Default)]
pub struct KnowledgeMutation(
    draft::DraftMutation,
    publish::PublishMutation,
    share::ShareMutation,
    link::LinkMutation,
    verify::VerifyMutation,
    super::comment::CommentMutation,
    super::reuse::UseMutation,
    super::term::TermMutation,
);

pub(super) type Answer = Result<Changed<KnowledgeEntry>, Failure>;

/// The entry after a change, read anew with the viewer's present rights.
pub(super) async fn answer(ctx: &Context<'_>, outcome: Result<Outcome, KnowledgeError>) -> Answer {
    let outcome = outcome?;
    let entry = match services(ctx).knowledge().get(viewer(ctx), KnowledgeEntryId(outcome.id)).await {
        Ok(access) => Some(KnowledgeEntry(access)),
        Err(Fault::NotFound) => None,
        Err(fault) => return Err(Error::from(fault).into()),
    };
    Ok(Changed { entity: entry, events: outcome.events })
}
