//! The log as the domains wrote it, read back, and what each viewer may receive of it: judged on the facts of this node at
//! the moment of sending, never on what was true when the event was written.

use std::sync::Arc;

use entity::{
    id::{AccountId, IncidentId, KnowledgeEntryId, UserId},
    knowledge_entry::KnowledgeState,
};
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use super::{
    access::{
        Access, AccessChange, Action, Facts, IncidentAccess, Viewer,
        facts::{Revocation, Sight},
    },
    account::event::AccountEvent,
    handover::event::HandoverEvent,
    incident::event::IncidentEvent,
    journal::{AccountLabel, Actor, Envelope},
    knowledge::event::{KnowledgeEvent, LinkSnapshot},
    letter::event::LetterEvent,
    notice::event::{NoticeEvent, NoticeSnapshot},
    request::event::RequestEvent,
    special_note::event::SpecialNoteEvent,
};
use crate::platform::{
    feed::{Delivered, Reader},
    log::Record,
};

/// An event as a subscriber gets it: who did what, on which account.
#[derive(Clone, Debug)]
pub struct Event {
    /// Who made the change.
    pub actor: Actor,
    /// The account that it concerns.
    pub account: Option<AccountLabel>,
    /// What happened.
    pub body: Body,
    /// Whose sight of which account it ended; known only to those who get it live.
    pub revoked: Vec<Revocation>,
}

/// What happened, by the domain that wrote it.
#[derive(Clone, Debug)]
pub enum Body {
    /// To an account or its triangle.
    Account(AccountEvent),
    /// To a customer's request.
    Request(RequestEvent),
    /// To an incident.
    Incident(IncidentEvent),
    /// To a letter of commitment.
    Letter(LetterEvent),
    /// To a special note of an account.
    SpecialNote(SpecialNoteEvent),
    /// To a handover of a seat.
    Handover(HandoverEvent),
    /// To an entry of the think tank.
    Knowledge(KnowledgeEvent),
    /// To a person's notices.
    Notice(NoticeEvent),
    /// To people, bots or settings.
    Administration(Json),
    /// Written by a newer version of the server.
    Unknown,
}

/// An event with its place in the log.
pub type Arrived = Arc<Delivered<Event>>;

impl Event {
    /// What the event is about: who may receive it follows from this.
    pub fn subject(&self) -> Subject {
        let account = self.account.as_ref().map(|account| account.id);
        match (&self.body, account) {
            (Body::Account(_), Some(account)) => Subject::Account(account),
            (Body::Request(_), Some(account)) => Subject::Request(account),
            (Body::Incident(event), Some(account)) => Subject::Incident(event.incident.id, account),
            (Body::Letter(event), Some(account)) => Subject::Letter(event.incident.id, account),
            (Body::SpecialNote(_), Some(account)) => Subject::SpecialNote(account),
            (Body::Handover(_), Some(account)) => Subject::Handover(account),
            (Body::Knowledge(event), _) => Subject::Knowledge(event.entry.id, event.entry.state, event.link),
            (Body::Notice(event), _) => Subject::Notices(event.reader),
            (Body::Administration(_), _) => Subject::Administration,
            _ => Subject::Unknown,
        }
    }
}

/// What an event is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// An account's facts or team.
    Account(AccountId),
    /// A customer's request: for those who see the requests of the account.
    Request(AccountId),
    /// An incident of an account.
    Incident(IncidentId, AccountId),
    /// A letter about an incident of an account: for those who see the incident whole.
    Letter(IncidentId, AccountId),
    /// A special note of an account: for those who see its notes.
    SpecialNote(AccountId),
    /// A handover of a seat of an account.
    Handover(AccountId),
    /// An entry of the think tank, what it was then, and the link that it is about: what was said of a draft stays with its
    /// author and editors after it is published, and a link with those who see where it leads.
    Knowledge(KnowledgeEntryId, KnowledgeState, Option<LinkSnapshot>),
    /// A person's notices: for that person.
    Notices(UserId),
    /// People, bots, settings: for administrators.
    Administration,
    /// Written by a newer version of the server: nobody here can judge who may see it, so nobody does.
    Unknown,
}

/// A family of events: one subscription each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Accounts, their triangles, handovers of their seats, special notes, and the requests of customers.
    Account,
    /// The red channel.
    Incident,
    /// The think tank.
    Knowledge,
    /// The viewer's own notices.
    Notices,
    /// People, bots, settings.
    Administration,
}

impl Subject {
    /// The family; `None` if it is unknown.
    pub fn family(self) -> Option<Family> {
        match self {
            Self::Account(_) | Self::Request(_) | Self::SpecialNote(_) | Self::Handover(_) => {
                Some(Family::Account)
            }
            Self::Incident(..) | Self::Letter(..) => Some(Family::Incident),
            Self::Knowledge(..) => Some(Family::Knowledge),
            Self::Notices(_) => Some(Family::Notices),
            Self::Administration => Some(Family::Administration),
            Self::Unknown => None,
        }
    }
}

impl Family {
    /// The subscription that sends it; `None`: it is only polled.
    pub fn stream(self) -> Option<&'static str> {
        match self {
            Self::Account => Some("accountEvents"),
            Self::Incident => Some("incidentEvents"),
            Self::Knowledge => Some("knowledgeEvents"),
            Self::Notices => Some("noticeEvents"),
            Self::Administration => None,
        }
    }

    /// Whether the family is among what was lost.
    pub fn is_lost(self, lost: Sight) -> bool {
        match self {
            Self::Account => lost.account,
            Self::Incident => lost.incidents,
            Self::Knowledge => lost.knowledge,
            Self::Notices => lost.account || lost.incidents || lost.knowledge,
            Self::Administration => false,
        }
    }
}

impl Access {
    fn sees_target(&self, viewer: &Viewer, link: LinkSnapshot) -> bool {
        let account = link.account;
        if let Some(incident) = link.incident {
            return self.facts().permits_incident(viewer, incident, account, Action::ReadIncident);
        }
        let reading = match (link.request, link.handover) {
            (Some(_), _) => Action::ReadRequest,
            (None, Some(_)) => Action::ReadHandover,
            (None, None) => Action::ReadAccount,
        };
        self.facts().permits_account(viewer, account, reading)
    }

    /// The account of an event that the viewer may receive, as far as they may know of it: who reads an entry for all staff
    /// need not see its home account.
    pub fn account_of<'a>(&self, viewer: &Viewer, event: &'a Event) -> Option<&'a AccountLabel> {
        let account = event.account.as_ref()?;
        let told = match event.body {
            Body::Knowledge(_) => self.facts().permits_account(viewer, account.id, Action::ReadAccount),
            _ => true,
        };
        told.then_some(account)
    }

    /// Whether the viewer, whose notice it is, may be told of it now: it goes with the sight of its incident or entry.
    pub fn sees_notice(&self, viewer: &Viewer, notice: &NoticeSnapshot) -> bool {
        if let Some(entry) = &notice.entry {
            return self.facts().reads_knowledge(viewer, entry.id);
        }
        if notice.request.is_some() {
            let reads = |account| self.facts().permits_account(viewer, account, Action::ReadRequest);
            return notice.account.as_ref().is_some_and(|account| reads(account.id));
        }
        let (Some(incident), Some(account)) = (&notice.incident, &notice.account) else { return true };
        self.facts().permits_incident(viewer, incident.id, account.id, Action::ReadIncident)
    }

    /// The notice without the name of an account and without the handover that the viewer may not see: who is told that their seat
    /// has ended, or that they no longer receive one.
    pub fn notice_as_seen(&self, viewer: &Viewer, notice: &NoticeSnapshot) -> NoticeSnapshot {
        let sees = |account: &AccountLabel| {
            notice.incident.is_some() || self.facts().permits_account(viewer, account.id, Action::ReadAccount)
        };
        let hands_over =
            |account: &AccountLabel| self.facts().permits_account(viewer, account.id, Action::ReadHandover);
        NoticeSnapshot {
            handover: notice.handover.filter(|_| notice.account.as_ref().is_some_and(hands_over)),
            account: notice.account.clone().filter(sees),
            ..notice.clone()
        }
    }

    /// Whether the viewer may receive an event about this, now.
    pub fn receives(&self, viewer: &Viewer, subject: Subject) -> bool {
        match subject {
            Subject::Account(account) => self.facts().permits_account(viewer, account, Action::ReadAccount),
            Subject::Request(account) => self.facts().permits_account(viewer, account, Action::ReadRequest),
            Subject::SpecialNote(account) => {
                self.facts().permits_account(viewer, account, Action::ReadSpecialNotes)
            }
            Subject::Handover(account) => self.facts().permits_account(viewer, account, Action::ReadHandover),
            Subject::Incident(incident, account) => {
                self.facts().permits_incident(viewer, incident, account, Action::ReadIncident)
            }
            Subject::Letter(incident, account) => {
                IncidentAccess::is_whole(viewer)
                    && self.facts().permits_incident(viewer, incident, account, Action::ReadIncident)
            }
            Subject::Knowledge(entry, state, link) => {
                let facts = self.facts();
                facts.reads_knowledge(viewer, entry)
                    && (state == KnowledgeState::Published || facts.edits_knowledge(viewer, entry))
                    && link.is_none_or(|link| self.sees_target(viewer, link))
            }
            Subject::Notices(reader) => viewer.person().is_ok_and(|person| person.id == reader),
            Subject::Administration => self.facts().administers(viewer),
            Subject::Unknown => false,
        }
    }
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

impl Reader<Event> for LogReader {
    fn read(&self, record: &Record) -> Event {
        let envelope: Result<Envelope<Json>, _> = serde_json::from_value(record.body.clone());
        let envelope = envelope.unwrap_or_else(|error| {
            tracing::error!(%error, event = %record.id, "cannot read an event");
            let actor = Actor { kind: super::journal::ActorKind::System, id: None, name: String::new() };
            Envelope { actor, account: None, data: Json::Null }
        });
        Event {
            body: body(&record.kind, envelope.data),
            actor: envelope.actor,
            account: envelope.account,
            revoked: Vec::new(),
        }
    }

    fn follow(&self, record: &Record, event: &mut Event) {
        let Some(access) = &record.access else { return };
        match serde_json::from_value::<Vec<AccessChange>>(access.clone()) {
            Ok(changes) => event.revoked = self.facts.apply(changes),
            Err(error) => tracing::error!(%error, event = %record.id, "cannot read a change of rights"),
        }
    }
}

fn body(kind: &str, data: Json) -> Body {
    fn typed<T: DeserializeOwned>(data: Json, body: fn(T) -> Body) -> Body {
        serde_json::from_value(data).map_or(Body::Unknown, body)
    }
    match kind.split_once('.').map_or(kind, |(family, _)| family) {
        "account" | "triangle" => typed(data, Body::Account),
        "request" => typed(data, Body::Request),
        "incident" => typed(data, Body::Incident),
        "letter" => typed(data, Body::Letter),
        "special_note" => typed(data, Body::SpecialNote),
        "handover" => typed(data, Body::Handover),
        "knowledge" => typed(data, Body::Knowledge),
        "notice" => typed(data, Body::Notice),
        "user" | "session" | "bot" | "api_key" | "region" | "policy" | "setup" | "webhook"
        | "knowledge_term" => Body::Administration(data),
        _ => Body::Unknown,
    }
}
