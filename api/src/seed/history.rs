//! The events of the loaded past, brought into one order of time, each account's own numbered from 1.

use std::{
    cmp::{Ordering, Reverse},
    collections::{BinaryHeap, HashMap},
};

use chrono::{DateTime, Utc};
use entity::id::{AccountId, EventId};
use sea_orm::DbErr;

use super::dice::Dice;
use crate::{
    domain::{
        access::AccessChange,
        journal::{AccountLabel, Actor, Envelope, EventBody},
    },
    platform::log::{NewEvent, PastEvent},
};

/// Events that were recorded and not yet written.
pub(super) struct History {
    dice: Dice,
    waiting: BinaryHeap<Reverse<Waiting>>,
    versions: HashMap<AccountId, i64>,
    recorded: u64,
}

struct Waiting {
    at: DateTime<Utc>,
    turn: u64,
    event: NewEvent,
}

/// Who did something, when, on which account.
pub(super) struct Deed {
    pub(super) at: DateTime<Utc>,
    pub(super) actor: Actor,
    pub(super) account: Option<AccountLabel>,
}

impl History {
    pub(super) fn new(dice: Dice) -> Self {
        Self { dice, waiting: BinaryHeap::new(), versions: HashMap::new(), recorded: 0 }
    }

    /// How many events there have been.
    pub(super) fn recorded(&self) -> u64 {
        self.recorded
    }

    /// Notes an event, as a use case would have written it.
    pub(super) fn record<B: EventBody>(
        &mut self,
        deed: Deed,
        body: &B,
        access: Vec<AccessChange>,
    ) -> Result<(), DbErr> {
        let json = |error: serde_json::Error| DbErr::Json(error.to_string());
        let envelope = Envelope { actor: deed.actor, account: deed.account, data: body };
        let event = NewEvent {
            id: EventId(self.dice.id(deed.at)),
            kind: body.kind(),
            account: envelope.account.as_ref().map(|label| label.id),
            body: serde_json::to_value(&envelope).map_err(json)?,
            access: if access.is_empty() { None } else { Some(serde_json::to_value(access).map_err(json)?) },
        };
        self.waiting.push(Reverse(Waiting { at: deed.at, turn: self.recorded, event }));
        self.recorded += 1;
        Ok(())
    }

    /// Gives out the events before an instant, or all, in the order of time.
    pub(super) fn before(&mut self, end: Option<DateTime<Utc>>) -> Vec<PastEvent> {
        let mut past = Vec::new();
        while let Some(Reverse(next)) = self.waiting.peek() {
            if end.is_some_and(|end| next.at >= end) {
                break;
            }
            let Some(Reverse(Waiting { at, event, .. })) = self.waiting.pop() else { break };
            let account_version = event.account.map(|account| {
                let version = self.versions.entry(account).or_default();
                *version += 1;
                *version
            });
            past.push(PastEvent { event, account_version, at });
        }
        past
    }
}

impl PartialEq for Waiting {
    fn eq(&self, other: &Self) -> bool {
        self.turn == other.turn
    }
}

impl Eq for Waiting {}

impl PartialOrd for Waiting {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Waiting {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.at, self.turn).cmp(&(other.at, other.turn))
    }
}
