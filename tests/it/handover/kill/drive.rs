//! A client that takes a handover through its states on servers that die under it.

use std::net::SocketAddr;
use std::sync::Arc;

use support::{
    Persona::{self, Director, Outsider, SalesLead},
    Value,
    answer::Answer,
    client::Client,
    json,
    process::Process,
    relay::Relay,
};
use tokio::sync::watch;

use crate::handover::acting::{PARTS, WAY, both};

/// What a client does that does not know whether its step was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// Sends the same request again, with its key.
    Repeats,
    /// Looks at the version.
    Looks,
}

/// A step of a handover, who takes it, and what its event is called. Each adds one to the version.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) mutation: &'static str,
    by: Persona,
    more: Value,
    pub(super) kind: &'static str,
}

/// From the nomination to the move.
pub(super) fn steps(receiver: &str) -> Vec<Step> {
    let step = |mutation, by, more, kind| Step { mutation, by, more, kind };
    let begun = json!({ "seat": "SALES", "receiverId": receiver, "reason": "Moves to Lyon" });
    let mut steps = vec![step("handoverInitiate", Director, begun, "INITIATED")];
    steps.extend(PARTS.map(|part| {
        let known = if part == "SUMMARY" { json!(["One", "Two", "Three"]) } else { json!(null) };
        let more = json!({ "part": part, "body": format!("All about {part}."), "mustKnows": known });
        step("handoverWritePart", SalesLead, more, "PART_WRITTEN")
    }));
    let kinds = ["PACK_READY", "ACCEPTED", "SHADOWING_BEGUN", "INTRODUCED", "CO_OWNED"];
    steps.extend(WAY.into_iter().zip(kinds).map(|((mutation, by), kind)| {
        let told = mutation == "handoverIntroduce";
        step(mutation, by, if told { json!({ "informed": "Ms Sato" }) } else { json!({}) }, kind)
    }));
    steps.push(step("handoverTransfer", Director, json!({}), "TRANSFERRED"));
    steps
}

/// The clients of the people who hand over, who stay while servers come and go.
#[derive(Clone, Debug)]
pub(super) struct People([(Persona, String); 3]);

impl People {
    pub(super) async fn sign_in(process: &Process) -> Self {
        let mut tokens = Vec::new();
        for persona in [Director, SalesLead, Outsider] {
            tokens.push((persona, process.as_(persona).await.token().unwrap().to_owned()));
        }
        Self(tokens.try_into().unwrap())
    }

    pub(super) fn at(&self, address: SocketAddr, persona: Persona) -> Client {
        let token = self.0.iter().find(|(known, _)| *known == persona).unwrap().1.clone();
        Client::new(address, Some(token))
    }
}

/// A handover that is driven to its move.
#[derive(Debug)]
pub(super) struct Drive {
    pub(super) account: String,
    pub(super) steps: Arc<Vec<Step>>,
    /// To which step every answer is lost though the server has taken it; nothing, once that has happened.
    pub(super) loses: Option<&'static str>,
    manner: Manner,
    pub(super) id: Option<String>,
    /// How many steps are known to be done; the version of the handover is this number.
    pub(super) done: usize,
    /// Whether the next one was asked for, and no answer came.
    pub(super) unsure: bool,
    /// The ids of the events of all answers.
    pub(super) events: Vec<String>,
}

impl Drive {
    pub(super) fn new(
        account: String,
        steps: Arc<Vec<Step>>,
        (loses, manner): (&'static str, Manner),
    ) -> Self {
        let (id, done, unsure, events) = (None, 0, false, Vec::new());
        Self { account, steps, loses: Some(loses), manner, id, done, unsure, events }
    }

    /// Goes on until the seat has moved or the line breaks.
    pub(super) async fn go_on(mut self, relay: Relay, people: People, told: watch::Sender<usize>) -> Self {
        while let Some(step) = Arc::clone(&self.steps).get(self.done) {
            if self.unsure && self.manner == Manner::Looks {
                let Some(version) = self.version(&people.at(relay.address(), Director)).await else { break };
                assert!(self.may_be_at(version), "{version} after {} steps", self.done);
                (self.done, self.unsure) = (version, false);
                continue;
            }
            self.unsure = true;
            let client = people.at(relay.address(), step.by);
            let selection = "handover { id version }";
            let answer = client.attempt_or_lose(step.mutation, selection, self.input(step)).await;
            let Some(answer) = answer else { break };
            self.hear(&answer);
            told.send_modify(|count| *count += 1);
        }
        self
    }

    /// Notes what the answer to the step says: it was taken, now or when it was asked for before.
    fn hear(&mut self, answer: &Answer) {
        assert!(answer.succeeded(), "step {}: {answer:?}", self.done);
        let payload = answer.payload();
        assert_eq!(payload["handover"]["version"], self.done + 1, "{answer:?}");
        self.id = payload["handover"]["id"].as_str().map(str::to_owned);
        let events = payload["eventIds"].as_array().unwrap().iter();
        self.events.extend(events.map(|id| id.as_str().unwrap().to_owned()));
        (self.done, self.unsure) = (self.done + 1, false);
    }

    fn input(&self, step: &Step) -> Value {
        let input = match &self.id {
            None => json!({ "accountId": self.account }),
            Some(id) => json!({ "handoverId": id, "expectedVersion": self.done }),
        };
        let key = match self.manner {
            Manner::Repeats => json!(format!("{}-{}", self.account, self.done)),
            Manner::Looks => json!(null),
        };
        both(both(input, step.more.clone()), json!({ "idempotencyKey": key }))
    }

    /// Which version the handover has, 0 if there is none; `None`: the line broke. From it on its id is known.
    pub(super) async fn version(&mut self, client: &Client) -> Option<usize> {
        let document = "query($account: ID!) {
            handovers(accountId: $account, first: 10) { nodes { id version } } }";
        let answer = client.query_or_lose(document, json!({ "account": self.account })).await?;
        let nodes = answer["handovers.nodes"].as_array().unwrap();
        let Some(node) = nodes.first() else { return Some(0) };
        assert_eq!(nodes.len(), 1, "begun twice: {answer:?}");
        if self.manner == Manner::Looks {
            self.id = node["id"].as_str().map(str::to_owned);
        }
        Some(node["version"].as_u64().unwrap().try_into().unwrap())
    }

    /// What was acknowledged is there; what was asked for is there, or not at all.
    pub(super) fn may_be_at(&self, version: usize) -> bool {
        version == self.done || (self.unsure && version == self.done + 1)
    }

    pub(super) fn has_moved(&self) -> bool {
        self.done == self.steps.len()
    }
}
