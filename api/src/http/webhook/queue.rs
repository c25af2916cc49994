//! Follows the log for every endpoint, each from its own place: events for which its document gives something become
//! deliveries.

use std::{collections::HashMap, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use entity::{id::WebhookEndpointId, webhook_endpoint};

use super::{
    super::state::Server,
    body::{self, Body},
};
use crate::{
    domain::{fault::Fault, stream::Event},
    platform::{feed::Delivered, log::Record},
};

/// How many events that call for nothing may pass before an endpoint's place is moved all the same.
const UNKEPT: i64 = 1_000;

/// How long to wait after a failure. Real time: the database does not know the clock.
const PAUSE: Duration = Duration::from_secs(1);

/// How far this node has looked for an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    /// What the database keeps, and when it was last set by hand: if they differ, somebody else has moved it.
    kept: (i64, Option<DateTime<Utc>>),
    /// What this node has looked at.
    seen: i64,
}

impl Place {
    fn of(endpoint: &webhook_endpoint::Model) -> Self {
        let kept = (endpoint.queued_through, endpoint.replayed_at);
        Self { kept, seen: endpoint.queued_through }
    }
}

/// Queues until the app stops.
pub(super) async fn run(server: Server) {
    let mut places = HashMap::new();
    while !server.app.is_stopping() {
        let feed = server.app.services().feed();
        let head = feed.head().pos;
        let caught_up = match look(&server, &mut places, head).await {
            Ok(caught_up) => caught_up,
            Err(error) => {
                tracing::warn!(%error, "cannot queue webhooks; trying again");
                tokio::time::sleep(PAUSE).await;
                continue;
            }
        };
        if !caught_up {
            continue;
        }
        tokio::select! {
            () = server.app.stopping() => return,
            // A feed that has lost the database has a head that stays: it is asked again.
            _ = feed.moved_past(head) => {}
        }
    }
}

/// Looks at one batch for each endpoint; true if all have come to the head.
async fn look(
    server: &Server,
    places: &mut HashMap<WebhookEndpointId, Place>,
    head: i64,
) -> Result<bool, Fault> {
    let endpoints = server.app.services().webhooks().queues().await?;
    places.retain(|id, _| endpoints.iter().any(|endpoint| endpoint.id == *id));
    let mut caught_up = true;
    for endpoint in &endpoints {
        let known = places.get(&endpoint.id).copied();
        let fresh = Place::of(endpoint);
        let place = known.filter(|place| place.kept == fresh.kept).unwrap_or(fresh);
        let place = step(server, endpoint, place).await?;
        caught_up &= place.seen >= head;
        places.insert(endpoint.id, place);
    }
    Ok(caught_up)
}

async fn step(server: &Server, endpoint: &webhook_endpoint::Model, place: Place) -> Result<Place, Fault> {
    let services = server.app.services();
    if services.webhooks().reader(endpoint.api_key_id).is_none() {
        services.webhooks().end_with_key(endpoint.id).await?;
        return Ok(place);
    }
    let batch = services.feed().after(place.seen).await?;
    let Some(last) = batch.last().map(|arrived| arrived.record.cursor.pos) else {
        if place.seen < services.feed().head().pos {
            // There is more and it cannot be read yet; nobody else waits for this task.
            tokio::time::sleep(PAUSE).await;
        }
        return Ok(place);
    };
    let mut wanted: Vec<&Record> = Vec::new();
    for arrived in &batch {
        if wants(server, endpoint, arrived).await {
            wanted.push(&arrived.record);
        }
    }
    if wanted.is_empty() && last - endpoint.queued_through < UNKEPT {
        return Ok(Place { seen: last, ..place });
    }
    if services.webhooks().queue(endpoint, &wanted, last).await? {
        return Ok(Place { kept: (last, endpoint.replayed_at), seen: last });
    }
    // Another node has done it, or somebody has set the place: it is read again.
    Ok(Place::of(endpoint))
}

/// Whether an event is for an endpoint: the stream is its own, and its document gives something. A document that cannot be run
/// any more gives it too, so that somebody sees it.
async fn wants(server: &Server, endpoint: &webhook_endpoint::Model, arrived: &Arc<Delivered<Event>>) -> bool {
    let family = arrived.event.subject().family();
    let stream = family.and_then(|family| family.stream());
    stream == Some(endpoint.stream.as_str())
        && !matches!(body::of(server, endpoint, arrived).await, Body::Nothing)
}
