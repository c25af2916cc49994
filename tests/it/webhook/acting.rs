//! What the stories about webhooks have in common.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use support::{
    Persona::Administrator, Server, answer::Answer, client::Client, receiver::Receiver, story::soon,
};

/// A subscription to what happens in the red channel.
pub const INCIDENTS: &str =
    "subscription { incidentEvents(checkpoints: false) { __typename ... on IncidentEvent {
    cursor eventId kind account { code name } incident { id number state severity } } } }";

/// A subscription to what happens to accounts.
const ACCOUNTS: &str =
    "subscription { accountEvents(checkpoints: false) { ... on AccountEvent { eventId } } }";

/// An endpoint and whoever listens there.
pub struct Hook {
    pub receiver: Receiver,
    pub id: String,
    pub secret: String,
    pub bot: Client,
    pub key: String,
}

impl Hook {
    /// A new bot with such a key and an endpoint for that document.
    pub async fn of(server: &Server, key: Value, document: &str) -> Self {
        let bot = server.bot(key).await;
        let receiver = Receiver::start().await;
        let key = key_of(&bot).await;
        let input = json!({ "apiKeyId": key, "url": receiver.url(), "document": document });
        let made = register(server, input).await;
        let id = made.text("webhookEndpointRegister.registered.endpoint.id");
        let secret = made.text("webhookEndpointRegister.registered.secret");
        Self { receiver, id, secret, bot, key }
    }

    /// A bot that reads all incidents whole, and an endpoint for them.
    pub async fn of_incidents(server: &Server) -> Self {
        Self::of(server, json!({ "scopes": ["INCIDENT_READ"], "incidentDetail": true }), INCIDENTS).await
    }

    /// Somebody who only tells that the server has looked at everything that is due, see [`Hook::beat`].
    pub async fn probe(server: &Server) -> Self {
        Self::of(server, json!({ "scopes": ["ACCOUNT_READ"] }), ACCOUNTS).await
    }

    /// Lets the server begin everything that is due now: what an account sets off is looked for last, and comes here.
    pub async fn beat(&mut self, server: &Server) {
        server.account(json!({})).await;
        self.receiver.next().await;
    }

    /// How many attempts have begun, over all its deliveries.
    pub async fn attempts(&self, server: &Server) -> i64 {
        self.deliveries(server).await.iter().filter_map(|it| it["attempts"].as_i64()).sum()
    }

    /// The endpoint, as the administrator sees it.
    pub async fn endpoint(&self, server: &Server) -> Value {
        let document = "query($id: ID!) { webhookEndpoint(id: $id) { state disabledBecause failingSince pausedUntil version
            stream url document replayedAt apiKeyId bot { name } } }";
        let found = server.as_(Administrator).query(document, json!({ "id": self.id })).await;
        found["webhookEndpoint"].clone()
    }

    /// Its deliveries, the latest event first.
    pub async fn deliveries(&self, server: &Server) -> Vec<Value> {
        let document = "query($id: ID!) { webhookDeliveries(endpointId: $id, first: 100) { nodes { id eventId eventName state
            attempts nextAttemptAt lastStatus lastError settledAt } } }";
        let found = server.as_(Administrator).query(document, json!({ "id": self.id })).await;
        found["webhookDeliveries.nodes"].as_array().expect("there is a list").clone()
    }

    /// Waits until its latest delivery is like that.
    pub async fn latest(&self, server: &Server, what: &str, is: impl Fn(&Value) -> bool) -> Value {
        let found = async {
            loop {
                let deliveries = self.deliveries(server).await;
                if let Some(latest) = deliveries.into_iter().next().filter(&is) {
                    return latest;
                }
                tokio::task::yield_now().await;
            }
        };
        soon(what, found).await
    }

    /// Waits until that many attempts of its latest delivery are over.
    pub async fn has_tried(&self, server: &Server, attempts: i64, state: &str) -> Value {
        let over = |it: &Value| it["attempts"] == attempts && it["state"] == state && is_settled(it, server);
        self.latest(server, &format!("{attempts} attempts, and {state}"), over).await
    }

    /// Waits until it is disabled for that reason.
    pub async fn is_disabled(&self, server: &Server, because: &str) {
        let disabled = async {
            while self.endpoint(server).await["disabledBecause"] != because {
                tokio::task::yield_now().await;
            }
        };
        soon("the end of the endpoint", disabled).await;
    }

    /// Waits until there are so many deliveries.
    pub async fn has_queued(&self, server: &Server, count: usize) {
        self.are(server, "deliveries", |deliveries| deliveries.len() == count).await;
    }

    /// Waits until there are so many deliveries, and each was accepted.
    pub async fn all_are_delivered(&self, server: &Server, count: usize) {
        let all = |deliveries: &[Value]| {
            deliveries.len() == count && deliveries.iter().all(|it| it["state"] == "DELIVERED")
        };
        self.are(server, "deliveries that were accepted", all).await;
    }

    async fn are(&self, server: &Server, what: &str, are: impl Fn(&[Value]) -> bool) {
        let found = async {
            while !are(&self.deliveries(server).await) {
                tokio::task::yield_now().await;
            }
        };
        soon(what, found).await;
    }

    /// Runs a mutation about the endpoint at its present version.
    pub async fn change(&self, server: &Server, mutation: &str, more: Value) -> Answer {
        let version = self.endpoint(server).await["version"].clone();
        let mut input = json!({ "endpointId": self.id, "expectedVersion": version });
        for (name, value) in more.as_object().expect("fields").clone() {
            input[name] = value;
        }
        let selection = if mutation == "webhookSecretRotate" {
            "rotated { secret previousUntil }"
        } else {
            "endpoint { state disabledBecause version }"
        };
        server.as_(Administrator).change(mutation, selection, input).await
    }
}

/// Whether no attempt is under way: while one is, the next one is when its lease ends.
fn is_settled(delivery: &Value, server: &Server) -> bool {
    let lease = server.now() + TimeDelta::seconds(60);
    delivery["state"] != "PENDING" || instant(&delivery["nextAttemptAt"]) != lease
}

/// An instant, as the API writes it.
pub fn instant(text: &Value) -> DateTime<Utc> {
    text.as_str().and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("{text} is no instant"))
}

pub async fn key_of(bot: &Client) -> String {
    let who = bot.query("{ viewer { ... on BotViewer { apiKeyId } } }", json!({})).await;
    who.text("viewer.apiKeyId")
}

pub async fn register(server: &Server, input: Value) -> Answer {
    let selection = "registered { secret endpoint { id state stream } }";
    server.as_(Administrator).attempt("webhookEndpointRegister", selection, input).await
}
