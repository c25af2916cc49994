//! Answering a request. An answer is made against no version: those of several seats at the same moment all count.

use chrono::{DateTime, Utc};
use entity::{assignment::Seat, request_answer::AnswerKind};

use super::{
    BODY, Requests, Target,
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
            rules::{self, moment},
            store::{self, Said},
        },
    },
    platform::db::Tx,
};

/// What a seat told the customer.
#[derive(Clone, Debug)]
pub struct AnswerRequest {
    /// Of which request.
    pub target: Target,
    /// For which seat; `None`: the one that the viewer holds.
    pub seat: Option<Seat>,
    /// What the answer is worth.
    pub kind: AnswerKind,
    /// What was told: Markdown.
    pub body: Option<String>,
    /// When the customer got it; `None`: now.
    pub answered_at: Option<DateTime<Utc>>,
}

impl AnswerRequest {
    fn checked(&self) -> Result<Self, Fault> {
        let mut checks = Checks::new();
        let body = checks.optional_body("body", self.body.as_deref().unwrap_or_default(), BODY);
        checks.done()?;
        Ok(Self { body: Some(body).filter(|body| !body.is_empty()), ..self.clone() })
    }
}

impl Requests {
    /// Answers a request for a seat that the viewer holds.
    ///
    /// # Errors
    /// The request is not open, the seat is not the viewer's or not clear, or the answer is said to be from before the round or
    /// from the future.
    pub async fn answer(&self, viewer: &Viewer, command: &AnswerRequest) -> Result<Outcome, RequestError> {
        let command = &command.checked()?;
        let committed = self.db.write(|tx| answer_in(tx, viewer, command)).await?;
        Ok(Claim::outcome(committed))
    }
}

async fn answer_in(tx: Tx, viewer: &Viewer, command: &AnswerRequest) -> Result<Claim, RequestError> {
    let change = match Change::begin(tx, viewer, &command.target, Action::AnswerRequest).await? {
        Ok(change) => change,
        Err(replayed) => return Ok(replayed),
    };
    let mut next = change.before.clone();
    next.require_open()?;
    let seat = rules::answering(command.seat, &change.seats().await?)?;
    let at = moment(("answeredAt", command.answered_at), change.tx.now(), next.request.round_began_at)?;
    let hop = next.answer(seat, command.kind, at)?;
    let by = change.actor()?;
    let said = Said { seat, kind: command.kind, body: command.body.as_deref(), by, at };
    store::insert_answer(&change.tx, &change.access, said).await?;
    let news =
        News { seat: Some(seat), answer: Some(command.kind), happened_at: Some(at), ..News::default() };
    change.save(next, hop, RequestEventKind::Answered, news).await
}
