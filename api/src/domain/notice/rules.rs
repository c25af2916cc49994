//! What is decided about notices: whom an event is told to, and when a notice may interrupt. Pure: no database, no clock.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use entity::{
    assignment::Seat,
    id::{AccountId, IncidentId, UserId},
    incident::Severity,
    notice::NoticeKind,
    user_role::OrganisationRole,
};

use crate::domain::{
    access::Facts,
    account::event::{AccountEvent, AccountEventKind, AssignmentSnapshot},
    handover::event::{HandoverEvent, HandoverEventKind, HandoverSnapshot},
    incident::event::{IncidentEvent, IncidentEventKind, IncidentSnapshot},
    knowledge::event::{KnowledgeEvent, KnowledgeEventKind, KnowledgeSnapshot},
    letter::event::{LetterEvent, LetterEventKind},
    policy::rules::LadderRole,
    request::event::{RequestEvent, RequestEventKind, RequestSnapshot},
};

/// The numbers of the rules (domain page, section 17).
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    /// After so many in the span the next ones wait for a digest.
    pub digest_above: usize,
    /// The span, and the longest wait for a digest.
    pub digest_span: TimeDelta,
    /// How long notices are kept.
    pub kept: TimeDelta,
}

impl Default for Policy {
    fn default() -> Self {
        Self { digest_above: 5, digest_span: TimeDelta::minutes(10), kept: TimeDelta::days(180) }
    }
}

/// An event that people may have to be told of.
#[derive(Clone, Copy, Debug)]
pub enum Cause<'a> {
    /// Something happened to an account or its triangle.
    Account(&'a AccountEvent),
    /// Something happened to an incident.
    Incident(&'a IncidentEvent),
    /// Something happened to a letter of commitment.
    Letter(&'a LetterEvent),
    /// Something happened to a handover of a seat.
    Handover(&'a HandoverEvent),
    /// Something happened to an entry of the think tank.
    Knowledge(&'a KnowledgeEvent),
    /// Something happened to a customer's request.
    Request(&'a RequestEvent),
}

impl Cause<'_> {
    /// The incident that it is about, if it is about one.
    pub fn incident(&self) -> Option<&IncidentSnapshot> {
        match self {
            Self::Incident(event) => Some(&event.incident),
            Self::Letter(event) => Some(&event.incident),
            _ => None,
        }
    }

    /// The entry of the think tank that it is about, if it is about one.
    pub fn entry(&self) -> Option<&KnowledgeSnapshot> {
        match self {
            Self::Knowledge(event) => Some(&event.entry),
            _ => None,
        }
    }

    /// The handover that it is about, if it is about one.
    pub fn handover(&self) -> Option<&HandoverSnapshot> {
        match self {
            Self::Handover(event) => Some(&event.handover),
            _ => None,
        }
    }

    /// The customer's request that it is about, if it is about one.
    pub fn request(&self) -> Option<&RequestSnapshot> {
        match self {
            Self::Request(event) => Some(&event.request),
            _ => None,
        }
    }
}

/// Whom an event is told to, and what it wants of each; nobody twice.
pub type Addressed = BTreeMap<UserId, NoticeKind>;

/// Whom an event is told to. Whoever caused it knows it; who does not see an incident or an entry is told nothing of it.
pub fn addressed(
    facts: &Facts,
    cause: Cause<'_>,
    account: Option<AccountId>,
    actor: Option<UserId>,
) -> Addressed {
    let mut addressed = match (cause, account) {
        (Cause::Account(event), _) => of_account(event),
        (Cause::Incident(event), Some(account)) => of_incident(facts, event, account),
        (Cause::Letter(event), Some(account)) => of_letter(facts, event, account),
        (Cause::Handover(event), Some(account)) => of_handover(facts, event, account),
        (Cause::Request(event), Some(account)) => of_request(facts, event, account),
        (Cause::Incident(_) | Cause::Letter(_) | Cause::Handover(_) | Cause::Request(_), None) => {
            Addressed::new()
        }
        (Cause::Knowledge(event), _) => of_knowledge(event),
    };
    if let Some((incident, account)) = cause.incident().zip(account) {
        addressed.retain(|user, _| facts.sees_incident(*user, incident.id, account));
    }
    if let Some(entry) = cause.entry() {
        addressed.retain(|user, _| facts.serves_knowledge(*user, entry.id));
    }
    // A page is a duty, whoever set it off.
    addressed.retain(|user, kind| Some(*user) != actor || *kind == NoticeKind::LadderPage);
    addressed
}

fn of_account(event: &AccountEvent) -> Addressed {
    let one = |snapshot: &Option<AssignmentSnapshot>, kind| snapshot.as_ref().map(|it| (it.person.id, kind));
    let (given, ended) = match event.kind {
        AccountEventKind::Assigned => (one(&event.assignment, NoticeKind::SeatGiven), None),
        AccountEventKind::Swapped => {
            (one(&event.assignment, NoticeKind::SeatGiven), one(&event.previous, NoticeKind::SeatEnded))
        }
        AccountEventKind::Vacated => (None, one(&event.assignment, NoticeKind::SeatEnded)),
        _ => (None, None),
    };
    given.into_iter().chain(ended).collect()
}

fn of_incident(facts: &Facts, event: &IncidentEvent, account: AccountId) -> Addressed {
    use IncidentEventKind::{
        AcknowledgementLapsed, Activated, AlarmWorsened, Cancelled, ClockBreached, ClockWarned, Closed,
        CommitmentIssued, Declined, ExecutiveLeadNamed, LadderStepped, Merged, Reopened, Reported, Resolved,
        ResponderAdded, SeverityChanged,
    };
    match event.kind {
        AlarmWorsened => {
            let people = [
                team(facts, event.incident.id, account),
                facts.holders_of(OrganisationRole::EscalationManager),
                facts.directors_of(account),
            ];
            to(people.concat(), NoticeKind::IncidentChanged).collect()
        }
        Reported => {
            let people = [
                facts.seat_holders(account),
                facts.holders_of(OrganisationRole::EscalationManager),
                facts.directors_of(account),
            ];
            to(people.concat(), NoticeKind::IncidentReported).collect()
        }
        LadderStepped => to(paged(facts, event, account), NoticeKind::LadderPage).collect(),
        ClockWarned => to(team(facts, event.incident.id, account), NoticeKind::ClockWarning).collect(),
        ClockBreached => to(team(facts, event.incident.id, account), NoticeKind::ClockBreach).collect(),
        ExecutiveLeadNamed | ResponderAdded => {
            event.person.iter().map(|person| (person.id, NoticeKind::IncidentCall)).collect()
        }
        Activated
        | SeverityChanged
        | Resolved
        | CommitmentIssued
        | Closed
        | Reopened
        | Declined
        | Cancelled
        | Merged
        | AcknowledgementLapsed => {
            to(team(facts, event.incident.id, account), NoticeKind::IncidentChanged).collect()
        }
        _ => Addressed::new(),
    }
}

fn of_letter(facts: &Facts, event: &LetterEvent, account: AccountId) -> Addressed {
    let concerned = event.concerned.iter().map(|person| person.id).collect();
    match event.kind {
        LetterEventKind::Submitted => to(concerned, NoticeKind::LetterToSign).collect(),
        LetterEventKind::Sent | LetterEventKind::CommitmentHandedOver => {
            to(concerned, NoticeKind::PromiseGiven).collect()
        }
        LetterEventKind::PromiseOverdue => to(concerned, NoticeKind::PromiseOverdue).collect(),
        LetterEventKind::Returned => {
            to(team(facts, event.incident.id, account), NoticeKind::IncidentChanged).collect()
        }
        _ => Addressed::new(),
    }
}

fn of_handover(facts: &Facts, event: &HandoverEvent, account: AccountId) -> Addressed {
    use HandoverEventKind::{
        Accepted, Cancelled, EmergencyDeclared, Initiated, PackReady, PackReturned, Refused, TransferDue,
    };
    let handover = &event.handover;
    let (outgoing, receiver) = (handover.outgoing.id, handover.receiver.id);
    // Whoever prepares it: the outgoing primary, in an emergency the directors.
    let prepares = if handover.emergency { facts.directors_of(account) } else { vec![outgoing] };
    let directs = [facts.directors_of(account), vec![handover.initiated_by]].concat();
    let (people, kind) = match event.kind {
        Initiated | Cancelled | EmergencyDeclared => {
            ([prepares, vec![receiver]].concat(), NoticeKind::HandoverCall)
        }
        PackReady => (vec![receiver], NoticeKind::HandoverTurn),
        PackReturned | Accepted => (prepares, NoticeKind::HandoverTurn),
        Refused => ([prepares, directs].concat(), NoticeKind::HandoverTurn),
        TransferDue => ([directs, vec![outgoing, receiver]].concat(), NoticeKind::HandoverTurn),
        _ => return Addressed::new(),
    };
    to(people, kind).filter(|(person, _)| facts.user(*person).is_some_and(|user| user.active)).collect()
}

fn of_knowledge(event: &KnowledgeEvent) -> Addressed {
    let concerned = event.concerned.iter().map(|person| person.id).collect();
    match event.kind {
        KnowledgeEventKind::VerificationDue => to(concerned, NoticeKind::VerificationDue).collect(),
        KnowledgeEventKind::Contested => to(concerned, NoticeKind::EntryContested).collect(),
        _ => Addressed::new(),
    }
}

/// A request calls the seats that must answer. When it is late it goes to those that still have to, and where one of them has
/// nobody, to the directors: no customer waits unseen.
fn of_request(facts: &Facts, event: &RequestEvent, account: AccountId) -> Addressed {
    use RequestEventKind::{HandedOver, Late, Logged, Reopened, SeatAdded};
    let (seats, kind) = match event.kind {
        Logged | Reopened => (event.request.waiting.clone(), NoticeKind::RequestCall),
        HandedOver | SeatAdded => (event.seat.into_iter().collect(), NoticeKind::RequestCall),
        Late => (event.request.waiting.clone(), NoticeKind::RequestLate),
        _ => return Addressed::new(),
    };
    let people = seats.into_iter().flat_map(|seat| {
        let holders = facts.holders_of_seat(account, seat);
        if holders.is_empty() && event.kind == Late { facts.directors_of(account) } else { holders }
    });
    to(people.collect(), kind).collect()
}

fn to(people: Vec<UserId>, kind: NoticeKind) -> impl Iterator<Item = (UserId, NoticeKind)> {
    people.into_iter().map(move |user| (user, kind))
}

/// Primaries and deputies of the account, executive lead and response team.
fn team(facts: &Facts, incident: IncidentId, account: AccountId) -> Vec<UserId> {
    [facts.seat_holders(account), facts.crew(incident)].concat()
}

/// Those whom a step of the ladder reaches. A step that reaches nobody, because a seat is vacant or nobody sponsors the account,
/// goes to those who run the red channel: no page is lost.
fn paged(facts: &Facts, event: &IncidentEvent, account: AccountId) -> Vec<UserId> {
    let roles = event.ladder.iter().flat_map(|ladder| &ladder.roles);
    let people: Vec<UserId> = roles.flat_map(|role| holders(facts, *role, account)).collect();
    if !people.is_empty() {
        return people;
    }
    let managers = facts.holders_of(OrganisationRole::EscalationManager);
    if managers.is_empty() { facts.holders_of(OrganisationRole::Executive) } else { managers }
}

fn holders(facts: &Facts, role: LadderRole, account: AccountId) -> Vec<UserId> {
    match role {
        LadderRole::SalesPrimary => facts.primary_of(account, Seat::Sales),
        LadderRole::TechnicalPrimary => facts.primary_of(account, Seat::Technical),
        LadderRole::DeliveryPrimary => facts.primary_of(account, Seat::Delivery),
        LadderRole::EscalationManager => facts.holders_of(OrganisationRole::EscalationManager),
        LadderRole::Director => facts.directors_of(account),
        LadderRole::ExecutiveSponsor => facts.sponsor_of(account),
        LadderRole::Chief => facts.chief(),
    }
}

/// The hours of the day in which a person is left in peace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuietHours {
    /// When they begin, where the person is.
    pub starts: NaiveTime,
    /// When they end; the next day, if that is not after the start.
    pub ends: NaiveTime,
    /// Where the person is.
    pub zone: Tz,
}

impl QuietHours {
    /// When the quiet hours end that an instant lies in; `None` if it lies in none.
    pub fn until(&self, instant: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let local = instant.with_timezone(&self.zone).naive_local();
        let over_night = self.ends <= self.starts;
        let quiet = match over_night {
            true => local.time() >= self.starts || local.time() < self.ends,
            false => (self.starts..self.ends).contains(&local.time()),
        };
        if !quiet {
            return None;
        }
        let tomorrow = over_night && local.time() >= self.starts;
        let day = if tomorrow { local.date().checked_add_days(Days::new(1))? } else { local.date() };
        Some(first_instant(day.and_time(self.ends), self.zone))
    }
}

/// The first instant at which clocks of a zone show a local time or, where they skip it, a later one.
fn first_instant(local: chrono::NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    // No zone skips more than a day.
    let shown = (0..=96)
        .find_map(|quarter| (local + TimeDelta::minutes(15 * quarter)).and_local_timezone(zone).earliest());
    shown.map_or_else(|| local.and_utc(), |instant| instant.to_utc())
}

/// What is known of a person when a notice comes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reader {
    /// When they are left in peace.
    pub quiet: Option<QuietHours>,
    /// How many notices have interrupted them one by one within the span of a digest, pages not counted.
    pub interruptions: usize,
    /// When their next digest comes, if one waits.
    pub digest_at: Option<DateTime<Utc>>,
}

/// When a notice may interrupt: now, with the next digest, or after the quiet hours.
pub fn deliver_at(
    kind: NoticeKind,
    severity: Option<Severity>,
    reader: &Reader,
    now: DateTime<Utc>,
    policy: &Policy,
) -> DateTime<Utc> {
    let crowded = reader.interruptions >= policy.digest_above && kind != NoticeKind::LadderPage;
    let latest = now + policy.digest_span;
    let at = match reader.digest_at.filter(|at| *at <= latest) {
        _ if !crowded => now,
        Some(digest) => digest.max(now),
        None => latest,
    };
    let mutable = severity != Some(Severity::Sev1);
    reader.quiet.filter(|_| mutable).and_then(|quiet| quiet.until(at)).unwrap_or(at)
}

#[cfg(test)]
mod tests;
