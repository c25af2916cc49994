//! Sends what is due: a few at a time of each endpoint, so that one that takes its time stalls nobody else.

use std::{collections::HashMap, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use entity::id::WebhookEndpointId;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::{
    super::state::Server,
    body::{self, Body},
};
use crate::{
    domain::{
        fault::Fault,
        webhook::{Due, Leased, Outcome},
    },
    platform::task,
};

/// How many attempts a node makes at the same time.
const AT_ONCE: usize = 64;

/// How many of them to one endpoint, and to one whose last attempt failed.
const OF_ONE: usize = 4;
const OF_ONE_FAILING: usize = 1;

/// The longest that the sender trusts what it knows of the next due instant: other nodes queue, too.
const RECHECK: TimeDelta = TimeDelta::seconds(1);

/// How soon it looks again at what is due and was held by somebody else. Locks are held in real time.
const HELD: Duration = Duration::from_millis(20);

/// What the log of a node says when the database does not answer.
const FAILURE: &str = "cannot send webhooks; the next try is in a second";

/// The attempts that are under way, by endpoint.
struct UnderWay {
    counts: HashMap<WebhookEndpointId, usize>,
    ended: UnboundedReceiver<WebhookEndpointId>,
    end: UnboundedSender<WebhookEndpointId>,
}

/// One attempt's place among them; it is given back however the attempt ends.
struct Turn {
    endpoint: WebhookEndpointId,
    end: UnboundedSender<WebhookEndpointId>,
}

impl Drop for Turn {
    fn drop(&mut self) {
        // The sender of webhooks is gone when the app has stopped.
        let _ = self.end.send(self.endpoint);
    }
}

/// Sends until the app stops.
pub(super) async fn run(server: Server) {
    let mut under_way = UnderWay::none();
    while !server.app.is_stopping() {
        let webhooks = server.app.services().webhooks();
        let next = send_due(&server, &mut under_way).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "{FAILURE}");
            server.app.clock().now() + RECHECK
        });
        tokio::select! {
            () = server.app.stopping() => return,
            () = under_way.one_ends() => {}
            () = webhooks.until_due(next) => {}
        }
    }
}

/// Begins attempts until nothing more is due, or everything due has its attempts under way. Gives the instant at which it is
/// worth to look again.
async fn send_due(server: &Server, under_way: &mut UnderWay) -> Result<DateTime<Utc>, Fault> {
    let webhooks = server.app.services().webhooks();
    loop {
        under_way.forget_ended();
        let now = server.app.clock().now();
        let agenda = webhooks.agenda().await?;
        let wanted = under_way.room_for(agenda.iter().filter(|due| due.at <= now));
        let next = agenda.iter().map(|due| due.at).filter(|at| *at > now).min();
        let next = next.map_or(now + RECHECK, |next| next.min(now + RECHECK));
        if wanted.is_empty() {
            return Ok(next);
        }
        let leased = webhooks.lease(&wanted).await?;
        if leased.is_empty() {
            tokio::time::sleep(HELD).await;
        }
        for leased in leased {
            let turn = under_way.begin(leased.endpoint.id);
            task::spawn("webhook delivery", attempt(server.clone(), leased, turn));
        }
    }
}

async fn attempt(server: Server, leased: Leased, turn: Turn) {
    let webhooks = server.app.services().webhooks();
    let outcome = outcome(&server, &leased).await;
    if let Err(error) = webhooks.settle(&leased, &outcome).await {
        let event = leased.delivery.event_id;
        tracing::warn!(%error, %event, "cannot keep what became of a webhook; it will be sent again");
    }
    drop(turn);
}

async fn outcome(server: &Server, leased: &Leased) -> Outcome {
    let failed = |reason: String| Outcome::Failed { status: None, reason, peace_until: None };
    let services = server.app.services();
    let pos = leased.delivery.pos;
    // Another node may have queued what this one has not read yet; its rights are not known here either.
    if services.feed().moved_past(pos - 1).await.is_err() {
        return failed("the event feed has lost the database".to_owned());
    }
    let arrived = match services.feed().after(pos - 1).await {
        Ok(batch) => batch.into_iter().next(),
        Err(_) => return failed("the event cannot be read".to_owned()),
    };
    let arrived = arrived.filter(|arrived| arrived.record.id == leased.delivery.event_id);
    let Some(arrived) = arrived else { return Outcome::Nothing };
    match body::of(server, &leased.endpoint, &arrived).await {
        Body::Text(text) => services.webhooks().carry(leased, text).await,
        Body::Nothing => Outcome::Nothing,
        Body::KeyEnded => Outcome::KeyEnded,
        Body::Refused(reason) => failed(format!("the document cannot be run: {reason}")),
    }
}

impl UnderWay {
    fn none() -> Self {
        let (end, ended) = unbounded_channel();
        Self { counts: HashMap::new(), ended, end }
    }

    /// How many attempts may begin, of those endpoints that have the fewest under way first.
    fn room_for<'a>(&self, due: impl Iterator<Item = &'a Due>) -> Vec<(WebhookEndpointId, usize)> {
        let mut room = AT_ONCE.saturating_sub(self.counts.values().sum());
        let of = |endpoint| self.counts.get(&endpoint).copied().unwrap_or(0);
        let mut due: Vec<&Due> = due.collect();
        due.sort_by_key(|due| (of(due.endpoint), due.at));
        let mut wanted = Vec::new();
        for due in due {
            let most = if due.failing { OF_ONE_FAILING } else { OF_ONE };
            let count = most.saturating_sub(of(due.endpoint)).min(room);
            if count > 0 {
                wanted.push((due.endpoint, count));
                room -= count;
            }
        }
        wanted
    }

    fn begin(&mut self, endpoint: WebhookEndpointId) -> Turn {
        *self.counts.entry(endpoint).or_default() += 1;
        Turn { endpoint, end: self.end.clone() }
    }

    async fn one_ends(&mut self) {
        if let Some(endpoint) = self.ended.recv().await {
            self.end(endpoint);
        }
    }

    fn forget_ended(&mut self) {
        while let Ok(endpoint) = self.ended.try_recv() {
            self.end(endpoint);
        }
    }

    fn end(&mut self, endpoint: WebhookEndpointId) {
        if let Some(count) = self.counts.get_mut(&endpoint) {
            *count -= 1;
        }
        self.counts.retain(|_, count| *count > 0);
    }
}
