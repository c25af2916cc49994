//! Runs admitted requests: queries until their deadline, mutations to their end, subscriptions step by step. A panic
//! becomes an error.
//!
//! What a deadline leaves: every root field of a query that was ready is in `data` and the others are null (see
//! `graphql::shield`). If that does not happen in time either, `data` is null. A mutation that is late goes on; its
//! client learns that it has to ask again with the same idempotency key.

use std::{panic::AssertUnwindSafe, time::Duration};

use async_graphql::{Executor, Request};
use futures_util::{FutureExt, Stream, StreamExt};
use tokio::sync::oneshot;

use super::{
    answer::{Answer, Report},
    presence::Presence,
};
use crate::{
    graphql::{
        error::{Error, ErrorCode},
        loader::batches_of,
        shield::{Deadline, panic_text},
    },
    platform::{clock::Clock, task},
};

/// What a query gets beyond its deadline to collect the fields that are ready.
const COLLECTING: Duration = Duration::from_secs(1);

/// How a request is run.
#[derive(Clone)]
pub(super) struct Runner<E> {
    pub(super) engine: E,
    pub(super) clock: Clock,
    pub(super) limit: Duration,
    pub(super) report: Report,
}

/// A step of a subscription.
#[derive(Debug)]
pub(super) enum Step {
    /// An item.
    Next(Answer),
    /// The operation failed and is over.
    Failed(Answer),
    /// The feed is gone; the client shall resume on another connection.
    Lost,
}

impl<E: Executor> Runner<E> {
    /// Runs a query; dropping the future ends it.
    pub(super) async fn query(&self, request: Request) -> Answer {
        let at = self.clock.now() + self.limit;
        let request = request.data(Deadline { clock: self.clock.clone(), at });
        let batches = batches_of(&request);
        let run = AssertUnwindSafe(batches.beside(self.engine.execute(request))).catch_unwind();
        tokio::select! {
            biased;
            result = run => match result {
                Ok(response) => self.report.answer(response),
                Err(panic) => self.report.failure(Error::internal(panic_text(&*panic))),
            },
            () = self.clock.sleep(self.limit + COLLECTING) => self.report.failure(Error::deadline_exceeded()),
        }
    }

    /// Starts a mutation that runs to its end whatever becomes of the client, and waits for it until the deadline.
    pub(super) async fn mutation(&self, request: Request, presence: Presence) -> Answer {
        let (done, result) = oneshot::channel();
        let runner = self.clone();
        task::spawn("mutation", async move {
            let batches = batches_of(&request);
            let run = AssertUnwindSafe(batches.beside(runner.engine.execute(request))).catch_unwind();
            let answer = match run.await {
                Ok(response) => runner.report.answer(response),
                Err(panic) => runner.report.failure(Error::internal(panic_text(&*panic))),
            };
            // The receiver is gone when the client left or the deadline passed.
            let _ = done.send(answer);
            drop(presence);
        });
        tokio::select! {
            biased;
            answer = result => match answer {
                Ok(answer) => answer,
                Err(_) => self.report.failure(Error::internal("the task of a mutation vanished")),
            },
            () = self.clock.sleep(self.limit) => self.report.failure(mutation_is_late()),
        }
    }

    /// Runs a subscription. The first answer decides whether it started; afterwards an answer without data is an item
    /// like others.
    pub(super) fn subscription(&self, request: Request) -> impl Stream<Item = Step> + Send + use<E> {
        let report = self.report.clone();
        let batches = batches_of(&request);
        let steps = batches.beside_stream(self.engine.execute_stream(request, None));
        let steps = AssertUnwindSafe(steps).catch_unwind();
        let mut started = false;
        let mut over = false;
        steps
            .map(move |item| {
                let step = match item {
                    Err(panic) => Step::Failed(report.refusal(Error::internal(panic_text(&*panic)))),
                    Ok(response) => match report.answer(response) {
                        answer if answer.is_stream_lost() => Step::Lost,
                        answer if !started && !answer.has_data() => Step::Failed(answer.without_data()),
                        answer => Step::Next(answer),
                    },
                };
                started = true;
                step
            })
            .take_while(move |step| {
                let last = std::mem::replace(&mut over, !matches!(step, Step::Next(_)));
                std::future::ready(!last)
            })
    }
}

fn mutation_is_late() -> Error {
    let message = "This took too long and may still succeed. Repeat it with the same idempotencyKey.";
    Error::new(ErrorCode::DeadlineExceeded, message)
}

#[cfg(test)]
#[path = "execution_tests.rs"]
mod tests;
