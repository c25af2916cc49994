//! Whether a document can be kept to make the bodies of events: it is run once as the bot, for no event.

use std::{
    pin::pin,
    sync::{Arc, OnceLock},
};

use async_graphql::{Context, Variables, parser::types::OperationType};
use futures_util::StreamExt;

use crate::{
    domain::{access::Viewer, fault::Fault, stream::Family},
    graphql::{
        context::RequestContext,
        document::Documents,
        failure::Failure,
        loader::{Loaders, batches_of},
        stream::Single,
    },
};

/// The family of the events that a document subscribes to.
///
/// # Errors
/// It is no subscription, or the API would refuse it to this bot.
pub(super) async fn try_as(ctx: &Context<'_>, reader: Viewer, text: &str) -> Result<Family, Failure> {
    let request = ctx.data_unchecked::<RequestContext>();
    let admitted = Documents::new(request.limits.clone()).admit(text, None, Variables::default());
    let admitted = admitted.map_err(|error| refused(error.message().to_owned()))?;
    if admitted.operation != OperationType::Subscription {
        return Err(Fault::invalid("document", "NOT_A_SUBSCRIPTION", "give one subscription").into());
    }
    let family = Arc::new(OnceLock::new());
    let loaders = Loaders::new(&request.services, &reader, &request.limits);
    let context = RequestContext { viewer: reader, ..request.clone() };
    let trial = Single::Trial(Arc::clone(&family));
    let trial = admitted.request.data(context).data(loaders).data(trial);
    let batches = batches_of(&trial);
    let mut answers = pin!(batches.beside_stream(request.schema.execute_stream(trial)));
    if let Some(answer) = answers.next().await
        && let Some(error) = answer.errors.into_iter().next()
    {
        return Err(refused(error.message));
    }
    family.get().copied().ok_or_else(|| refused("it subscribes to no stream of events".to_owned()))
}

fn refused(message: String) -> Failure {
    Fault::invalid("document", "REFUSED", message).into()
}
