//! What every change of a request has in common: it begins with the viewer, the key and the right, under the lock of the request,
//! and ends with its rows, the event, and the answer for whoever repeats it.

use chrono::{DateTime, Utc};
use entity::{assignment::Seat, id::UserId, request_answer::AnswerKind};

use super::Target;
use crate::{
    domain::{
        access::{Action, RequestAccess, Viewer, proof},
        fault::expect_version,
        journal::{self, Claim},
        request::{
            error::RequestError,
            event::{RequestEvent, RequestEventKind},
            rules::{Act, Case, Hop},
            store,
        },
    },
    platform::db::Tx,
};

/// A change in the making.
pub(super) struct Change<'a> {
    pub(super) tx: Tx,
    pub(super) viewer: Viewer,
    pub(super) access: RequestAccess,
    /// The request before the change.
    pub(super) before: Case,
    target: &'a Target,
    claim: Claim,
}

/// What others learn of a change beside the request itself.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct News<'a> {
    pub(super) seat: Option<Seat>,
    pub(super) answer: Option<AnswerKind>,
    pub(super) happened_at: Option<DateTime<Utc>>,
    /// What the next seat should know.
    pub(super) note: Option<&'a str>,
}

impl<'a> Change<'a> {
    /// Begins a change; `Err` of the inner result: it was made before, with this key.
    pub(super) async fn begin(
        tx: Tx,
        viewer: &Viewer,
        target: &'a Target,
        action: Action,
    ) -> Result<Result<Self, Claim>, RequestError> {
        let viewer = proof::present(&tx, viewer).await?;
        let claim = journal::claim(&tx, &viewer, target.idempotency.as_ref(), target.request.0).await?;
        if matches!(claim, Claim::Replay(_)) {
            return Ok(Err(claim));
        }
        let access = proof::request_for(&tx, &viewer, target.request, action).await?;
        if let Some(expected) = target.expected_version {
            expect_version(expected, access.request().version)?;
        }
        let before = store::case(&tx, &access).await?;
        Ok(Ok(Self { tx, viewer, access, before, target, claim }))
    }

    /// The person who makes the change. No right that it takes is open to bots.
    pub(super) fn actor(&self) -> Result<UserId, RequestError> {
        Ok(self.viewer.person()?.id)
    }

    /// The change as an act, for that reason.
    pub(super) fn act<'b>(&self, reason: Option<&'b str>) -> Result<Act<'b>, RequestError> {
        Ok(Act { by: self.actor()?, now: self.tx.now(), reason })
    }

    /// Whether the viewer may do something else to the request, too.
    pub(super) fn permits(&self, action: Action) -> bool {
        self.access.standing().permits(&self.viewer, self.before.request.account_id, action)
    }

    /// The seats of which the viewer is primary or deputy.
    pub(super) async fn seats(&self) -> Result<Vec<Seat>, RequestError> {
        Ok(store::seats_of(&self.tx, self.before.request.account_id, self.actor()?).await?)
    }

    /// Ends the change.
    pub(super) async fn save(
        self,
        next: Case,
        hop: Option<Hop>,
        kind: RequestEventKind,
        news: News<'_>,
    ) -> Result<Claim, RequestError> {
        let by = self.actor()?;
        let next = store::save(&self.tx, &self.access, &self.before, next).await?;
        if let Some(hop) = hop {
            store::insert_hop(&self.tx, &next.request, hop, by, news.note).await?;
        }
        let event = RequestEvent {
            kind,
            request: (&next).into(),
            seat: news.seat,
            previous_holder: hop.and_then(|hop| hop.from),
            answer: news.answer,
            happened_at: news.happened_at.filter(|at| *at < self.tx.now()),
        };
        let label = store::label(&self.tx, next.request.account_id).await?;
        journal::record(&self.tx, &self.viewer, Some(label), &event, Vec::new())?;
        journal::complete(&self.tx, &self.viewer, self.target.idempotency.as_ref()).await?;
        Ok(self.claim)
    }
}
