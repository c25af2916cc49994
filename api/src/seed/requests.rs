//! Customers' requests and their answers: who must move next is decided by the rules of requests themselves.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    assignment::Seat,
    customer_request::{Model, RequestChannel, RequestKind, RequestState},
    id::{RegionId, RequestAnswerId, RequestHopId, RequestId, UserId},
    request_answer::{self, AnswerKind},
    request_hop,
};
use sea_orm::DbErr;

use super::{
    Seeding,
    accounts::Customer,
    dice::Dice,
    history::Deed,
    people::{People, Person},
    prose,
    words::CULTURES,
};
use crate::domain::{
    access::Viewer,
    calendar::Hours,
    journal::Actor,
    policy::rules::EscalationPolicy,
    request::{
        RequestError,
        event::{RequestEvent, RequestEventKind},
        rules::{Act, Case, Hop, SEATS, Verb},
    },
};

/// The version of the policy with which every database begins.
pub(super) const POLICY: i32 = 1;

/// How often customers ask what.
const KINDS: [(RequestKind, usize); 6] = [
    (RequestKind::Question, 30),
    (RequestKind::Technical, 25),
    (RequestKind::Delivery, 20),
    (RequestKind::Quotation, 15),
    (RequestKind::Change, 6),
    (RequestKind::Complaint, 4),
];

/// How often they come how.
const CHANNELS: [(RequestChannel, usize); 4] = [
    (RequestChannel::Email, 45),
    (RequestChannel::Phone, 30),
    (RequestChannel::Portal, 15),
    (RequestChannel::Meeting, 10),
];

/// How long the first answer takes, in percent of the target: three of four come in time.
const PERCENTS: [(i32, usize); 6] = [(20, 20), (45, 25), (70, 20), (95, 10), (140, 15), (260, 10)];

/// What is the target where the tier has none, in minutes.
const NO_TARGET: i32 = 480;

/// Makes a request and what becomes of it; one in twenty-five still waits for its answer.
pub(super) fn request(
    seeding: &mut Seeding,
    people: &People,
    policy: &EscalationPolicy,
    customer: &Customer,
    at: DateTime<Utc>,
) -> Result<(), DbErr> {
    let Some(first) = customer.seated.first() else { return Ok(()) };
    let region = people.regions[customer.region];
    let hours = policy.business_hours(region, CULTURES[customer.region].zone);
    let logged = at + seeding.dice.minutes(1, 20);
    let target_minutes = policy.response_minutes(customer.tier).and_then(|it| i32::try_from(it).ok());
    let row = Model {
        recorded_at: logged,
        updated_at: logged,
        target_minutes,
        due_at: target_minutes.map(|minutes| hours.add(at, TimeDelta::minutes(minutes.into()))),
        ..row(&mut seeding.dice, customer, (region, first.id), at)
    };
    let seats = seats(&mut seeding.dice, customer);
    let act = Act { by: first.id, now: logged, reason: None };
    let (case, hop) = Case::begin(row, &seats, None, act).map_err(broken)?;
    let mut story = Story { seeding, customer, case, hops: 0, hours };
    story.go(Some(hop), first, logged);
    story.tell(RequestEventKind::Logged, first.actor(), logged, |event| event.happened_at = Some(at))?;
    if story.seeding.dice.below(25) > 0 {
        story.answer()?;
    } else if let Some(due_at) = story.case.request.due_at {
        story.late(due_at)?;
    }
    let Story { case, .. } = story;
    seeding.batch.requests.push(case.request);
    seeding.batch.request_roles.extend(case.roles);
    Ok(())
}

fn broken(error: RequestError) -> DbErr {
    DbErr::Custom(format!("a seeded request breaks a rule: {error}"))
}

/// The request as if it were logged at once and had no target.
fn row(dice: &mut Dice, customer: &Customer, (region, by): (RegionId, UserId), at: DateTime<Utc>) -> Model {
    Model {
        id: RequestId(dice.id(at)),
        account_id: customer.label.id,
        title: (*dice.pick(&prose::DEMANDS)).to_owned(),
        body: String::new(),
        kind: dice.weigh(&KINDS),
        channel: dice.weigh(&CHANNELS),
        contact: None,
        state: RequestState::Open,
        round: 1,
        holder: None,
        held_since: None,
        occurred_at: at,
        recorded_at: at,
        recorded_by: by,
        round_began_at: at,
        first_answered_at: None,
        closed_at: None,
        outcome: None,
        tier_at_log: customer.tier,
        region_id: region,
        time_zone: CULTURES[customer.region].zone.to_owned(),
        policy_version: POLICY,
        target_minutes: None,
        due_at: None,
        late_told_at: None,
        version: 1,
        updated_at: at,
    }
}

/// The seats that must answer: one to three of those that somebody holds. The first who are seated are the primaries.
fn seats(dice: &mut Dice, customer: &Customer) -> Vec<Seat> {
    let held = SEATS.len().min(customer.seated.len());
    let needed = dice.weigh(&[(1, 65), (2, 25), (3, 10)]).min(held);
    let first = dice.below(held);
    (first..first + needed).map(|place| SEATS[place % held]).collect()
}

/// What happens to one request, in order.
struct Story<'a> {
    seeding: &'a mut Seeding,
    customer: &'a Customer,
    case: Case,
    hops: i32,
    hours: Hours,
}

impl Story<'_> {
    /// The seats that wait answer one after the other, and the last of them closes the request.
    fn answer(&mut self) -> Result<(), DbErr> {
        let target = self.case.request.target_minutes.unwrap_or(NO_TARGET);
        let percent = self.seeding.dice.weigh(&PERCENTS);
        let mut minutes = TimeDelta::minutes((target * percent / 100).into());
        let mut at = self.case.request.occurred_at;
        let mut last = &self.customer.seated[0];
        while let Some(seat) = self.case.request.holder {
            let place = SEATS.iter().position(|it| *it == seat).unwrap_or(0);
            last = &self.customer.seated[place];
            at = self.hours.add(at, minutes).max(self.case.request.updated_at);
            if let Some(due_at) = self.case.request.due_at.filter(|due_at| *due_at < at) {
                self.late(due_at)?;
            }
            self.answer_for(seat, last, at)?;
            minutes = self.seeding.dice.minutes(5, 180);
        }
        at += self.seeding.dice.minutes(1, 600);
        let act = Act { by: last.id, now: at, reason: None };
        let hop = self.case.end(Verb::Close, act).map_err(broken)?;
        self.save(at);
        self.go(hop, last, at);
        self.tell(RequestEventKind::Closed, last.actor(), at, |_| {})
    }

    fn answer_for(&mut self, seat: Seat, person: &Person, at: DateTime<Utc>) -> Result<(), DbErr> {
        let before = self.case.request.holder;
        let hop = self.case.answer(seat, AnswerKind::Substantive, at).map_err(broken)?;
        self.save(at);
        self.seeding.batch.answers.push(request_answer::Model {
            id: RequestAnswerId(self.seeding.dice.id(at)),
            request_id: self.case.request.id,
            round: self.case.request.round,
            seat,
            kind: AnswerKind::Substantive,
            body: None,
            answered_by: person.id,
            answered_at: at,
            recorded_at: at,
        });
        self.go(hop, person, at);
        let holder = self.case.request.holder;
        self.tell(RequestEventKind::Answered, person.actor(), at, |event| {
            (event.seat, event.answer) = (Some(seat), Some(AnswerKind::Substantive));
            event.previous_holder = before.filter(|_| before != holder);
        })
    }

    /// The target passes, and is told once.
    fn late(&mut self, due_at: DateTime<Utc>) -> Result<(), DbErr> {
        if self.case.request.first_answered_at.is_some() || self.case.request.late_told_at.is_some() {
            return Ok(());
        }
        let at = due_at.max(self.case.request.recorded_at);
        self.case.request.late_told_at = Some(at);
        let system = Actor::of(&Viewer::Anonymous);
        self.tell(RequestEventKind::Late, system, at, |event| event.happened_at = Some(due_at))
    }

    fn save(&mut self, at: DateTime<Utc>) {
        self.case.request.version += 1;
        self.case.request.updated_at = at;
    }

    /// Notes a step from seat to seat.
    fn go(&mut self, hop: Option<Hop>, by: &Person, at: DateTime<Utc>) {
        let Some(hop) = hop else { return };
        self.hops += 1;
        self.seeding.batch.hops.push(request_hop::Model {
            id: RequestHopId(self.seeding.dice.id(at)),
            request_id: self.case.request.id,
            round: self.case.request.round,
            place: self.hops,
            from_seat: hop.from,
            to_seat: hop.to,
            occurred_at: hop.at,
            recorded_at: at,
            moved_by: by.id,
            note: None,
        });
    }

    fn tell(
        &mut self,
        kind: RequestEventKind,
        actor: Actor,
        at: DateTime<Utc>,
        say: impl FnOnce(&mut RequestEvent),
    ) -> Result<(), DbErr> {
        let request = (&self.case).into();
        let mut event = RequestEvent {
            kind,
            request,
            seat: None,
            previous_holder: None,
            answer: None,
            happened_at: None,
        };
        say(&mut event);
        let account = Some(self.customer.label.clone());
        self.seeding.history.record(Deed { at, actor, account }, &event, Vec::new())
    }
}
