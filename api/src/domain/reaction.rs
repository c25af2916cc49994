//! What the server does of its own accord when the log tells it something: each reader of the log here acts on an event once,
//! on whichever node.

use entity::{id::UserId, notice::NoticeKind};

use super::{
    access::{AccessChange, Facts},
    fault::Fault,
    incident::event::IncidentEventKind,
    journal::ActorKind,
    knowledge::{self, KnowledgeError, Moved, event::KnowledgeEventKind},
    letter,
    notice::{Addressed, Cause, Notices, Raise, addressed},
    stream::{Body, Event},
};
use crate::platform::{
    db::Tx,
    feed::{Delivered, Follower},
};

/// Raises the personal notices of events.
pub struct NoticeRaiser {
    facts: Facts,
    notices: Notices,
}

impl NoticeRaiser {
    /// Raises notices for the people that these facts know.
    pub fn new(facts: Facts, notices: Notices) -> Self {
        Self { facts, notices }
    }
}

impl Follower<Event> for NoticeRaiser {
    type Act = Addressed;
    type Error = Fault;

    const NAME: &'static str = "notices";

    fn act(&self, arrived: &Delivered<Event>) -> Option<Addressed> {
        let event = &arrived.event;
        let cause = cause(event)?;
        let account = event.account.as_ref().map(|account| account.id);
        let people = addressed(&self.facts, cause, account, person(event));
        // Whom a letter then waits for is not known yet.
        let may_grow = matches!(cause, Cause::Incident(of) if of.kind == IncidentEventKind::SeverityChanged);
        (may_grow || !people.is_empty()).then_some(people)
    }

    async fn perform(&self, tx: &Tx, arrived: &Delivered<Event>, to: &Addressed) -> Result<(), Fault> {
        let (record, event) = (&arrived.record, &arrived.event);
        let cause = cause(event);
        let to = &with_signers(tx, cause.as_ref(), to, person(event)).await?;
        let entry = cause.as_ref().and_then(Cause::entry).map(|entry| entry.id);
        let request = cause.as_ref().and_then(Cause::request).map(|request| request.id);
        let handover = cause.as_ref().and_then(Cause::handover).map(|handover| handover.id);
        let incident = cause.as_ref().and_then(Cause::incident);
        let incident = incident.map(|incident| (incident.id, incident.severity));
        let raise = Raise {
            event: record.id,
            event_kind: &record.kind,
            account: record.account,
            incident,
            entry,
            request,
            handover,
            to,
        };
        self.notices.raise(tx, &raise).await
    }
}

/// Tells those to whom a duty to verify comes when rights or terms change.
pub struct DutyTeller;

impl Follower<Event> for DutyTeller {
    type Act = Moved;
    type Error = KnowledgeError;

    const NAME: &'static str = "duties";

    fn act(&self, arrived: &Delivered<Event>) -> Option<Moved> {
        match &arrived.event.body {
            Body::Knowledge(body) if body.kind == KnowledgeEventKind::Governed => {
                Some(Moved::of_entry(body.entry.id))
            }
            _ => {
                let facts: Option<Vec<AccessChange>> =
                    arrived.record.access.clone().and_then(|facts| serde_json::from_value(facts).ok());
                Moved::by(&facts?)
            }
        }
    }

    async fn perform(&self, tx: &Tx, _: &Delivered<Event>, moved: &Moved) -> Result<(), KnowledgeError> {
        knowledge::tell_heirs(tx, moved).await
    }
}

/// The people, as what each is told of it, where a letter waits for a signature: who is named to lead may be the one to sign it, and
/// a graver incident may want that of the chief executive, who is not told of it otherwise.
async fn with_signers(
    tx: &Tx,
    cause: Option<&Cause<'_>>,
    to: &Addressed,
    actor: Option<UserId>,
) -> Result<Addressed, Fault> {
    let mut to = to.clone();
    let Some(Cause::Incident(event)) = cause else { return Ok(to) };
    match event.kind {
        IncidentEventKind::ExecutiveLeadNamed => {
            for (person, kind) in &mut to {
                if letter::awaits_lead(tx, event.incident.id, *person).await? {
                    *kind = NoticeKind::LetterToSign;
                }
            }
        }
        IncidentEventKind::SeverityChanged => {
            let chiefs = letter::awaited_chiefs(tx, event.incident.id).await?;
            to.extend(chiefs.into_iter().filter(|chief| Some(*chief) != actor).map(to_sign));
        }
        _ => {}
    }
    Ok(to)
}

fn to_sign(person: UserId) -> (UserId, NoticeKind) {
    (person, NoticeKind::LetterToSign)
}

/// What people may have to be told of.
fn cause(event: &Event) -> Option<Cause<'_>> {
    match &event.body {
        Body::Account(body) => Some(Cause::Account(body)),
        Body::Incident(body) => Some(Cause::Incident(body)),
        Body::Letter(body) => Some(Cause::Letter(body)),
        Body::Handover(body) => Some(Cause::Handover(body)),
        Body::Knowledge(body) => Some(Cause::Knowledge(body)),
        Body::Request(body) => Some(Cause::Request(body)),
        _ => None,
    }
}

/// The person who caused an event, if one did.
fn person(event: &Event) -> Option<UserId> {
    let actor = &event.actor;
    (actor.kind == ActorKind::Person).then(|| actor.id.as_deref()?.parse().ok()).flatten()
}
