//! What an endpoint's document gives for one event, by the rights of now.

use std::{pin::pin, sync::Arc};

use async_graphql::Variables;
use entity::webhook_endpoint;
use futures_util::StreamExt;

use super::super::{execution::Step, graphql::with_context, request_id::RequestId, state::Server};
use crate::{domain::stream::Event, graphql::stream::Single, platform::feed::Delivered};

/// What a document gives.
#[derive(Debug)]
pub(super) enum Body {
    /// This text.
    Text(String),
    /// Nothing: the key may not receive the event, or does not want it.
    Nothing,
    /// Nothing any more: the key does not work.
    KeyEnded,
    /// It cannot be run any more, and why.
    Refused(String),
}

/// Runs an endpoint's document for an event.
pub(super) async fn of(
    server: &Server,
    endpoint: &webhook_endpoint::Model,
    arrived: &Arc<Delivered<Event>>,
) -> Body {
    let Some(reader) = server.app.services().webhooks().reader(endpoint.api_key_id) else {
        return Body::KeyEnded;
    };
    let admitted = match server.documents.admit(&endpoint.document, None, Variables::default()) {
        Ok(admitted) => admitted,
        Err(error) => return Body::Refused(error.message().to_owned()),
    };
    let id = RequestId::fresh();
    let request = with_context(server, &reader, &id, admitted.request);
    let request = request.data(Single::Event(Arc::clone(arrived)));
    let mut steps = pin!(server.runner(server.report(id)).subscription(request));
    match steps.next().await {
        None => Body::Nothing,
        Some(Step::Next(answer)) => Body::Text(answer.to_json()),
        Some(Step::Failed(answer)) if answer.denies() => Body::Nothing,
        Some(Step::Failed(answer)) => {
            let message = answer.errors().first().map(|error| error.message.clone());
            Body::Refused(message.unwrap_or_default())
        }
        Some(Step::Lost) => Body::Refused("the event feed has lost the database".to_owned()),
    }
}
