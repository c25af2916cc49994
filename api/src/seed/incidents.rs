//! Incidents and their lives: each step is decided by the rules of the red channel itself, so that no seeded incident is in a
//! state that it could not have come to.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    id::{IncidentId, TimelineEntryId, TransitionId, UserId},
    incident::{self, IncidentState, Severity},
    incident_responder, incident_transition, timeline_entry,
    timeline_entry::TimelineKind,
    user_role::OrganisationRole,
};
use sea_orm::DbErr;

use super::{
    Seeding,
    accounts::Customer,
    dice::Dice,
    history::Deed,
    people::{People, Person},
    prose,
    words::Language,
};
use crate::domain::{
    access::{AccessChange, change::IncidentFact},
    account::event::PersonLabel,
    incident::{
        event::{IncidentEvent, IncidentEventKind, IncidentSnapshot, TimelineSnapshot},
        rules::{self, Circumstances, Policy, Step, Verb},
    },
    journal::Actor,
};

/// How an incident ends, or how far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// Still open: so many steps after the report.
    Open(usize),
    /// It needed no visit, or was a false alarm.
    Declined,
    /// Merged into another.
    Cancelled,
    /// Through to the review.
    Closed,
}

/// How many of a hundred end how.
const FATES: [(Fate, usize); 11] = [
    (Fate::Closed, 48),
    (Fate::Declined, 14),
    (Fate::Cancelled, 8),
    (Fate::Open(0), 4),
    (Fate::Open(1), 3),
    (Fate::Open(2), 3),
    (Fate::Open(3), 4),
    (Fate::Open(4), 3),
    (Fate::Open(5), 5),
    (Fate::Open(6), 3),
    (Fate::Open(7), 5),
];

/// The steps of a life that is lived to the end.
const LIFE: [Verb; 8] = [
    Verb::Triage,
    Verb::Activate,
    Verb::Acknowledge,
    Verb::Mobilise,
    Verb::ArriveOnSite,
    Verb::Contain,
    Verb::Resolve,
    Verb::Close,
];

/// Lines in the timeline of an incident, on average.
const LINES: [usize; 5] = [2, 3, 4, 5, 6];

impl Fate {
    /// What becomes of an incident.
    pub(super) fn throw(dice: &mut Dice) -> Self {
        dice.weigh(&FATES)
    }

    fn verbs(self) -> &'static [Verb] {
        match self {
            Self::Open(steps) => &LIFE[..steps],
            Self::Declined => &[Verb::Decline],
            Self::Cancelled => &[Verb::Triage, Verb::Activate, Verb::Cancel],
            Self::Closed => &LIFE,
        }
    }
}

/// Makes an incident and what happens to it in the next days.
pub(super) fn incident(
    seeding: &mut Seeding,
    people: &People,
    customer: &Customer,
    fate: Fate,
    at: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = reported(seeding, people, customer, at);
    let mut story = Story { seeding, people, customer, row, responders: BTreeSet::new(), at, lines: 0 };
    let lines = *story.seeding.dice.pick(&LINES);
    story.report()?;
    let verbs = fate.verbs();
    for (place, verb) in verbs.iter().enumerate() {
        story.write_lines(lines * place / verbs.len())?;
        story.at += story.seeding.dice.minutes(5, 8 * 60);
        if *verb == Verb::Mobilise {
            story.lead()?;
        }
        story.take(*verb)?;
    }
    story.write_lines(lines)?;
    let row = story.row;
    seeding.batch.incidents.push(row);
    Ok(())
}

fn reported(
    seeding: &mut Seeding,
    people: &People,
    customer: &Customer,
    at: DateTime<Utc>,
) -> incident::Model {
    seeding.incidents += 1;
    let dice = &mut seeding.dice;
    let severity = dice.weigh(&[(Severity::Sev1, 15), (Severity::Sev2, 40), (Severity::Sev3, 45)]);
    let by_bot = dice.chance(40);
    let reporter = dice.pick(&customer.seated).id;
    incident::Model {
        id: IncidentId(dice.id(at)),
        number: seeding.incidents,
        account_id: customer.label.id,
        title: (*dice.pick(&prose::TROUBLES)).to_owned(),
        description: prose::sentences(dice, customer.language, 3),
        state: IncidentState::Reported,
        generation: 1,
        severity_claimed: severity,
        severity: None,
        tier_at_report: customer.tier,
        override_reason: None,
        override_by: None,
        reported_by_user: (!by_bot).then_some(reporter),
        reported_by_bot: by_bot.then_some(people.bot),
        executive_lead_id: None,
        consent_name: None,
        consent_note: None,
        occurred_at: at - dice.minutes(1, 120),
        reported_at: at,
        state_since: at,
        acknowledged_at: None,
        resolved_at: None,
        closed_at: None,
        outcome_reason: None,
        review: None,
        letter_waiver_reason: None,
        letter_waived_by: None,
        lesson_waiver_reason: None,
        lesson_waived_by: None,
        merged_into_id: None,
        parent_id: None,
        customer_witness: None,
        version: 1,
        updated_at: at,
    }
}

/// What happens to one incident, in order.
struct Story<'a> {
    seeding: &'a mut Seeding,
    people: &'a People,
    customer: &'a Customer,
    row: incident::Model,
    responders: BTreeSet<UserId>,
    at: DateTime<Utc>,
    lines: usize,
}

/// What an event says beside the incident.
#[derive(Default)]
struct News {
    previous_state: Option<IncidentState>,
    happened_at: Option<DateTime<Utc>>,
    changed: Vec<String>,
    person: Option<PersonLabel>,
    timeline_entry: Option<TimelineSnapshot>,
}

impl Story<'_> {
    fn report(&mut self) -> Result<(), DbErr> {
        let by = self.customer.seated.iter().find(|person| Some(person.id) == self.row.reported_by_user);
        let actor = by.map_or_else(|| self.people.bot_actor(), Person::actor);
        self.keep_transition(None, None);
        let news = News { happened_at: Some(self.row.occurred_at), ..News::default() };
        self.tell(IncidentEventKind::Reported, actor, news, true)
    }

    /// Who takes a step: escalation managers direct, seats work, executives close.
    fn actor(&mut self, verb: Verb) -> Person {
        let role = match verb {
            Verb::Close => OrganisationRole::Executive,
            Verb::Triage | Verb::Decline | Verb::Activate | Verb::Cancel | Verb::Reopen => {
                OrganisationRole::EscalationManager
            }
            _ => return self.seeding.dice.pick(&self.customer.seated).clone(),
        };
        (*self.seeding.dice.pick(&self.people.with_role(role))).clone()
    }

    /// Takes a step as the rules decide it. Where the tier is not entitled, a director has said why.
    fn take(&mut self, verb: Verb) -> Result<(), DbErr> {
        let entitled = rules::Entitlements::default().of(self.row.tier_at_report, rules::severity(&self.row));
        let overridden = verb == Verb::Activate && entitled != rules::Entitlement::Granted;
        let actor =
            if overridden { self.people.director(self.customer.region).clone() } else { self.actor(verb) };
        let language = self.customer.language;
        let step = step(&mut self.seeding.dice, language, verb, &self.row, overridden);
        let circumstances = Circumstances {
            now: self.at,
            occurred_at: None,
            actor: actor.id,
            lead_stands: true,
            letter: None,
            lesson: false,
        };
        let next = rules::take(&step, &self.row, &circumstances, &Policy::default())
            .map_err(|error| DbErr::Custom(format!("a seeded incident breaks a rule: {error}")))?;
        let before = std::mem::replace(&mut self.row, next);
        self.save();
        self.keep_transition(Some(before.state), Some((&actor, step.reason())));
        let changed = vec!["state".to_owned()];
        let news = News { previous_state: Some(before.state), changed, ..News::default() };
        self.tell(kind(verb), actor.actor(), news, true)
    }

    /// An executive leads, and somebody from the triangle goes along.
    fn lead(&mut self) -> Result<(), DbErr> {
        let manager = self.actor(Verb::Triage);
        let lead = (*self.seeding.dice.pick(&self.people.with_role(OrganisationRole::Executive))).clone();
        self.row.executive_lead_id = Some(lead.id);
        self.save();
        let (changed, person) = (vec!["executiveLead".to_owned()], Some(lead.label()));
        let news = News { changed, person, ..News::default() };
        self.tell(IncidentEventKind::ExecutiveLeadNamed, manager.actor(), news, true)?;

        self.at += TimeDelta::minutes(2);
        let responder = self.seeding.dice.pick(&self.customer.seated).clone();
        self.responders.insert(responder.id);
        self.seeding.batch.responders.push(incident_responder::Model {
            incident_id: self.row.id,
            user_id: responder.id,
            duty: Some("on-site coordination".to_owned()),
            added_at: self.at,
            removed_at: None,
        });
        self.save();
        let (changed, person) = (vec!["responseTeam".to_owned()], Some(responder.label()));
        let news = News { changed, person, ..News::default() };
        self.tell(IncidentEventKind::ResponderAdded, manager.actor(), news, true)?;
        self.at += TimeDelta::minutes(3);
        Ok(())
    }

    /// Adds lines until the timeline has so many.
    fn write_lines(&mut self, until: usize) -> Result<(), DbErr> {
        while self.lines < until {
            self.lines += 1;
            self.at += self.seeding.dice.minutes(5, 90);
            self.write_line()?;
        }
        Ok(())
    }

    fn write_line(&mut self) -> Result<(), DbErr> {
        let dice = &mut self.seeding.dice;
        let kinds = [
            TimelineKind::Fact,
            TimelineKind::Action,
            TimelineKind::TeamUpdate,
            TimelineKind::CustomerUpdate,
        ];
        let author = dice.pick(&self.customer.seated);
        let row = timeline_entry::Model {
            id: TimelineEntryId(dice.id(self.at)),
            incident_id: self.row.id,
            kind: *dice.pick(&kinds),
            body: prose::sentences(dice, self.customer.language, 1),
            author_user: Some(author.id),
            author_bot: None,
            occurred_at: self.at,
            recorded_at: self.at,
        };
        let line = TimelineSnapshot { id: row.id, kind: row.kind, occurred_at: row.occurred_at };
        let actor = author.actor();
        self.seeding.batch.lines.push(row);
        let changed = vec!["timeline".to_owned()];
        let news = News { changed, timeline_entry: Some(line), ..News::default() };
        self.tell(IncidentEventKind::TimelineEntryAdded, actor, news, false)
    }

    fn save(&mut self) {
        self.row.version += 1;
        self.row.updated_at = self.at;
    }

    fn keep_transition(&mut self, from: Option<IncidentState>, by: Option<(&Person, Option<&str>)>) {
        self.seeding.batch.transitions.push(incident_transition::Model {
            id: TransitionId(self.seeding.dice.id(self.at)),
            incident_id: self.row.id,
            generation: self.row.generation,
            from_state: from,
            to_state: self.row.state,
            occurred_at: self.at,
            recorded_at: self.at,
            actor_user: by.map_or(self.row.reported_by_user, |(person, _)| Some(person.id)),
            actor_bot: by.map_or(self.row.reported_by_bot, |_| None),
            reason: by.and_then(|(_, reason)| reason).map(str::to_owned),
        });
    }

    fn tell(&mut self, kind: IncidentEventKind, actor: Actor, news: News, rights: bool) -> Result<(), DbErr> {
        let event = IncidentEvent {
            previous_state: news.previous_state,
            happened_at: news.happened_at,
            changed: news.changed,
            person: news.person,
            timeline_entry: news.timeline_entry,
            ..IncidentEvent::about(kind, IncidentSnapshot::from(&self.row))
        };
        let deed = Deed { at: self.at, actor, account: Some(self.customer.label.clone()) };
        let access = if rights { vec![self.fact()] } else { vec![] };
        self.seeding.history.record(deed, &event, access)
    }

    fn fact(&self) -> AccessChange {
        AccessChange::Incident(IncidentFact {
            id: self.row.id,
            account: self.row.account_id,
            open: self.row.state.is_open(),
            lead: self.row.executive_lead_id,
            responders: self.responders.clone(),
        })
    }
}

fn step(dice: &mut Dice, language: Language, verb: Verb, row: &incident::Model, overridden: bool) -> Step {
    match verb {
        Verb::Triage => Step::Triage { severity: row.severity_claimed, note: None },
        Verb::Decline => Step::Decline { reason: "known and already handled by the service desk".to_owned() },
        Verb::Activate => {
            let reason = || "the customer's board has asked for our management".to_owned();
            Step::Activate { override_reason: overridden.then(reason) }
        }
        Verb::Acknowledge => Step::Acknowledge { note: None },
        Verb::Mobilise => Step::Mobilise { note: None },
        Verb::ArriveOnSite => Step::ArriveOnSite { note: None },
        Verb::AcceptRemote => {
            Step::AcceptRemote { consent_name: "plant manager".to_owned(), consent_note: None }
        }
        Verb::Contain => Step::Contain { note: None },
        Verb::Resolve => Step::Resolve { note: None },
        Verb::IssueCommitment => Step::IssueCommitment,
        Verb::Close => Step::Close {
            review: prose::sentences(dice, language, 3),
            waiver_reason: Some("the customer is content with the review".to_owned()),
            lesson_waiver_reason: Some("the playbook says it already".to_owned()),
        },
        Verb::Reopen => Step::Reopen { reason: "it came back".to_owned() },
        Verb::Cancel => Step::Cancel { reason: "the same trouble as another report".to_owned() },
    }
}

fn kind(verb: Verb) -> IncidentEventKind {
    match verb {
        Verb::Triage => IncidentEventKind::Triaged,
        Verb::Decline => IncidentEventKind::Declined,
        Verb::Activate => IncidentEventKind::Activated,
        Verb::Acknowledge => IncidentEventKind::Acknowledged,
        Verb::Mobilise => IncidentEventKind::Mobilised,
        Verb::ArriveOnSite => IncidentEventKind::ArrivedOnSite,
        Verb::AcceptRemote => IncidentEventKind::RemoteAccepted,
        Verb::Contain => IncidentEventKind::Contained,
        Verb::Resolve => IncidentEventKind::Resolved,
        Verb::IssueCommitment => IncidentEventKind::CommitmentIssued,
        Verb::Close => IncidentEventKind::Closed,
        Verb::Reopen => IncidentEventKind::Reopened,
        Verb::Cancel => IncidentEventKind::Cancelled,
    }
}
