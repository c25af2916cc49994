//! Event types: who did what, on which account, as snapshots. They hold no edges into the live graph.

mod account;
mod administration;
mod clock;
mod handover;
mod incident;
mod knowledge;
mod letter;
mod notice;
mod request;
mod special_note;

use std::sync::Arc;

use async_graphql::{Enum, ID, Interface, SimpleObject};
use chrono::{DateTime, Utc};

pub use self::{
    account::AccountEvent,
    administration::AdministrationEvent,
    handover::HandoverEvent,
    incident::IncidentEvent,
    knowledge::KnowledgeEvent,
    letter::LetterEvent,
    notice::{NoticeEvent, NoticeEventKind},
    request::CustomerRequestEvent,
    special_note::{SpecialNoteEvent, SpecialNoteEventKind},
};
use crate::{
    domain::{
        access::{Access, IncidentAccess, Viewer},
        account::event::PersonLabel,
        journal::{self, AccountLabel},
        stream::{Arrived, Body},
    },
    graphql::scalar::EventCursor,
};

/// What sort of actor made a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "journal::ActorKind")]
pub enum ActorKind {
    /// A person.
    Person,
    /// An escalation bot.
    Bot,
    /// The server or its operator.
    System,
}

/// Who made a change, as they were called then.
#[derive(Clone, Debug, SimpleObject)]
pub struct EventActor {
    /// The person's or bot's id; null for the system.
    id: Option<ID>,
    /// What sort of actor.
    kind: ActorKind,
    /// Full name then.
    name: String,
}

/// The account of an event, as it was called then.
#[derive(Clone, Debug, SimpleObject)]
pub struct EventAccount {
    /// The account's id.
    id: ID,
    /// Its code then.
    code: String,
    /// Its name then; null for a bot that reads incidents without detail.
    name: Option<String>,
}

/// A person of an event, as they were called then.
#[derive(Clone, Debug, SimpleObject)]
pub struct EventPerson {
    /// The person's id.
    id: ID,
    /// Full name then.
    name: String,
}

impl From<&PersonLabel> for EventPerson {
    fn from(label: &PersonLabel) -> Self {
        Self { id: ID(label.id.to_string()), name: label.name.clone() }
    }
}

/// Something that happened. Its `cursor` is its place in the one total order of the log. Expect unknown members.
#[derive(Interface)]
#[graphql(
    name = "Event",
    field(
        name = "cursor",
        ty = "EventCursor",
        desc = "Its position: give it as `after` to go on from here."
    ),
    field(
        name = "event_id",
        ty = "ID",
        desc = "Stable and unique: the idempotency key of whoever acts on the event."
    ),
    field(name = "occurred_at", ty = "DateTime<Utc>", desc = "When the change was made."),
    field(name = "actor", ty = "EventActor", desc = "Who made the change."),
    field(name = "account", ty = "Option<EventAccount>", desc = "The account that it concerns."),
    field(
        name = "account_version",
        ty = "Option<String>",
        desc = "Counts the events of the account, as a whole number in a string: drop an event whose number is not above the last one you have seen."
    )
)]
pub enum EventObject {
    /// Accounts and triangles.
    Account(AccountEvent),
    /// Customers' requests.
    Request(CustomerRequestEvent),
    /// Handovers of seats.
    Handover(HandoverEvent),
    /// The red channel.
    Incident(IncidentEvent),
    /// Letters of commitment.
    Letter(LetterEvent),
    /// Special notes of accounts.
    SpecialNote(SpecialNoteEvent),
    /// The think tank.
    Knowledge(KnowledgeEvent),
    /// The viewer's notices.
    Notice(NoticeEvent),
    /// People, bots and settings.
    Administration(AdministrationEvent),
}

impl EventObject {
    /// An event as its type; `None` for one that this version does not know.
    pub(super) fn of(access: &Access, viewer: &Viewer, arrived: &Arrived) -> Option<Self> {
        let whole = IncidentAccess::is_whole(viewer);
        match arrived.event.body {
            Body::Account(_) => Some(Self::Account(AccountEvent(Arc::clone(arrived)))),
            Body::Request(_) => Some(Self::Request(CustomerRequestEvent(Arc::clone(arrived)))),
            Body::Handover(_) => Some(Self::Handover(HandoverEvent(Arc::clone(arrived)))),
            Body::Incident(_) => Some(Self::Incident(IncidentEvent { arrived: Arc::clone(arrived), whole })),
            Body::Letter(_) => Some(Self::Letter(LetterEvent(Arc::clone(arrived)))),
            Body::SpecialNote(_) => Some(Self::SpecialNote(SpecialNoteEvent(Arc::clone(arrived)))),
            Body::Knowledge(_) => Some(Self::Knowledge(KnowledgeEvent {
                arrived: Arc::clone(arrived),
                tells_home: access.account_of(viewer, &arrived.event).is_some(),
            })),
            Body::Notice(_) => NoticeEvent::of(access, viewer, arrived).map(Self::Notice),
            Body::Administration(_) => Some(Self::Administration(AdministrationEvent(Arc::clone(arrived)))),
            Body::Unknown => None,
        }
    }
}

fn actor(arrived: &Arrived) -> EventActor {
    let actor = &arrived.event.actor;
    EventActor { id: actor.id.clone().map(ID), kind: actor.kind.into(), name: actor.name.clone() }
}

fn account(arrived: &Arrived, whole: bool) -> Option<EventAccount> {
    let account = arrived.event.account.as_ref()?;
    let told = EventAccount::from(account);
    Some(if whole { told } else { EventAccount { name: None, ..told } })
}

impl From<&AccountLabel> for EventAccount {
    fn from(label: &AccountLabel) -> Self {
        Self { id: ID(label.id.to_string()), code: label.code.clone(), name: Some(label.name.clone()) }
    }
}

fn version(arrived: &Arrived) -> Option<String> {
    arrived.record.account_version.map(|version| version.to_string())
}
