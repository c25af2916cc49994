//! Steering a request: who holds it, who must answer, how it ends and begins again.

use chrono::{DateTime, Utc};
use entity::{
    assignment::Seat,
    customer_request::{Model, RequestState},
};

use super::{
    Requests, Target,
    change::{Change, News},
};
use crate::{
    domain::{
        access::{Action, Viewer},
        fault::Fault,
        input::Checks,
        journal::{Claim, Outcome},
        request::{
            error::RequestError,
            event::RequestEventKind,
            rules::{Case, Verb, moment},
            store,
        },
    },
    platform::db::Tx,
};

/// A request on its way to another seat.
#[derive(Clone, Debug)]
pub struct HandOver {
    /// Which request.
    pub target: Target,
    /// To which seat.
    pub to: Seat,
    /// What that seat should know.
    pub note: Option<String>,
    /// When it was handed over; `None`: now.
    pub handed_over_at: Option<DateTime<Utc>>,
}

/// A seat that must answer, or no longer must.
#[derive(Clone, Debug)]
pub struct ChangeRole {
    /// Of which request.
    pub target: Target,
    /// Which seat.
    pub seat: Seat,
    /// Whether it must.
    pub needed: bool,
    /// Why.
    pub reason: String,
}

/// The end of a request.
#[derive(Clone, Debug)]
pub struct Settle {
    /// Of which request.
    pub target: Target,
    /// What came of it, or why nobody needs an answer.
    pub outcome: Option<String>,
}

/// A request that begins again.
#[derive(Clone, Debug)]
pub struct Reopen {
    /// Which request.
    pub target: Target,
    /// Why.
    pub reason: String,
    /// The seats that must answer anew; `None`: those that had to.
    pub seats: Option<Vec<Seat>>,
}

type Done = Result<Outcome, RequestError>;

impl Requests {
    /// Hands a request to another seat.
    ///
    /// # Errors
    /// The request is not open, is with that seat, or is with a seat that the viewer does not hold; or it is said to have been
    /// handed over before it came there, or in the future.
    pub async fn hand_over(&self, viewer: &Viewer, command: &HandOver) -> Done {
        let mut checks = Checks::new();
        let note = checks.optional_reason("note", command.note.as_deref());
        checks.done()?;
        let command = &HandOver { note, ..command.clone() };
        let committed = self.db.write(|tx| hand_over_in(tx, viewer, command)).await?;
        Ok(Claim::outcome(committed))
    }

    /// Says that a seat must answer, or no longer must.
    ///
    /// # Errors
    /// It is so already, the seat has answered, or it is the only one.
    pub async fn change_role(&self, viewer: &Viewer, command: &ChangeRole) -> Done {
        let reason = stated(&command.reason)?;
        let command = &ChangeRole { reason, ..command.clone() };
        let committed = self.db.write(|tx| change_role_in(tx, viewer, command)).await?;
        Ok(Claim::outcome(committed))
    }

    /// Closes a request that is answered.
    ///
    /// # Errors
    /// A seat has still to answer, or the request is not open.
    pub async fn close(&self, viewer: &Viewer, command: &Settle) -> Done {
        let mut checks = Checks::new();
        let outcome = checks.optional_reason("outcome", command.outcome.as_deref());
        checks.done()?;
        let command = &Settle { outcome, ..command.clone() };
        let committed = self.db.write(|tx| end_in(tx, viewer, command, Verb::Close)).await?;
        Ok(Claim::outcome(committed))
    }

    /// Ends a request to which nobody needs an answer any more; its outcome says why.
    ///
    /// # Errors
    /// The request is not open.
    pub async fn withdraw(&self, viewer: &Viewer, command: &Settle) -> Done {
        let outcome = Some(stated(command.outcome.as_deref().unwrap_or_default())?);
        let command = &Settle { outcome, ..command.clone() };
        let committed = self.db.write(|tx| end_in(tx, viewer, command, Verb::Withdraw)).await?;
        Ok(Claim::outcome(committed))
    }

    /// Begins the next round of a request whose answer did not do.
    ///
    /// # Errors
    /// The request is not closed, no seat must answer, or the account has ended.
    pub async fn reopen(&self, viewer: &Viewer, command: &Reopen) -> Done {
        let reason = stated(&command.reason)?;
        let command = &Reopen { reason, ..command.clone() };
        let committed = self.db.write(|tx| reopen_in(tx, viewer, command)).await?;
        Ok(Claim::outcome(committed))
    }

    /// Erases who at the customer asked.
    ///
    /// # Errors
    /// Nobody is named.
    pub async fn forget_contact(&self, viewer: &Viewer, target: &Target) -> Done {
        let committed = self.db.write(|tx| forget_in(tx, viewer, target)).await?;
        Ok(Claim::outcome(committed))
    }
}

fn stated(reason: &str) -> Result<String, Fault> {
    let mut checks = Checks::new();
    let reason = checks.reason("reason", reason);
    checks.done()?;
    Ok(reason)
}

async fn hand_over_in(tx: Tx, viewer: &Viewer, command: &HandOver) -> Result<Claim, RequestError> {
    let change = match Change::begin(tx, viewer, &command.target, Action::SteerRequest).await? {
        Ok(change) => change,
        Err(replayed) => return Ok(replayed),
    };
    let mut next = change.before.clone();
    next.require_open()?;
    // A director moves any request of the region; a seat hands over what it holds.
    let others = next.request.holder.filter(|_| !change.permits(Action::GovernAccount));
    if let Some(holder) = others
        && !change.seats().await?.contains(&holder)
    {
        return Err(RequestError::NotYourSeat);
    }
    let at = moment(("handedOverAt", command.handed_over_at), change.tx.now(), next.moved_at)?;
    let hop = next.hand_over(command.to, at, change.act(command.note.as_deref())?)?;
    let news = News {
        seat: Some(command.to),
        happened_at: Some(hop.at),
        note: command.note.as_deref(),
        ..News::default()
    };
    change.save(next, Some(hop), RequestEventKind::HandedOver, news).await
}

async fn change_role_in(tx: Tx, viewer: &Viewer, command: &ChangeRole) -> Result<Claim, RequestError> {
    let change = match Change::begin(tx, viewer, &command.target, Action::SteerRequest).await? {
        Ok(change) => change,
        Err(replayed) => return Ok(replayed),
    };
    let mut next = change.before.clone();
    let act = change.act(Some(&command.reason))?;
    let (hop, kind) = if command.needed {
        let answered_at = store::first_answer(&change.tx, &change.access, command.seat).await?;
        (next.add(command.seat, answered_at, act)?, RequestEventKind::SeatAdded)
    } else {
        (next.remove(command.seat, act)?, RequestEventKind::SeatRemoved)
    };
    let news = News { seat: Some(command.seat), ..News::default() };
    change.save(next, hop, kind, news).await
}

async fn end_in(tx: Tx, viewer: &Viewer, command: &Settle, verb: Verb) -> Result<Claim, RequestError> {
    let change = match Change::begin(tx, viewer, &command.target, Action::SteerRequest).await? {
        Ok(change) => change,
        Err(replayed) => return Ok(replayed),
    };
    let mut next = change.before.clone();
    let hop = next.end(verb, change.act(command.outcome.as_deref())?)?;
    let kind = match verb {
        Verb::Withdraw => RequestEventKind::Withdrawn,
        _ => RequestEventKind::Closed,
    };
    change.save(next, hop, kind, News::default()).await
}

async fn reopen_in(tx: Tx, viewer: &Viewer, command: &Reopen) -> Result<Claim, RequestError> {
    let change = match Change::begin(tx, viewer, &command.target, Action::SteerRequest).await? {
        Ok(change) => change,
        Err(replayed) => return Ok(replayed),
    };
    change.before.require(Verb::Reopen)?;
    if store::is_account_over(&change.tx, &change.access).await? {
        return Err(RequestError::StaysClosed);
    }
    let act = change.act(Some(&command.reason))?;
    let seats = command.seats.clone().unwrap_or_else(|| change.before.seats());
    let row = Model {
        state: RequestState::Open,
        round: change.before.request.round + 1,
        round_began_at: act.now,
        closed_at: None,
        outcome: Some(command.reason.clone()),
        ..change.before.request.clone()
    };
    let (next, hop) = Case::begin(row, &seats, None, act)?;
    change.save(next, Some(hop), RequestEventKind::Reopened, News::default()).await
}

async fn forget_in(tx: Tx, viewer: &Viewer, target: &Target) -> Result<Claim, RequestError> {
    let change = match Change::begin(tx, viewer, target, Action::SteerRequest).await? {
        Ok(change) => change,
        Err(replayed) => return Ok(replayed),
    };
    let mut next = change.before.clone();
    next.request.contact.take().ok_or(RequestError::NoContact)?;
    change.save(next, None, RequestEventKind::ContactForgotten, News::default()).await
}
