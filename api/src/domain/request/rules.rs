//! What is decided about a request: who must answer, who moves next, when it ends. Pure: no database and no clock.

use chrono::{DateTime, SubsecRound, Utc};
use entity::{
    assignment::Seat,
    customer_request::{Model, RequestState},
    id::UserId,
    request_answer::AnswerKind,
    request_role,
};

use super::error::RequestError;

/// The seats, in the order in which they take up a request that nobody was named for.
pub const SEATS: [Seat; 3] = [Seat::Sales, Seat::Technical, Seat::Delivery];

/// A step of a request from state to state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verb {
    /// It is answered.
    Close,
    /// Nobody needs an answer any more.
    Withdraw,
    /// The answer did not do.
    Reopen,
}

impl Verb {
    /// Every verb.
    pub const ALL: [Self; 3] = [Self::Close, Self::Withdraw, Self::Reopen];

    /// From which state to which.
    fn row(self) -> (RequestState, RequestState) {
        match self {
            Self::Close => (RequestState::Open, RequestState::Closed),
            Self::Withdraw => (RequestState::Open, RequestState::Withdrawn),
            Self::Reopen => (RequestState::Closed, RequestState::Open),
        }
    }

    /// The state that it leads to.
    pub fn to(self) -> RequestState {
        self.row().1
    }

    /// Whether it can be done in a state.
    pub fn starts_from(self, state: RequestState) -> bool {
        self.row().0 == state
    }
}

/// The states that can follow a state.
pub fn following(from: RequestState) -> Vec<RequestState> {
    Verb::ALL.into_iter().filter(|verb| verb.starts_from(from)).map(Verb::to).collect()
}

/// Whether the first answer comes in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// It has no target, or it was withdrawn before the target passed.
    NoTarget,
    /// It can still come in time.
    Waiting,
    /// It came in time.
    Met,
    /// It did not, or has not.
    Late,
}

/// What of a request its speed follows from, beside its seats and hops.
#[derive(Clone, Copy, Debug)]
pub struct Course {
    /// When the customer asked.
    pub occurred_at: DateTime<Utc>,
    /// The first substantive answer of the first round.
    pub first_answered_at: Option<DateTime<Utc>>,
    /// When it was closed or withdrawn.
    pub closed_at: Option<DateTime<Utc>>,
    /// When the first answer is due.
    pub due_at: Option<DateTime<Utc>>,
}

impl From<&Model> for Course {
    fn from(row: &Model) -> Self {
        Self {
            occurred_at: row.occurred_at,
            first_answered_at: row.first_answered_at,
            closed_at: row.closed_at,
            due_at: row.due_at,
        }
    }
}

/// Whether the first answer of a request comes in time, as of an instant.
pub fn due(course: &Course, as_of: DateTime<Utc>) -> Due {
    let Some(due_at) = course.due_at else { return Due::NoTarget };
    match (course.first_answered_at, course.closed_at) {
        (Some(answered), _) if answered <= due_at => Due::Met,
        (Some(_), _) => Due::Late,
        (None, Some(closed)) if closed <= due_at => Due::NoTarget,
        (None, Some(_)) => Due::Late,
        (None, None) if as_of <= due_at => Due::Waiting,
        (None, None) => Due::Late,
    }
}

/// When something happened, by what a field of the input says: late entry is allowed, but not before what must come before it,
/// nor in the future.
///
/// # Errors
/// It was too early, or lies in the future.
pub fn moment(
    (field, given): (&'static str, Option<DateTime<Utc>>),
    now: DateTime<Utc>,
    not_before: DateTime<Utc>,
) -> Result<DateTime<Utc>, RequestError> {
    let Some(given) = given else { return Ok(now.max(not_before)) };
    let given = given.trunc_subsecs(6);
    if given > now {
        return Err(RequestError::OccurredInFuture { field });
    }
    if given < not_before {
        return Err(RequestError::OccurredTooEarly { field, not_before });
    }
    Ok(given)
}

/// The seat for which somebody answers who holds those.
///
/// # Errors
/// It is none of them, or there are several and none was named.
pub fn answering(named: Option<Seat>, held: &[Seat]) -> Result<Seat, RequestError> {
    match (named, held) {
        (Some(seat), held) if held.contains(&seat) => Ok(seat),
        (None, [seat]) => Ok(*seat),
        (None, [_, _, ..]) => Err(RequestError::SeatAmbiguous),
        _ => Err(RequestError::NotYourSeat),
    }
}

/// A request with the seats that must answer in its present round, those included that no longer must.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// The request.
    pub request: Model,
    /// The seats.
    pub roles: Vec<request_role::Model>,
    /// When it last went from seat to seat.
    pub moved_at: DateTime<Utc>,
}

/// A step of a request from seat to seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hop {
    /// The seat that it left.
    pub from: Option<Seat>,
    /// The seat that it went to.
    pub to: Option<Seat>,
    /// When.
    pub at: DateTime<Utc>,
}

/// Who does something, when it is recorded, and why.
#[derive(Clone, Copy, Debug)]
pub struct Act<'a> {
    /// Who.
    pub by: UserId,
    /// When.
    pub now: DateTime<Utc>,
    /// Why.
    pub reason: Option<&'a str>,
}

impl Case {
    /// A request as it is logged, or as it begins its next round: these seats must answer, and one of them moves first.
    ///
    /// # Errors
    /// No seat must answer, or the one that shall move first need not.
    pub fn begin(
        request: Model,
        seats: &[Seat],
        holder: Option<Seat>,
        act: Act<'_>,
    ) -> Result<(Self, Hop), RequestError> {
        let first = SEATS.into_iter().find(|seat| seats.contains(seat)).ok_or(RequestError::SeatRequired)?;
        let holder = holder.unwrap_or(first);
        if !seats.contains(&holder) {
            return Err(RequestError::HolderNotNeeded);
        }
        let began = request.round_began_at;
        let needed = SEATS.into_iter().filter(|seat| seats.contains(seat));
        let roles = needed.map(|seat| role(&request, seat, began, act)).collect();
        let request = Model { holder: Some(holder), held_since: Some(began), ..request };
        let hop = Hop { from: None, to: Some(holder), at: began };
        Ok((Self { request, roles, moved_at: began }, hop))
    }

    /// The seats that have to answer, in their order.
    pub fn waiting(&self) -> Vec<Seat> {
        let waits = |seat: &Seat| self.needed(*seat).is_some_and(|role| role.answered_at.is_none());
        let open = self.request.state == RequestState::Open;
        SEATS.into_iter().filter(|seat| open && waits(seat)).collect()
    }

    /// The seats that must answer or have.
    pub fn seats(&self) -> Vec<Seat> {
        SEATS.into_iter().filter(|seat| self.needed(*seat).is_some()).collect()
    }

    fn needed(&self, seat: Seat) -> Option<&request_role::Model> {
        self.roles.iter().find(|role| role.seat == seat && role.removed_at.is_none())
    }

    /// The row of a seat, made if there is none, as if it were marked as needed by this act; an older one is taken up again.
    fn mark(&mut self, seat: Seat, asked_at: DateTime<Utc>, act: Act<'_>) -> &mut request_role::Model {
        let marked = role(&self.request, seat, asked_at, act);
        let place = match self.roles.iter().position(|role| role.seat == seat) {
            Some(place) => {
                self.roles[place] = marked;
                place
            }
            None => {
                self.roles.push(marked);
                self.roles.len() - 1
            }
        };
        &mut self.roles[place]
    }

    /// It is open.
    ///
    /// # Errors
    /// It is not.
    pub fn require_open(&self) -> Result<(), RequestError> {
        if self.request.state == RequestState::Open { Ok(()) } else { Err(RequestError::NotOpen) }
    }

    /// A seat answered, at an instant of the present round. If it held the request, the next seat that waits does.
    ///
    /// # Errors
    /// The request is not open.
    pub fn answer(
        &mut self,
        seat: Seat,
        kind: AnswerKind,
        at: DateTime<Utc>,
    ) -> Result<Option<Hop>, RequestError> {
        self.require_open()?;
        if kind != AnswerKind::Substantive {
            return Ok(None);
        }
        let earliest = |known: Option<DateTime<Utc>>| Some(known.map_or(at, |known| known.min(at)));
        if self.request.round == 1 {
            self.request.first_answered_at = earliest(self.request.first_answered_at);
        }
        let asked = |role: &&mut request_role::Model| {
            role.seat == seat && role.removed_at.is_none() && role.asked_at <= at
        };
        if let Some(role) = self.roles.iter_mut().find(asked) {
            role.answered_at = earliest(role.answered_at);
        }
        Ok(self.go_on(at))
    }

    /// Hands the request to another seat, which must answer from now on, again if it has.
    ///
    /// # Errors
    /// The request is not open, or with that seat.
    pub fn hand_over(&mut self, to: Seat, at: DateTime<Utc>, act: Act<'_>) -> Result<Hop, RequestError> {
        self.require_open()?;
        if self.request.holder == Some(to) {
            return Err(RequestError::SameSeat);
        }
        match self.needed(to).map(|role| role.answered_at) {
            Some(None) => {}
            Some(Some(answered)) => {
                // What it said before this instant does not answer what it is asked now.
                let asked_at = at.max(answered + chrono::TimeDelta::microseconds(1));
                let again = |role: &&mut request_role::Model| role.seat == to;
                if let Some(role) = self.roles.iter_mut().find(again) {
                    (role.asked_at, role.answered_at) = (asked_at, None);
                }
            }
            None => drop(self.mark(to, at, act)),
        }
        Ok(self.move_to(Some(to), at))
    }

    /// Another seat must answer; what it told the customer in this round counts.
    ///
    /// # Errors
    /// The request is not open, or the seat must answer already.
    pub fn add(
        &mut self,
        seat: Seat,
        answered_at: Option<DateTime<Utc>>,
        act: Act<'_>,
    ) -> Result<Option<Hop>, RequestError> {
        self.require_open()?;
        if self.needed(seat).is_some() {
            return Err(RequestError::SeatNeeded);
        }
        let began = self.request.round_began_at;
        self.mark(seat, began, act).answered_at = answered_at;
        Ok(self.go_on(act.now))
    }

    /// A seat need not answer any more.
    ///
    /// # Errors
    /// The request is not open, the seat need not answer, has answered, or is the only one.
    pub fn remove(&mut self, seat: Seat, act: Act<'_>) -> Result<Option<Hop>, RequestError> {
        self.require_open()?;
        match self.needed(seat) {
            None => return Err(RequestError::SeatNotNeeded),
            Some(role) if role.answered_at.is_some() => return Err(RequestError::SeatAnswered),
            Some(_) if self.seats().len() == 1 => return Err(RequestError::LastSeat),
            Some(_) => {}
        }
        for role in self.roles.iter_mut().filter(|role| role.seat == seat) {
            (role.removed_at, role.removed_by) = (Some(act.now), Some(act.by));
            role.removal_reason = act.reason.map(str::to_owned);
        }
        Ok(self.go_on(act.now))
    }

    /// Ends the request: answered, or with no need of an answer.
    ///
    /// # Errors
    /// The state does not allow it, or it would be closed while a seat has still to answer.
    pub fn end(&mut self, verb: Verb, act: Act<'_>) -> Result<Option<Hop>, RequestError> {
        self.require(verb)?;
        let waiting = self.waiting();
        if verb == Verb::Close && !waiting.is_empty() {
            return Err(RequestError::SeatsWaiting { waiting });
        }
        let hop = self.request.holder.map(|_| self.move_to(None, act.now));
        self.request.state = verb.to();
        self.request.closed_at = Some(act.now);
        self.request.outcome = act.reason.map(str::to_owned);
        Ok(hop)
    }

    /// The state allows a step.
    ///
    /// # Errors
    /// It does not.
    pub fn require(&self, verb: Verb) -> Result<(), RequestError> {
        let from = self.request.state;
        if verb.starts_from(from) { Ok(()) } else { Err(RequestError::IllegalTransition { verb, from }) }
    }

    /// Gives the request to the next seat that waits, if its holder need not move any more.
    fn go_on(&mut self, at: DateTime<Utc>) -> Option<Hop> {
        let waiting = self.waiting();
        let holder = self.request.holder;
        if holder.is_some_and(|holder| waiting.contains(&holder)) {
            return None;
        }
        let next = waiting.first().copied();
        (next != holder).then(|| self.move_to(next, at))
    }

    fn move_to(&mut self, to: Option<Seat>, at: DateTime<Utc>) -> Hop {
        let at = at.max(self.moved_at);
        let from = self.request.holder;
        self.moved_at = at;
        (self.request.holder, self.request.held_since) = (to, to.map(|_| at));
        Hop { from, to, at }
    }
}

fn role(request: &Model, seat: Seat, asked_at: DateTime<Utc>, act: Act<'_>) -> request_role::Model {
    request_role::Model {
        request_id: request.id,
        round: request.round,
        seat,
        asked_at,
        answered_at: None,
        added_at: act.now,
        added_by: act.by,
        reason: act.reason.map(str::to_owned),
        removed_at: None,
        removed_by: None,
        removal_reason: None,
    }
}

#[cfg(test)]
mod tests;
