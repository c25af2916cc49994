//! The log as the domains wrote it, read back, and what each viewer may receive of it.

use serde_json::Value as Json;

use super::{
    access::{AccessChange, Facts},
    journal::{AccountLabel, Actor, Envelope},
};
use crate::platform::{feed::Reader, log::Record};

/// An event as a subscriber gets it: who did what, on which account.
#[derive(Clone, Debug)]
pub struct Event {
    /// Who made the change.
    pub actor: Actor,
    /// The account that it concerns.
    pub account: Option<AccountLabel>,
    /// What happened.
    pub body: Body,
}

/// What happened, by the domain that wrote it.
#[derive(Clone, Debug)]
pub enum Body {
    /// Written by a newer version of the server: nobody here can judge who may see it.
    Unknown,
}

/// Reads records for the feed and keeps the facts up with it.
pub struct LogReader {
    facts: Facts,
}

impl LogReader {
    /// Keeps these facts up with the log.
    pub fn new(facts: Facts) -> Self {
        Self { facts }
    }
}

impl Reader<Option<Event>> for LogReader {
    fn read(&self, record: &Record) -> Option<Event> {
        let envelope: Envelope<Json> = serde_json::from_value(record.body.clone()).ok()?;
        Some(Event { actor: envelope.actor, account: envelope.account, body: Body::Unknown })
    }

    fn follow(&self, record: &Record, _: &Option<Event>) {
        let Some(access) = &record.access else { return };
        match serde_json::from_value::<Vec<AccessChange>>(access.clone()) {
            Ok(changes) => self.facts.apply(changes),
            Err(error) => tracing::error!(%error, event = %record.id, "cannot read a change of rights"),
        }
    }
}
